/** Reading of bytes without making a string of each cell: a million lines are a hundred million bytes. */

export const bar = 0x7c
export const lineEnd = 0x0a
const carriageReturn = 0x0d
const zeroDigit = 0x30
const point = 0x2e

/** A 32-bit hash of bytes. Equal bytes have equal hashes; unequal ones are compared before anything is believed. */
export const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5 ^ (to - from)
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) | 0
}

export const sameBytes = (
  a: Uint8Array,
  aFrom: number,
  b: Uint8Array,
  bFrom: number,
  length: number,
): boolean => {
  for (let at = 0; at < length; at += 1) if (a[aFrom + at] !== b[bFrom + at]) return false
  return true
}

/** Three letters of a currency in one number; 0 for anything else. */
export const currencyCode = (bytes: Uint8Array, from: number, to: number): number =>
  to - from === 3
    ? ((bytes[from] as number) << 16) | ((bytes[from + 1] as number) << 8) | (bytes[from + 2] as number)
    : 0
export const currencyOfCode = (code: number): string =>
  String.fromCharCode((code >> 16) & 255, (code >> 8) & 255, code & 255)

/** Whole digits, at most fifteen; -1 for anything else. */
export const wholeNumber = (bytes: Uint8Array, from: number, to: number): number => {
  if (to <= from || to - from > 15) return -1
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] as number) - zeroDigit
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/**
 * An amount such as `12`, `12.5` or `12.50` in minor units of a currency with `places` decimals; -1 for whatever else
 * is written there, which then is read the long way.
 */
export const plainAmount = (bytes: Uint8Array, from: number, to: number, places: number): number => {
  if (to <= from || to - from > 14) return -1
  let value = 0
  let decimals = -1
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number
    if (byte === point) {
      if (decimals >= 0 || at === from) return -1
      decimals = 0
      continue
    }
    const digit = byte - zeroDigit
    if (digit < 0 || digit > 9) return -1
    if (decimals >= 0) decimals += 1
    value = value * 10 + digit
  }
  const missing = places - Math.max(0, decimals)
  if (decimals === 0 || missing < 0) return -1
  for (let place = 0; place < missing; place += 1) value *= 10
  return value
}

/** Cells of lines: where they begin and end in the bytes, `wanted` places for each line. */
export interface Cells {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly wanted: number
}
export const cellsOf = (lines: number, wanted: number): Cells => ({
  starts: new Int32Array(lines * wanted),
  ends: new Int32Array(lines * wanted),
  wanted,
})

/**
 * Writes where the cells of the line at `from` begin and end, from `place` on and as many as are wanted. Says where the
 * line ends, at its LF or at the end of the bytes; of a line with fewer cells than wanted, the complement of that. A CR
 * before the LF is no part of the last cell.
 */
export const splitLine = (
  bytes: Uint8Array,
  from: number,
  { starts, ends, wanted }: Cells,
  place: number,
): number => {
  const stop = place + wanted
  let cell = place
  let at = from
  const length = bytes.length
  starts[cell] = from
  for (; at < length; at += 1) {
    const byte = bytes[at] as number
    if (byte === bar) {
      if (cell < stop) ends[cell] = at
      cell += 1
      if (cell < stop) starts[cell] = at + 1
    } else if (byte === lineEnd) break
  }
  if (cell < stop) ends[cell] = at > from && bytes[at - 1] === carriageReturn ? at - 1 : at
  return cell + 1 < stop ? ~at : at
}
