import type { Grey } from './grey.ts'
import type { Corners, Place } from './qr-grid.ts'

/** A corner mark of a QR code: its middle, and how wide a square of the code is, in pixels. */
export interface Mark extends Place {
  readonly square: number
}
/** Most marks that are looked at together. */
const most = 6

/** Whether runs of dark and light are as through the middle of a mark: 1, 1, 3, 1, 1. */
const isMark = (runs: readonly number[]): boolean => {
  const square = runs.reduce((sum, run) => sum + run, 0) / 7
  return (
    square >= 1.5 &&
    runs.every((run, i) => Math.abs(run - square * (i === 2 ? 3 : 1)) < square * (i === 2 ? 1.2 : 0.65))
  )
}

/** The corner marks on a picture of even light, those that were seen most often first. */
export const marksOf = ({ pixels, width, height }: Grey): readonly Mark[] => {
  const isDark = (x: number, y: number): boolean => (pixels[y * width + x] ?? 255) < 128
  /** The five runs up and down through a place, and where their middle is. */
  const downThrough = (
    x: number,
    y: number,
  ): { readonly runs: readonly number[]; readonly middle: number } | undefined => {
    const runs = [0, 0, 0, 0, 0]
    let [upper, lower] = [y, y + 1]
    for (const run of [2, 1, 0])
      while (upper >= 0 && isDark(x, upper) === (run !== 1)) {
        runs[run] = (runs[run] ?? 0) + 1
        upper--
      }
    for (const run of [2, 3, 4])
      while (lower < height && isDark(x, lower) === (run !== 3)) {
        runs[run] = (runs[run] ?? 0) + 1
        lower++
      }
    return { runs, middle: (upper + lower) / 2 }
  }
  const found: { x: number; y: number; square: number; count: number }[] = []
  const note = (x: number, y: number, square: number): void => {
    const near = found.find((each) => Math.hypot(each.x - x, each.y - y) < 2 * square)
    if (near === undefined) {
      found.push({ x, y, square, count: 1 })
      return
    }
    const { count } = near
    near.x = (near.x * count + x) / (count + 1)
    near.y = (near.y * count + y) / (count + 1)
    near.square = (near.square * count + square) / (count + 1)
    near.count++
  }
  for (let y = 0; y < height; y += 2) {
    let edges: number[] = []
    let was = false
    for (let x = 0; x <= width; x++) {
      const now = x < width && isDark(x, y)
      if (now === was) continue
      was = now
      edges = [...edges, x].slice(-6)
      // Six edges, the last of them from dark to light: five runs that begin dark.
      if (now || edges.length < 6) continue
      const across = edges.slice(1).map((edge, i) => edge - (edges[i] ?? 0))
      if (!isMark(across)) continue
      const middle = ((edges[2] ?? 0) + (edges[3] ?? 0)) / 2
      const down = downThrough(Math.trunc(middle), y)
      if (down === undefined || !isMark(down.runs)) continue
      const [wide, high] = [x - (edges[0] ?? 0), down.runs.reduce((sum, run) => sum + run, 0)]
      if (wide > 1.6 * high || high > 1.6 * wide) continue
      note(middle, down.middle, (wide + high) / 14)
    }
  }
  return found
    .filter(({ count }) => count > 1)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, most)
}

/** Farther off than this, as a share, two marks are none of one code, or not so many squares apart. */
const tolerance = 0.25

/** Where a code with so many squares a side may lie when two of its three marks are seen. */
export const cornersThrough = (marks: readonly Mark[], side: number): readonly Corners[] => {
  const between = side - 7
  /** `right` leads from the upper left mark to the upper right one. */
  const cornersOf = ({ x, y }: Place, right: Place): Corners => {
    const [ex, ey] = [right.x / between, right.y / between]
    const at = (u: number, v: number): Place => ({ x: x + u * ex - v * ey, y: y + u * ey + v * ex })
    const far = side - 3.5
    return [at(-3.5, -3.5), at(far, -3.5), at(far, far), at(-3.5, far)]
  }
  return marks.flatMap((one) =>
    marks.flatMap((other) => {
      const [dx, dy] = [other.x - one.x, other.y - one.y]
      const square = (one.square + other.square) / 2
      const squares = Math.hypot(dx, dy) / square
      const isNear = (count: number): boolean => Math.abs(squares - count) < tolerance * count
      if (one === other || one.square > 1.5 * other.square || other.square > 1.5 * one.square) return []
      return [
        ...(isNear(between) ? [cornersOf(one, { x: dx, y: dy }), cornersOf(one, { x: dy, y: -dx })] : []),
        ...(isNear(between * Math.SQRT2)
          ? [
              cornersOf(
                { x: one.x - (dy - dx) / 2, y: one.y + (dx + dy) / 2 },
                { x: (dy - dx) / 2, y: -(dx + dy) / 2 },
              ),
            ]
          : []),
      ]
    }),
  )
}
