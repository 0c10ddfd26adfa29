import { reachedBy } from '../domain/milestone.ts'
import type { Closing, ClosingSeal } from '../domain/cash.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import type { Journal } from '../journal/journal.ts'

export interface ClosedDay {
  readonly closing: Closing
  readonly seal: ClosingSeal
  /** The entry that says it. */
  readonly seq: number
  readonly at: number
}

/** Every Z of a journal, by number. */
export const closedDays = (journal: Pick<Journal, 'newestOfEach'>): readonly ClosedDay[] =>
  journal
    .newestOfEach('day-closed')
    .flatMap(({ seq, at, body }) =>
      body.kind === 'day-closed' ? [{ closing: body.closing, seal: body.seal, seq, at }] : [],
    )
    .sort((one, other) => one.closing.number - other.closing.number)

/** Which Z counts an entry, or the money of a payment or refund. `undefined`: none yet. */
export interface ClosingRanges {
  readonly of: (seq: number) => number | undefined
  /** `begun` and `newest` are the first and the last entry about it; the money moved at one between them. */
  readonly closingOf: (
    story: PaymentId,
    id: PaymentId | RefundId,
    begun: number,
    newest: number,
  ) => number | undefined
}

export const createClosingRanges = (journal: Pick<Journal, 'newestOfEach' | 'story'>): ClosingRanges => {
  // Ranges follow one another without a gap, so that the first one that ends at the entry or after it has it.
  const ranges = closedDays(journal).map(({ closing: { number, to } }) => ({ number, to }))
  const of = (seq: number): number | undefined => {
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ranges[middle]?.to ?? Infinity) < seq) low = middle + 1
      else high = middle
    }
    return ranges[low]?.number
  }
  return {
    of,
    closingOf: (story, id, begun, newest) => {
      const last = of(newest)
      if (of(begun) === last) return last
      const moved = journal.story(story).find((entry) => {
        const reached = reachedBy(entry)
        return (
          reached?.id === id &&
          reached.milestones.some((one) => one === 'paid' || one === 'foundPaid' || one === 'refunded')
        )
      })
      return of(moved?.seq ?? newest)
    },
  }
}
