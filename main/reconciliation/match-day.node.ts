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
import { cancelledPairs, judge, type JudgeContext } from './judge.ts'
import { dayOf, indexEvents, pairTransactions, type Pairing } from './pairing.ts'
import { directionOf, movedBy, type ProviderRow } from './provider-row.ts'
import type { QuicklyMatched } from './quick-shown.ts'
import { createFirstLevel } from './risk-once.ts'
import { judgeSettlement, pairSettlement } from './settlement.ts'
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

  /** What lines that somebody decides on have more on the right than on the left; the first level's, and the second's. */
  const explained = { first: createSums(), second: createSums() }
  /** Pairings with a line to decide on at the first level, and those of nobody of this till. */
  const told = new Set<Pairing>()
  const others = new Set<Pairing>()

  for (const pairing of pairings) {
    if (!isOfReport(pairing, day)) continue
    const verdict = judge(pairing, context)
    if (verdict === undefined) continue
    note(pairing, verdict)
    const line = transactionLine(pairing, verdict)
    bump(counts, verdict.outcome)
    ;(verdict.outcome === 'matched' ? matched : differing).push(line)
    if (dayOf(pairing) !== day) continue
    const { event, row } = pairing
    if (verdict.outcome === 'not-a-till-event') others.add(pairing)
    const isTold = needsDecision(verdict.outcome)
    if (isTold) told.add(pairing)
    // A file without prices has the contract's currency on its side, and that is nobody's mistake.
    const isExplained =
      isTold || (event !== undefined && row !== undefined && row.currency !== event.currency)
    if (event?.moved === 'yes') {
      const minor = event.type === 'PAYMENT' ? event.minor : -event.minor
      journalSums.add(event.currency, minor)
      if (isExplained) explained.first.add(event.currency, -minor)
    }
    if (row === undefined || !isTillRow(row, verdict)) continue
    const direction = directionOf(row.type)
    const expected = event?.moved === 'yes' ? event.minor : 0
    const moved = direction * movedBy(row, expected)
    fileSums.add(row.currency ?? '', moved)
    if (isExplained) explained.first.add(row.currency ?? '', moved)
    if (row.settleMinor !== undefined && row.settleCurrency !== undefined) {
      const net = direction * (row.settleMinor - (row.feeMinor ?? 0))
      netSums.add(row.settleCurrency, net)
      if (isTold) explained.second.add(row.settleCurrency, -net)
    }
  }

  const settledThrough = input.settlements.reduce<Day | undefined>((latest, { at, type }) => {
    if (at === undefined || type === 'OTHER') return latest
    const of = beijingDay(at)
    return latest === undefined || of > latest ? of : latest
  }, quick?.settledThrough)
  const settlementContext = {
    ...context,
    firstLevel,
    ...(settledThrough === undefined ? {} : { settledThrough }),
  }
  const settledSums = createSums()
  addAll(settledSums, quick?.settled)
  let isSettled = settledSums.currencies().length > 0
  for (const settled of pairSettlement(pairings, input.settlements, day)) {
    const { left } = settled
    // Another till's money is in neither sum.
    if (left !== undefined && others.has(left)) continue
    const verdict = judgeSettlement(settled, settlementContext)
    const isLeftTold = left !== undefined && told.has(left)
    // What is not settled yet, and a fee that only the settlement names, are no mistakes either.
    const isExplained =
      isLeftTold ||
      (verdict === undefined ? settled.row === undefined : needsDecision(verdict.outcome)) ||
      left?.row?.feeMinor === undefined
    if (settled.row !== undefined && (verdict === undefined || isTillRow(settled.row, verdict))) {
      isSettled = true
      const { row } = settled
      const net = directionOf(row.type) * (row.netMinor ?? 0)
      settledSums.add(row.settleCurrency ?? '', net)
      if (isExplained) explained.second.add(row.settleCurrency ?? '', net)
    }
    const of = left?.row
    const isAdded = of?.settleMinor !== undefined && of.failed !== true && settled.extra !== true
    if (isExplained && !isLeftTold && isAdded && left?.extra !== true) {
      const net = directionOf(of.type) * ((of.settleMinor ?? 0) - (of.feeMinor ?? 0))
      explained.second.add(of.settleCurrency ?? '', -net)
    }
    if (verdict === undefined || verdict.outcome === 'matched') continue
    bump(counts, verdict.outcome)
    differing.push(settlementLine(settled, verdict))
  }

  // What the bank should credit for this day as a day of settlement: all of the account, whoever sold it.
  const creditSums = createSums()
  addAll(creditSums, quick?.credited)
  for (const { settledAt, settleCurrency, netMinor, type } of input.settlements) {
    if (settledAt === undefined || settleCurrency === undefined || beijingDay(settledAt) !== day) continue
    creditSums.add(settleCurrency, directionOf(type) * (netMinor ?? 0))
  }

  const footings = [
    ...footingsOf('journal-transactions', journalSums, hasFile(day) ? fileSums : undefined),
    ...footingsOf('transactions-settlement', netSums, isSettled ? settledSums : undefined),
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
  }
  const digest = hash('sha256', canonicalJson(result), 'hex')
  if (differing.length <= differingMax) return { ...result, digest }
  const kept = differing.toSorted(byRisk).slice(0, differingMax).sort(lineOrder)
  return { ...result, lines: [...kept, ...result.lines.slice(differing.length)], digest }
}
