import type { CancelOutcome, QueryOutcome } from './outcome.ts'
import type { PaymentEffect, PaymentNews, PaymentStep, StepContext, Watch } from './payment.ts'
import { foundPaid, overWatch, paidFacts, stay, type GivenUp } from './payment-moves.ts'

/** What a payment hears after it was given up: a tombstone that is asked about again. */

const withWatch = (payment: GivenUp, watch: Watch, ...effects: readonly PaymentEffect[]): PaymentStep =>
  stay({ ...payment, watch }, ...effects)

/**
 * Not found now is not proof that it will never be: asked again after one and five minutes and at the next start. A
 * till that is started several times within these minutes asks each time, and the later questions remain.
 */
const nothingFound = (payment: GivenUp, { now, timing }: StepContext): PaymentStep => {
  const next = (stage: Watch['stage'], ...effects: readonly PaymentEffect[]): PaymentStep =>
    withWatch(payment, { stage, closing: false }, ...effects)
  const sinceMs = now.at - payment.endedAt
  /** How much too early this question was, by a clock that was not set back. */
  const earlyMs = (dueMs: number): number => (sinceMs < 0 ? 0 : Math.max(0, dueMs - sinceMs))
  switch (payment.watch.stage) {
    case 'at-once':
      return next('soon', { type: 'query', afterMs: timing.watchSoonMs })
    case 'soon': {
      const early = earlyMs(timing.watchSoonMs)
      return early > 0
        ? next('soon', { type: 'query', afterMs: early })
        : next('later', { type: 'query', afterMs: timing.watchLaterMs - timing.watchSoonMs })
    }
    case 'later': {
      const early = earlyMs(timing.watchLaterMs)
      return early > 0 ? next('later', { type: 'query', afterMs: early }) : next('at-next-start')
    }
    case 'at-next-start':
    case 'over':
      return next('over')
  }
}

const queryAnsweredAfterwards = (
  payment: GivenUp,
  outcome: QueryOutcome,
  context: StepContext,
): PaymentStep => {
  const { timing } = context
  const { watch } = payment
  // Its refund is under way already, or the cancel gave the money back: whatever is heard now changes nothing.
  if (watch.foundPaid !== undefined) return stay(payment)
  const paid = paidFacts(outcome)
  if (paid !== undefined) {
    if (payment.state === 'cancelled' && payment.action === 'refund') return stay(payment)
    return withWatch(payment, { stage: 'over', closing: false, foundPaid: paid }, ...foundPaid)
  }
  if (outcome.type === 'trade' && outcome.status === 'WAIT_BUYER_PAY') {
    return withWatch(payment, { ...watch, stage: 'later', closing: true }, { type: 'cancel', afterMs: 0 })
  }
  if (watch.stage === 'over') return stay(payment)
  switch (outcome.type) {
    case 'trade':
      return withWatch(payment, overWatch)
    case 'not-found':
      return nothingFound(payment, context)
    case 'refused':
      return withWatch(payment, { ...watch, stage: 'at-next-start' })
    case 'unknown':
    case 'not-sent':
      return stay(payment, {
        type: 'query',
        afterMs:
          watch.stage === 'at-once' || watch.stage === 'soon' ? timing.watchSoonMs : timing.watchLaterMs,
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

export const afterGivingUp = (payment: GivenUp, news: PaymentNews, context: StepContext): PaymentStep => {
  switch (news.type) {
    case 'query-answered':
      return queryAnsweredAfterwards(payment, news.outcome, context)
    case 'cancel-answered':
      return cancelAnsweredAfterwards(payment, news.outcome, context)
    case 'pay-answered':
      // The PAY that was overtaken by its cancel is answered at last; whether the cancel gave the money back is asked.
      return news.outcome.type === 'paid' && payment.watch.foundPaid === undefined
        ? withWatch(payment, { ...payment.watch, stage: 'at-once' }, { type: 'query', afterMs: 0 })
        : stay(payment)
    case 'resumed':
      if (payment.watch.stage === 'over') return stay(payment)
      return stay(payment, { type: payment.watch.closing ? 'cancel' : 'query', afterMs: 0 })
    case 'query-asked':
      return stay(payment, { type: 'query', afterMs: 0 })
    case 'number-taken':
      return withWatch(payment, overWatch)
    case 'abort-asked':
    case 'released':
      return stay(payment)
  }
}
