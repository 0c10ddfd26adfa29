import bwipjs from 'bwip-js/node'

/**
 * Pictures as a camera over a counter takes them: symbols drawn by a generator that none of the decoders shares code
 * with, on a card that is turned and tilted, with light, blur and noise of our own model. Everything comes from a seed.
 */

export interface Chance {
  readonly next: () => number
  readonly between: (low: number, high: number) => number
  readonly whole: (low: number, high: number) => number
  readonly gauss: () => number
}
/** Mulberry32: small, fast, good enough for noise. */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => Math.floor(low + (high - low + 1) * next()),
    gauss: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}

/** A payment code of 18 digits in the wallet's own range. */
export const somePaymentCode = (chance: Chance): string =>
  String(chance.whole(25, 30)) + Array.from({ length: 16 }, () => chance.whole(0, 9)).join('')

/** A card with a symbol on it: 1 is paper, 0 is ink. */
export interface Card {
  readonly ink: Float32Array
  readonly width: number
  readonly height: number
}

const pixelsPerModule = 8

export const cardOf = (
  columns: number,
  rows: number,
  quiet: number,
  isDark: (column: number, row: number) => boolean,
): Card => {
  const [width, height] = [(columns + 2 * quiet) * pixelsPerModule, (rows + 2 * quiet) * pixelsPerModule]
  const ink = new Float32Array(width * height).fill(1)
  for (let y = 0; y < rows * pixelsPerModule; y++) {
    for (let x = 0; x < columns * pixelsPerModule; x++) {
      if (!isDark(Math.floor(x / pixelsPerModule), Math.floor(y / pixelsPerModule))) continue
      ink[(y + quiet * pixelsPerModule) * width + x + quiet * pixelsPerModule] = 0
    }
  }
  return { ink, width, height }
}

const barCard = (bcid: 'code128' | 'ean13', text: string): Card => {
  const [symbol] = bwipjs.raw({ bcid, text })
  if (symbol === undefined || !('sbs' in symbol)) throw new Error(`no bars for ${text}`)
  const dark = symbol.sbs.flatMap((width, i) => Array.from({ length: width }, () => i % 2 === 0))
  return cardOf(dark.length, Math.round(dark.length * 0.28), 10, (column) => dark[column] === true)
}
export const code128Card = (text: string): Card => barCard('code128', text)
export const articleCard = (text: string): Card => barCard('ean13', text)
export const qrCard = (text: string): Card => {
  const [symbol] = bwipjs.raw('qrcode', text, 'eclevel=M')
  if (symbol === undefined || !('pixs' in symbol)) throw new Error(`no squares for ${text}`)
  const { pixs, pixx, pixy } = symbol
  return cardOf(pixx, pixy, 4, (column, row) => pixs[row * pixx + column] === 1)
}

export interface View {
  /** Width of the card as a share of the picture's. */
  readonly share: number
  readonly turnDegrees?: number
  readonly tiltXDegrees?: number
  readonly tiltYDegrees?: number
  /** Off the middle, as a share of the picture. */
  readonly offX?: number
  readonly offY?: number
  readonly noise?: number
  readonly blur?: number
  readonly black?: number
  readonly white?: number
  /** A display instead of paper: how dark the gaps between its dots are, and their distance on the card. */
  readonly dots?: { readonly depth: number; readonly pitch: number }
}

type Point = readonly [number, number]

/** The eight numbers of the projection that takes the four `from` points to the four `to` points. */
const projectionOf = (from: readonly Point[], to: readonly Point[]): readonly number[] => {
  const rows: number[][] = []
  for (const [i, [x, y]] of from.entries()) {
    const [u, v] = to[i] ?? [0, 0]
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v])
  }
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0
  for (let i = 0; i < 8; i++) {
    let pivot = i
    for (let k = i + 1; k < 8; k++) if (Math.abs(cell(k, i)) > Math.abs(cell(pivot, i))) pivot = k
    const [upper, lower] = [rows[i] ?? [], rows[pivot] ?? []]
    rows[i] = lower
    rows[pivot] = upper
    for (let k = 0; k < 8; k++) {
      if (k === i) continue
      const factor = cell(k, i) / cell(i, i)
      rows[k] = (rows[k] ?? []).map((value, j) => value - factor * cell(i, j))
    }
  }
  return Array.from({ length: 8 }, (_, i) => cell(i, 8) / cell(i, i))
}

const cornersIn = (card: Card, width: number, height: number, view: View): readonly Point[] => {
  const radians = (degrees = 0): number => (degrees * Math.PI) / 180
  const [turn, tiltX, tiltY] = [view.turnDegrees, view.tiltXDegrees, view.tiltYDegrees].map(radians)
  const cardWidth = width * view.share
  const cardHeight = (cardWidth * card.height) / card.width
  const focal = 1.6 * width
  const corners: readonly Point[] = [
    [-cardWidth / 2, -cardHeight / 2],
    [cardWidth / 2, -cardHeight / 2],
    [cardWidth / 2, cardHeight / 2],
    [-cardWidth / 2, cardHeight / 2],
  ]
  return corners.map(([x, y]): Point => {
    const turnedX = x * Math.cos(turn ?? 0) - y * Math.sin(turn ?? 0)
    const turnedY = x * Math.sin(turn ?? 0) + y * Math.cos(turn ?? 0)
    const lowered = turnedY * Math.cos(tiltX ?? 0)
    const depth = turnedY * Math.sin(tiltX ?? 0)
    const sideways = turnedX * Math.cos(tiltY ?? 0) + depth * Math.sin(tiltY ?? 0)
    const deeper = -turnedX * Math.sin(tiltY ?? 0) + depth * Math.cos(tiltY ?? 0)
    const scale = focal / (focal + deeper)
    return [
      width / 2 + (view.offX ?? 0) * width + sideways * scale,
      height / 2 + (view.offY ?? 0) * height + lowered * scale,
    ]
  })
}

/** A counter top with things lying on it. */
export const counter = (width: number, height: number, chance: Chance): Float32Array => {
  const image = new Float32Array(width * height)
  const [ground, slopeX, slopeY] = [
    chance.between(0.25, 0.6),
    chance.between(-0.2, 0.2),
    chance.between(-0.2, 0.2),
  ]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      image[y * width + x] = ground + slopeX * (x / width - 0.5) + slopeY * (y / height - 0.5)
    }
  }
  for (let thing = 0; thing < 8; thing++) {
    const [w, h] = [chance.whole(20, width / 4), chance.whole(10, height / 4)]
    const [left, top] = [chance.whole(0, width - w), chance.whole(0, height - h)]
    const shade = chance.between(0.1, 0.85)
    for (let y = top; y < top + h; y++) image.fill(shade, y * width + left, y * width + left + w)
  }
  return image
}

const samples = 3

/** How much of a display's light is left at a place between its dots. */
const dotLight = (u: number, v: number, { depth, pitch }: { depth: number; pitch: number }): number =>
  1 -
  depth *
    (0.5 + 0.5 * Math.cos((2 * Math.PI * u) / pitch)) *
    (0.5 + 0.5 * Math.cos((2 * Math.PI * v) / pitch))

/** Lays the card on the picture, each pixel the mean of nine samples. */
export const lay = (image: Float32Array, width: number, height: number, card: Card, view: View): void => {
  const corners = cornersIn(card, width, height, view)
  const far: readonly Point[] = [
    [0, 0],
    [card.width, 0],
    [card.width, card.height],
    [0, card.height],
  ]
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = projectionOf(corners, far)
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  const [left, right] = [
    Math.max(0, Math.floor(Math.min(...xs))),
    Math.min(width, Math.ceil(Math.max(...xs))),
  ]
  const [top, bottom] = [
    Math.max(0, Math.floor(Math.min(...ys))),
    Math.min(height, Math.ceil(Math.max(...ys))),
  ]
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let sum = 0
      const under = image[y * width + x] ?? 0
      for (let i = 0; i < samples * samples; i++) {
        const px = x + ((i % samples) + 0.5) / samples
        const py = y + (Math.floor(i / samples) + 0.5) / samples
        const depth = g * px + h * py + 1
        const along = (a * px + b * py + c) / depth
        const down = (d * px + e * py + f) / depth
        const u = Math.floor(along)
        const v = Math.floor(down)
        const on = u >= 0 && v >= 0 && u < card.width && v < card.height
        const ink = on ? (card.ink[v * card.width + u] ?? 1) : under
        sum += on && view.dots !== undefined ? ink * dotLight(along, down, view.dots) : ink
      }
      image[y * width + x] = sum / (samples * samples)
    }
  }
}

export const blurred = (image: Float32Array, width: number, height: number, sigma: number): Float32Array => {
  const reach = Math.max(1, Math.ceil(sigma * 3))
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const along = (from: Float32Array, stepX: number, stepY: number): Float32Array => {
    const out = new Float32Array(from.length)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0
        for (let i = 0; i < weights.length; i++) {
          const sx = Math.min(width - 1, Math.max(0, x + stepX * (i - reach)))
          const sy = Math.min(height - 1, Math.max(0, y + stepY * (i - reach)))
          sum += (weights[i] ?? 0) * (from[sy * width + sx] ?? 0)
        }
        out[y * width + x] = sum / total
      }
    }
    return out
  }
  return along(along(image, 1, 0), 0, 1)
}

/** One picture, a byte a pixel. `ground` is the counter, which stays the same from frame to frame of a film. */
export const photograph = (
  card: Card | undefined,
  width: number,
  height: number,
  view: View,
  chance: Chance,
  ground: Float32Array = counter(width, height, chance),
): Uint8Array => {
  const image = Float32Array.from(ground)
  if (card !== undefined) lay(image, width, height, card, view)
  const seen = view.blur === undefined ? image : blurred(image, width, height, view.blur)
  const [black, white, noise] = [view.black ?? 0.06, view.white ?? 0.92, view.noise ?? 1.5]
  const out = new Uint8Array(seen.length)
  for (let i = 0; i < out.length; i++) {
    const value = 255 * (black + (white - black) * (seen[i] ?? 0)) + chance.gauss() * noise
    out[i] = Math.max(0, Math.min(255, Math.round(value)))
  }
  return out
}
