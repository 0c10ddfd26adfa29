import type { PaymentView } from '../main/contract.ts'
import type { Payment } from '../main/domain/payment.ts'
import { hasGoneBack, isRefundFinal, type Refund } from '../main/domain/refund.ts'
import { needsRefundByHand } from '../main/domain/refund-by-hand.ts'
import type { TextKey } from './texts/en.ts'

/** How a state looks; words and an icon always go with the colour. */
export type Tone = 'good' | 'bad' | 'caution' | 'waiting' | 'neutral'

export const toneOf = (payment: Payment): Tone => {
  switch (payment.state) {
    case 'sending':
      return 'waiting'
    case 'waiting':
      return payment.why === 'waiting-for-buyer' ? 'waiting' : 'caution'
    case 'cancelling':
      return 'caution'
    case 'paid':
      return payment.givenUp ? 'caution' : 'good'
    case 'declined':
      return payment.watch.foundPaid === undefined ? 'bad' : 'caution'
    case 'cancelled':
      return payment.watch.foundPaid === undefined ? 'neutral' : 'caution'
    case 'not-sent':
      return 'neutral'
  }
}

export const refundTone = (refund: Refund): Tone => {
  switch (refund.state) {
    case 'refunded':
      return 'good'
    case 'refused':
      return refund.madeLater === true ? 'caution' : 'bad'
    case 'sending':
    case 'accepted':
      return 'waiting'
    case 'held':
    case 'unknown':
    case 'short-of-funds':
      return 'caution'
  }
}

export interface Mark {
  readonly tone: Tone
  readonly text: Extract<TextKey, `state.${string}`>
}

/** The one word for a sale in a list, its refunds counted in. */
export const markOf = ({
  payment,
  refunds,
  refundable,
}: Pick<PaymentView, 'payment' | 'refunds' | 'refundable'>): Mark => {
  const tone = toneOf(payment)
  if (tone === 'caution' && payment.state !== 'waiting' && payment.state !== 'cancelling') {
    return { tone, text: needsRefundByHand(payment, refunds) ? 'state.refund-refused' : 'state.paid-late' }
  }
  if (payment.state !== 'paid') return { tone, text: `state.${payment.state}` }
  if (refunds.some((refund) => !isRefundFinal(refund))) return { tone: 'waiting', text: 'state.refunding' }
  if (!refunds.some(hasGoneBack)) return { tone, text: 'state.paid' }
  return refundable.minor === 0
    ? { tone: 'neutral', text: 'state.refunded' }
    : { tone: 'good', text: 'state.partly-refunded' }
}

/** Alipay's number of the trade, if an answer has told it. */
export const tradeOf = (payment: Payment): string | undefined => {
  switch (payment.state) {
    case 'waiting':
    case 'cancelling':
    case 'paid':
      return payment.facts.alipayTransId
    case 'cancelled':
      return payment.facts.alipayTransId ?? payment.watch.foundPaid?.alipayTransId
    case 'declined':
      return payment.watch.foundPaid?.alipayTransId
    case 'sending':
    case 'not-sent':
      return undefined
  }
}
