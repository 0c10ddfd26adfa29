import type { Grey } from './grey.ts'

/** Where bars lie side by side: the middle, the direction across them in radians, and how far they reach from there. */
export interface BarField {
  readonly x: number
  readonly y: number
  readonly across: number
  readonly reachAcross: number
  readonly reachAlong: number
}

const block = 16
/** Blocks whose slopes agree less than this are clutter or noise. */
const leastAgreement = 0.45
/** Neighbours belong together while their directions differ by less. */
const sameDirection = (14 * Math.PI) / 180
const fewestBlocks = 8

/** The slopes of one block: sums of products, as a structure tensor has them. */
interface Slopes {
  readonly xx: number
  readonly yy: number
  readonly xy: number
}
const slopesOf = ({ pixels, width }: Grey, left: number, top: number): Slopes => {
  let [xx, yy, xy] = [0, 0, 0]
  for (let y = top + 1; y < top + block - 1; y += 2) {
    for (let x = left + 1; x < left + block - 1; x++) {
      const at = y * width + x
      const dx = (pixels[at + 1] ?? 0) - (pixels[at - 1] ?? 0)
      const dy = (pixels[at + width] ?? 0) - (pixels[at - width] ?? 0)
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
  }
  return { xx, yy, xy }
}
/** How strongly the slopes of a block agree on one direction: strength times agreement. */
const weightOf = ({ xx, yy, xy }: Slopes): number => {
  const agreed = Math.hypot(xx - yy, 2 * xy)
  return agreed < leastAgreement * (xx + yy) ? 0 : agreed
}
/** Direction in which brightness changes, from 0 to π. */
const directionOf = ({ xx, yy, xy }: Slopes): number => (Math.atan2(2 * xy, xx - yy) / 2 + Math.PI) % Math.PI
const apart = (one: number, other: number): number => {
  const off = Math.abs(one - other) % Math.PI
  return Math.min(off, Math.PI - off)
}

/** The largest fields of bars on a picture, the strongest first; at most `most`. */
export const barFieldsOf = (image: Grey, most = 2): readonly BarField[] => {
  const columns = Math.floor(image.width / block)
  const rows = Math.floor(image.height / block)
  const slopes = Array.from({ length: columns * rows }, (_, i) =>
    slopesOf(image, (i % columns) * block, Math.floor(i / columns) * block),
  )
  const weights = slopes.map(weightOf)
  const directions = slopes.map(directionOf)
  const taken = new Set<number>()
  const strongest = weights.toSorted((one, other) => other - one)[Math.floor(fewestBlocks / 2)] ?? 0
  const fields: { readonly field: BarField; readonly weight: number }[] = []

  const grow = (seed: number): readonly number[] => {
    const found = [seed]
    taken.add(seed)
    for (let next = 0; next < found.length; next++) {
      const from = found[next] ?? 0
      const [column, row] = [from % columns, Math.floor(from / columns)]
      for (let i = 0; i < 9; i++) {
        const [c, r] = [column + (i % 3) - 1, row + Math.floor(i / 3) - 1]
        const to = r * columns + c
        if (c < 0 || r < 0 || c >= columns || r >= rows || taken.has(to)) continue
        if ((weights[to] ?? 0) < strongest / 8) continue
        if (apart(directions[from] ?? 0, directions[to] ?? 0) > sameDirection) continue
        taken.add(to)
        found.push(to)
      }
    }
    return found
  }
  const fieldOf = (blocks: readonly number[]): { field: BarField; weight: number } => {
    let [xx, yy, xy, weight, x, y] = [0, 0, 0, 0, 0, 0]
    for (const at of blocks) {
      const own = slopes[at] ?? { xx: 0, yy: 0, xy: 0 }
      const heavy = weights[at] ?? 0
      xx += own.xx
      yy += own.yy
      xy += own.xy
      weight += heavy
      x += heavy * ((at % columns) + 0.5) * block
      y += heavy * (Math.floor(at / columns) + 0.5) * block
    }
    const across = directionOf({ xx, yy, xy })
    const [cos, sin] = [Math.cos(across), Math.sin(across)]
    let [low, high, before, behind] = [Infinity, -Infinity, Infinity, -Infinity]
    for (const at of blocks) {
      const [px, py] = [((at % columns) + 0.5) * block, (Math.floor(at / columns) + 0.5) * block]
      const [u, v] = [px * cos + py * sin, py * cos - px * sin]
      low = Math.min(low, u)
      high = Math.max(high, u)
      before = Math.min(before, v)
      behind = Math.max(behind, v)
    }
    const [u, v] = [(low + high) / 2, (before + behind) / 2]
    const field = {
      x: u * cos - v * sin,
      y: u * sin + v * cos,
      across,
      reachAcross: (high - low) / 2 + block,
      reachAlong: (behind - before) / 2 + block / 2,
    }
    return { field, weight }
  }

  for (const seed of weights.keys()) {
    if (taken.has(seed) || (weights[seed] ?? 0) < strongest / 4) continue
    const blocks = grow(seed)
    if (blocks.length >= fewestBlocks) fields.push(fieldOf(blocks))
  }
  return fields
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, most)
    .map(({ field }) => field)
}

/** How many equal bands of a field are looked at, one profile each. */
const bands = 5
/** Room for the quiet zone, as a share of the reach. */
const room = 1.15

/**
 * Brightness across the bars, a value a pixel: for each band of the field the mean along the bars, which leaves the
 * bars and takes the noise away.
 */
export const profilesAcross = (
  { pixels, width, height }: Grey,
  { x, y, across, reachAcross, reachAlong }: BarField,
): readonly Float32Array[] => {
  const [cos, sin] = [Math.cos(across), Math.sin(across)]
  const length = Math.ceil(2 * reachAcross * room)
  const thick = Math.max(1, Math.min(8, Math.floor((reachAlong * 0.8) / bands)))
  return Array.from({ length: bands }, (_, band) => {
    const middle = ((2 * (band + 0.5)) / bands - 1) * reachAlong * 0.8
    const sums = new Float32Array(length)
    for (let i = 0; i < length; i++) {
      const u = i - length / 2
      let [sum, count] = [0, 0]
      for (let off = -thick; off <= thick; off++) {
        const v = middle + off
        const px = x + u * cos - v * sin
        const py = y + u * sin + v * cos
        if (px < 0 || py < 0 || px >= width - 1 || py >= height - 1) continue
        const [left, top] = [Math.trunc(px), Math.trunc(py)]
        const [fx, fy] = [px - left, py - top]
        const at = top * width + left
        sum +=
          ((pixels[at] ?? 0) * (1 - fx) + (pixels[at + 1] ?? 0) * fx) * (1 - fy) +
          ((pixels[at + width] ?? 0) * (1 - fx) + (pixels[at + width + 1] ?? 0) * fx) * fy
        count++
      }
      // Beyond the picture it stays as bright as it was.
      sums[i] = count === 0 ? (sums[i - 1] ?? 0) : sum / count
    }
    return sums
  })
}
