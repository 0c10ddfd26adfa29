import type { MatchedLine } from '../contract/reconciliation.ts'
import type { Day } from '../domain/time.ts'
import { createSums, lineOrder, transactionLine, type Sums } from './day-result.ts'
import { unpackEvent } from './packed-events.ts'
import type { ProviderRow } from './provider-row.ts'
import { currencyOfCode, lineEnd } from './quick-bytes.ts'
import { refund, type EventTable } from './quick-events.ts'
import {
  feeOf,
  fileOf,
  fromOf,
  grossOf,
  isJoined,
  lineOf,
  noFile,
  settleCurrencyOf,
  type Joined,
} from './quick-join.ts'
import type { OddLine, QuickFile } from './quick-lines.ts'
import type { SettledJoin } from './quick-settlement.ts'
import type { TillEvent } from './till-event.ts'

/** What a quick join has found to be the same on both sides, so that it is not among events and lines any more. */
export interface QuicklyMatched {
  readonly count: number
  /** Of the events and of their lines alike, by price currency. */
  readonly gross: Sums
  /** Of the lines, amount less fee by settlement currency. */
  readonly net: Sums
  /** Of their settlement lines, and of those that the bank should credit on this day. */
  readonly settled: Sums
  readonly credited: Sums
  readonly settledThrough?: Day
  /** The first of them in the order of a result. */
  readonly lines: readonly MatchedLine[]
}

const decoder = new TextDecoder()
export const eventAt = ({ bytes, lines }: EventTable, event: number): TillEvent =>
  unpackEvent(decoder.decode(bytes.subarray(lines[event], (lines[event + 1] as number) - 1)))

/** Where the line that begins there ends. */
export const lineEndOf = ({ bytes }: Pick<QuickFile, 'bytes'>, from: number): number => {
  const end = bytes.indexOf(lineEnd, from)
  return end < 0 ? bytes.length : end
}

/** Joined events of the day, added up. */
export const sumsOf = (
  table: EventTable,
  joined: Joined,
  settlement: SettledJoin,
  day: number,
): Omit<QuicklyMatched, 'lines' | 'settledThrough'> => {
  const gross = createSums()
  const net = createSums()
  const settled = createSums()
  const credited = createSums()
  const names = new Map<number, string>()
  const nameOf = (code: number): string => {
    const known = names.get(code)
    if (known !== undefined) return known
    const name = currencyOfCode(code)
    names.set(code, name)
    return name
  }
  let count = 0
  for (let event = 0; event < table.count; event += 1) {
    if (!isJoined(joined, event)) continue
    const sign = table.typeOf(event) === refund ? -1 : 1
    const currency = nameOf(settleCurrencyOf(joined, event))
    const isSettled = settlement.file[event] !== noFile
    if (isSettled && settlement.isCredit[event] === 1) {
      credited.add(currency, sign * (settlement.net[event] as number))
    }
    if (table.dayOf(event) !== day) continue
    count += 1
    gross.add(nameOf(table.currencyOf(event)), sign * table.minorOf(event))
    net.add(currency, sign * (grossOf(joined, event) - feeOf(joined, event)))
    if (isSettled) settled.add(currency, sign * (settlement.net[event] as number))
  }
  return { count, gross, net, settled, credited }
}

/** The joined events of the day that come first by time, and some more of the same time. */
export const firstOf = (
  table: EventTable,
  joined: Joined,
  day: number,
  wanted: number,
): readonly number[] => {
  const chosen: number[] = []
  let latest = Infinity
  const byTime = (a: number, b: number): number => (table.at[a] as number) - (table.at[b] as number)
  for (let event = 0; event < table.count; event += 1) {
    if (!isJoined(joined, event) || table.dayOf(event) !== day || (table.at[event] as number) > latest)
      continue
    chosen.push(event)
    if (chosen.length < wanted * 4) continue
    chosen.sort(byTime)
    const last = table.at[chosen[wanted - 1] as number] as number
    // Those of the very same time belong to each other: which of them comes first is seen by their names.
    if (last < latest) chosen.splice(chosen.findIndex((of) => (table.at[of] as number) > last) >>> 0)
    latest = last
  }
  return chosen
}

/** The lines of joined events, as a result shows them. */
export const linesOfEvents = (
  table: EventTable,
  joined: Joined,
  events: readonly number[],
  quickFile: (number: number) => QuickFile,
  read: (file: number, lines: readonly OddLine[]) => readonly ProviderRow[],
): readonly MatchedLine[] => {
  const byFile = Map.groupBy(events, (event) => fileOf(joined, event))
  return [...byFile]
    .flatMap(([file, members]) => {
      const lines = members.map((event) => {
        const from = fromOf(joined, event)
        return { file, from, to: lineEndOf(quickFile(file), from), line: lineOf(joined, event) }
      })
      return read(file, lines).map((row, place) => {
        const event = eventAt(table, members[place] as number)
        return transactionLine(
          { rule: 'merchant-ref', event, row },
          { outcome: 'matched', rule: 'merchant-ref' },
        )
      })
    })
    .sort(lineOrder)
}
