import { isPaymentId, isRefundId } from '../domain/ids.ts'
import type { ProviderFileFacts } from '../domain/reconciled.ts'
import type { ProviderLine } from './files/line.ts'
import { linesOf } from './files/provider-file.ts'
import { chinaDay, dayAfter } from './china-day.ts'
import { matchDay } from './match-day.node.ts'
import type { MatchEnd, MatchJob } from './matching.ts'
import { unpackEvents } from './packed-events.ts'
import { directionOf, type ProviderRow } from './provider-row.ts'
import { decideUnit, rowOf } from './rows-of-file.ts'
import { signsOf } from './shelf.ts'
import type { TillEvent } from './till-event.ts'

/** The bytes of a kept file, which is whole or not there. Throws what the system throws. */
export type ReadFile = (facts: ProviderFileFacts) => Uint8Array

/** The lines of a kept file as rows; `undefined` when nothing tells the unit of its amounts. */
const rowsOf = (
  facts: ProviderFileFacts,
  bytes: Uint8Array,
  contractUnit: MatchJob['unit'],
  expectedOf: (line: ProviderLine) => TillEvent | undefined,
): Iterable<ProviderRow> | undefined => {
  const file = { ...facts, kind: facts.fileKind }
  const signs = signsOf(facts.profile, facts.fileKind)
  const said = facts.unit === 'undecided' ? contractUnit : facts.unit
  const unit = said ?? decideUnit(linesOf(file, bytes, 'undecided'), expectedOf)
  if (unit === undefined) return undefined
  return (function* () {
    for (const line of linesOf(file, bytes, unit)) yield rowOf(line, facts, signs)
  })()
}

/** Days beside the matched one of which transaction files are looked into: a refund may be learned of days later. */
export const daysBeside = 2

/** Whether a settlement line can matter for the report of this day, or for a day near to it. */
const concerns = (row: ProviderRow, { day }: MatchJob): boolean => {
  if (row.at === undefined) return true
  const paid = chinaDay(row.at)
  const isNear = paid >= dayAfter(day, -daysBeside) && paid <= dayAfter(day, daysBeside)
  return isNear || (row.settledAt !== undefined && chinaDay(row.settledAt) === day)
}

/**
 * Does one job: reads the files' lines, has the sales looked up that they name and the day does not have, and matches.
 * The events are complete when this begins.
 */
export const runMatchJob = async (
  job: MatchJob,
  packed: readonly Uint8Array[],
  read: ReadFile,
  lookUp: (ids: readonly string[]) => Promise<Uint8Array>,
): Promise<MatchEnd> => {
  const events: TillEvent[] = packed.flatMap((bytes) => [...unpackEvents(bytes)])
  const byName = new Map<string, TillEvent>()
  const known = new Set<string>()
  const note = (more: readonly TillEvent[]): void => {
    for (const event of more) {
      byName.set(`${directionOf(event.type)}${event.id}`, event)
      known.add(event.id).add(event.payment)
    }
  }
  note(events)

  const rowsIn = (kind: 'transactions' | 'settlement'): ProviderRow[] | string => {
    const rows: ProviderRow[] = []
    for (const facts of job.files) {
      const isTransaction = facts.fileKind === 'transaction'
      if (facts.fileKind === 'settlement-summary' || isTransaction !== (kind === 'transactions')) continue
      const found = rowsOf(facts, read(facts), job.unit, ({ type, merchantRef }) =>
        byName.get(`${directionOf(type)}${merchantRef}`),
      )
      if (found === undefined) return facts.name
      for (const row of found) if (isTransaction || concerns(row, job)) rows.push(row)
    }
    return rows
  }
  const transactions = rowsIn('transactions')
  const settlements = rowsIn('settlement')
  for (const rows of [transactions, settlements]) {
    if (typeof rows === 'string') return { end: 'failed', fault: { what: 'amount-unit', file: rows } }
  }

  const rows = [...(transactions as ProviderRow[]), ...(settlements as ProviderRow[])]
  const strange = new Set<string>()
  for (const { merchantRef, originalRef, fileDay } of rows) {
    if (fileDay < dayAfter(job.day, -daysBeside)) continue
    for (const id of [merchantRef, originalRef]) {
      if ((isPaymentId(id) || isRefundId(id)) && !known.has(id)) strange.add(id)
    }
  }
  if (strange.size > 0) {
    for (const event of unpackEvents(await lookUp([...strange].sort()))) {
      // Asking takes a while, in which a sale of the day may have been refunded: it is in the job already.
      if (!byName.has(`${directionOf(event.type)}${event.id}`)) events.push(event)
    }
  }

  const { day, today, terms, files } = job
  return {
    end: 'done',
    result: matchDay({
      day,
      today,
      terms,
      events,
      transactions: transactions as ProviderRow[],
      settlements: settlements as ProviderRow[],
      files,
    }),
  }
}
