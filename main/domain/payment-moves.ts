import type { QueryOutcome, TradeFacts } from './outcome.ts'
import {
  isBeingUndone,
  isForAPerson,
  type Attempt,
  type ChaseTiming,
  type GivingUp,
  type Payment,
  type PaymentEffect,
  type PaymentStep,
  type StepContext,
  type Watch,
} from './payment.ts'
import { beijingDay, instant } from './time.ts'

/** The moves that the steps of a payment share. */

export type In<State extends Payment['state']> = Extract<Payment, { state: State }>
export type GivenUp = In<'declined' | 'cancelled'>

export const stay = (payment: Payment, ...effects: readonly PaymentEffect[]): PaymentStep => ({
  payment,
  effects,
})

export const attemptOf = ({ id, amount, buyerCode, operator, createdAt, attended }: Attempt): Attempt => ({
  id,
  amount,
  buyerCode,
  operator,
  createdAt,
  attended,
})

export const overWatch: Watch = { stage: 'over', closing: false }
/** After a refused PAY: the refusal is confirmed first. */
export const refusalWatch: Watch = { stage: 'at-once', closing: false }
/** After a cancel that may have overtaken its PAY. */
export const overtakenWatch: Watch = { stage: 'soon', closing: false }

/** Five tries at the usual pace, then more rarely: an outage of hours is asked politely. */
const cancelDelay = (tries: number, { timing: { cancelEveryMs, cancelEveryMsMax } }: StepContext): number =>
  Math.max(cancelEveryMs, Math.min(cancelEveryMsMax, cancelEveryMs * 2 ** Math.max(0, tries - 5)))

/** How long until a cancel is tried again. Once a person has to look, each pause is twice as long as the last. */
export const nextCancelMs = (payment: In<'cancelling'>, context: StepContext): number => {
  const usual = cancelDelay(payment.cancels, context)
  if (!isForAPerson(payment)) return usual
  const longest = Math.max(context.timing.refusedCancelEveryMsMax, context.timing.cancelEveryMsMax)
  if (payment.otherAmount === 'told') return longest
  return Math.min(longest, usual * 2 ** Math.min(20, (payment.refusals ?? 0) - 2))
}

const unpaidGraceMs = 15 * 60_000

/**
 * Whether the gateway takes no cancel any more: another Beijing day than the payment's, and the quarter of an hour
 * that an unpaid trade is given over (spot-pay 5.4). A payment found paid is then given back by a refund.
 */
export const cancelWindowOver = (payment: Attempt, { now, correctionMs = 0 }: StepContext): boolean =>
  beijingDay(instant(now.at + correctionMs)) !== beijingDay(instant(payment.createdAt + correctionMs)) &&
  now.at - payment.createdAt > unpaidGraceMs

export const toPaid = (
  payment: Payment,
  facts: TradeFacts,
  givenUp: boolean,
  { now }: StepContext,
): Payment => ({
  ...attemptOf(payment),
  state: 'paid',
  paidAt: facts.paidAt ?? now.at,
  givenUp,
  facts,
})

/** Alipay has somebody else's payment under this number: nothing is charged to this customer, and nothing is touched. */
export const numberTaken = (payment: Payment, code: string, { now }: StepContext): PaymentStep =>
  stay({ ...attemptOf(payment), state: 'declined', code, endedAt: now.at, watch: overWatch })

export const giveUp = (
  payment: In<'sending' | 'waiting'>,
  because: GivingUp,
  context: StepContext,
): PaymentStep =>
  stay(
    {
      ...attemptOf(payment),
      state: 'cancelling',
      because,
      cancels: 0,
      tradeSeen: payment.state === 'waiting' && payment.tradeSeen,
      facts: payment.state === 'waiting' ? payment.facts : {},
    },
    cancelWindowOver(payment, context) ? { type: 'query', afterMs: 0 } : { type: 'cancel', afterMs: 0 },
  )

/** Facts of a trade that the gateway shows as paid. */
export const paidFacts = (outcome: QueryOutcome): TradeFacts | undefined =>
  outcome.type === 'trade' && (outcome.status === 'TRADE_SUCCESS' || outcome.status === 'TRADE_FINISHED')
    ? outcome.facts
    : undefined
/** Facts of a trade that the gateway shows as closed. */
export const closedFacts = (outcome: QueryOutcome): TradeFacts | undefined =>
  outcome.type === 'trade' && outcome.status === 'TRADE_CLOSED' ? outcome.facts : undefined

/** The customer paid for a sale that was given up: the sale stays given up, the money goes back by itself. */
export const foundPaid: readonly PaymentEffect[] = [
  { type: 'discrepancy', kind: 'paid-after-given-up' },
  { type: 'refund-all' },
]

/** A wall clock that was set while a call was out can leave a payment with nothing to wait for: nobody may wait for ever. */
export const nextTry = (
  payment: Payment,
  timing: ChaseTiming,
): Extract<PaymentEffect, { type: 'query' | 'cancel' }> =>
  isBeingUndone(payment)
    ? { type: 'cancel', afterMs: timing.cancelEveryMs }
    : { type: 'query', afterMs: timing.queryEveryMs }
