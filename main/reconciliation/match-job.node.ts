import { isPaymentId, isRefundId } from '../domain/ids.ts'
import type { ProviderFileFacts } from '../domain/reconciled.ts'
import { err, ok, type Result } from '../domain/result.ts'
import { beijingDay, dayAfter } from '../domain/time.ts'
import type { ProviderLine } from './files/line.ts'
import { linesOf } from './files/provider-file.ts'
import { linesShownMax, matchDay } from './match-day.node.ts'
import type { MatchEnd, MatchFault, MatchJob } from './matching.ts'
import { unpackEvents } from './packed-events.ts'
import type { ProviderRow } from './provider-row.ts'
import { takeQuickly, type BytesOfFile } from './quick-day.ts'
import type { QuicklyMatched } from './quick-shown.ts'
import { decideUnit, rowOf } from './rows-of-file.ts'
import { signsOf } from './shelf.ts'
import type { TillEvent } from './till-event.ts'

/** The bytes of a kept file, which is whole or not there. Throws what the system throws. */
export type ReadFile = (facts: ProviderFileFacts) => Uint8Array

/** The lines of a kept file as rows, or the line of which the amount is in another unit than those of the others. */
const rowsOf = (
  facts: ProviderFileFacts,
  bytes: Uint8Array,
  contractUnit: MatchJob['unit'],
  expectedOf: (line: ProviderLine) => TillEvent | undefined,
): Result<Iterable<ProviderRow>, number> => {
  const file = { ...facts, kind: facts.fileKind }
  const signs = signsOf(facts.profile, facts.fileKind)
  const said = facts.unit === 'undecided' ? contractUnit : facts.unit
  const unit = said === undefined ? decideUnit(linesOf(file, bytes, 'undecided'), expectedOf) : ok(said)
  if (!unit.ok) return unit
  return ok(
    (function* () {
      for (const line of linesOf(file, bytes, unit.value)) yield rowOf(line, facts, signs)
    })(),
  )
}

/** Days beside the matched one of which transaction files are looked into: a refund may be learned of days later. */
export const daysBeside = 2

/** Whether a settlement line can matter for the report of this day, or for a day near to it. */
const concerns = (row: ProviderRow, { day }: MatchJob): boolean => {
  if (row.at === undefined || row.fileDay === day) return true
  const paid = beijingDay(row.at)
  const isNear = paid >= dayAfter(day, -daysBeside) && paid <= dayAfter(day, daysBeside)
  return isNear || (row.settledAt !== undefined && beijingDay(row.settledAt) === day)
}

/** What is to be matched the long way, and what a quick join has taken out of it before. */
interface Prepared {
  readonly events: TillEvent[]
  readonly rows: readonly ProviderRow[]
  readonly has: (event: TillEvent) => boolean
  readonly knows: (id: string) => boolean
  readonly quick?: QuicklyMatched
}

const prepareQuickly = (
  job: MatchJob,
  packed: readonly Uint8Array[],
  files: readonly BytesOfFile[],
): Prepared | undefined => {
  const taken = takeQuickly(job, packed, files, linesShownMax)
  if (taken === undefined) return undefined
  const { quick, events, rows, has } = taken
  return {
    quick,
    events: [...events],
    rows: rows.filter((row) => row.source === 'transactions' || concerns(row, job)),
    has: ({ type, id }) => has(type, id),
    knows: (id) => has('PAYMENT', id) || has('REFUND', id),
  }
}

const prepare = (
  job: MatchJob,
  packed: readonly Uint8Array[],
  files: readonly BytesOfFile[],
): Result<Prepared, MatchFault> => {
  const events = packed.flatMap((bytes) => [...unpackEvents(bytes)])
  const byName = new Map<string, TillEvent>(
    events.map((event) => [`${event.type} ${event.id}`, event] as const),
  )
  const rows: ProviderRow[] = []
  for (const { facts, bytes } of files) {
    const found = rowsOf(facts, bytes, job.unit, ({ type, merchantRef }) =>
      byName.get(`${type} ${merchantRef}`),
    )
    if (!found.ok) return err({ why: 'amount-unit', detail: facts.name, line: found.error })
    for (const row of found.value) if (row.source === 'transactions' || concerns(row, job)) rows.push(row)
  }
  return ok({
    events,
    rows,
    has: ({ type, id }) => byName.has(`${type} ${id}`),
    knows: (id) => byName.has(`PAYMENT ${id}`) || byName.has(`REFUND ${id}`),
  })
}

/**
 * Does one job: joins quickly what is plainly the same, has the sales looked up that the files name and the day does
 * not have, and matches the rest. The events are complete when this begins. `way` is for tests: both give the same.
 */
export const runMatchJob = async (
  job: MatchJob,
  packed: readonly Uint8Array[],
  read: ReadFile,
  lookUp: (ids: readonly string[]) => Promise<Uint8Array>,
  way: 'quick' | 'long' = 'quick',
): Promise<MatchEnd> => {
  const files = job.files
    .filter(({ fileKind }) => fileKind !== 'settlement-summary')
    .map((facts) => ({ facts, bytes: read(facts) }))
  const quickly = way === 'quick' ? prepareQuickly(job, packed, files) : undefined
  const prepared = quickly === undefined ? prepare(job, packed, files) : ok(quickly)
  if (!prepared.ok) return { end: 'failed', fault: prepared.error }

  const { events, rows, has, knows, quick } = prepared.value
  const strange = new Set<string>()
  for (const { merchantRef, originalRef } of rows) {
    for (const id of [merchantRef, originalRef]) {
      if ((isPaymentId(id) || isRefundId(id)) && !knows(id)) strange.add(id)
    }
  }
  if (strange.size > 0) {
    for (const event of unpackEvents(await lookUp([...strange].sort()))) {
      // Asking takes a while, in which a sale of the day may have been refunded: it is in the job already.
      if (!has(event)) events.push(event)
    }
  }
  const { day, today, terms } = job
  const input = {
    day,
    today,
    terms,
    events,
    transactions: rows.filter(({ source }) => source === 'transactions'),
    settlements: rows.filter(({ source }) => source === 'settlement'),
    files: job.files,
  }
  return { end: 'done', result: matchDay(input, quick) }
}
