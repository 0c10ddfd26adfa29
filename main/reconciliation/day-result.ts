import type { Footing, LineSide, MatchedLine } from '../contract/reconciliation.ts'
import type { DifferenceKey, MatchOutcome, ProviderFileFacts } from '../domain/reconciled.ts'
import type { Day } from '../domain/time.ts'
import { dayOf, type Pairing } from './pairing.ts'
import { providerSide, type ProviderRow } from './provider-row.ts'
import type { Settled } from './settlement-pairing.ts'
import type { TillEvent } from './till-event.ts'
import type { Verdict } from './judge.ts'

/** A day as it was matched, before anybody's decisions are looked at. */
export interface DayResult {
  readonly day: Day
  readonly counts: Readonly<Partial<Record<MatchOutcome, number>>>
  readonly footings: readonly Footing[]
  /** A sum of the first two levels differs by something else than its lines that somebody decides on. */
  readonly unexplained?: true
  /** Every line that is not simply matched, by key; and after them as many of the matched as the report shows. */
  readonly lines: readonly MatchedLine[]
  readonly linesInAll: number
  readonly files: readonly ProviderFileFacts[]
  /** No fee of the contract is set, so that the files' fees were held against each other only. */
  readonly feesUnchecked?: true
  /** SHA-256, hex, of all of this and of what it was made from. */
  readonly digest: string
}

/** Outcomes that leave nothing to decide. */
const quiet: ReadonlySet<MatchOutcome> = new Set([
  'matched',
  'matched-late',
  'pending-file',
  'not-a-till-event',
])
export const needsDecision = (outcome: MatchOutcome): boolean => !quiet.has(outcome)

const tillSide = (event: TillEvent): LineSide => ({
  type: event.type,
  merchantRef: event.id,
  ...(event.providerRef === '' ? {} : { providerRef: event.providerRef }),
  minor: event.minor,
  currency: event.currency,
  state: event.state,
  at: event.at,
})

/**
 * The same at every run and for every version of a file, and without the outcome: what was decided on stays attached
 * to the line when the outcome changes, and says that it no longer covers it.
 */
const keyOf = (level: MatchedLine['level'], { event, row, ordinal, extra }: Pairing): DifferenceKey => {
  const type = event?.type ?? row?.type ?? 'OTHER'
  const ids = [row?.merchantRef ?? '', row?.providerRef ?? ''].filter((id) => id !== '')
  // Money of a batch has no id at all.
  const nameless = `${row?.rawType ?? ''} ${row?.fileDay ?? ''} ${row?.at ?? ''} ${row?.netMinor ?? ''}`
  const id = event?.id ?? (ids.length > 0 ? ids.join(' ') : nameless)
  const which = extra === true ? ` ${event === undefined ? 'line' : 'entry'} ${ordinal ?? 2}` : ''
  return `${level} ${type} ${id}${which}`.slice(0, 256) as DifferenceKey
}

/** The lines of one pairing of the first level. */
export const transactionLine = (pairing: Pairing, verdict: Verdict): MatchedLine => {
  const { event, row, sale } = pairing
  const payment = event?.payment ?? sale?.payment
  const till = event ?? sale
  return {
    key: keyOf('transactions', pairing),
    level: 'transactions',
    outcome: verdict.outcome,
    rule: verdict.rule,
    ...(payment === undefined ? {} : { payment }),
    ...(till === undefined ? {} : { till: tillSide(till) }),
    ...(row === undefined ? {} : { provider: providerSide(row) }),
    ...(verdict.atRisk === undefined ? {} : { atRisk: verdict.atRisk }),
  }
}

/** Without the place in the file, which another order of its lines would change. */
const unplaced = ({ file: _file, line: _line, ...said }: LineSide): LineSide => said

export const settlementLine = ({ left, row, extra, ordinal }: Settled, verdict: Verdict): MatchedLine => {
  const till = left?.event ?? left?.sale
  const named: Pairing = {
    rule: verdict.rule,
    ...(left?.event === undefined ? {} : { event: left.event }),
    ...(left?.row === undefined ? (row === undefined ? {} : { row }) : { row: left.row }),
  }
  const key = keyOf('settlement', named)
  return {
    key: (extra === true ? `${key} line ${ordinal ?? 2}` : key) as DifferenceKey,
    level: 'settlement',
    outcome: verdict.outcome,
    rule: verdict.rule,
    ...(till === undefined ? {} : { payment: till.payment, till: tillSide(till) }),
    ...(row === undefined
      ? left?.row === undefined
        ? {}
        : { provider: providerSide(left.row) }
      : { provider: providerSide(row) }),
    ...(row === undefined || left?.row === undefined
      ? {}
      : { transaction: unplaced(providerSide(left.row)) }),
    ...(verdict.atRisk === undefined ? {} : { atRisk: verdict.atRisk }),
  }
}

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
type Weighed = Pick<MatchedLine, 'atRisk' | 'key'>
/** Most money first. Minor units of different currencies are compared as they are, for want of a rate. */
export const byRisk = (a: Weighed, b: Weighed): number =>
  (b.atRisk?.minor ?? 0) - (a.atRisk?.minor ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Lines that are not simply matched come first. */
export const lineOrder = (a: MatchedLine, b: MatchedLine): number =>
  Number(a.outcome === 'matched') - Number(b.outcome === 'matched') ||
  (a.outcome === 'matched' ? (a.till?.at ?? 0) - (b.till?.at ?? 0) : 0) ||
  textOrder(a.key, b.key) ||
  textOrder(a.provider?.file ?? '', b.provider?.file ?? '') ||
  (a.provider?.line ?? 0) - (b.provider?.line ?? 0)

/** Sums of minor units by currency. */
export interface Sums {
  readonly add: (currency: string, minor: number) => void
  readonly of: (currency: string) => number
  readonly currencies: () => readonly string[]
}
export const createSums = (): Sums => {
  const byCurrency = new Map<string, number>()
  return {
    add: (currency, minor) => byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + minor),
    of: (currency) => byCurrency.get(currency) ?? 0,
    currencies: () => [...byCurrency.keys()],
  }
}

/** One level of the footing by currency. `right` is left out while there is nothing to compare with. */
export const footingsOf = (
  level: Footing['level'],
  left: Sums,
  right: Sums | undefined,
): readonly Footing[] =>
  [...new Set([...left.currencies(), ...(right?.currencies() ?? [])])].sort().map((currency) => ({
    level,
    currency,
    left: left.of(currency),
    ...(right === undefined
      ? {}
      : { right: right.of(currency), difference: right.of(currency) - left.of(currency) }),
  }))

/** Whether a pairing stands in the report of a day: by the journal's day or by that of the file. */
export const isOfReport = (pairing: Pairing, day: Day): boolean =>
  dayOf(pairing) === day || pairing.row?.fileDay === day

export const isTillRow = (row: ProviderRow | undefined, verdict: Verdict): boolean =>
  row !== undefined && row.failed !== true && verdict.outcome !== 'not-a-till-event'
