import { hash } from 'node:crypto'
import type { DayReport, Footing, MatchedLine } from '../contract/reconciliation.ts'
import type { Entry } from '../domain/entry.ts'
import type {
  DifferenceKey,
  MatchOutcome,
  ReconciledDifference,
  ReconciliationBody,
} from '../domain/reconciled.ts'
import { canonicalJson } from '../journal/canonical.ts'
import { byRisk, createSums, needsDecision, type DayResult } from './day-result.ts'

export type ReconciledBody = Extract<ReconciliationBody, { kind: 'day-reconciled' }>
export type Decisions = ReadonlyMap<DifferenceKey, Entry>

/** How many differences an entry keeps and a report shows. */
export const differencesMax = 1000

/**
 * What a line says, with every amount and currency of both sides and without the file and the line in it where it
 * stands: a decision covers that and nothing else.
 */
export const markOf = ({
  outcome,
  till,
  provider,
  transaction,
  atRisk,
  payment,
}: Omit<MatchedLine, 'decision' | 'mark'>): string => {
  const { file: _file, line: _line, ...said } = provider ?? {}
  const content = {
    outcome,
    ...(till === undefined ? {} : { till: { ...till } }),
    ...(provider === undefined ? {} : { provider: said }),
    ...(transaction === undefined ? {} : { transaction: { ...transaction } }),
    ...(atRisk === undefined ? {} : { atRisk: { ...atRisk } }),
    ...(payment === undefined ? {} : { payment }),
  }
  return hash('sha256', canonicalJson(content), 'hex').slice(0, 16)
}

/** What an entry keeps of a result, so that the list of days and later versions need no file. */
export const differencesOf = (result: DayResult): readonly ReconciledDifference[] =>
  result.lines
    .filter(({ outcome }) => needsDecision(outcome))
    .sort(byRisk)
    .slice(0, differencesMax)
    .map((line) => ({
      key: line.key,
      outcome: line.outcome,
      mark: markOf(line),
      ...(line.payment === undefined ? {} : { payment: line.payment }),
      ...(line.atRisk === undefined ? {} : { atRisk: line.atRisk }),
    }))

export const countDifferences = (counts: Readonly<Partial<Record<MatchOutcome, number>>>): number =>
  Object.entries(counts).reduce(
    (sum, [outcome, count]) => sum + (needsDecision(outcome as MatchOutcome) ? count : 0),
    0,
  )

/** The decision on a line, and whether it is still about what the line says. */
const decisionOn = (key: DifferenceKey, mark: string, decisions: Decisions): MatchedLine['decision'] => {
  const entry = decisions.get(key)
  if (entry?.body.kind !== 'difference-decided') return undefined
  const { decision, note, covers } = entry.body
  return {
    decision,
    note,
    by: entry.operator,
    at: entry.at,
    ...(covers === mark ? {} : { outdated: true }),
  }
}

/** Somebody has to look: nobody has decided, or on something else, or to wait. */
export const isUndecided = (decision: MatchedLine['decision']): boolean =>
  decision === undefined || decision.outdated === true || decision.decision === 'wait'

/** What is still to be decided of a day as its newest entry has it. */
export const openOf = (
  { differences, differencesInAll }: Pick<ReconciledBody, 'differences' | 'differencesInAll'>,
  decisions: Decisions,
): Pick<DayReport, 'undecided' | 'atRisk'> => {
  const open = differences.filter(({ key, mark }) => isUndecided(decisionOn(key, mark, decisions)))
  const sums = createSums()
  for (const { atRisk } of open) if (atRisk !== undefined) sums.add(atRisk.currency, atRisk.minor)
  return {
    undecided: open.length + differencesInAll - differences.length,
    atRisk: [...sums.currencies()].sort().map((currency) => ({ minor: sums.of(currency), currency })),
  }
}

/** Keys of the lines that need a decision in one of two versions and are not the same in both. */
export const changedBetween = (
  before: readonly ReconciledDifference[],
  after: readonly ReconciledDifference[],
): readonly DifferenceKey[] => {
  const marks = new Map(before.map(({ key, mark }) => [key, mark] as const))
  const changed = after.filter(({ key, mark }) => marks.get(key) !== mark).map(({ key }) => key)
  const now = new Set(after.map(({ key }) => key))
  return [...changed, ...before.filter(({ key }) => !now.has(key)).map(({ key }) => key)].sort()
}

/** By currency. */
type Credits = ReadonlyMap<string, { readonly minor: number; readonly note: string }>

/** Level three with what was typed in; a currency that only the bank has is shown as well. */
const withCredits = (footings: readonly Footing[], credits: Credits): readonly Footing[] => {
  const level = 'settlement-bank'
  const settled = new Map(
    footings.filter((footing) => footing.level === level).map(({ currency, left }) => [currency, left]),
  )
  const currencies = [...new Set([...settled.keys(), ...credits.keys()])].sort()
  return [
    ...footings.filter((footing) => footing.level !== level),
    ...currencies.map((currency) => {
      const left = settled.get(currency) ?? 0
      const { minor: right, note = '' } = credits.get(currency) ?? {}
      return {
        level,
        currency,
        left,
        ...(right === undefined ? {} : { right, difference: right - left }),
        ...(note === '' ? {} : { note }),
      } as const
    }),
  ]
}

/** The report of a result: with decisions, what the bank credited, and how it differs from the version before. */
export const reportOf = (
  result: DayResult,
  version: number,
  decisions: Decisions,
  credits: Credits,
  changedSince: DayReport['changedSince'],
): DayReport => {
  const differences = differencesOf(result)
  const lines = result.lines.map((line): MatchedLine => {
    if (!needsDecision(line.outcome)) return line
    const mark = markOf(line)
    const decision = decisionOn(line.key, mark, decisions)
    return { ...line, mark, ...(decision === undefined ? {} : { decision }) }
  })
  const rank = ({ outcome, decision }: MatchedLine): number =>
    needsDecision(outcome) ? (isUndecided(decision) ? 0 : 1) : outcome === 'matched' ? 3 : 2
  return {
    day: result.day,
    version,
    counts: result.counts,
    ...openOf({ differences, differencesInAll: countDifferences(result.counts) }, decisions),
    footings: withCredits(result.footings, credits),
    lines: lines
      .map((line, place) => ({ line, place }))
      .sort(
        (a, b) =>
          rank(a.line) - rank(b.line) || (rank(a.line) < 2 ? byRisk(a.line, b.line) : 0) || a.place - b.place,
      )
      .slice(0, differencesMax)
      .map(({ line }) => line),
    linesInAll: result.linesInAll,
    files: result.files,
    ...(result.feesUnchecked === undefined ? {} : { feesUnchecked: result.feesUnchecked }),
    ...(changedSince === undefined ? {} : { changedSince }),
    digest: result.digest,
  }
}
