import type { MatchedLine } from '../contract/reconciliation.ts'
import type { MatchOutcome } from '../domain/reconciled.ts'
import type { Day } from '../domain/time.ts'

/** What the provider's settlement files say of one China day and one currency; minor units. */
export interface SettledDay {
  readonly day: Day
  readonly currency: string
  /** Payments less refunds, before fees. */
  readonly gross: number
  /** What the provider kept, less what it gave back with refunds. */
  readonly fee: number
  /** What it pays out. */
  readonly net: number
}

/** A line of a matched day, or lines of one outcome that the day's report counts and does not list. */
export type MatchedEntry =
  | { readonly line: MatchedLine }
  | { readonly unlisted: { readonly outcome: MatchOutcome; readonly count: number } }

/** A day of an export could not be matched: the export says so and ends. */
export class NotMatched extends Error {
  override readonly name = 'NotMatched'
}

/** What is known from the provider's files, handed in by whoever reads and matches them. */
export interface Matched {
  /** A China day, matched now. Throws `NotMatched`. A report lists a thousand lines of a day, differences first, and counts the others. */
  readonly lines: (day: Day) => AsyncIterable<MatchedEntry>
  /** Settlement days from one to another, both included, in order, each with its currencies in order. */
  readonly settledDays: (from: Day, to: Day) => AsyncIterable<SettledDay>
  /** Ids of payments and refunds in the settlement files of a China day and after it. */
  readonly settledIds: (from: Day) => AsyncIterable<string>
  /** Another text whenever the files are others than before. */
  readonly edition: () => string
}

/** While nothing reads files: nothing is matched, and everything that was paid is not settled yet. */
export const nothingMatched: Matched = {
  lines: async function* () {},
  settledDays: async function* () {},
  settledIds: async function* () {},
  edition: () => '',
}
