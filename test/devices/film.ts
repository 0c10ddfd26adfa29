import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { cutMark } from './film-mark.ts'
import { chanceFrom, code128Card, counter, photograph, qrCard, type Card, type View } from './scene.ts'

/** The codes on a film. */
export interface FilmCodes {
  /** Shown first, as a barcode. */
  readonly bar: string
  /** Shown after it, as a QR code. */
  readonly qr: string
}

const [width, height, framesPerSecond] = [640, 480, 15]
const framesPerScene = 38
const header = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`
const colour = Buffer.alloc((width / 2) * (height / 2) * 2, 128)

/** Where the card is, `part` of its scene gone by: it comes in from the right, sways in the middle and leaves. */
const viewAt = (part: number, share: number): View => ({
  share,
  turnDegrees: 6 * Math.sin(part * 9),
  tiltXDegrees: 8 * Math.sin(part * 5),
  offX: 1.1 - 1.1 * Math.min(1, part * 2.5) - Math.max(0, part - 0.75) * 4,
  offY: 0.05 * Math.sin(part * 7),
  noise: 4,
})

/**
 * Writes a film of five seconds for Chromium's `--use-file-for-fake-video-capture`, as YUV4MPEG2 (grey, so that the
 * colour planes are flat): an empty counter, a barcode held up, an empty counter, a QR code, and again from the start.
 */
export const writeFilm = (path: string, { bar, qr }: FilmCodes, seed = 42): void => {
  const chance = chanceFrom(seed)
  const ground = counter(width, height, chance)
  const scenes: readonly { card: Card; share: number }[] = [
    { card: code128Card(bar), share: 0.68 },
    { card: qrCard(qr), share: 0.36 },
  ]
  const file = openSync(path, 'w')
  try {
    writeSync(file, header)
    for (const { card, share } of scenes) {
      for (let i = 0; i < framesPerScene; i++) {
        const part = (i / framesPerScene - 0.15) / 0.75
        const shown = part > 0 && part < 1 ? card : undefined
        writeSync(file, 'FRAME\n')
        writeSync(file, photograph(shown, width, height, viewAt(part, share), chance, ground))
        writeSync(file, colour)
      }
    }
  } finally {
    closeSync(file)
  }
}

/** What a film of cuts shows after an empty counter. */
export interface Cut {
  readonly card: Card
  readonly view: View
}
const cutFrames = { empty: 24, shown: 20 }
/** The `at`-th picture while a cut is shown: a quiet hand. */
export const cutFrame = ({ card, view }: Cut, at: number, seed: number): Uint8Array => {
  const chance = chanceFrom(seed + at)
  const sway = { offX: 0.01 * Math.sin(at * 0.7), offY: 0.01 * Math.cos(at * 0.5), noise: 4 }
  return photograph(
    card,
    width,
    height,
    { ...view, ...sway },
    chance,
    counter(width, height, chanceFrom(seed)),
  )
}
/** Writes a film of thirty pictures a second on which codes appear from one picture to the next, and go again. */
export const writeCutFilm = (path: string, cuts: readonly Cut[], seed = 42): void => {
  const ground = counter(width, height, chanceFrom(seed))
  const file = openSync(path, 'w')
  const write = (grey: Uint8Array, shade: number): void => {
    for (let y = 0; y < cutMark; y++) grey.fill(shade, y * width, y * width + cutMark)
    writeSync(file, 'FRAME\n')
    writeSync(file, grey)
    writeSync(file, colour)
  }
  try {
    writeSync(file, header.replace(`F${framesPerSecond}:`, 'F30:'))
    for (const [i, cut] of cuts.entries()) {
      for (let at = 0; at < cutFrames.empty; at++) {
        const chance = chanceFrom(seed + 1000 * i + at)
        write(photograph(undefined, width, height, { share: 1, noise: 4 }, chance, ground), 16)
      }
      for (let at = 0; at < cutFrames.shown; at++) write(cutFrame(cut, at, seed), 235)
    }
  } finally {
    closeSync(file)
  }
}

/** One second of pictures that `shade` fills, one brightness a pixel. */
const writeShades = (path: string, shade: (at: number) => number): void =>
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(header),
      ...Array.from({ length: framesPerSecond }, (_, at) =>
        Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(width * height, shade(at)), colour]),
      ),
    ]),
  )
/** A film on which nothing ever changes, as of a driver that hangs. */
export const writeStillFilm = (path: string): void => writeShades(path, () => 128)
/** A covered lens: never quite the same, and nothing to be seen. Video counts its black from 16. */
export const writeBlackFilm = (path: string): void => writeShades(path, (at) => 16 + (at % 3))
