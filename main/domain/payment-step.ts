import type { CancelOutcome, PayOutcome, QueryOutcome, TradeFacts } from './outcome.ts'
import type {
  Attempt,
  GivingUp,
  Payment,
  PaymentEffect,
  PaymentNews,
  PaymentStep,
  StepContext,
  Watch,
} from './payment.ts'
import { beijingDay } from './time.ts'

type In<State extends Payment['state']> = Extract<Payment, { state: State }>
type GivenUp = In<'declined' | 'cancelled'>

const stay = (payment: Payment, ...effects: readonly PaymentEffect[]): PaymentStep => ({ payment, effects })

const attemptOf = ({ id, amount, buyerCode, operator, createdAt, attended }: Attempt): Attempt => ({
  id,
  amount,
  buyerCode,
  operator,
  createdAt,
  attended,
})

const overWatch: Watch = { stage: 'over', closing: false }
const freshWatch: Watch = { stage: 'soon', closing: false }

/** A new payment: the intent. The PAY may leave once this state is on disk. */
export const openPayment = (attempt: Attempt, { now, timing }: StepContext): PaymentStep =>
  stay({ ...attempt, state: 'sending', limitMono: now.mono + timing.limitMs }, { type: 'pay' })

/** Five tries at the usual pace, then twice as long each time: an outage of hours is asked politely. */
export const cancelDelay = (tries: number, { timing }: StepContext): number =>
  Math.min(timing.cancelEveryMsMax, timing.cancelEveryMs * 2 ** Math.max(0, tries - 5))

const unpaidGraceMs = 15 * 60_000

/**
 * Whether the gateway takes no cancel any more: another Beijing day than the payment's, and the quarter of an hour
 * that an unpaid trade is given over (spot-pay 5.4). A payment found paid is then given back by a refund.
 */
export const cancelWindowOver = (payment: Attempt, { now }: StepContext): boolean =>
  beijingDay(now.at) !== beijingDay(payment.createdAt) && now.at - payment.createdAt > unpaidGraceMs

const toPaid = (payment: Payment, facts: TradeFacts, givenUp: boolean, { now }: StepContext): Payment => ({
  ...attemptOf(payment),
  state: 'paid',
  paidAt: facts.paidAt ?? now.at,
  givenUp,
  facts,
})

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

const giveUp = (payment: In<'sending' | 'waiting'>, because: GivingUp, context: StepContext): PaymentStep =>
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
          watch: freshWatch,
        },
        { type: 'query', afterMs: timing.confirmRefusalMs },
      )
    case 'not-sent':
      return stay({ ...attemptOf(payment), state: 'not-sent', why: outcome.why, endedAt: now.at })
    case 'unknown': {
      const sinceSentMs = timing.limitMs - (payment.limitMono - now.mono)
      return stay(toWaiting(payment, outcome.why, outcome.facts ?? {}, payment.limitMono), {
        type: 'query',
        afterMs: Math.max(0, timing.firstQueryMs - sinceSentMs),
      })
    }
  }
}

const isPaidTrade = (outcome: QueryOutcome): outcome is Extract<QueryOutcome, { type: 'trade' }> =>
  outcome.type === 'trade' && (outcome.status === 'TRADE_SUCCESS' || outcome.status === 'TRADE_FINISHED')
const isClosedTrade = (outcome: QueryOutcome): outcome is Extract<QueryOutcome, { type: 'trade' }> =>
  outcome.type === 'trade' && outcome.status === 'TRADE_CLOSED'

const queryAnsweredWhileWaiting = (
  payment: In<'waiting'>,
  outcome: QueryOutcome,
  context: StepContext,
): PaymentStep => {
  const { now, timing } = context
  if (isPaidTrade(outcome)) {
    return stay(toPaid(payment, { ...payment.facts, ...outcome.facts }, false, context), { type: 'receipt' })
  }
  if (isClosedTrade(outcome)) {
    return stay({
      ...attemptOf(payment),
      state: 'cancelled',
      because: 'closed-by-gateway',
      endedAt: now.at,
      facts: { ...payment.facts, ...outcome.facts },
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

/** The customer paid for a sale that was given up: the sale stays given up, the money goes back by itself. */
const foundPaid: readonly PaymentEffect[] = [
  { type: 'discrepancy', kind: 'paid-after-given-up' },
  { type: 'refund-all' },
]

const queryAnsweredWhileCancelling = (
  payment: In<'cancelling'>,
  outcome: QueryOutcome,
  context: StepContext,
): PaymentStep => {
  const cancelIsOfNoUse = payment.lastRefusal !== undefined || cancelWindowOver(payment, context)
  if (isClosedTrade(outcome)) {
    return stay({
      ...attemptOf(payment),
      state: 'cancelled',
      because: payment.because,
      endedAt: context.now.at,
      facts: { ...payment.facts, ...outcome.facts },
      watch: overWatch,
    })
  }
  const facts = outcome.type === 'trade' ? { ...payment.facts, ...outcome.facts } : payment.facts
  const seen: In<'cancelling'> = {
    ...payment,
    facts,
    tradeSeen: payment.tradeSeen || outcome.type === 'trade',
  }
  // A cancel is on its way and gives paid money back as well; its answer decides.
  if (!cancelIsOfNoUse) return stay(seen)
  if (isPaidTrade(outcome)) return stay(toPaid(payment, facts, true, context), ...foundPaid)
  const afterMs = cancelDelay(payment.cancels, context)
  if (
    cancelWindowOver(payment, context) &&
    outcome.type !== 'not-found' &&
    payment.lastRefusal === undefined
  ) {
    return stay({ ...seen, cancels: payment.cancels + 1 }, { type: 'query', afterMs })
  }
  return stay(seen, { type: 'cancel', afterMs })
}

const cancelAnswered = (
  payment: In<'cancelling'>,
  outcome: CancelOutcome,
  context: StepContext,
): PaymentStep => {
  const tried: In<'cancelling'> = { ...payment, cancels: payment.cancels + 1 }
  const afterMs = cancelDelay(tried.cancels, context)
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
          watch: overtaken ? freshWatch : overWatch,
        },
        ...(overtaken ? [{ type: 'query', afterMs: context.timing.watchSoonMs } as const] : []),
      )
    }
    case 'refused':
      return outcome.mayRetry === true
        ? stay(tried, { type: 'cancel', afterMs })
        : stay(
            { ...tried, lastRefusal: outcome.code },
            { type: 'query', afterMs: tried.cancels > 1 ? afterMs : 0 },
          )
    case 'unknown':
    case 'not-sent':
      return cancelWindowOver(payment, context)
        ? stay(tried, { type: 'query', afterMs })
        : stay(tried, { type: 'cancel', afterMs })
  }
}

const withWatch = (payment: GivenUp, watch: Watch, ...effects: readonly PaymentEffect[]): PaymentStep =>
  stay({ ...payment, watch }, ...effects)

const queryAnsweredAfterwards = (
  payment: GivenUp,
  outcome: QueryOutcome,
  { timing }: StepContext,
): PaymentStep => {
  const { watch } = payment
  if (isPaidTrade(outcome)) {
    if (watch.foundPaid !== undefined || (payment.state === 'cancelled' && payment.action === 'refund')) {
      return stay(payment)
    }
    return withWatch(payment, { stage: 'over', closing: false, foundPaid: outcome.facts }, ...foundPaid)
  }
  if (outcome.type === 'trade' && outcome.status === 'WAIT_BUYER_PAY') {
    return withWatch(payment, { ...watch, stage: 'later', closing: true }, { type: 'cancel', afterMs: 0 })
  }
  if (watch.stage === 'over') return stay(payment)
  switch (outcome.type) {
    case 'trade':
      return withWatch(payment, overWatch)
    case 'not-found':
      // A refused PAY was answered, so nothing of it is under way; an overtaken one may still arrive.
      if (payment.state === 'declined' || watch.stage === 'at-next-start')
        return withWatch(payment, overWatch)
      return watch.stage === 'soon'
        ? withWatch(
            payment,
            { stage: 'later', closing: false },
            { type: 'query', afterMs: timing.watchLaterMs - timing.watchSoonMs },
          )
        : withWatch(payment, { stage: 'at-next-start', closing: false })
    case 'refused':
      return withWatch(payment, { ...watch, stage: 'at-next-start' })
    case 'unknown':
    case 'not-sent':
      return stay(payment, {
        type: 'query',
        afterMs: watch.stage === 'soon' ? timing.watchSoonMs : timing.watchLaterMs,
      })
  }
}

const cancelAnsweredAfterwards = (
  payment: GivenUp,
  outcome: CancelOutcome,
  { timing }: StepContext,
): PaymentStep => {
  if (!payment.watch.closing) return stay(payment)
  switch (outcome.type) {
    case 'cancelled':
      return withWatch(payment, overWatch)
    case 'refused':
      return stay(payment, { type: 'query', afterMs: timing.watchSoonMs })
    case 'unknown':
    case 'not-sent':
      return stay(payment, { type: 'cancel', afterMs: timing.watchSoonMs })
  }
}

const whileSending = (payment: In<'sending'>, news: PaymentNews, context: StepContext): PaymentStep => {
  switch (news.type) {
    case 'pay-answered':
      return payAnswered(payment, news.outcome, context)
    case 'abort-asked':
      return giveUp(payment, 'cashier', context)
    case 'resumed':
      return stay(toWaiting(payment, 'interrupted', {}, context.now.mono + context.timing.limitMs), {
        type: 'query',
        afterMs: 0,
      })
    case 'query-answered':
      return isPaidTrade(news.outcome)
        ? stay(toPaid(payment, news.outcome.facts, false, context), { type: 'receipt' })
        : stay(payment)
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

const whileCancelling = (payment: In<'cancelling'>, news: PaymentNews, context: StepContext): PaymentStep => {
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
    case 'abort-asked':
      return stay(payment)
  }
}

const afterGivingUp = (payment: GivenUp, news: PaymentNews, context: StepContext): PaymentStep => {
  switch (news.type) {
    case 'query-answered':
      return queryAnsweredAfterwards(payment, news.outcome, context)
    case 'cancel-answered':
      return cancelAnsweredAfterwards(payment, news.outcome, context)
    case 'pay-answered':
      // The PAY that was overtaken by its cancel is answered at last.
      return news.outcome.type === 'paid'
        ? queryAnsweredAfterwards(
            payment,
            { type: 'trade', status: 'TRADE_SUCCESS', facts: news.outcome.facts },
            context,
          )
        : stay(payment)
    case 'resumed':
      if (payment.watch.stage === 'over') return stay(payment)
      return stay(payment, { type: payment.watch.closing ? 'cancel' : 'query', afterMs: 0 })
    case 'query-asked':
      return stay(payment, { type: 'query', afterMs: 0 })
    case 'abort-asked':
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
      return news.type === 'query-answered' && isClosedTrade(news.outcome)
        ? stay(payment, { type: 'discrepancy', kind: 'closed-though-paid' })
        : stay(payment)
    case 'not-sent':
      return stay(payment)
  }
}
