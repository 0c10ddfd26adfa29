import type { PaymentView } from '../../main/contract.ts'
import type { Entry } from '../../main/domain/entry.ts'
import { formatAmount, formatMoney } from '../../main/domain/money.ts'
import { isFinal, type Payment } from '../../main/domain/payment.ts'
import { isRefundFinal, type Refund } from '../../main/domain/refund.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { refundSentence } from '../../main/domain/refund-sentences.ts'

export const exitCodes = { done: 0, fault: 1, notPaid: 2, unknown: 3 } as const

/** How many calls the till made about it: the PAY, queries, cancels, refunds. */
const attemptsOf = (story: readonly Entry[]): number =>
  story.filter(({ body }) => 'call' in body && body.call?.outcome !== undefined).length

const transIdOf = (payment: Payment): string | null =>
  'facts' in payment ? (payment.facts.alipayTransId ?? null) : null

const errorOf = (subject: Payment | Refund): string | null => {
  if ('code' in subject) return subject.code
  if ('why' in subject) return subject.why
  return 'lastRefusal' in subject ? (subject.lastRefusal ?? null) : null
}

/** What `--json` prints of a payment: one object, always with these fields. */
export const paymentResult = ({ payment, refunds, refundable }: PaymentView, story: readonly Entry[]) => ({
  id: payment.id,
  state: payment.state,
  final: isFinal(payment),
  amount: formatAmount(payment.amount),
  currency: payment.amount.currency,
  alipayTransId: transIdOf(payment),
  error: errorOf(payment),
  attempts: attemptsOf(story),
  createdAt: payment.createdAt,
  refundable: formatAmount(refundable),
  refunds: refunds.map((refund) => ({
    id: refund.id,
    state: refund.state,
    amount: formatAmount(refund.amount),
    origin: refund.origin,
  })),
})

export const refundResult = (refund: Refund, payment: Payment, story: readonly Entry[]) => ({
  id: refund.id,
  payment: refund.payment,
  state: refund.state,
  final: isRefundFinal(refund),
  amount: formatAmount(refund.amount),
  currency: refund.amount.currency,
  alipayTransId: transIdOf(payment),
  error: errorOf(refund),
  attempts: attemptsOf(story.filter(({ body }) => 'refund' in body && body.refund.id === refund.id)),
})

export const paymentLine = ({ payment, refunds }: PaymentView): string =>
  `${payment.id}  ${formatMoney(payment.amount).padStart(16)}  ${payment.state.padEnd(10)} ${sentenceFor(payment, refunds).en.headline}`
export const refundLine = (refund: Refund): string =>
  `${refund.id}  ${formatMoney(refund.amount).padStart(16)}  ${refund.state.padEnd(10)} ${refundSentence(refund).en.headline}`

export const paymentExit = (payment: Payment): number => {
  switch (payment.state) {
    case 'paid':
      return payment.givenUp ? exitCodes.notPaid : exitCodes.done
    case 'declined':
    case 'cancelled':
    case 'not-sent':
      return exitCodes.notPaid
    case 'sending':
    case 'waiting':
    case 'cancelling':
      return exitCodes.unknown
  }
}

export const refundExit = (refund: Refund): number => {
  switch (refund.state) {
    case 'refunded':
      return exitCodes.done
    case 'refused':
      return exitCodes.notPaid
    case 'held':
    case 'sending':
    case 'unknown':
    case 'short-of-funds':
    case 'accepted':
      return exitCodes.unknown
  }
}
