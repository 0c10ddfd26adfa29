import type { Grey } from './grey.ts'

/** A place in the picture, in pixels. */
export interface Place {
  readonly x: number
  readonly y: number
}
/** The outer corners of a QR code as it would be read: upper left, upper right, lower right, lower left. */
export type Corners = readonly [Place, Place, Place, Place]

/** Takes the square between 0 and 1 to four corners (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3). */
const projection = ([a, b, c, d]: Corners): ((u: number, v: number) => Place) => {
  const [dx1, dx2, dx3] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x]
  const [dy1, dy2, dy3] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y]
  const area = dx1 * dy2 - dx2 * dy1
  const g = area === 0 ? 0 : (dx3 * dy2 - dx2 * dy3) / area
  const h = area === 0 ? 0 : (dx1 * dy3 - dx3 * dy1) / area
  return (u, v) => {
    const depth = g * u + h * v + 1
    return {
      x: (a.x + (b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v) / depth,
      y: (a.y + (b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v) / depth,
    }
  }
}

/** Where the middle of a square is looked at, in squares from its middle. */
const looks = [-0.22, 0, 0.22] as const
/** Steps of brightness below which neighbours are all dark or all light, and nothing is compared. */
const leastContrast = 36
/** As bright as this is a reflection, or paper in so much light that the two cannot be told apart. */
const full = 248
/** What a square is worth of which only a reflection is seen, beside one that is seen to be light. */
const inGlare = 0.05

/**
 * From what brightness on a square is in a reflection, half way from the paper's own to the most there is; and how far
 * paper and ink are apart elsewhere.
 */
const lightOf = (values: Float32Array): { readonly glare: number; readonly contrast: number } => {
  const brightest = values.toSorted()
  const darkest = brightest[Math.trunc(values.length / 20)] ?? 0
  const paper = brightest.filter((value) => value > (darkest + full) / 2 && value < full)
  const own = paper[paper.length >> 1] ?? 0
  return paper.length < values.length / 10
    ? { glare: Infinity, contrast: full - darkest }
    : { glare: (own + 255) / 2, contrast: own - darkest }
}

const brightness = (image: Grey, at: (u: number, v: number) => Place, side: number): Float32Array => {
  const { pixels, width, height } = image
  const out = new Float32Array(side * side)
  for (let i = 0; i < out.length; i++) {
    const [row, column] = [Math.floor(i / side), i % side]
    let sum = 0
    for (const down of looks) {
      for (const right of looks) {
        const { x, y } = at((column + 0.5 + right) / side, (row + 0.5 + down) / side)
        const px = Math.min(width - 1, Math.max(0, Math.trunc(x)))
        const py = Math.min(height - 1, Math.max(0, Math.trunc(y)))
        sum += pixels[py * width + px] ?? 0
      }
    }
    out[i] = sum / (looks.length * looks.length)
  }
  return out
}

/**
 * How dark each square is beside its neighbours, -1 to 1. The nearest neighbours that differ are what it is compared
 * with, so that it holds at the rim of a reflection; where the picture is full of light, nothing is sure.
 */
export const squaresOf = (image: Grey, corners: Corners, side: number): Float32Array => {
  const values = brightness(image, projection(corners), side)
  const seen = new Float32Array(side * side)
  const { glare, contrast } = lightOf(values)
  for (let i = 0; i < seen.length; i++) {
    const [row, column] = [Math.floor(i / side), i % side]
    for (let reach = 1; reach <= 3; reach++) {
      let [low, high] = [Infinity, -Infinity]
      for (let r = Math.max(0, row - reach); r <= Math.min(side - 1, row + reach); r++) {
        for (let c = Math.max(0, column - reach); c <= Math.min(side - 1, column + reach); c++) {
          const value = values[r * side + c] ?? 0
          low = Math.min(low, value)
          high = Math.max(high, value)
        }
      }
      if (high - low < leastContrast && reach < 3) continue
      const value = values[i] ?? 0
      // What differs less than ink and paper elsewhere is seen less surely.
      const sure = Math.min(1, (2 * (high - low)) / contrast)
      const dark = sure * ((2 * (high - value)) / Math.max(high - low, leastContrast) - 1)
      seen[i] = value >= glare ? dark * inGlare : dark
      break
    }
  }
  return seen
}
