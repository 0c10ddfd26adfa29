import type { Grey } from './grey.ts'

/**
 * Where bars lie side by side: the middle, the direction in which they follow each other and the one that each of them
 * has, in radians (a tilted card has them askew), and how far they reach from the middle in pixels.
 */
export interface BarField {
  readonly x: number
  readonly y: number
  readonly across: number
  readonly along: number
  readonly reachAcross: number
  readonly reachAlong: number
}

/** Pixels of a block's side: wider than the widest bar, four modules, of a code that fills the picture. */
const blockOf = (width: number): number => Math.max(16, 8 * Math.round(width / 320))
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
const slopesOf = ({ pixels, width }: Grey, left: number, top: number, block: number): Slopes => {
  let xx = 0
  let yy = 0
  let xy = 0
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

/** Farther from the bars' own slope a row of them is not looked for. */
const mostAskew = (35 * Math.PI) / 180
/** The direction in which the blocks of a field lie in a row; the slope's own where they do not. */
const rowOf = (middles: readonly { readonly x: number; readonly y: number }[], slope: number): number => {
  const [mx, my] = (['x', 'y'] as const).map(
    (way) => middles.reduce((sum, at) => sum + at[way], 0) / middles.length,
  )
  let [xx, yy, xy] = [0, 0, 0]
  for (const { x, y } of middles) {
    const [dx, dy] = [x - (mx ?? 0), y - (my ?? 0)]
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const row = directionOf({ xx, yy, xy })
  const isLong = Math.hypot(xx - yy, 2 * xy) > 0.4 * (xx + yy)
  return isLong && apart(row, slope) < mostAskew
    ? row + (Math.abs(row - slope) > Math.PI / 2 ? Math.sign(slope - row) * Math.PI : 0)
    : slope
}

/** The largest fields of bars on a picture, the strongest first; at most `most`. */
export const barFieldsOf = (image: Grey, most = 2): readonly BarField[] => {
  const block = blockOf(image.width)
  const columns = Math.floor(image.width / block)
  const rows = Math.floor(image.height / block)
  const slopes = Array.from({ length: columns * rows }, (_, i) =>
    slopesOf(image, (i % columns) * block, Math.floor(i / columns) * block, block),
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
    let [xx, yy, xy, weight] = [0, 0, 0, 0]
    for (const at of blocks) {
      const own = slopes[at] ?? { xx: 0, yy: 0, xy: 0 }
      xx += own.xx
      yy += own.yy
      xy += own.xy
      weight += weights[at] ?? 0
    }
    const middles = blocks.map((at) => ({
      x: ((at % columns) + 0.5) * block,
      y: (Math.floor(at / columns) + 0.5) * block,
    }))
    const slope = directionOf({ xx, yy, xy })
    const across = rowOf(middles, slope)
    const along = slope + Math.PI / 2
    // Both ways are askew to each other; a place is so far along the one and so far along the other.
    const askew = Math.sin(along - across)
    const us = middles.map((at) => (at.x * Math.sin(along) - at.y * Math.cos(along)) / askew)
    const vs = middles.map((at) => (at.y * Math.cos(across) - at.x * Math.sin(across)) / askew)
    const span = (values: readonly number[]): readonly [number, number] => {
      const [low, high] = [Math.min(...values), Math.max(...values)]
      return [(low + high) / 2, (high - low) / 2]
    }
    const [[u, reachU], [v, reachV]] = [span(us), span(vs)]
    const field = {
      x: u * Math.cos(across) + v * Math.cos(along),
      y: u * Math.sin(across) + v * Math.sin(along),
      across,
      along,
      reachAcross: reachU + block,
      reachAlong: reachV + block / 2,
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
  { x, y, across, along, reachAcross, reachAlong }: BarField,
): readonly Float32Array[] => {
  const [cos, sin] = [Math.cos(across), Math.sin(across)]
  const [downX, downY] = [Math.cos(along), Math.sin(along)]
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
        const px = x + u * cos + v * downX
        const py = y + u * sin + v * downY
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
