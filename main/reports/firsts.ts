import { reachedBy, type Milestone } from '../domain/milestone.ts'
import type { Entry, EntryBody } from '../domain/entry.ts'
import type { PaymentId } from '../domain/ids.ts'
import type { Journal } from '../journal/journal.ts'

const storyOf = (body: EntryBody): PaymentId | undefined => {
  if (body.kind === 'payment-requested' || body.kind === 'payment-changed') return body.payment.id
  return body.kind === 'refund-requested' || body.kind === 'refund-changed' ? body.refund.payment : undefined
}

/**
 * What a payment or a refund has come to by an entry, and had not come to before: money counts once, by the rules that
 * an X and a Z count by. To be asked about each entry of a walk, in order; the walk may begin anywhere.
 */
export const createFirsts = (journal: Pick<Journal, 'story'>): ((entry: Entry) => readonly Milestone[]) => {
  /** Requested in this walk, and nothing has come of them yet: there is no need to look back. */
  const begun = new Set<string>()
  return (entry) => {
    const { body } = entry
    if (body.kind === 'payment-requested') begun.add(body.payment.id)
    if (body.kind === 'refund-requested') begun.add(body.refund.id)
    const reached = reachedBy(entry)
    const payment = storyOf(body)
    if (reached === undefined || payment === undefined || reached.milestones.length === 0) return []
    if (begun.delete(reached.id)) return reached.milestones
    const earlier = new Set(
      journal.story(payment).flatMap((before) => {
        const had = before.seq < entry.seq ? reachedBy(before) : undefined
        return had?.id === reached.id ? had.milestones : []
      }),
    )
    return reached.milestones.filter((milestone) => !earlier.has(milestone))
  }
}
