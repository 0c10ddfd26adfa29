import type { CancelOutcome, QueryOutcome } from './outcome.ts'
import type { PaymentEffect, PaymentNews, PaymentStep, StepContext, Watch } from './payment.ts'
import { foundPaid, overWatch, paidFacts, stay, type GivenUp } from './payment-moves.ts'

/** What a payment hears after it was given up: a tombstone that is asked about again. */

const withWatch = (payment: GivenUp, watch: Watch, ...effects: readonly PaymentEffect[]): PaymentStep =>
  stay({ ...payment, watch }, ...effects)

/** So many questions find nothing after the first five minutes before a watch may end, whatever the clock says. */
const absentMax = 5
const rareMsMax = 86_400_000

/** Asked again when it was given up twice as long ago as now. */
const rarely = (payment: GivenUp, absent: number, { now, timing }: StepContext): PaymentStep =>
  withWatch(
    payment,
    { stage: 'at-next-start', closing: false, ...(absent > 0 && { absent }), askedAt: now.at },
    { type: 'query', afterMs: Math.min(rareMsMax, Math.max(timing.watchRareMs, now.at - payment.endedAt)) },
  )

/**
 * Not found now is not proof that it will never be: asked again after one and five minutes, at every start, and in
 * growing distance for a day at least. A till that is started several times within these minutes asks each time, and
 * the later questions remain. A refusal says nothing of the trade, and asking faster would not help: it is asked about
 * as if nothing had been found, but ends no watch.
 */
const nothingFound = (
  payment: GivenUp,
  found: 'nothing' | 'no-answer',
  context: StepContext,
): PaymentStep => {
  const { now, timing } = context
  const { watch } = payment
  const next = (stage: Watch['stage'], ...effects: readonly PaymentEffect[]): PaymentStep =>
    withWatch(payment, { stage, closing: false }, ...effects)
  const sinceMs = now.at - payment.endedAt
  /** How much too early this question was, by a clock that was not set back. */
  const earlyMs = (dueMs: number): number => (sinceMs < 0 ? 0 : Math.max(0, dueMs - sinceMs))
  switch (watch.stage) {
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
      return early > 0 ? next('later', { type: 'query', afterMs: early }) : rarely(payment, 0, context)
    }
    case 'at-next-start': {
      const { absent = 0 } = watch
      if (found === 'no-answer') return rarely(payment, absent, context)
      return absent + 1 >= absentMax && sinceMs >= timing.watchOverMs
        ? next('over')
        : rarely(payment, Math.min(absentMax, absent + 1), context)
    }
    case 'over':
      return next('over')
  }
}

/** A till that is started every few minutes, as by a script, does not ask about the whole day at every start. */
const askedJustNowMs = ({ watch: { askedAt } }: GivenUp, { now, timing }: StepContext): number => {
  const sinceMs = askedAt === undefined ? timing.watchLaterMs : now.at - askedAt
  return sinceMs < 0 ? 0 : Math.max(0, timing.watchLaterMs - sinceMs)
}

/** After no clear answer: in an outage soon after the gateway is back, and of a trade that never gets one ever more rarely. */
const untilAgain = (payment: GivenUp, { now, timing }: StepContext): number => {
  const sinceMs = now.at - payment.endedAt
  if (sinceMs < timing.watchLaterMs) return timing.watchSoonMs
  return sinceMs < timing.watchOverMs ? timing.watchLaterMs : timing.watchRareMs
}
const askAgain = (payment: GivenUp, context: StepContext): PaymentStep =>
  stay(payment, { type: 'query', afterMs: untilAgain(payment, context) })

/**
 * The customer was charged something else than what was asked, for a sale that was given up. One such answer may be a
 * slip of the gateway; when the next one says the same, a person is told, and no refund is made up for it (F25).
 */
const otherAmount = (payment: GivenUp, { timing }: StepContext): PaymentStep =>
  payment.watch.otherAmount === true
    ? withWatch(payment, { ...overWatch, otherAmount: true }, { type: 'discrepancy', kind: 'other-amount' })
    : withWatch(
        payment,
        { ...payment.watch, otherAmount: true },
        { type: 'query', afterMs: timing.watchSoonMs },
      )

const queryAnsweredAfterwards = (
  payment: GivenUp,
  outcome: QueryOutcome,
  context: StepContext,
): PaymentStep => {
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
      return nothingFound(payment, 'nothing', context)
    case 'refused':
      return nothingFound(payment, 'no-answer', context)
    case 'unknown':
      return outcome.why === 'other-amount' ? otherAmount(payment, context) : askAgain(payment, context)
    case 'not-sent':
      return askAgain(payment, context)
  }
}

const cancelAnsweredAfterwards = (
  payment: GivenUp,
  outcome: CancelOutcome,
  context: StepContext,
): PaymentStep => {
  if (!payment.watch.closing) return stay(payment)
  switch (outcome.type) {
    case 'cancelled':
      return withWatch(payment, overWatch)
    case 'refused':
      return stay(payment, { type: 'query', afterMs: untilAgain(payment, context) })
    case 'unknown':
    case 'not-sent':
      return stay(payment, { type: 'cancel', afterMs: untilAgain(payment, context) })
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
      return payment.watch.closing
        ? stay(payment, { type: 'cancel', afterMs: 0 })
        : stay(payment, { type: 'query', afterMs: askedJustNowMs(payment, context) })
    case 'query-asked':
      return stay(payment, { type: 'query', afterMs: 0 })
    case 'number-taken':
      return withWatch(payment, overWatch)
    case 'abort-asked':
    case 'released':
      return stay(payment)
  }
}
