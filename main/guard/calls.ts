import type { BrokenRule } from '../domain/halt.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import type { QueryOutcome } from '../domain/outcome.ts'
import type { Journal } from '../journal/journal.ts'
import type { GatewayLink, Prepared, Seal } from '../ports.ts'
import { noteShownClosed, noteShownPaid, type Evidence } from './evidence.ts'

/** What the engine hears instead of an answer: nothing left, but whether something left before is not known here. */
const heldBack = { outcome: { type: 'unknown', why: 'connection-lost' }, tookMs: 0 } as const

const isPaid = (outcome: QueryOutcome): boolean =>
  outcome.type === 'trade' && (outcome.status === 'TRADE_SUCCESS' || outcome.status === 'TRADE_FINISHED')

const isBeingUndone = (journal: Journal, id: PaymentId): boolean => {
  const payment = journal.payment(id)?.payment
  return (
    payment !== undefined && (payment.state === 'cancelling' || ('watch' in payment && payment.watch.closing))
  )
}

/**
 * The line to the gateway as the engine gets it. A PAY leaves once and a refund as often as needed, but only as the
 * intent on disk says, byte for byte; and what the answers show is noted apart from what is made of them.
 */
export const watchCalls = (
  link: GatewayLink,
  journal: Journal,
  seal: Seal,
  evidence: Evidence,
  onBroken: (rule: BrokenRule) => void,
): GatewayLink => {
  /** Which payment or refund a call was prepared for. The engine keeps what it prepared, and so does this. */
  const preparedFor = new WeakMap<Prepared, PaymentId>()
  const refundPreparedFor = new WeakMap<Prepared, RefundId>()
  const noting = <T extends string>(map: WeakMap<Prepared, T>, prepared: Prepared, id: T): Prepared => {
    map.set(prepared, id)
    return prepared
  }
  return {
    ...link,
    prepareQuery: (payment) => noting(preparedFor, link.prepareQuery(payment), payment),
    prepareCancel: (payment, at) => noting(preparedFor, link.prepareCancel(payment, at), payment),
    prepareRefundQuery: (payment, refund) =>
      noting(refundPreparedFor, link.prepareRefundQuery(payment, refund), refund),
    pay: async (prepared) => {
      const mark = seal.prepared(prepared)
      const id = evidence.unsent.get(mark)
      if (id === undefined) {
        onBroken({
          because: 'pay-without-intent',
          about: prepared.parameters['partner_trans_id'] ?? prepared.parameters['id'] ?? '',
          detail: 'a PAY was to leave that no intent on disk names, or whose own has left already',
        })
        return heldBack
      }
      evidence.unsent.delete(mark)
      const heard = await link.pay(prepared)
      if (heard.outcome.type === 'paid') noteShownPaid(evidence, id, heard.outcome.amount)
      return heard
    },
    query: async (prepared, expected) => {
      const id = preparedFor.get(prepared)
      const heard = await link.query(prepared, expected)
      if (id === undefined) return heard
      if (isPaid(heard.outcome)) noteShownPaid(evidence, id, expected)
      if (heard.outcome.type === 'trade' && heard.outcome.status === 'TRADE_CLOSED') {
        noteShownClosed(evidence, id)
      }
      return heard
    },
    cancel: async (prepared) => {
      const id = preparedFor.get(prepared)
      if (id === undefined || !isBeingUndone(journal, id)) {
        onBroken({
          because: 'cancel-unfounded',
          about: id ?? '',
          detail: 'a cancel was to leave for a payment that nobody is undoing',
        })
        return heldBack
      }
      return await link.cancel(prepared)
    },
    refund: async (prepared) => {
      const id = evidence.refunds.get(seal.prepared(prepared))
      if (id === undefined) {
        onBroken({
          because: 'refund-unfounded',
          about: prepared.parameters['partner_refund_id'] ?? prepared.parameters['refund'] ?? '',
          detail: 'a refund was to leave that no request on disk names, or that is settled already',
        })
        return heldBack
      }
      const heard = await link.refund(prepared)
      if (heard.outcome.type === 'refunded') evidence.shownRefunded.add(id)
      return heard
    },
    refundQuery: async (prepared) => {
      const id = refundPreparedFor.get(prepared)
      const heard = await link.refundQuery(prepared)
      if (id !== undefined && heard.outcome.type === 'refund' && heard.outcome.status === 'SUCCESS') {
        evidence.shownRefunded.add(id)
      }
      return heard
    },
  }
}
