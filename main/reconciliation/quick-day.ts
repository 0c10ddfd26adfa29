import type { ProviderFileFacts } from '../domain/reconciled.ts'
import { beginOfBeijingDay, beijingDay, beijingDayNumber, dayAfter, type Day } from '../domain/time.ts'
import { placesOf } from './files/decimal.ts'
import { sniffHead } from './files/head.ts'
import { linesOf } from './files/provider-file.ts'
import type { MatchJob } from './matching.ts'
import type { ProviderRow } from './provider-row.ts'
import { hashOf, lineEnd } from './quick-bytes.ts'
import { payment, readEvents, refund, type EventTable } from './quick-events.ts'
import {
  beginJoin,
  fileOf,
  forget,
  fromOf,
  lineOf,
  refHashOf,
  isJoined,
  joinTransactions,
  noFile,
  placesByCode,
  type Joined,
} from './quick-join.ts'
import type { OddLine, QuickColumns, QuickFile } from './quick-lines.ts'
import { beginSettlement, joinSettlement, type SettledJoin } from './quick-settlement.ts'
import { eventAt, firstOf, lineEndOf, linesOfEvents, sumsOf, type QuicklyMatched } from './quick-shown.ts'
import { rowOf } from './rows-of-file.ts'
import type { EventType, TillEvent } from './till-event.ts'

export interface BytesOfFile {
  readonly facts: ProviderFileFacts
  readonly bytes: Uint8Array
}
export interface QuickDay {
  readonly quick: QuicklyMatched
  /** Whether the day has this event, joined or left over. */
  readonly has: (type: EventType, id: string) => boolean
  /** What is left for the long way. */
  readonly events: readonly TillEvent[]
  readonly rows: readonly ProviderRow[]
}

/** The columns of a file that a quick join can walk through; `undefined` for any other. */
const quickFileOf = ({ facts, bytes }: BytesOfFile): QuickFile | undefined => {
  const isTransaction = facts.fileKind === 'transaction'
  if (facts.profile !== (isTransaction ? 'spot_txn_v1' : 'spot_settle_v1')) return undefined
  const head = facts.encoding === 'utf-8' ? sniffHead(bytes, 'utf-8') : undefined
  if (head?.ok !== true || head.value.delimiter !== '|') return undefined
  const { positions, start, firstLine } = head.value
  const at = (name: string): number => positions.get(name) ?? -1
  const columns: QuickColumns = {
    merchantRef: at('partner_transaction_id'),
    providerRef: at('transaction_id'),
    gross: at(isTransaction ? 'transaction_amount' : 'amount'),
    fee: at(isTransaction ? 'charge_amount' : 'fee'),
    currency: at('currency'),
    time: at('payment_time'),
    type: at(isTransaction ? 'transaction_type' : 'type'),
    priceCurrency: at('trans_currency'),
    price: at('trans_amount'),
    net: isTransaction ? -1 : at('settlement'),
    settledTime: isTransaction ? -1 : at('settlement_time'),
    status: at('status'),
  }
  const { priceCurrency, price, net, settledTime, status, ...always } = columns
  const hasAll =
    Object.values(always).every((place) => place >= 0) &&
    priceCurrency >= 0 === price >= 0 &&
    (isTransaction ? status < 0 : net >= 0 && settledTime >= 0 && status >= 0)
  const day = beijingDayNumber(beginOfBeijingDay(facts.day))
  return hasAll ? { bytes, columns, start, firstLine, day, dayText: facts.day } : undefined
}

/** China days of payments that settlement lines are about. */
const settledDays = (rows: readonly ProviderRow[]): readonly Day[] =>
  rows.flatMap(({ source, type, at }) =>
    source === 'settlement' && type !== 'OTHER' && at !== undefined ? [beijingDay(at)] : [],
  )

const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  if (parts.length === 1) return parts[0] as Uint8Array
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Reads chosen lines of a file the long way, by a small file of the same head. */
const readLines = (
  { facts, bytes }: BytesOfFile,
  { start, firstLine }: QuickFile,
  chosen: readonly OddLine[],
): readonly ProviderRow[] => {
  const parts = [bytes.subarray(0, start)]
  for (const { from, to } of chosen) parts.push(bytes.subarray(from, to), new Uint8Array([lineEnd]))
  const numbers = chosen.map(({ line }) => line)
  const rows: ProviderRow[] = []
  for (const line of linesOf({ ...facts, kind: facts.fileKind }, concat(parts), 'major')) {
    // Numbered as they stand in the small file, where nothing is between them.
    const number = numbers[line.line - firstLine] as number
    rows.push({ ...rowOf(line, facts, 'by-type'), line: number })
  }
  return rows
}

/** Everything of a day that is joined quickly, and what is odd and so left over. */
const createJoinedDay = (table: EventTable, files: readonly QuickFile[]) => {
  const joined: Joined = beginJoin(table)
  const settlement: SettledJoin = beginSettlement(table)
  /** Gives an event back to the long way, and its lines with it. */
  const unjoin = (event: number): void => {
    const giveBack = (file: number, from: number, line: number): void => {
      if (file === noFile) return
      joined.odd.push({ file, from, to: lineEndOf(files[file] as QuickFile, from), line })
    }
    giveBack(fileOf(joined, event), fromOf(joined, event), lineOf(joined, event))
    forget(joined, event)
    const { file, from, line } = settlement
    giveBack(file[event] as number, from[event] as number, line[event] as number)
    file[event] = noFile
  }
  return { joined, settlement, unjoin }
}

/**
 * Takes out of a day what is plainly the same on both sides, by a hash join over bytes, and leaves the rest. Whatever a
 * left-over line or event may have to do with goes back as well: by our id, and by Alipay's number. So the long way
 * sees every question whole, and the result is the same as without this. `undefined` when there is a file of a layout
 * that cannot be walked like this: then all of the day takes the long way.
 */
export const takeQuickly = (
  job: MatchJob,
  packed: readonly Uint8Array[],
  files: readonly BytesOfFile[],
  linesMax: number,
): QuickDay | undefined => {
  const walked = files.flatMap((file) => {
    const quick = quickFileOf(file)
    return quick === undefined ? [] : [{ file, quick }]
  })
  if (walked.length < files.length || files.length === 0 || files.length >= noFile) return undefined
  const table = readEvents(concat(packed))
  const places = placesByCode(placesOf)
  const quickFiles = walked.map(({ quick }) => quick)
  const { joined, settlement, unjoin } = createJoinedDay(table, quickFiles)
  for (const [number, { file, quick }] of walked.entries()) {
    if (file.facts.fileKind === 'transaction')
      joinTransactions(table, joined, quick, number, job.terms, places)
  }
  for (const [number, { file, quick }] of walked.entries()) {
    if (file.facts.fileKind === 'settlement') {
      joinSettlement(table, joined, settlement, quick, number, job.day, places)
    }
  }

  const rows: ProviderRow[] = []
  const readOdd = (): readonly ProviderRow[] => {
    const odd = joined.odd.splice(0)
    const read = walked.flatMap(({ file, quick }, number) => {
      const chosen = odd.filter((line) => line.file === number)
      return chosen.length === 0 ? [] : readLines(file, quick, chosen)
    })
    for (const row of read) rows.push(row)
    return read
  }
  const encoder = new TextEncoder()
  const named = (id: string): void => {
    const bytes = encoder.encode(id)
    for (const type of [payment, refund]) {
      const event = table.find(type, hashOf(bytes, 0, bytes.length), bytes, 0, bytes.length)
      if (event >= 0) unjoin(event)
    }
  }
  for (const row of readOdd()) {
    if (row.merchantRef !== '') named(row.merchantRef)
    if (row.originalRef !== '') named(row.originalRef)
  }
  readOdd()

  /** Hashes of every number of Alipay's that is among what is left. A hash too many only takes the long way. */
  const numbers = new Set<number>()
  const note = (text: string): void => {
    const bytes = encoder.encode(text)
    if (bytes.length > 0) numbers.add(hashOf(bytes, 0, bytes.length))
  }
  for (const { providerRef, merchantRef } of rows) {
    note(providerRef)
    if (merchantRef !== providerRef) note(merchantRef)
  }
  const ownHash = (event: number): number => {
    const from = table.refAtOf(event)
    return hashOf(table.bytes, from, from + table.refLengthOf(event))
  }
  for (let event = 0; event < table.count; event += 1) {
    if (!isJoined(joined, event) && table.refLengthOf(event) > 0) numbers.add(ownHash(event))
  }
  const today = beijingDayNumber(beginOfBeijingDay(job.day))
  const through = [settlement.through, ...settledDays(rows)].sort().at(-1) ?? ''
  // With this day settled, or no time left for it, a sale without its line is a question.
  const wantsSettlement = through >= job.day || job.today > dayAfter(job.day, job.terms.settledWithinDays)
  for (let event = 0; event < table.count; event += 1) {
    if (!isJoined(joined, event)) continue
    const isTouched =
      numbers.has(refHashOf(joined, event)) || (table.refLengthOf(event) > 0 && numbers.has(ownHash(event)))
    const lacksSettlement =
      wantsSettlement && table.dayOf(event) === today && settlement.file[event] === noFile
    if (isTouched || lacksSettlement) unjoin(event)
  }
  readOdd()

  const events: TillEvent[] = []
  for (let event = 0; event < table.count; event += 1) {
    if (!isJoined(joined, event)) events.push(eventAt(table, event))
  }
  const shown = firstOf(table, joined, today, linesMax)
  const sides = (number: number, chosen: readonly OddLine[]): readonly ProviderRow[] => {
    const { file, quick } = walked[number] as (typeof walked)[number]
    return readLines(file, quick, chosen)
  }
  return {
    quick: {
      ...sumsOf(table, joined, settlement, today),
      ...(settlement.through === '' ? {} : { settledThrough: settlement.through as Day }),
      lines: linesOfEvents(table, joined, shown, (number) => quickFiles[number] as QuickFile, sides),
    },
    has: table.has,
    events,
    rows,
  }
}
