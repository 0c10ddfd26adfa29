import { beijingDayNumber } from '../domain/time.ts'
import { cellsOf, currencyCode, hashOf, lineEnd, sameBytes, splitLine, wholeNumber } from './quick-bytes.ts'
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
  readonly at: Float64Array
  /** `payment`, `refund`, or 0 for what a quick join does not touch. */
  readonly typeOf: (event: number) => number
  readonly minorOf: (event: number) => number
  readonly currencyOf: (event: number) => number
  /** Number of the China day since 1970. */
  readonly dayOf: (event: number) => number
  /** Where Alipay's number stands in the bytes. */
  readonly refAtOf: (event: number) => number
  readonly refLengthOf: (event: number) => number
  /** `rowStride` numbers of each event side by side: its facts, and from `joinedAt` on what a join has found of it. */
  readonly rows: Int32Array
  /** The event of that type with this id, of which `hash` is the hash; -1 when there is none. */
  readonly find: (type: number, hash: number, bytes: Uint8Array, from: number, to: number) => number
  /**
   * Reads what `find` will read for the first `many` hashes. Where that lies in memory is chance, and each place is a
   * wait; asked for side by side, they are waited for together. What it returns says nothing.
   */
  readonly warm: (hashes: Int32Array, many: number) => number
  /** Whether there is an event of that name, be it one that a quick join does not touch. */
  readonly has: (type: EventType, id: string) => boolean
}

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

/**
 * Places in an event's row, which is as long as a line of the processor's cache: what is asked of an event lies side by
 * side. `lengths` is the id's, from bit 8 on the number's, from bit 16 on the type.
 */
export const rowStride = 16
const idAt = 0
const lengths = 1
const refAt = 2
const minorLow = 3
const minorHigh = 4
const currencyAt = 5
const dayAt = 6
const hashAt = 7
export const joinedAt = 8
const typeBit = 0x1_00_00
/** An amount is two numbers of 31 bits. */
const half = 0x8000_0000

/** So many are warmed at once: more waits than a processor keeps open, and few enough to stay near. */
export const warmedMax = 256

/** Reads the packed events of a day. Of two with one name neither is in the table: the long way says what that is. */
export const readEvents = (bytes: Uint8Array): EventTable => {
  const count = countLines(bytes)
  const lines = new Uint32Array(count + 1)
  const at = new Float64Array(count)
  const facts = new Int32Array(count * rowStride)
  let slots = 16
  while (slots < count * 2) slots *= 2
  const mask = slots - 1
  // Event and hash side by side: only where the hash is the same are the bytes looked at, which lie far away.
  const table = new Int32Array(slots * 2).fill(-1)

  /** The last letter of the type, which stands before the id, tells the three apart: T, D and L. */
  const kindOf = (event: number): number => bytes[(facts[event * rowStride + idAt] as number) - 2] as number
  /** Where in the table the name stands, or would. */
  const slotOf = (hash: number, kind: number, of: Uint8Array, from: number, to: number): number => {
    let slot = hash & mask
    for (;;) {
      const event = table[slot * 2] as number
      if (event < 0) return slot * 2
      if (
        table[slot * 2 + 1] === hash &&
        ((facts[event * rowStride + lengths] as number) & 0xff) === to - from &&
        sameBytes(bytes, facts[event * rowStride + idAt] as number, of, from, to - from) &&
        kindOf(event) === kind
      ) {
        return slot * 2
      }
      slot = (slot + 1) & mask
    }
  }

  const cells = cellsOf(1, 9)
  const { starts, ends } = cells
  let from = 0
  for (let event = 0; event < count; event += 1) {
    const ended = splitLine(bytes, from, cells, 0)
    lines[event] = from
    const idFrom = starts[1] as number
    const idTo = ends[1] as number
    const refFrom = starts[3] as number
    const refTo = ends[3] as number
    const minor = wholeNumber(bytes, starts[4] as number, ends[4] as number)
    const time = wholeNumber(bytes, starts[6] as number, ends[6] as number)
    at[event] = time
    const kind = bytes[from] as number
    const isPlain =
      bytes[starts[7] as number] === letterY &&
      time >= 0 &&
      minor >= 0 &&
      idTo - idFrom < 256 &&
      refTo - refFrom < 256
    const type = !isPlain ? neither : kind === letterP ? payment : kind === letterR ? refund : neither
    const place = event * rowStride
    facts[place + idAt] = idFrom
    facts[place + lengths] = ((idTo - idFrom) & 0xff) | (((refTo - refFrom) & 0xff) << 8) | (type * typeBit)
    facts[place + refAt] = refFrom
    facts[place + minorLow] = minor % half
    facts[place + minorHigh] = Math.floor(minor / half)
    facts[place + currencyAt] = currencyCode(bytes, starts[5] as number, ends[5] as number)
    facts[place + dayAt] = beijingDayNumber(time)
    facts[place + hashAt] = hashOf(bytes, idFrom, idTo)
    from = (ended < 0 ? ~ended : ended) + 1
  }
  // By itself, so that the processor looks for several of the places at once.
  for (let event = 0; event < count; event += 1) {
    const place = event * rowStride
    const idFrom = facts[place + idAt] as number
    const hash = facts[place + hashAt] as number
    const slot = slotOf(
      hash,
      bytes[idFrom - 2] as number,
      bytes,
      idFrom,
      idFrom + ((facts[place + lengths] as number) & 0xff),
    )
    const known = table[slot] as number
    if (known < 0) {
      table[slot] = event
      table[slot + 1] = hash
    } else {
      for (const twin of [event, known]) facts[twin * rowStride + lengths]! &= typeBit - 1
    }
  }
  lines[count] = bytes.length
  const warmed = new Int32Array(warmedMax)
  const typeOf = (event: number): number => (facts[event * rowStride + lengths] as number) >> 16
  return {
    count,
    bytes,
    lines,
    at,
    typeOf,
    minorOf: (event) =>
      (facts[event * rowStride + minorHigh] as number) * half +
      (facts[event * rowStride + minorLow] as number),
    currencyOf: (event) => facts[event * rowStride + currencyAt] as number,
    dayOf: (event) => facts[event * rowStride + dayAt] as number,
    refAtOf: (event) => facts[event * rowStride + refAt] as number,
    refLengthOf: (event) => ((facts[event * rowStride + lengths] as number) >> 8) & 0xff,
    rows: facts,
    warm: (hashes, many) => {
      let read = 0
      for (let one = 0; one < many; one += 1) {
        warmed[one] = table[((hashes[one] as number) & mask) * 2] as number
      }
      for (let one = 0; one < many; one += 1) read ^= facts[(warmed[one] as number) * rowStride + refAt] ?? 0
      for (let one = 0; one < many; one += 1) {
        const row = (warmed[one] as number) * rowStride
        if (row < 0) continue
        const ref = facts[row + refAt] as number
        read ^=
          (bytes[facts[row + idAt] as number] as number) ^
          (bytes[ref] as number) ^
          (bytes[ref + (((facts[row + lengths] as number) >> 8) & 0xff)] as number)
      }
      return read
    },
    find: (wanted, hash, of, begin, end) => {
      const event = table[slotOf(hash, wanted === payment ? letterT : letterD, of, begin, end)] as number
      return event >= 0 && typeOf(event) === wanted ? event : -1
    },
    has: (wanted, id) => {
      const name = new TextEncoder().encode(id)
      const hash = hashOf(name, 0, name.length)
      const kind = wanted.charCodeAt(wanted.length - 1)
      return (table[slotOf(hash, kind, name, 0, name.length)] as number) >= 0
    },
  }
}
