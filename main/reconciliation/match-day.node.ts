import { hash } from 'node:crypto'
import type { MatchedLine } from '../contract/reconciliation.ts'
import type { MatchOutcome, ProviderFileFacts } from '../domain/reconciled.ts'
import { beijingDay, type Day } from '../domain/time.ts'
import { canonicalJson } from '../journal/canonical.ts'
import {
  byRisk,
  createSums,
  footingsOf,
  isOfReport,
  isTillRow,
  lineOrder,
  needsDecision,
  settlementLine,
  transactionLine,
  type DayResult,
  type Sums,
} from './day-result.ts'
import { cancelledPairs, isPriceUnseen, judge, type JudgeContext, type Verdict } from './judge.ts'
import { dayOf, indexEvents, pairTransactions, type Pairing } from './pairing.ts'
import { directionOf, movedBy, netOf, type ProviderRow } from './provider-row.ts'
import type { QuicklyMatched } from './quick-shown.ts'
import { createFirstLevel } from './risk-once.ts'
import { pairSettlement, type Settled } from './settlement-pairing.ts'
import { judgeSettlement } from './settlement.ts'
import type { MatchTerms } from './terms.ts'
import type { TillEvent } from './till-event.ts'

/** Everything that a day's result depends on. The same input gives the same bytes. */
export interface DayInput {
  readonly day: Day
  /** China's day now: what is not there yet is late at some time. */
  readonly today: Day
  readonly terms: MatchTerms
  /** Of this day and of those beside it, and whatever the files name by our ids. */
  readonly events: readonly TillEvent[]
  readonly transactions: readonly ProviderRow[]
  readonly settlements: readonly ProviderRow[]
  readonly files: readonly ProviderFileFacts[]
}

/** How many matched lines a result keeps, for somebody to look at. */
export const linesShownMax = 1000
/** How many of the others: beyond that nobody decides line by line. They are counted and in the digest all the same. */
const differingMax = 2000

const bump = (counts: Partial<Record<MatchOutcome, number>>, outcome: MatchOutcome, by = 1): void => {
  if (by > 0) counts[outcome] = (counts[outcome] ?? 0) + by
}

const addAll = (sums: Sums, more: Sums | undefined): void => {
  for (const currency of more?.currencies() ?? []) sums.add(currency, more?.of(currency) ?? 0)
}

/** Adds what a line pays out; a line without a settled amount says nothing of it. */
const addNet = (sums: Sums, row: ProviderRow, times = 1): void => {
  if (row.settleCurrency === undefined || (row.settleMinor ?? row.netMinor) === undefined) return
  sums.add(row.settleCurrency, times * directionOf(row.type) * netOf(row))
}

/**
 * What is due of a sale: its line of the transaction file. What that does not say, the settled amount or the fee, is as
 * the settlement says it, which is compared by the price then. A sale that was paid and cancelled, and is in no
 * transaction file, is the same as in one.
 */
const dueOf = ({ left, row: settled, extra }: Settled, { outcome }: Verdict): ProviderRow | undefined => {
  if (extra === true || left === undefined) return undefined
  const { row: of } = left
  if (of === undefined) return outcome === 'matched' && settled?.failed !== true ? settled : undefined
  if (of.failed === true) return undefined
  if (of.settleMinor === undefined) return settled?.failed === true ? undefined : settled
  return of.feeMinor === undefined && settled?.feeMinor !== undefined
    ? { ...of, feeMinor: settled.feeMinor }
    : of
}

/** What a line of the transaction file moved by its price; where it has none, what it was put to is its price. */
const movedInFile = (
  { event }: Pairing,
  row: ProviderRow,
  terms: MatchTerms,
): { readonly currency: string; readonly moved: number } => {
  const direction = directionOf(row.type)
  if (event !== undefined && isPriceUnseen(event, row, terms)) {
    return { currency: event.currency, moved: direction * event.minor }
  }
  const expected = event?.moved === 'yes' ? event.minor : 0
  return { currency: row.currency ?? '', moved: direction * movedBy(row, expected) }
}

export const filesOf = (files: readonly ProviderFileFacts[], kind: ProviderFileFacts['fileKind'], day: Day) =>
  files.some((file) => file.fileKind === kind && file.day === day)

/** The order in which files count, and the only thing of them that a result says. */
const fileOrder = (a: ProviderFileFacts, b: ProviderFileFacts): number =>
  a.day < b.day ? -1 : a.day > b.day ? 1 : a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : 0

/**
 * Matches one China day at three levels: the journal with the transaction file, that with the settlement, and the
 * settlement's sum for the bank. `quick` is what a quick join has taken out of the input before; the result is the
 * same with and without it.
 */
export const matchDay = (input: DayInput, quick?: QuicklyMatched): DayResult => {
  const { day, terms, today, files } = input
  const counts: Partial<Record<MatchOutcome, number>> = {}
  const differing: MatchedLine[] = []
  const matched: MatchedLine[] = [...(quick?.lines ?? [])]
  bump(counts, 'matched', quick?.count ?? 0)

  const pairings = pairTransactions(indexEvents(input.events), input.transactions)
  const hasFile = (of: Day): boolean => filesOf(files, 'transaction', of)
  const context: JudgeContext = { terms, today, hasFile, ...cancelledPairs(pairings) }

  const { level: firstLevel, note } = createFirstLevel(pairings)
  const journalSums = createSums()
  const fileSums = createSums()
  const netSums = createSums()
  addAll(journalSums, quick?.gross)
  addAll(fileSums, quick?.gross)
  addAll(netSums, quick?.net)

  /** What lines that somebody decides on have more on the right than on the left, of the first level and of the second. */
  const explained = { first: createSums(), second: createSums() }
  /** Pairings of nobody of this till. */
  const others = new Set<Pairing>()

  for (const pairing of pairings) {
    if (!isOfReport(pairing, day)) continue
    const verdict = judge(pairing, context)
    if (verdict === undefined) continue
    note(pairing, verdict)
    const isOwn = dayOf(pairing) === day
    // The other day of a line near midnight tells where it went; what is to be decided stands, and is at risk, once.
    if (!isOwn && verdict.outcome !== 'matched-late') continue
    const line = transactionLine(pairing, verdict)
    bump(counts, verdict.outcome)
    ;(verdict.outcome === 'matched' ? matched : differing).push(line)
    if (!isOwn) continue
    const { event, row } = pairing
    if (verdict.outcome === 'not-a-till-event') others.add(pairing)
    const isTold = needsDecision(verdict.outcome)
    if (event?.moved === 'yes') {
      const minor = event.type === 'PAYMENT' ? event.minor : -event.minor
      journalSums.add(event.currency, minor)
      if (isTold) explained.first.add(event.currency, -minor)
    }
    if (row === undefined || !isTillRow(row, verdict)) continue
    const { currency, moved } = movedInFile(pairing, row, terms)
    fileSums.add(currency, moved)
    if (isTold) explained.first.add(currency, moved)
    // What was paid and undone, and never moved by the journal, is the same on both sides: it comes to nothing.
    else if (event?.moved !== 'yes') journalSums.add(currency, moved)
    // A line that is there twice is told above, and to be paid out once.
    if (pairing.extra !== true) addNet(netSums, row)
  }

  const settledThrough = input.settlements.reduce<Day | undefined>((latest, { at, type }) => {
    if (at === undefined || type === 'OTHER') return latest
    const of = beijingDay(at)
    return latest === undefined || of > latest ? of : latest
  }, quick?.settledThrough)
  const { settled, paidOut } = pairSettlement(pairings, input.settlements, day, terms)
  const settlementContext = {
    ...context,
    firstLevel,
    paidOut,
    ...(settledThrough === undefined ? {} : { settledThrough }),
  }
  /** Of the lines of the first level those that are paid out, or should be by now. */
  const dueSums = createSums()
  const settledSums = createSums()
  addAll(dueSums, quick?.settled)
  addAll(settledSums, quick?.settled)
  let isSettled = settledSums.currencies().length > 0
  for (const one of settled) {
    const { left, row } = one
    // Another till's money is in neither sum.
    if (left !== undefined && others.has(left)) continue
    const verdict = judgeSettlement(one, settlementContext)
    if (verdict === undefined) continue
    const isTold = needsDecision(verdict.outcome)
    if (isTold) isSettled = true
    if (row !== undefined && isTillRow(row, verdict)) {
      isSettled = true
      addNet(settledSums, row)
      if (isTold) addNet(explained.second, row)
    }
    const due = dueOf(one, verdict)
    if (due !== undefined) {
      addNet(dueSums, due)
      if (isTold) addNet(explained.second, due, -1)
    }
    if (verdict.outcome === 'matched') continue
    bump(counts, verdict.outcome)
    differing.push(settlementLine(one, verdict))
  }

  // What the bank should credit for this day as a day of settlement: all of the account, whoever sold it.
  const creditSums = createSums()
  addAll(creditSums, quick?.credited)
  for (const row of input.settlements) {
    if (row.failed === true || row.settledAt === undefined || beijingDay(row.settledAt) !== day) continue
    addNet(creditSums, row)
  }

  const footings = [
    ...footingsOf('journal-transactions', journalSums, hasFile(day) ? fileSums : undefined),
    ...(isSettled
      ? footingsOf('transactions-settlement', dueSums, settledSums)
      : footingsOf('transactions-settlement', netSums, undefined)),
    ...footingsOf('settlement-bank', creditSums, undefined),
  ]
  const isUnexplained = footings.some(({ level, currency, difference }) => {
    const sums = level === 'journal-transactions' ? explained.first : explained.second
    return difference !== undefined && difference !== sums.of(currency)
  })
  const linesInAll = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const result: Omit<DayResult, 'digest'> = {
    day,
    counts: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    footings,
    ...(isUnexplained ? { unexplained: true as const } : {}),
    lines: [...differing.sort(lineOrder), ...matched.sort(lineOrder).slice(0, linesShownMax)],
    linesInAll,
    files: [...files].sort(fileOrder),
    ...(terms.feeBasisPoints === undefined && linesInAll > 0 ? { feesUnchecked: true as const } : {}),
  }
  const digest = hash('sha256', canonicalJson(result), 'hex')
  if (differing.length <= differingMax) return { ...result, digest }
  const kept = differing.toSorted(byRisk).slice(0, differingMax).sort(lineOrder)
  return { ...result, lines: [...kept, ...result.lines.slice(differing.length)], digest }
}
