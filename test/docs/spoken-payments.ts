import { isChargedOtherwise, isFinal, isForAPerson, isMoneyTaken, type Payment } from '../../main/domain/payment.ts'
import type { Refund } from '../../main/domain/refund.ts'
import { sentenceAgain, sentenceFor } from '../../main/domain/payment-sentences.ts'
import { refundSentence } from '../../main/domain/refund-sentences.ts'
import { markOf } from '../../renderer/payment-mark.ts'
import { sayIn } from '../../renderer/i18n.ts'
import { money } from '../../main/domain/money.ts'
import type { Spoken } from './spoken.ts'
import { foundPaidAndRefused } from '../renderer/examples.ts'
import { anyCode, codes, decliningCodes } from './walk-news.ts'

/** Why it is there, as far as the words depend on it. */
const becauseOf = (payment: Payment): string => {
  switch (payment.state) {
    case 'sending':
      return ''
    case 'waiting':
    case 'not-sent':
      return payment.why
    case 'cancelling':
      return [
        payment.because,
        isForAPerson(payment) ? 'refused for good' : payment.lastRefusal === undefined ? '' : 'refused',
      ]
        .filter(Boolean)
        .join(', ')
    case 'paid':
      return payment.givenUp ? 'given up before' : ''
    case 'declined':
      return payment.watch.foundPaid !== undefined
        ? 'found paid later'
        : isChargedOtherwise(payment)
          ? 'paid with another amount'
          : payment.code || 'no code'
    case 'cancelled':
      return payment.watch.foundPaid !== undefined
        ? 'found paid later'
        : isChargedOtherwise(payment)
          ? 'paid with another amount'
          : [payment.because, payment.action === 'refund' ? 'the customer had paid' : ''].filter(Boolean).join(', ')
  }
}

/** Only the gateway's own word, or a connection that never stood, says that no money moved. */
const mayBeCharged = (payment: Payment): boolean =>
  !isFinal(payment) ||
  payment.state === 'paid' ||
  ('watch' in payment && payment.watch.foundPaid !== undefined) ||
  isChargedOtherwise(payment) ||
  (payment.state === 'cancelled' && payment.action === 'refund')

/** The walk stops at one code for all; the words are said with each of them. */
const withCodes = (payment: Payment): readonly Payment[] =>
  payment.state === 'declined' && payment.code === anyCode
    ? decliningCodes.map((code) => ({ ...payment, code }))
    : [payment]

const isGood = (payment: Payment): boolean => payment.state === 'paid' && !payment.givenUp

const listed = (payment: Payment, refunds: readonly Refund[]) => {
  const { text } = markOf({ payment, refunds, refundable: money(0, payment.amount.currency) })
  return { en: sayIn('en')(text), zh: sayIn('zh')(text) }
}

const ownRefundRefused = (payment: Payment) => {
  const { amount } = payment
  const refunds = foundPaidAndRefused().refunds.map((refund) => ({ ...refund, amount }))
  return { inLists: listed(payment, refunds), words: sentenceFor(payment, refunds) }
}

export const spokenOfPayment = (payment: Payment): readonly Spoken[] =>
  withCodes(payment).flatMap((each) => {
    const why = becauseOf(each)
    const of = `${each.state}${why === '' ? '' : `: ${why}`}`
    const spoken = {
      inLists: listed(each, []),
      paid: isGood(each),
      mayBeCharged: mayBeCharged(each),
    }
    return [
      { ...spoken, of, words: sentenceFor(each) },
      ...(isGood(each) ? [{ ...spoken, of: `${of}, before a restart`, words: sentenceAgain(each) }] : []),
      ...(isMoneyTaken(each) && !isGood(each) ? [{ ...spoken, ...ownRefundRefused(each), of: `${of}, its refund refused` }] : []),
    ]
  })

export const spokenOfRefund = (refund: Refund): readonly Spoken[] =>
  (refund.state === 'refused' ? codes.map((code): Refund => ({ ...refund, code })) : [refund]).map((each) => ({
    of:
      each.state === 'refused'
        ? `refused: ${each.madeLater === true ? 'made later' : each.code || 'no code'}`
        : each.state,
    words: refundSentence(each),
    mayBeCharged: true,
  }))
