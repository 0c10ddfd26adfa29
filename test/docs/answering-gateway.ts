import type { CancelOutcome, QueryOutcome, RefundOutcome, RefundQueryOutcome } from '../../main/domain/outcome.ts'
import { isFinal, type Payment, type PaymentEffect, type PaymentNews } from '../../main/domain/payment.ts'
import { stepPayment } from '../../main/domain/payment-step.ts'
import { refundTimingDefault, type Refund, type RefundEffect, type RefundNews } from '../../main/domain/refund.ts'
import { stepRefund } from '../../main/domain/refund-step.ts'
import { contextAfter } from './state-walk.ts'

/**
 * A gateway that answers at once and truly. It is asked what the effects of a state ask for, at the times they say, as
 * the agenda of the engine would: how long until a question has its answer?
 */

const facts = { alipayTransId: '2026112022001004821' }
const deadlineMs = 15_000
const stepsMax = 400

/** What has really become of the trade, and what the gateway therefore says. */
export interface Truth {
  readonly query: QueryOutcome
  readonly cancel: CancelOutcome
}
const trade = (status: 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED' | 'TRADE_FINISHED'): QueryOutcome => ({
  type: 'trade',
  status,
  facts,
})
const closed: CancelOutcome = { type: 'cancelled', action: 'close', facts }
export const truthsOfTheDay: Readonly<Record<string, Truth>> = {
  'never arrived': {
    query: { type: 'not-found', code: 'TRADE_NOT_EXIST' },
    cancel: { type: 'cancelled', facts: {} },
  },
  'the customer hesitates': { query: trade('WAIT_BUYER_PAY'), cancel: closed },
  paid: { query: trade('TRADE_SUCCESS'), cancel: { type: 'cancelled', action: 'refund', facts } },
  'paid and too late to cancel': {
    query: trade('TRADE_FINISHED'),
    cancel: { type: 'refused', code: 'TRADE_HAS_FINISHED', mayRetry: false },
  },
  closed: { query: trade('TRADE_CLOSED'), cancel: closed },
}
/** By then no customer hesitates any more: an unpaid trade is closed after minutes. */
export const truthsOfTheNextDay: Readonly<Record<string, Truth>> = {
  'never arrived': truthsOfTheDay['never arrived']!,
  paid: {
    query: trade('TRADE_SUCCESS'),
    cancel: { type: 'refused', code: 'TRADE_CANCEL_TIME_OUT', mayRetry: false },
  },
  closed: truthsOfTheDay['closed']!,
}

type Dates = Map<string, number>
const nextOf = (dates: Dates): readonly [string, number] | undefined =>
  [...dates].sort(([, one], [, other]) => one - other)[0]

/** Milliseconds until the payment is final; Infinity when its questions go in circles. */
export const msUntilFinal = (
  arrived: { readonly state: Payment; readonly effects: readonly PaymentEffect[] },
  truth: Truth,
  hourMs: number,
): number => {
  let { state: payment } = arrived
  let elapsedMs = 0
  const dates: Dates = new Map()
  const perform = (effect: PaymentEffect): void => {
    if (effect.type === 'query') dates.set('query', elapsedMs + effect.afterMs)
    if (effect.type === 'cancel') {
      dates.clear()
      dates.set('cancel', elapsedMs + effect.afterMs)
    }
  }
  const hear = (news: PaymentNews): void => {
    const context = contextAfter(hourMs + elapsedMs)
    const stepped = stepPayment(payment, news, context)
    payment = stepped.payment
    stepped.effects.forEach(perform)
    if (isFinal(payment) || dates.size > 0) return
    if (payment.state === 'cancelling') perform({ type: 'cancel', afterMs: context.timing.cancelEveryMs })
    else perform({ type: 'query', afterMs: context.timing.queryEveryMs })
  }
  arrived.effects.forEach(perform)
  // The PAY is still out: in the worst case nothing comes of it until its deadline.
  if (payment.state === 'sending') dates.set('pay', deadlineMs)
  for (let steps = 0; !isFinal(payment) && steps < stepsMax; steps += 1) {
    const next = nextOf(dates)
    if (next === undefined) return Infinity
    const [call, atMs] = next
    dates.delete(call)
    elapsedMs = atMs
    if (call === 'pay') hear({ type: 'pay-answered', outcome: { type: 'unknown', why: 'timed-out' } })
    else if (call === 'query') hear({ type: 'query-answered', outcome: truth.query })
    else hear({ type: 'cancel-answered', outcome: truth.cancel })
  }
  return isFinal(payment) ? elapsedMs : Infinity
}

export interface RefundTruth {
  readonly refund: RefundOutcome
  readonly refundQuery: RefundQueryOutcome
  readonly trade: QueryOutcome
}
export const refundTruths: Readonly<Record<string, RefundTruth>> = {
  made: {
    refund: { type: 'refunded', facts: {} },
    refundQuery: { type: 'refund', status: 'SUCCESS', facts: {} },
    trade: trade('TRADE_CLOSED'),
  },
  'refused for good': {
    refund: { type: 'refused', code: 'RETURN_AMOUNT_EXCEED' },
    refundQuery: { type: 'not-found', code: 'NOT_FOUND' },
    trade: trade('TRADE_SUCCESS'),
  },
  'refused, and the account has no refund query': {
    refund: { type: 'refused', code: 'RETURN_AMOUNT_EXCEED' },
    refundQuery: { type: 'refused', code: 'ACCESS_FORBIDDEN' },
    trade: trade('TRADE_SUCCESS'),
  },
}

/** Nobody knows what became of it. `accepted`, `held` and `short-of-funds` are known to be waiting for Alipay. */
export const isDoubtful = ({ state }: Refund): boolean => state === 'sending' || state === 'unknown'

/** Milliseconds until it is known what became of the refund, by day. */
export const msUntilKnown = (
  arrived: { readonly state: Refund; readonly effects: readonly RefundEffect[] },
  truth: RefundTruth,
): number => {
  let { state: refund } = arrived
  let elapsedMs = 0
  const dates: Dates = new Map()
  const perform = (effect: RefundEffect): void => {
    if ('afterMs' in effect) dates.set(effect.type, elapsedMs + effect.afterMs)
  }
  const heard: Readonly<Record<string, RefundNews>> = {
    refund: { type: 'refund-answered', outcome: truth.refund },
    'refund-query': { type: 'refund-query-answered', outcome: truth.refundQuery },
    'trade-query': { type: 'trade-answered', outcome: truth.trade },
    wake: { type: 'due' },
  }
  arrived.effects.forEach(perform)
  for (let steps = 0; isDoubtful(refund) && steps < stepsMax; steps += 1) {
    const next = nextOf(dates)
    if (next === undefined) return Infinity
    const [call, atMs] = next
    dates.delete(call)
    elapsedMs = atMs
    const news = heard[call]
    if (news === undefined) throw new Error(`the gateway cannot be asked for ${call}`)
    const { now } = contextAfter(4000 + elapsedMs)
    const stepped = stepRefund(refund, news, { now, timing: refundTimingDefault })
    refund = stepped.refund
    stepped.effects.forEach(perform)
  }
  return isDoubtful(refund) ? Infinity : elapsedMs
}
