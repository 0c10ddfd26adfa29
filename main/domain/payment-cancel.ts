import type { CancelOutcome, QueryOutcome } from './outcome.ts'
import type { PaymentNews, PaymentStep, StepContext } from './payment.ts'
import {
  attemptOf,
  cancelWindowOver,
  closedFacts,
  foundPaid,
  nextCancelMs,
  numberTaken,
  overtakenWatch,
  overWatch,
  paidFacts,
  stay,
  toPaid,
  type In,
} from './payment-moves.ts'

/** What a payment hears while it is being undone. */

/** So many tries are written down one by one; in an outage of hours those after them say nothing new. */
const triesWritten = 50
const triedOnceMore = (payment: In<'cancelling'>): In<'cancelling'> =>
  payment.cancels < triesWritten ? { ...payment, cancels: payment.cancels + 1 } : payment

/**
 * The customer was charged something else than what was asked, and no cancel is taken any more. One such answer may be
 * a slip of the gateway; when it comes again a person is told, and no refund is made up for it (F25).
 */
const otherAmount = (payment: In<'cancelling'>, context: StepContext): PaymentStep => {
  const { otherAmount: before } = payment
  const known: In<'cancelling'> =
    before === 'told' ? payment : { ...payment, otherAmount: before === 'heard' ? 'told' : 'heard' }
  return stay(
    known,
    ...(before === 'heard' ? [{ type: 'discrepancy', kind: 'other-amount' } as const] : []),
    { type: 'query', afterMs: nextCancelMs(known, context) },
  )
}

const queryAnsweredWhileCancelling = (
  payment: In<'cancelling'>,
  outcome: QueryOutcome,
  context: StepContext,
): PaymentStep => {
  const cancelIsOfNoUse = payment.lastRefusal !== undefined || cancelWindowOver(payment, context)
  const closed = closedFacts(outcome)
  if (closed !== undefined) {
    return stay({
      ...attemptOf(payment),
      state: 'cancelled',
      because: payment.because,
      endedAt: context.now.at,
      facts: { ...payment.facts, ...closed },
      watch: overWatch,
    })
  }
  const seen: In<'cancelling'> =
    outcome.type === 'trade'
      ? { ...payment, facts: { ...payment.facts, ...outcome.facts }, tradeSeen: true }
      : payment
  // A cancel is on its way and gives paid money back as well; its answer decides.
  if (!cancelIsOfNoUse) return stay(seen)
  if (paidFacts(outcome) !== undefined) return stay(toPaid(payment, seen.facts, true, context), ...foundPaid)
  if (outcome.type === 'unknown' && outcome.why === 'other-amount' && cancelWindowOver(payment, context)) {
    return otherAmount(seen, context)
  }
  const afterMs = nextCancelMs(payment, context)
  if (
    cancelWindowOver(payment, context) &&
    outcome.type !== 'not-found' &&
    payment.lastRefusal === undefined
  ) {
    const tried = triedOnceMore(seen)
    return stay(tried, { type: 'query', afterMs: nextCancelMs(tried, context) })
  }
  return stay(seen, { type: 'cancel', afterMs })
}

const cancelAnswered = (
  payment: In<'cancelling'>,
  outcome: CancelOutcome,
  context: StepContext,
): PaymentStep => {
  const tried = triedOnceMore(payment)
  const afterMs = nextCancelMs(tried, context)
  switch (outcome.type) {
    case 'cancelled': {
      const facts = { ...payment.facts, ...outcome.facts }
      // A cancel of a trade that nobody has seen yet may have overtaken its PAY (reliability F18): keep watching.
      const overtaken =
        !payment.tradeSeen && outcome.action === undefined && facts.alipayTransId === undefined
      return stay(
        {
          ...attemptOf(payment),
          state: 'cancelled',
          because: payment.because,
          ...(outcome.action === undefined ? {} : { action: outcome.action }),
          endedAt: context.now.at,
          facts,
          watch: overtaken ? overtakenWatch : overWatch,
        },
        ...(overtaken ? [{ type: 'query', afterMs: context.timing.watchSoonMs } as const] : []),
      )
    }
    case 'refused': {
      if (outcome.mayRetry === true && !cancelWindowOver(payment, context))
        return stay(tried, { type: 'cancel', afterMs })
      // Another reason is another matter: what was refused for a wrong clock may be taken once the clock is mended (F28).
      const refusals = payment.lastRefusal === outcome.code ? (payment.refusals ?? 0) + 1 : 1
      const refused = { ...tried, lastRefusal: outcome.code, refusals }
      return stay(refused, {
        type: 'query',
        afterMs: payment.lastRefusal === undefined ? 0 : nextCancelMs(refused, context),
      })
    }
    case 'unknown':
    case 'not-sent':
      return cancelWindowOver(payment, context)
        ? stay(tried, { type: 'query', afterMs })
        : stay(tried, { type: 'cancel', afterMs })
  }
}

export const whileCancelling = (
  payment: In<'cancelling'>,
  news: PaymentNews,
  context: StepContext,
): PaymentStep => {
  switch (news.type) {
    case 'cancel-answered':
      return cancelAnswered(payment, news.outcome, context)
    case 'query-answered':
      return queryAnsweredWhileCancelling(payment, news.outcome, context)
    case 'pay-answered': {
      const { outcome } = news
      if (outcome.type === 'not-sent') {
        return stay({ ...attemptOf(payment), state: 'not-sent', why: outcome.why, endedAt: context.now.at })
      }
      // The cashier has stopped the sale; the cancel under way gives the money back if this says paid.
      const facts = outcome.type === 'paid' || outcome.type === 'unknown' ? (outcome.facts ?? {}) : {}
      const tradeSeen =
        outcome.type === 'paid' || (outcome.type === 'unknown' && outcome.why === 'waiting-for-buyer')
      return stay({
        ...payment,
        tradeSeen: payment.tradeSeen || tradeSeen,
        facts: { ...payment.facts, ...facts },
      })
    }
    case 'resumed':
      return stay(
        payment,
        payment.lastRefusal !== undefined || cancelWindowOver(payment, context)
          ? { type: 'query', afterMs: 0 }
          : { type: 'cancel', afterMs: 0 },
      )
    case 'released':
      return stay({ ...payment, attended: false })
    case 'query-asked':
      return stay(payment, { type: 'query', afterMs: 0 })
    case 'number-taken':
      return numberTaken(payment, news.code, context)
    case 'abort-asked':
      return stay(payment)
  }
}
