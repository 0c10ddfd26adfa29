import type { PayOutcome, QueryOutcome, TradeFacts } from './outcome.ts'
import type { Attempt, Payment, PaymentNews, PaymentStep, StepContext } from './payment.ts'
import { whileCancelling } from './payment-cancel.ts'
import {
  attemptOf,
  closedFacts,
  refusalWatch,
  giveUp,
  numberTaken,
  overWatch,
  paidFacts,
  stay,
  toPaid,
  type In,
} from './payment-moves.ts'
import { afterGivingUp } from './payment-watch.ts'

/** A new payment: the intent. The PAY may leave once this state is on disk. */
export const openPayment = (attempt: Attempt, { now, timing }: StepContext): PaymentStep =>
  stay({ ...attempt, state: 'sending', limitMono: now.mono + timing.limitMs }, { type: 'pay' })

const toWaiting = (
  payment: In<'sending' | 'waiting'>,
  why: In<'waiting'>['why'],
  facts: TradeFacts,
  limitMono: number,
): In<'waiting'> => ({
  ...attemptOf(payment),
  state: 'waiting',
  why,
  queries: 0,
  tradeSeen: why === 'waiting-for-buyer',
  limitMono,
  facts,
})

/** The clocks may disagree after a suspend or a jump; whichever says that the limit is over is believed. */
const limitReached = (payment: In<'waiting'>, { now, timing }: StepContext): boolean =>
  now.mono >= payment.limitMono || now.at - payment.createdAt >= timing.limitMs

const payAnswered = (payment: In<'sending'>, outcome: PayOutcome, context: StepContext): PaymentStep => {
  const { now, timing } = context
  switch (outcome.type) {
    case 'paid':
      return stay(toPaid(payment, outcome.facts, false, context), { type: 'receipt' })
    case 'refused':
      // Shown at once, and asked about again: the refusal may be unsigned, or turn out differently (reliability F26).
      return stay(
        {
          ...attemptOf(payment),
          state: 'declined',
          code: outcome.code,
          endedAt: now.at,
          watch: refusalWatch,
        },
        { type: 'query', afterMs: timing.confirmRefusalMs },
      )
    case 'not-sent':
      return stay({ ...attemptOf(payment), state: 'not-sent', why: outcome.why, endedAt: now.at })
    case 'unknown': {
      const sinceSentMs = timing.limitMs - (payment.limitMono - now.mono)
      return stay(toWaiting(payment, outcome.why, outcome.facts ?? {}, payment.limitMono), {
        type: 'query',
        // Not at once: what is due at once does not wait for a gateway that has asked not to be called (F21).
        afterMs: Math.max(1, timing.firstQueryMs - sinceSentMs),
      })
    }
  }
}

const queryAnsweredWhileWaiting = (
  payment: In<'waiting'>,
  outcome: QueryOutcome,
  context: StepContext,
): PaymentStep => {
  const { now, timing } = context
  const paid = paidFacts(outcome)
  if (paid !== undefined) {
    return stay(toPaid(payment, { ...payment.facts, ...paid }, false, context), { type: 'receipt' })
  }
  const closed = closedFacts(outcome)
  if (closed !== undefined) {
    return stay({
      ...attemptOf(payment),
      state: 'cancelled',
      because: 'closed-by-gateway',
      endedAt: now.at,
      facts: { ...payment.facts, ...closed },
      watch: overWatch,
    })
  }
  const asked: In<'waiting'> = {
    ...payment,
    queries: payment.queries + 1,
    tradeSeen: payment.tradeSeen || outcome.type === 'trade',
    why: outcome.type === 'trade' ? 'waiting-for-buyer' : payment.why,
    facts: outcome.type === 'trade' ? { ...payment.facts, ...outcome.facts } : payment.facts,
  }
  // The cancel follows its last query at once: the longer the gap, the likelier a customer confirms in it.
  if (limitReached(asked, context)) return giveUp(asked, 'limit', context)
  return stay(asked, {
    type: 'query',
    afterMs: Math.min(timing.queryEveryMs, Math.max(0, payment.limitMono - now.mono)),
  })
}

const whileSending = (payment: In<'sending'>, news: PaymentNews, context: StepContext): PaymentStep => {
  switch (news.type) {
    case 'pay-answered':
      return payAnswered(payment, news.outcome, context)
    case 'abort-asked':
      return giveUp(payment, 'cashier', context)
    case 'number-taken':
      return numberTaken(payment, news.code, context)
    case 'resumed':
      return stay(toWaiting(payment, 'interrupted', {}, context.now.mono + context.timing.limitMs), {
        type: 'query',
        afterMs: 0,
      })
    case 'query-answered': {
      const paid = paidFacts(news.outcome)
      return paid === undefined
        ? stay(payment)
        : stay(toPaid(payment, paid, false, context), { type: 'receipt' })
    }
    case 'query-asked':
      return stay(payment, { type: 'query', afterMs: 0 })
    case 'cancel-answered':
    case 'released':
      return stay(payment)
  }
}

const whileWaiting = (payment: In<'waiting'>, news: PaymentNews, context: StepContext): PaymentStep => {
  switch (news.type) {
    case 'query-answered':
      return queryAnsweredWhileWaiting(payment, news.outcome, context)
    case 'abort-asked':
      return giveUp(payment, 'cashier', context)
    case 'number-taken':
      return numberTaken(payment, news.code, context)
    case 'resumed':
      // The monotonic clock has started anew; the wall clock still tells when the limit is over.
      return stay(
        { ...payment, limitMono: context.now.mono + context.timing.limitMs },
        { type: 'query', afterMs: 0 },
      )
    case 'query-asked':
      return stay(payment, { type: 'query', afterMs: 0 })
    case 'pay-answered':
    case 'cancel-answered':
    case 'released':
      return stay(payment)
  }
}

/**
 * Given where a payment is and what was heard: where it is now, and what to do about it. A final state never becomes
 * another one; news that contradicts it is a discrepancy and, when the customer paid, a refund (spot-pay 5.3,
 * reliability 2).
 */
export const stepPayment = (payment: Payment, news: PaymentNews, context: StepContext): PaymentStep => {
  switch (payment.state) {
    case 'sending':
      return whileSending(payment, news, context)
    case 'waiting':
      return whileWaiting(payment, news, context)
    case 'cancelling':
      return whileCancelling(payment, news, context)
    case 'declined':
    case 'cancelled':
      return afterGivingUp(payment, news, context)
    case 'paid':
      if (news.type === 'query-asked') return stay(payment, { type: 'query', afterMs: 0 })
      return (news.type === 'query-answered' && closedFacts(news.outcome) !== undefined) ||
        (news.type === 'cancel-answered' && news.outcome.type === 'cancelled')
        ? stay(payment, { type: 'discrepancy', kind: 'closed-though-paid' })
        : stay(payment)
    case 'not-sent':
      return stay(payment)
  }
}
