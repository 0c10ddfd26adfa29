import bwipjs from 'bwip-js/node'
import { emptyPicture, take, type Picture } from './camera-pictures.ts'
import { cardOf, chanceFrom, qrCard, somePaymentCode, type Card, type Chance } from './scene.ts'

/**
 * What a camera sees all day and must not take: counters, posters, articles, badges, parcels, codes that are torn, mere
 * noise. Every scene is drawn once and filmed for some frames: moved by a pixel or two, brighter or darker, in new noise.
 */

const drawn = (bcid: string, text: string): Card => {
  const [symbol] = bwipjs.raw({ bcid, text })
  if (symbol !== undefined && 'sbs' in symbol) {
    const dark = symbol.sbs.flatMap((width, i) => Array.from({ length: width }, () => i % 2 === 0))
    return cardOf(dark.length, Math.round(dark.length * 0.28), 10, (column) => dark[column] === true)
  }
  if (symbol === undefined || !('pixs' in symbol)) throw new Error(`nothing drawn for ${text}`)
  const { pixs, pixx, pixy } = symbol
  return cardOf(pixx, pixy, 4, (column, row) => pixs[row * pixx + column] === 1)
}
const letters = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => 'ACDEFHJKMNPQRTUVWXYZ'.charAt(chance.whole(0, 19))).join('')
const digits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => chance.whole(0, 9)).join('')

/** A payment code's QR code with so many of its squares turned round that nobody can know it. */
const tornCard = (chance: Chance): Card => {
  const card = qrCard(somePaymentCode(chance))
  // Eight pixels a square, four squares of margin, marks of eight squares left as they are.
  const squares = card.width / 8 - 8
  for (let row = 9; row < squares; row++) {
    for (let column = 9; column < squares; column++) {
      if (chance.next() < 0.5) continue
      for (let y = (row + 4) * 8; y < (row + 5) * 8; y++) {
        for (let x = (column + 4) * 8; x < (column + 5) * 8; x++)
          card.ink[y * card.width + x] = 1 - (card.ink[y * card.width + x] ?? 0)
      }
    }
  }
  return card
}
/** Rows of dark strokes like print. */
const printCard = (chance: Chance): Card => {
  const column: boolean[] = Array.from({ length: 160 * 60 }, () => chance.next() < 0.45)
  return cardOf(160, 60, 4, (x, y) => y % 5 < 3 && column[y * 160 + x] === true)
}

interface Stranger {
  readonly name: string
  /** Nothing: the counter alone. */
  readonly card: (chance: Chance) => Card | undefined
  readonly share: readonly [number, number]
}
const wide = [0.45, 0.85] as const
const square = [0.25, 0.5] as const
const strangers: readonly Stranger[] = [
  { name: 'menu', card: (c) => qrCard(`https://shop.example/menu/${letters(c, 8)}`), share: square },
  {
    name: 'network',
    card: (c) => qrCard(`WIFI:T:WPA;S:${letters(c, 6)};P:${digits(c, 10)};;`),
    share: square,
  },
  { name: 'torn QR code', card: tornCard, share: square },
  { name: 'badge', card: (c) => drawn('code128', `ST-B-${letters(c, 10)}`), share: wide },
  { name: 'short number', card: (c) => drawn('code128', digits(c, 12)), share: wide },
  { name: 'parcel', card: (c) => drawn('code128', `RR${digits(c, 9)}CN`), share: wide },
  { name: 'carton', card: (c) => drawn('interleaved2of5', digits(c, 14)), share: wide },
  { name: 'library card', card: (c) => drawn('code39', letters(c, 10)), share: wide },
  { name: 'ticket', card: (c) => drawn('pdf417', letters(c, 40)), share: wide },
  { name: 'small parts', card: (c) => drawn('datamatrix', digits(c, 18)), share: square },
  { name: 'print', card: printCard, share: wide },
  { name: 'noise', card: () => undefined, share: wide },
]
/** A scene with a stranger, and one of those that the pictures without a code have, in turn. */
export const scenesPerRound = 2 * strangers.length

const sceneOf = (seed: number, at: number): Picture & { readonly of: string } => {
  const stranger = strangers[(at >> 1) % strangers.length]
  if (at % 2 === 0 || stranger === undefined)
    return { ...emptyPicture(seed, at >> 1), of: 'counter, article, fence, covered or spoilt code' }
  const chance = chanceFrom(seed + 700_000 + at * 15_485_863)
  const [width, height] = at % 4 === 1 ? [640, 480] : [1280, 720]
  const view = {
    share: chance.between(...stranger.share) * (width === 640 ? 1 : 0.8),
    turnDegrees: chance.next() < 0.7 ? chance.between(-15, 15) : chance.between(0, 360),
    tiltXDegrees: chance.between(-20, 20),
    tiltYDegrees: chance.between(-20, 20),
    blur: chance.between(0.3, 1.6),
    noise: stranger.name === 'noise' ? chance.between(30, 90) : chance.between(2, 20),
  }
  const grey = take(stranger.card(chance), width, height, view, chance)
  return { kind: 'nothing', symbol: 'none', width, height, code: undefined, grey, of: stranger.name }
}

/** One frame of a scene: shifted by up to two pixels, by some steps brighter or darker, in noise of its own. */
const filmed = ({ grey, width, height }: Picture, chance: Chance): Uint8Array => {
  const shift = chance.whole(-2, 2) + chance.whole(-2, 2) * width
  const brighter = chance.between(-12, 12)
  const noise = Float32Array.from({ length: 4096 }, () => chance.gauss() * 4 + brighter)
  const out = new Uint8ClampedArray(width * height)
  for (let i = 0; i < out.length; i++) {
    const from = Math.min(out.length - 1, Math.max(0, i + shift))
    out[i] = (grey[from] ?? 0) + (noise[Math.trunc(chance.next() * noise.length)] ?? 0)
  }
  return new Uint8Array(out.buffer)
}

/** So many frames on which there is no code that a till may take, `perScene` of each scene. */
export function* strangeFrames(
  seed: number,
  count: number,
  perScene: number,
): Generator<Picture & { readonly of: string }> {
  let scene = sceneOf(seed, 0)
  for (let at = 0; at < count; at++) {
    if (at > 0 && at % perScene === 0) scene = sceneOf(seed, at / perScene)
    yield { ...scene, grey: filmed(scene, chanceFrom(seed + at * 32_452_843)) }
  }
}
