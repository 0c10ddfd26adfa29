import { mend } from './reed-solomon.ts'

/**
 * Reads a QR code from how dark each of its squares seems, between -1 (surely light) and 1 (surely dark), where a
 * reader of plain black and white gives up: bytes that are in doubt are left open and worked out from the others
 * (ISO/IEC 18004). Digits alone, in sizes 1 to 3 as far as they are one block: a payment code of 18 fits into the first.
 */

/** Total bytes, and bytes of check by level: L, M, Q, H. Zero where there is more than one block. */
const blocks: readonly { readonly bytes: number; readonly checks: readonly number[] }[] = [
  { bytes: 26, checks: [7, 10, 13, 17] },
  { bytes: 44, checks: [10, 16, 22, 28] },
  { bytes: 70, checks: [15, 26, 0, 0] },
]
/** Squares of a side, by size. */
export const sides: readonly number[] = blocks.map((_, i) => 21 + 4 * i)

/** Ring around ring: dark, light, dark; beyond the third a light rim. */
const isDarkRing = (rings: number): boolean => rings !== 2 && rings !== 4

/** The squares that are the same in every code of this size: positive where dark, zero where the code's own are. */
const fixedSquares = (side: number): Int8Array => {
  const out = new Int8Array(side * side)
  const put = (row: number, column: number, isDark: boolean): void => {
    if (row >= 0 && column >= 0 && row < side && column < side) out[row * side + column] = isDark ? 1 : -1
  }
  for (let i = 8; i < side - 8; i++) {
    put(6, i, i % 2 === 0)
    put(i, 6, i % 2 === 0)
  }
  const rings = (middleRow: number, middleColumn: number, reach: number, first: number): void => {
    for (let row = -reach; row <= reach; row++)
      for (let column = -reach; column <= reach; column++)
        put(
          middleRow + row,
          middleColumn + column,
          isDarkRing(Math.max(Math.abs(row), Math.abs(column)) + first),
        )
  }
  rings(3, 3, 4, 0)
  rings(3, side - 4, 4, 0)
  rings(side - 4, 3, 4, 0)
  // The small mark of larger sizes is the large one without its middle.
  if (side > 21) rings(side - 7, side - 7, 2, 1)
  put(side - 8, 8, true)
  return out
}
const fixed = new Map(sides.map((side) => [side, fixedSquares(side)]))

/** How well the squares that every code has are seen, -1 to 1. */
export const likeness = (seen: Float32Array, side: number): number => {
  let [sum, count] = [0, 0]
  for (const [at, want] of (fixed.get(side) ?? new Int8Array()).entries()) {
    if (want === 0) continue
    sum += want * Math.sign(seen[at] ?? 0) * Math.min(1, 3 * Math.abs(seen[at] ?? 0))
    count++
  }
  return count === 0 ? -1 : sum / count
}

const levels = [1, 0, 3, 2] as const
/** The fifteen squares that name level and mask, for each of the 32 (ISO/IEC 18004, annex C). */
const formats: readonly number[] = Array.from({ length: 32 }, (_, data) => {
  let rest = data << 10
  for (let bit = 14; bit >= 10; bit--) if ((rest & (1 << bit)) !== 0) rest ^= 0x537 << (bit - 10)
  return ((data << 10) | rest) ^ 0x5412
})
/** Where these fifteen are, twice, the highest first. */
const formatPlaces = (side: number): readonly (readonly [number, number])[] => [
  ...[0, 1, 2, 3, 4, 5, 7, 8].map((column) => [8, column] as const),
  ...[7, 5, 4, 3, 2, 1, 0].map((row) => [row, 8] as const),
  ...Array.from({ length: 7 }, (_, i) => [side - 1 - i, 8] as const),
  ...Array.from({ length: 8 }, (_, i) => [8, side - 8 + i] as const),
]
const formatOf = (seen: Float32Array, side: number): number => {
  const places = formatPlaces(side)
  const scores = formats.map((format) =>
    places.reduce((sum, [row, column], i) => {
      const isDark = (format & (1 << (14 - (i % 15)))) !== 0
      return sum + (isDark ? 1 : -1) * (seen[row * side + column] ?? 0)
    }, 0),
  )
  return scores.indexOf(Math.max(...scores))
}

const masks: readonly ((row: number, column: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
]

/** The code's own squares in their order: two columns at a time from the right, up and down in turn. */
const ownSquares = (side: number): readonly (readonly [number, number])[] => {
  const taken = fixed.get(side) ?? new Int8Array()
  const format = new Set(formatPlaces(side).map(([row, column]) => row * side + column))
  const places: (readonly [number, number])[] = []
  let isUp = true
  for (let right = side - 1; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5
    for (let i = 0; i < side; i++) {
      const row: number = isUp ? side - 1 - i : i
      for (const column of [right, right - 1]) {
        const at = row * side + column
        if (taken[at] === 0 && !format.has(at)) places.push([row, column])
      }
    }
  }
  return places
}
const own = new Map(sides.map((side) => [side, ownSquares(side)]))

/** How alike the code's own squares are on two pictures: 1 for the same, about 0 for two codes. */
export const likenessOf = (one: Float32Array, other: Float32Array, side: number): number => {
  let [both, first, second] = [0, 0, 0]
  for (const [row, column] of own.get(side) ?? []) {
    const [a, b] = [one[row * side + column] ?? 0, other[row * side + column] ?? 0]
    both += a * b
    first += a * a
    second += b * b
  }
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second)
}

/** Bits of so many digits: ten for three of them, seven for two, four for one. */
const bitsOf = (digits: number): number => 10 * Math.floor(digits / 3) + ([0, 4, 7][digits % 3] ?? 0)
/** How a code of digits begins: four bits that say so, ten that count them. */
const modeBits = 4
const countBits = 10
/** Where the filling begins behind so many digits and up to four bits of end, in bytes. */
const fillingFrom = (digits: number): number => Math.ceil((modeBits + countBits + bitsOf(digits) + 4) / 8)
const fillingAt = (at: number): number => (at % 2 === 0 ? 0xec : 0x11)

/** The digits in a code's bytes, when all that follows is the filling that the standard asks for. */
const digitsIn = (bytes: Uint8Array): string | undefined => {
  let at = 0
  const bits = (count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++, at++)
      value = (value << 1) | (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
    return value
  }
  if (bits(modeBits) !== 1) return undefined
  let text = ''
  for (let left = bits(countBits); left > 0; left -= 3) {
    const digits = Math.min(3, left)
    const value = bits(bitsOf(digits))
    if (value >= 10 ** digits || at > bytes.length * 8) return undefined
    text += String(value).padStart(digits, '0')
  }
  const room = bytes.length * 8 - at
  if (text === '' || room < 0 || bits(Math.min(4, room)) !== 0) return undefined
  const filling = bytes.subarray((at + 7) >> 3)
  return filling.every((byte, i) => byte === fillingAt(i)) ? text : undefined
}

/** What a reading rests on. */
export interface Grounds {
  /** Bytes that were not seen but worked out from the others, by their place. */
  readonly workedOut: readonly number[]
  /** Check bytes that hold though nothing was worked out from them. */
  readonly spare: number
}
export interface SquaresReading {
  readonly text: string
  readonly grounds: Grounds
}

/**
 * Fewer spare check bytes are no reading: where all of them are used up, any picture would be some code. The filling
 * proves nothing, as it is the same in every code; it is put where it belongs before anything is worked out, so that
 * check bytes are not spent on it.
 */
const leastSpare = 2
/** As many digits as payment codes mostly have; tried when the count that the squares name may be hidden. */
const usualDigits = 18

/** The bytes as they are seen, and how sure the least sure square of each is. */
const bytesOf = (
  seen: Float32Array,
  side: number,
  count: number,
  isTurned: (row: number, column: number) => boolean,
): { readonly read: Uint8Array; readonly sure: Float32Array } => {
  const read = new Uint8Array(count)
  const sure = new Float32Array(count).fill(Infinity)
  for (const [i, [row, column]] of (own.get(side) ?? []).slice(0, 8 * count).entries()) {
    const [at, value] = [i >> 3, seen[row * side + column] ?? 0]
    sure[at] = Math.min(sure[at] ?? 0, Math.abs(value))
    if (value > 0 !== isTurned(row, column)) read[at] = (read[at] ?? 0) | (128 >> (i & 7))
  }
  return { read, sure }
}

/** The text, when one way of leaving open the bytes most in doubt makes a whole code. */
export const readSquares = (seen: Float32Array, side: number): SquaresReading | undefined => {
  const format = formatOf(seen, side)
  const block = blocks[(side - 21) / 4]
  const checks = block?.checks[levels[(format >> 3) as 0 | 1 | 2 | 3]] ?? 0
  const mask = masks[format & 7]
  if (block === undefined || mask === undefined || checks === 0) return undefined
  const { read, sure } = bytesOf(seen, side, block.bytes, mask)
  const firstCheck = block.bytes - checks
  const named = (((read[0] ?? 0) & 15) << 6) | ((read[1] ?? 0) >> 2)
  for (const filling of new Set([fillingFrom(named), fillingFrom(usualDigits), firstCheck])) {
    if (filling > firstCheck) continue
    const filled = read.map((byte, at) => (at < filling || at >= firstCheck ? byte : fillingAt(at - filling)))
    const byDoubt = [...sure.keys()]
      .filter((at) => at < filling || at >= firstCheck)
      .toSorted((one, other) => (sure[one] ?? 0) - (sure[other] ?? 0))
    for (let open = 0; open <= checks - leastSpare; open++) {
      const opened = byDoubt.slice(0, open)
      const mended = mend(filled, checks, opened)
      const text = mended && digitsIn(mended.subarray(0, firstCheck))
      if (mended === undefined || text === undefined) continue
      const wrong = [...filled.keys()].filter((at) => mended[at] !== filled[at] && !opened.includes(at))
      // A wrong byte of which nobody knew costs two checks: one to find it, one to mend it.
      const spare = checks - open - 2 * wrong.length
      if (spare >= leastSpare) return { text, grounds: { workedOut: [...opened, ...wrong], spare } }
    }
  }
  return undefined
}
