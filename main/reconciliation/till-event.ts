import type { PaymentId } from '../domain/ids.ts'
import { isMoneyTaken, type Payment } from '../domain/payment.ts'
import { hasGoneBack, type Refund } from '../domain/refund.ts'

export type EventType = 'PAYMENT' | 'REFUND' | 'CANCEL'

/**
 * Whether the journal says that money moved, and so whether the provider's file has to have a line of it:
 * `yes`; `no`, and a line of it contradicts the journal; `open`, not known yet; `pair`, a sale that was cancelled and of
 * which both lines or none may be there (reconciliation 1.5).
 */
export type Moved = 'yes' | 'no' | 'open' | 'pair'

/** One thing that the journal knows of and that a provider's file can have a line of. */
export interface TillEvent {
  readonly type: EventType
  /** `partner_trans_id` of a payment and of its cancel, `partner_refund_id` of a refund. */
  readonly id: string
  readonly payment: PaymentId
  /** `alipay_trans_id` of the trade; '' when no answer has named it. Of a refund it is the sale's. */
  readonly providerRef: string
  /** Minor units of the price currency, without a sign. */
  readonly minor: number
  readonly currency: string
  /** UTC ms; Alipay's own time where an answer gave it. */
  readonly at: number
  readonly moved: Moved
  /** As the journal calls it: `paid`, `declined`, `refunded`. */
  readonly state: string
}

const paymentEvents = (payment: Payment): readonly TillEvent[] => {
  const facts = 'facts' in payment ? payment.facts : undefined
  const foundPaid = 'watch' in payment ? payment.watch.foundPaid : undefined
  const event = (type: EventType, at: number, moved: Moved): TillEvent => ({
    type,
    id: payment.id,
    payment: payment.id,
    providerRef: facts?.alipayTransId ?? foundPaid?.alipayTransId ?? '',
    minor: payment.amount.minor,
    currency: payment.amount.currency,
    at,
    moved,
    state: payment.state,
  })
  switch (payment.state) {
    case 'paid':
      return [event('PAYMENT', payment.facts.paidAt ?? payment.paidAt, 'yes')]
    case 'sending':
    case 'waiting':
    case 'cancelling':
      return [event('PAYMENT', facts?.paidAt ?? payment.createdAt, 'open')]
    case 'not-sent':
      return [event('PAYMENT', payment.endedAt, 'no')]
    case 'declined':
    case 'cancelled': {
      // Paid after all: the money goes back by a refund, which is an event of its own.
      if (isMoneyTaken(payment)) {
        return [event('PAYMENT', foundPaid?.paidAt ?? payment.endedAt, 'yes')]
      }
      if (payment.state === 'declined') return [event('PAYMENT', payment.endedAt, 'no')]
      const paidAt = payment.facts.paidAt ?? payment.createdAt
      const moved = payment.action === 'refund' ? 'yes' : 'pair'
      return [event('PAYMENT', paidAt, moved), event('CANCEL', Math.max(paidAt, payment.endedAt), moved)]
    }
  }
}

const refundEvent = (refund: Refund, sale: Payment): TillEvent => {
  const facts = 'facts' in sale ? sale.facts : undefined
  const foundPaid = 'watch' in sale ? sale.watch.foundPaid : undefined
  return {
    // All the money of a closed trade went back, by this refund or by a cancel that was carried out late.
    type: refund.state === 'refunded' && refund.seenBy === 'trade-closed' ? 'CANCEL' : 'REFUND',
    id: refund.state === 'refunded' && refund.seenBy === 'trade-closed' ? refund.payment : refund.id,
    payment: refund.payment,
    providerRef: facts?.alipayTransId ?? foundPaid?.alipayTransId ?? '',
    minor: refund.amount.minor,
    currency: refund.amount.currency,
    at:
      refund.state === 'refunded'
        ? refund.refundedAt
        : refund.state === 'refused'
          ? refund.endedAt
          : refund.createdAt,
    moved: hasGoneBack(refund) ? 'yes' : refund.state === 'refused' ? 'no' : 'open',
    state: refund.state,
  }
}

/** What a provider's file can have lines of, of one sale and its refunds. Training money is as good as any here. */
export const eventsOf = (payment: Payment, refunds: readonly Refund[]): readonly TillEvent[] => [
  ...paymentEvents(payment),
  ...refunds.map((refund) => refundEvent(refund, payment)),
]
