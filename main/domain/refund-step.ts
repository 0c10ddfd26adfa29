import type { QueryOutcome, RefundOutcome, RefundQueryOutcome } from './outcome.ts'
import type {
  Refund,
  RefundContext,
  RefundEffect,
  RefundNews,
  RefundRequest,
  RefundStep,
  RefundTiming,
} from './refund.ts'
import { afterRefusal, watched } from './refund-watch.ts'
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

const repeatDelay = (tries: number, { repeatMs, repeatMsMax }: RefundTiming): number =>
  Math.min(repeatMsMax, repeatMs * 2 ** Math.min(20, tries - 1))
const queryDelay = (queries: number, { queryMs, queryMsMax }: RefundTiming): number =>
  Math.min(queryMsMax, queryMs * 2 ** Math.min(20, queries))

/** The shop's unsettled money does not cover it: the same request is repeated later (spot-pay 3.8). */
const wantsFunds = new Set(['SELLER_BALANCE_NOT_ENOUGH', 'MERCHANT_BALANCE_NOT_ENOUGH'])

/**
 * Refusals of the call, not of the refund: they bear no signature, and a first try may have moved the money before one
 * of them was said (reliability F22). The request is repeated a while before such a refusal counts.
 */
const refusalsOfTheCall = new Set([
  'ILLEGAL_SIGN',
  'ILLEGAL_SIGN_TYPE',
  'ILLEGAL_PARTNER',
  'ILLEGAL_EXTERFACE',
  'ILLEGAL_PARTNER_EXTERFACE',
  'HAS_NO_PRIVILEGE',
  'ACCESS_FORBIDDEN',
  'AGREEMENT_NOT_EXIST',
  'EXTERFACE_IS_CLOSED',
  'SESSION_TIMEOUT',
  'ALIN10070',
])
/** At the usual pace it is a matter of two minutes. */
const refusedCallsMax = 8
/** Refused because it was made before under the same id, so that it may well be made. */
const refusalsOfRepeats = new Set(['REPEATED_REFUND'])
/** Whether the refusal alone leaves open where the money is. */
const leavesOpen = (code: string): boolean => refusalsOfTheCall.has(code) || refusalsOfRepeats.has(code)

type Sent = In<'sending' | 'unknown' | 'short-of-funds'>
const triesOf = (refund: Sent): number => (refund.state === 'sending' ? 0 : refund.tries)

const refused = (refund: Refund, code: string, { now, timing }: RefundContext): RefundStep =>
  watched({ ...requestOf(refund), state: 'refused', code, endedAt: now.at }, now, timing)

const askOfTrade = (refund: Sent, refusal: string, tries: number): RefundStep =>
  stay(
    { ...requestOf(refund), state: 'unknown', why: 'unknown-result', tries, refusal },
    { type: 'trade-query', afterMs: 0 },
  )

const askOfRefund = (refund: Sent, refusal: string, tries: number): RefundStep => {
  const refusedCalls = refund.state === 'unknown' ? refund.refusedCalls : undefined
  return stay(
    {
      ...requestOf(refund),
      state: 'unknown',
      why: refund.state === 'unknown' ? refund.why : 'unknown-result',
      tries,
      refusal,
      ...(refusedCalls === undefined ? {} : { refusedCalls }),
    },
    { type: 'refund-query', afterMs: 0 },
  )
}

const answered = (refund: Sent, outcome: RefundOutcome, { now, timing }: RefundContext): RefundStep => {
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
            { type: 'refund-query', afterMs: queryDelay(0, timing) },
          )
    case 'refused': {
      const refusedCalls = (refund.state === 'unknown' ? (refund.refusedCalls ?? 0) : 0) + 1
      if (refusalsOfTheCall.has(outcome.code) && refusedCalls < refusedCallsMax) {
        return send(
          { ...requestOf(refund), state: 'unknown', why: 'unknown-result', tries, refusedCalls },
          repeatDelay(refusedCalls, timing),
          now,
        )
      }
      if (wantsFunds.has(outcome.code)) {
        return send(
          { ...requestOf(refund), state: 'short-of-funds', code: outcome.code, tries },
          timing.fundsMs,
          now,
        )
      }
      // A try before may have moved the money although this repeat was refused, so the refusal alone proves nothing.
      if (refund.state !== 'sending' || leavesOpen(outcome.code))
        return askOfRefund(refund, outcome.code, tries)
      // A cancel that was given up on may be carried out late, and leave nothing to refund: then the money is back.
      return askOfTrade(refund, outcome.code, tries)
    }
    case 'unknown':
    case 'not-sent':
      return send(
        { ...requestOf(refund), state: 'unknown', why: outcome.why, tries },
        repeatDelay(tries, timing),
        now,
      )
  }
}

const queryAnswered = (
  refund: In<'unknown' | 'accepted'>,
  outcome: RefundQueryOutcome,
  { now, timing }: RefundContext,
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
        return stay({
          ...requestOf(refund),
          state: 'refused',
          code: outcome.code ?? outcome.status,
          endedAt: now.at,
        })
      case 'PROCESSING':
        break
    }
  }
  // Not every contract has the refund query (spot-pay 3.6, ACCESS_FORBIDDEN): the trade knows as well, if less.
  const hasNoAnswer = outcome.type === 'refused'
  if (refund.state === 'unknown') {
    if (refund.refusal === undefined) return send(refund, repeatDelay(refund.tries, timing), now)
    if (outcome.type === 'not-found')
      return stay({ ...refund, isUnmade: true }, { type: 'trade-query', afterMs: 0 })
    return hasNoAnswer
      ? stay(refund, { type: 'trade-query', afterMs: 0 })
      : send(refund, repeatDelay(refund.tries, timing), now)
  }
  if (hasNoAnswer) return stay(refund, { type: 'trade-query', afterMs: 0 })
  const queries = refund.queries + 1
  return stay({ ...refund, queries }, { type: 'refund-query', afterMs: queryDelay(queries, timing) })
}

/**
 * The trade was paid; closed now, all its money went back, by this refund or by a cancel that came late (spot-pay 5.1).
 * Still paid, a refund of all of it was not made, and one of a part that is repeated answers what it is (spot-pay
 * 5.5), so that its refusal counts: unless it is one that leaves open where the money is, and nothing else has shown
 * that the refund was never made. Then it is repeated, and stays on the list, for as long as that lasts.
 */
const tradeAnswered = (
  refund: In<'unknown' | 'accepted'>,
  outcome: QueryOutcome,
  context: RefundContext,
): RefundStep => {
  const { now, timing } = context
  if (outcome.type === 'trade' && outcome.status === 'TRADE_CLOSED') {
    return stay(
      {
        ...requestOf(refund),
        state: 'refunded',
        refundedAt: now.at,
        facts: outcome.facts,
        seenBy: 'trade-closed',
      },
      { type: 'refund-receipt' },
    )
  }
  if (refund.state === 'accepted') {
    const queries = refund.queries + 1
    return stay({ ...refund, queries }, { type: 'refund-query', afterMs: queryDelay(queries, timing) })
  }
  if (refund.refusal === undefined) return stay(refund)
  const isClear = outcome.type !== 'unknown' && outcome.type !== 'not-sent'
  if (!isClear) {
    return stay(
      { ...refund, tries: refund.tries + 1 },
      { type: 'trade-query', afterMs: repeatDelay(refund.tries, timing) },
    )
  }
  return refund.isUnmade === true || !leavesOpen(refund.refusal)
    ? refused(refund, refund.refusal, context)
    : send(refund, repeatDelay(refund.tries, timing), now)
}

/**
 * Given where a refund is and what was heard: where it is now, and what to do about it. The same request with the
 * same id is repeated until it is answered; a refund is never withdrawn (spot-pay 3.5, 5.6).
 */
export const stepRefund = (refund: Refund, news: RefundNews, context: RefundContext): RefundStep => {
  const { now } = context
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
          return answered(refund, news.outcome, context)
        case 'refund-query-answered':
          return refund.state === 'unknown' ? queryAnswered(refund, news.outcome, context) : stay(refund)
        case 'trade-answered':
          return refund.state === 'unknown' ? tradeAnswered(refund, news.outcome, context) : stay(refund)
        case 'resumed':
          return refund.state === 'sending'
            ? send({ ...requestOf(refund), state: 'unknown', why: 'interrupted', tries: 1 }, 0, now)
            : send(refund, 0, now)
        case 'due':
          return send(refund, 0, now)
      }
      return stay(refund)
    case 'accepted':
      if (news.type === 'refund-query-answered') return queryAnswered(refund, news.outcome, context)
      if (news.type === 'trade-answered') return tradeAnswered(refund, news.outcome, context)
      return news.type === 'resumed' || news.type === 'due'
        ? stay(refund, { type: 'refund-query', afterMs: 0 })
        : stay(refund)
    case 'refunded':
      return stay(refund)
    case 'refused':
      return afterRefusal(refund, news, context)
  }
}
