import type { RefundOutcome, RefundQueryOutcome } from './outcome.ts'
import type { Refund, RefundEffect, RefundNews, RefundRequest, RefundStep } from './refund.ts'
import { beijingMinuteOfDay, type Moment } from './time.ts'

type In<State extends Refund['state']> = Extract<Refund, { state: State }>

const stay = (refund: Refund, ...effects: readonly RefundEffect[]): RefundStep => ({ refund, effects })

const requestOf = ({
  id,
  payment,
  amount,
  operator,
  origin,
  kind,
  createdAt,
}: RefundRequest): RefundRequest => ({
  id,
  payment,
  amount,
  operator,
  origin,
  kind,
  createdAt,
})

const closedUntilMinute = 90

/** How long an immediate refund must wait: none is taken from 00:00 to 01:30 Beijing time (spot-pay 5.6). Milliseconds. */
export const holdMs = (kind: RefundRequest['kind'], now: Moment): number => {
  const minute = beijingMinuteOfDay(now.at)
  if (kind === 'queued' || minute >= closedUntilMinute) return 0
  return (closedUntilMinute - minute) * 60_000 - (now.at % 60_000)
}

const send = (refund: Refund, afterMs: number, now: Moment): RefundStep =>
  stay(refund, { type: 'refund', afterMs: Math.max(afterMs, holdMs(refund.kind, now)) })

/** A new refund: on disk first, then sent, or held until the gateway takes refunds again. */
export const openRefund = (request: RefundRequest, now: Moment): RefundStep => {
  const afterMs = holdMs(request.kind, now)
  return afterMs > 0
    ? stay({ ...request, state: 'held' }, { type: 'wake', afterMs })
    : stay({ ...request, state: 'sending' }, { type: 'refund', afterMs: 0 })
}

/** Short at first, then twice as long each time, at most ten minutes. */
const repeatDelay = (tries: number): number => Math.min(600_000, 3000 * 2 ** Math.min(10, tries - 1))
const fundsDelayMs = 600_000
const queryDelay = (queries: number): number => Math.min(3_600_000, 60_000 * 2 ** Math.min(10, queries))

/** The shop's unsettled money does not cover it: the same request is repeated later (spot-pay 3.8). */
const wantsFunds = new Set(['SELLER_BALANCE_NOT_ENOUGH', 'MERCHANT_BALANCE_NOT_ENOUGH'])

type Sent = In<'sending' | 'unknown' | 'short-of-funds'>
const triesOf = (refund: Sent): number => (refund.state === 'sending' ? 0 : refund.tries)

const refused = (refund: Refund, code: string, now: Moment): RefundStep =>
  stay({ ...requestOf(refund), state: 'refused', code, endedAt: now.at })

const answered = (refund: Sent, outcome: RefundOutcome, now: Moment): RefundStep => {
  const tries = triesOf(refund) + 1
  switch (outcome.type) {
    case 'refunded':
      return refund.kind === 'immediate'
        ? stay(
            { ...requestOf(refund), state: 'refunded', refundedAt: now.at, facts: outcome.facts },
            { type: 'refund-receipt' },
          )
        : stay(
            { ...requestOf(refund), state: 'accepted', queries: 0, facts: outcome.facts },
            { type: 'refund-query', afterMs: queryDelay(0) },
          )
    case 'refused':
      if (wantsFunds.has(outcome.code)) {
        return send(
          { ...requestOf(refund), state: 'short-of-funds', code: outcome.code, tries },
          fundsDelayMs,
          now,
        )
      }
      // The first try may have moved the money although this repeat was refused, so the refusal alone proves nothing.
      if (refund.state === 'unknown') {
        return stay({ ...refund, tries, refusal: outcome.code }, { type: 'refund-query', afterMs: 0 })
      }
      return refused(refund, outcome.code, now)
    case 'unknown':
    case 'not-sent':
      return send(
        { ...requestOf(refund), state: 'unknown', why: outcome.why, tries },
        repeatDelay(tries),
        now,
      )
  }
}

const queryAnswered = (
  refund: In<'unknown' | 'accepted'>,
  outcome: RefundQueryOutcome,
  now: Moment,
): RefundStep => {
  if (outcome.type === 'refund') {
    switch (outcome.status) {
      case 'SUCCESS':
        return stay(
          { ...requestOf(refund), state: 'refunded', refundedAt: now.at, facts: outcome.facts },
          { type: 'refund-receipt' },
        )
      case 'FAILED':
      case 'CANCELED':
        return refused(refund, outcome.code ?? outcome.status, now)
      case 'PROCESSING':
        break
    }
  }
  if (refund.state === 'unknown') {
    if (outcome.type === 'not-found' && refund.refusal !== undefined)
      return refused(refund, refund.refusal, now)
    return send(refund, repeatDelay(refund.tries), now)
  }
  const queries = refund.queries + 1
  return stay({ ...refund, queries }, { type: 'refund-query', afterMs: queryDelay(queries) })
}

/**
 * Given where a refund is and what was heard: where it is now, and what to do about it. The same request with the
 * same id is repeated until it is answered; a refund is never withdrawn (spot-pay 3.5, 5.6).
 */
export const stepRefund = (refund: Refund, news: RefundNews, now: Moment): RefundStep => {
  switch (refund.state) {
    case 'held':
      return news.type === 'due' || news.type === 'resumed'
        ? openRefund(requestOf(refund), now)
        : stay(refund)
    case 'sending':
    case 'unknown':
    case 'short-of-funds':
      switch (news.type) {
        case 'refund-answered':
          return answered(refund, news.outcome, now)
        case 'refund-query-answered':
          return refund.state === 'unknown' ? queryAnswered(refund, news.outcome, now) : stay(refund)
        case 'resumed':
          return refund.state === 'sending'
            ? send({ ...requestOf(refund), state: 'unknown', why: 'interrupted', tries: 1 }, 0, now)
            : send(refund, 0, now)
        case 'due':
          return send(refund, 0, now)
      }
      return stay(refund)
    case 'accepted':
      if (news.type === 'refund-query-answered') return queryAnswered(refund, news.outcome, now)
      return news.type === 'resumed' || news.type === 'due'
        ? stay(refund, { type: 'refund-query', afterMs: 0 })
        : stay(refund)
    case 'refunded':
    case 'refused':
      return stay(refund)
  }
}
