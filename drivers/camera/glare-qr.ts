import { half, type Grey } from './grey.ts'
import { evenLight } from './local-contrast.ts'
import { squaresOf, type Corners, type Place } from './qr-grid.ts'
import { cornersThrough, marksOf } from './qr-marks.ts'
import { likeness, likenessOf, readSquares, sides, type SquaresReading } from './qr-squares.ts'

/** A code as it is seen on one picture: so many squares a side, how dark each is, and how like a code that is. */
interface Seen {
  readonly side: number
  readonly squares: Float32Array
  readonly like: number
}
/** Below this it is no code, or one that lies elsewhere. */
const leastLike = 0.45
/** What is worth to be laid better. */
const hopeful = 0.25

const seenAt = (image: Grey, corners: Corners, side: number): Seen => {
  const squares = squaresOf(image, corners, side)
  return { side, squares, like: likeness(squares, side) }
}

/** The corner across from the first is where the other two put it: nothing near it says where it is. */
const cornersBy = (upperLeft: Place, upperRight: Place, lowerLeft: Place): Corners => [
  upperLeft,
  upperRight,
  { x: upperRight.x + lowerLeft.x - upperLeft.x, y: upperRight.y + lowerLeft.y - upperLeft.y },
  lowerLeft,
]
const ways = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const

/** Moves the three corners with marks a little, one at a time, as long as that looks more like a code. */
const laidBetter = (image: Grey, [a, b, , d]: Corners, first: Seen): Seen => {
  let best = first
  let corners = [a, b, d] as const
  const square = Math.hypot(b.x - a.x, b.y - a.y) / first.side
  for (const step of [0.8 * square, 0.4 * square]) {
    for (const corner of [0, 1, 2]) {
      for (const [right, down] of ways) {
        const [one, two, three] = corners
        const move = (place: Place, i: number): Place =>
          i === corner ? { x: place.x + right * step, y: place.y + down * step } : place
        const moved = [move(one, 0), move(two, 1), move(three, 2)] as const
        const next = seenAt(image, cornersBy(...moved), first.side)
        if (next.like > best.like) [best, corners] = [next, moved]
      }
    }
  }
  return best
}

/** The code that is on the picture, though a reflection covers some of it, one of its three marks perhaps. */
const seeQr = (image: Grey): Seen | undefined => {
  const isLarge = image.width > 800
  const marks = marksOf(evenLight(isLarge ? half(image) : image)).map(({ x, y, square }) =>
    isLarge ? { x: 2 * x, y: 2 * y, square: 2 * square } : { x, y, square },
  )
  let best: { readonly seen: Seen; readonly corners: Corners } | undefined
  for (const side of sides) {
    for (const corners of cornersThrough(marks, side)) {
      const seen = seenAt(image, corners, side)
      if (seen.like > (best?.seen.like ?? hopeful)) best = { seen, corners }
    }
  }
  if (best === undefined) return undefined
  const seen = laidBetter(image, best.corners, best.seen)
  return seen.like < leastLike ? undefined : seen
}

/** How much of what was seen before still counts, from one picture to the next. */
const fading = 0.9
/** Seen on two pictures, squares of one code are at least so alike; those of two codes are not alike at all. */
const leastAlike = 0.45

/**
 * Reads a QR code that a reflection covers: from one picture, or from what several of them show together while the hand
 * or the light moves. What one reading was made of is no part of the next.
 */
export const createGlareQr = (): ((image: Grey) => SquaresReading | undefined) => {
  let before: Seen | undefined
  return (image) => {
    const seen = seeQr(image)
    if (seen === undefined) return undefined
    const isSame =
      before !== undefined &&
      before.side === seen.side &&
      likenessOf(before.squares, seen.squares, seen.side) > leastAlike
    const together = isSame
      ? before?.squares.map((value, i) => value * fading + (seen.squares[i] ?? 0))
      : undefined
    const reading = readSquares(seen.squares, seen.side) ?? (together && readSquares(together, seen.side))
    if (reading !== undefined) before = undefined
    else if (isSame || before === undefined || seen.like > before.like)
      before = { ...seen, squares: together ?? seen.squares }
    // Laid wrongly perhaps; if not, what was there before is soon forgotten.
    else before = { ...before, like: before.like * fading }
    return reading
  }
}
