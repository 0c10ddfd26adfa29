import type { ReconcileFault } from '../main/contract/reconciliation.ts'
import type { ReconciliationDesk } from '../main/desks.ts'
import type { MatchOutcome, ProviderFileFacts } from '../main/domain/reconciled.ts'
import { beijingDay, type Day } from '../main/domain/time.ts'
import type { Journal } from '../main/journal/journal.ts'
import type { Clock } from '../main/ports.ts'
import { directionOf, type ProviderRow } from '../main/reconciliation/provider-row.ts'
import { rowOf } from '../main/reconciliation/rows-of-file.ts'
import { createShelf, type Shelf } from '../main/reconciliation/shelf.ts'
import { NotMatched, type Matched, type SettledDay } from '../main/reports/matched.ts'
import { createPause } from '../main/reports/pauses.ts'
import type { Settings } from '../main/settings.ts'
import { openFileShelf } from './file-shelf.ts'

export interface MatchedParts {
  /** Where the provider's files lie. */
  readonly shelf: string
  readonly journal: Journal
  readonly settings: Settings
  readonly clock: Clock
  readonly reconcile: ReconciliationDesk['run'] | undefined
}

/** Rows of a kept settlement file. One that is gone was purged, and says nothing any more. */
const rowsOf = async (shelf: Shelf, facts: ProviderFileFacts): Promise<Iterable<ProviderRow>> => {
  const opened = await shelf.open(facts)
  if (!opened.ok) return []
  const { lines, signs } = opened.value
  return (function* () {
    for (const line of lines()) yield rowOf(line, facts, signs)
  })()
}

const faultText = (fault: ReconcileFault): string =>
  fault.why === 'till-stopped' ? fault.why : `${fault.why} ${fault.detail}`

/** What the provider's files on the shelf say, for reports. */
export const matchedFiles = ({ journal, settings, clock, reconcile, ...parts }: MatchedParts): Matched => {
  const { amountUnit, otherTills, otherSystems } = settings.matching
  const shelf = createShelf({
    files: openFileShelf(parts.shelf),
    journal,
    clock,
    operator: () => 'till',
    expected: amountUnit === undefined ? {} : { unit: amountUnit },
  })
  const rows = async function* (from: Day, to?: Day): AsyncGenerator<ProviderRow, void> {
    const pause = createPause(clock)
    const span = to === undefined ? { from } : { from, to }
    for (const facts of shelf.goodFiles({ kind: 'settlement', ...span })) {
      for (const row of await rowsOf(shelf, facts)) {
        if (row.failed !== true) yield row
        const rest = pause()
        if (rest !== undefined) await rest
      }
    }
  }

  /** With other tills under the account, each till books what it sold itself; alone, it books all of the account. */
  const isAlone = otherTills.length === 0 && !otherSystems
  const isOurs = ({ merchantRef, providerRef, originalRef }: ProviderRow): boolean =>
    isAlone ||
    journal.payment(merchantRef as never) !== undefined ||
    journal.refund(merchantRef as never) !== undefined ||
    journal.payment(originalRef as never) !== undefined ||
    (providerRef !== '' && journal.paymentByTransId(providerRef) !== undefined)

  return {
    lines: async function* (day) {
      if (reconcile === undefined) return
      for await (const progress of reconcile(day)) {
        if (progress.state === 'cancelled') throw new NotMatched(`${day}: called off`)
        if (progress.state === 'failed') throw new NotMatched(`${day}: ${faultText(progress.fault)}`)
        if (progress.state !== 'done') continue
        const { lines, counts } = progress.report
        const unlisted = new Map(Object.entries(counts) as [MatchOutcome, number][])
        for (const line of lines) {
          unlisted.set(line.outcome, (unlisted.get(line.outcome) ?? 0) - 1)
          yield { line }
        }
        for (const [outcome, count] of unlisted) if (count > 0) yield { unlisted: { outcome, count } }
      }
    },
    settledDays: async function* (from, to) {
      const sums = new Map<string, { -readonly [Name in keyof SettledDay]: SettledDay[Name] }>()
      for await (const row of rows(from, to)) {
        const { settledAt, fileDay, settleCurrency: currency, type, settleMinor = 0, feeMinor = 0 } = row
        const day = settledAt === undefined ? fileDay : beijingDay(settledAt)
        if (currency === undefined || day < from || day > to || !isOurs(row)) continue
        const key = `${day} ${currency}`
        const sum = sums.get(key) ?? { day, currency, gross: 0, fee: 0, net: 0 }
        const direction = directionOf(type)
        sum.gross += direction * settleMinor
        sum.fee += direction * feeMinor
        sum.net += direction * (row.netMinor ?? settleMinor - feeMinor)
        sums.set(key, sum)
      }
      for (const [, sum] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1))) yield sum
    },
    settledIds: async function* (from) {
      for await (const { type, merchantRef } of rows(from)) {
        if (merchantRef !== '' && (type === 'PAYMENT' || type === 'REFUND')) yield merchantRef
      }
    },
    edition: () => {
      const kept = journal.newestOfEach('provider-file-kept')
      return `${kept.length} ${kept.at(-1)?.seq ?? 0}`
    },
  }
}
