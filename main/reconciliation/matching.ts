import type { ReconcileFault } from '../contract/reconciliation.ts'
import type { ProviderFileFacts } from '../domain/reconciled.ts'
import type { Day } from '../domain/time.ts'
import type { DayResult } from './day-result.ts'
import type { MatchTerms } from './terms.ts'

/** One day to be matched, as it is handed to whoever does it. Events follow in slices. */
export interface MatchJob {
  readonly day: Day
  readonly today: Day
  readonly terms: MatchTerms
  /** Kept files, which whoever does it reads by itself. */
  readonly files: readonly ProviderFileFacts[]
  /** What the contract says of amounts in Antom reports; absent: the report or a comparison does (reconciliation 2.6). */
  readonly unit?: 'major' | 'minor'
}

export type MatchFault = Exclude<ReconcileFault, { why: 'till-stopped' }>

export type MatchEnd =
  | { readonly end: 'done'; readonly result: DayResult }
  | { readonly end: 'failed'; readonly fault: MatchFault }
  | { readonly end: 'cancelled' }

/** A day that is being matched. */
export interface MatchRun {
  /** Packed events (packed-events.ts), whole lines. The bytes belong to the run from then on. */
  readonly add: (events: Uint8Array) => void
  /** The day's events are all there. */
  readonly added: () => void
  readonly cancel: () => void
  readonly ended: Promise<MatchEnd>
}

/** Matches days away from the till's own thread, so that a sale is never slowed. */
export interface Matcher {
  /**
   * `lookUp` answers with the packed events of ids of ours that stand in a file and were not among the day's: a
   * sale of another day.
   */
  readonly begin: (job: MatchJob, lookUp: (ids: readonly string[]) => Promise<Uint8Array>) => MatchRun
  readonly close: () => Promise<void>
}
