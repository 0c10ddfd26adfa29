import type { MatchedLine } from '../contract/reconciliation.ts'
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

/** What is known from the provider's files, handed in by whoever reads and matches them. */
export interface Matched {
  /** Every line of a China day, as it was matched last; none of a day that never was. */
  readonly lines: (day: Day) => AsyncIterable<MatchedLine>
  /** Settlement days from one to another, both included, in order, each with its currencies in order. */
  readonly settledDays: (from: Day, to: Day) => AsyncIterable<SettledDay>
  /** Ids of payments and refunds that a settlement file has. */
  readonly settledIds: () => AsyncIterable<string>
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
