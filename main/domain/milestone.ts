import type { Entry } from './entry.ts'
import type { Money } from './money.ts'
import type { Payment } from './payment.ts'

/** What a payment or a refund can come to. It counts once, where it first came to that. */
export type Milestone = 'paid' | 'cancelled' | 'declined' | 'foundPaid' | 'refunded'

const paymentMilestones = (payment: Payment): readonly Milestone[] => {
  const { state } = payment
  const found: readonly Milestone[] =
    'watch' in payment && (payment.watch?.foundPaid ?? undefined) !== undefined ? ['foundPaid'] : []
  if (state === 'paid' || state === 'cancelled' || state === 'declined') return [state, ...found]
  return state === 'not-sent' ? ['declined', ...found] : found
}

export interface Reached {
  readonly id: string
  readonly amount: Money
  readonly milestones: readonly Milestone[]
  /** When money moved by the provider's word, ms since 1970 UTC; by our own clock where it gave none. */
  readonly movedAt: number
}

/** An audit also reads what a forger wrote, where the provider's time may be anything. */
const told = (movedAt: number, otherwise: number): number =>
  Number.isSafeInteger(movedAt) ? movedAt : otherwise

/** What the payment or refund of this entry has come to; `undefined` for an entry about something else. */
export const reachedBy = ({ at, body }: Pick<Entry, 'at' | 'body'>): Reached | undefined => {
  if (body.kind === 'payment-requested' || body.kind === 'payment-changed') {
    const { payment } = body
    return {
      id: payment.id,
      amount: payment.amount,
      milestones: paymentMilestones(payment),
      movedAt: payment.state === 'paid' ? told(payment.paidAt, at) : at,
    }
  }
  if (body.kind === 'refund-requested' || body.kind === 'refund-changed') {
    const { refund } = body
    const { id, amount } = refund
    return refund.state === 'refunded'
      ? { id, amount, milestones: ['refunded'], movedAt: told(refund.refundedAt, at) }
      : { id, amount, milestones: [], movedAt: at }
  }
  return undefined
}
