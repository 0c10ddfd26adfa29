import { dayMs } from './china-day.ts'
import { currencyCode, hashOf, lineEnd, sameBytes, splitLine, wholeNumber } from './quick-bytes.ts'
import type { EventType } from './till-event.ts'

export const payment = 1
export const refund = 2
/** A cancel, or an event that the journal says did not happen: always looked at the long way. */
const neither = 0

/** Packed events (packed-events.ts) as numbers side by side, found by their ids. */
export interface EventTable {
  readonly count: number
  readonly bytes: Uint8Array
  /** Where each line begins; one more than there are events, the last being the end of all. */
  readonly lines: Uint32Array
  /** `payment`, `refund`, or 0 for what a quick join does not touch. */
  readonly type: Uint8Array
  readonly minor: Float64Array
  readonly currency: Int32Array
  /** Number of the China day since 1970. */
  readonly day: Int32Array
  readonly at: Float64Array
  readonly idAt: Uint32Array
  readonly idLength: Uint8Array
  readonly refAt: Uint32Array
  readonly refLength: Uint8Array
  /** The event of that type with this id, -1 when there is none. */
  readonly find: (type: number, bytes: Uint8Array, from: number, to: number) => number
  /** Whether there is an event of that name, be it one that a quick join does not touch. */
  readonly has: (type: EventType, id: string) => boolean
}

const offsetMs = 8 * 3_600_000
/** China's day by its number since 1970. */
export const dayNumber = (at: number): number => Math.floor((at + offsetMs) / dayMs)

const countLines = (bytes: Uint8Array): number => {
  let lines = 0
  for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) lines += 1
  return lines
}

const letterD = 0x44
const letterR = 0x52
const letterT = 0x54
const letterP = 0x50
const letterY = 0x79

/** Reads the packed events of a day. Of two with one name neither is in the table: the long way says what that is. */
export const readEvents = (bytes: Uint8Array): EventTable => {
  const count = countLines(bytes)
  const lines = new Uint32Array(count + 1)
  const type = new Uint8Array(count)
  const minor = new Float64Array(count)
  const currency = new Int32Array(count)
  const day = new Int32Array(count)
  const at = new Float64Array(count)
  const idAt = new Uint32Array(count)
  const idLength = new Uint8Array(count)
  const refAt = new Uint32Array(count)
  const refLength = new Uint8Array(count)
  let slots = 16
  while (slots < count * 2) slots *= 2
  const mask = slots - 1
  // Event and hash side by side: only where the hash is the same are the bytes looked at, which lie far away.
  const table = new Int32Array(slots * 2).fill(-1)

  /** The last letter of the type, which stands before the id, tells the three apart: T, D and L. */
  const kindOf = (event: number): number => bytes[(idAt[event] as number) - 2] as number
  /** Where in the table the name stands, or would. */
  const slotOf = (hash: number, kind: number, of: Uint8Array, from: number, to: number): number => {
    let slot = hash & mask
    for (;;) {
      const event = table[slot * 2] as number
      if (event < 0) return slot * 2
      if (
        table[slot * 2 + 1] === hash &&
        idLength[event] === to - from &&
        sameBytes(bytes, idAt[event] as number, of, from, to - from) &&
        kindOf(event) === kind
      ) {
        return slot * 2
      }
      slot = (slot + 1) & mask
    }
  }

  const starts = new Int32Array(9)
  const ends = new Int32Array(9)
  let from = 0
  for (let event = 0; event < count; event += 1) {
    const { end } = splitLine(bytes, from, starts, ends)
    lines[event] = from
    const idFrom = starts[1] as number
    const idTo = ends[1] as number
    const refFrom = starts[3] as number
    const refTo = ends[3] as number
    idAt[event] = idFrom
    idLength[event] = idTo - idFrom
    refAt[event] = refFrom
    refLength[event] = refTo - refFrom
    minor[event] = wholeNumber(bytes, starts[4] as number, ends[4] as number)
    currency[event] = currencyCode(bytes, starts[5] as number, ends[5] as number)
    const time = wholeNumber(bytes, starts[6] as number, ends[6] as number)
    at[event] = time
    day[event] = dayNumber(time)
    const kind = bytes[from] as number
    const isPlain =
      bytes[starts[7] as number] === letterY &&
      time >= 0 &&
      (minor[event] as number) >= 0 &&
      idTo - idFrom < 256 &&
      refTo - refFrom < 256
    type[event] = !isPlain ? neither : kind === letterP ? payment : kind === letterR ? refund : neither
    const hash = hashOf(bytes, idFrom, idTo)
    const slot = slotOf(hash, bytes[idFrom - 2] as number, bytes, idFrom, idTo)
    const known = table[slot] as number
    if (known < 0) {
      table[slot] = event
      table[slot + 1] = hash
    } else type[event] = type[known] = neither
    from = end + 1
  }
  lines[count] = bytes.length
  return {
    count,
    bytes,
    lines,
    type,
    minor,
    currency,
    day,
    at,
    idAt,
    idLength,
    refAt,
    refLength,
    find: (wanted, of, begin, end) => {
      const hash = hashOf(of, begin, end)
      const event = table[slotOf(hash, wanted === payment ? letterT : letterD, of, begin, end)] as number
      return event >= 0 && type[event] === wanted ? event : -1
    },
    has: (wanted, id) => {
      const name = new TextEncoder().encode(id)
      const hash = hashOf(name, 0, name.length)
      const kind = wanted.charCodeAt(wanted.length - 1)
      return (table[slotOf(hash, kind, name, 0, name.length)] as number) >= 0
    },
  }
}
