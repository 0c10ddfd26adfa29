import type { RefundQueryOutcome } from './outcome.ts'
import {
  isWatchedRefund,
  type Refund,
  type RefundContext,
  type RefundEffect,
  type RefundNews,
  type RefundStep,
  type RefundTiming,
  type RefusedRefund,
} from './refund.ts'
import type { Moment } from './time.ts'

/**
 * What a refund hears after it was refused. A second copy of its request may arrive late, for example after the hours in
 * which refunds are refused (spot-pay 5.6), and be carried out: then the money has gone back, and a person must know it
 * before giving it back once more. So it is asked about again for a day, also after a start.
 */

const stay = (refund: RefusedRefund, ...effects: readonly RefundEffect[]): RefundStep => ({ refund, effects })

/** Milliseconds from now until the next question is due; a clock that was set back puts it off by one distance at most. */
const untilDue = ({ asked = 0, endedAt }: RefusedRefund, now: Moment, { watchMs }: RefundTiming): number => {
  const due = watchMs[asked] ?? 0
  return Math.max(0, Math.min(endedAt + due - now.at, due - (watchMs[asked - 1] ?? 0)))
}

/** After no clear answer: in growing distance, because nothing says that there ever will be one. */
const untilAgain = ({ endedAt }: RefusedRefund, now: Moment, { queryMs, queryMsMax }: RefundTiming): number =>
  Math.min(queryMsMax, Math.max(queryMs, (now.at - endedAt) / 2))

/** With its first question; `asked` counts those that found nothing, and is gone when there are no more. */
export const watched = (refund: RefusedRefund, now: Moment, timing: RefundTiming): RefundStep => {
  const begun = { ...refund, asked: 0 }
  return stay(begun, { type: 'refund-query', afterMs: untilDue(begun, now, timing) })
}

const over = (refund: RefusedRefund, ...effects: readonly RefundEffect[]): RefundStep => {
  const { asked: _, ...rest } = refund
  return stay(rest, ...effects)
}

/** Never two questions at once, also when the clock has been set on or the till was off for a day. */
const foundNothing = (refund: RefusedRefund, { now, timing }: RefundContext): RefundStep => {
  const asked = (refund.asked ?? 0) + 1
  if (asked >= timing.watchMs.length) return over(refund)
  const next = { ...refund, asked }
  const afterMs = Math.max(timing.watchMs[0] ?? 0, untilDue(next, now, timing))
  return stay(next, { type: 'refund-query', afterMs })
}

const isMade = (outcome: RefundQueryOutcome): boolean =>
  outcome.type === 'refund' && outcome.status === 'SUCCESS'

const foundMade = (refund: RefusedRefund): RefundStep =>
  over({ ...refund, madeLater: true }, { type: 'discrepancy', kind: 'refund-made-after-refusal' })

/** A question between the others takes none of theirs away. Only a clear answer ends the doubt, for a while. */
const foundOutOfTurn = (
  refund: RefusedRefund,
  outcome: RefundQueryOutcome,
  { now }: RefundContext,
): RefundStep => {
  if (isMade(outcome)) return foundMade(refund)
  const isOnItsWay = outcome.type === 'refund' && outcome.status === 'PROCESSING'
  const isClear = outcome.type !== 'unknown' && outcome.type !== 'not-sent' && !isOnItsWay
  return stay(isClear ? { ...refund, askedAt: now.at } : refund)
}

const dayMs = 86_400_000
/** For so long an answer stands, ms: whoever wants to give more back is not made to ask twice for it. */
const answerStandsMs = 300_000

/**
 * Whether it has to be asked about before more goes back of the same sale, which might give the same money back twice.
 * Not for more than a day: a gateway that never gives a clear answer would keep the customer's money for good.
 */
export const isInDoubt = (refund: Refund, now: Moment): boolean => {
  if (!isWatchedRefund(refund) || now.at - refund.endedAt > dayMs) return false
  const sinceMs = now.at - (refund.askedAt ?? -Infinity)
  return sinceMs < 0 || sinceMs > answerStandsMs
}

const found = (
  refund: RefusedRefund,
  outcome: RefundQueryOutcome,
  { now, timing }: RefundContext,
): RefundStep => {
  const later: RefundEffect = { type: 'refund-query', afterMs: untilAgain(refund, now, timing) }
  if (isMade(outcome)) return foundMade(refund)
  switch (outcome.type) {
    case 'refund':
      switch (outcome.status) {
        case 'SUCCESS':
        case 'PROCESSING':
          return stay(refund, later)
        case 'FAILED':
        case 'CANCELED':
          // Of an immediate one that may be its first try alone, and not the copy that is still to come.
          if (refund.kind === 'queued') return over(refund)
      }
      return foundNothing(refund, { now, timing })
    case 'unknown':
    case 'not-sent':
      // Reconciliation has long seen what a week of questions could not.
      return now.at - refund.endedAt > 7 * dayMs ? over(refund) : stay(refund, later)
    // Not every contract has the refund query (spot-pay 3.6): then reconciliation alone finds it.
    case 'refused':
    case 'not-found':
      return foundNothing(refund, { now, timing })
  }
}

export const afterRefusal = (refund: RefusedRefund, news: RefundNews, context: RefundContext): RefundStep => {
  if (refund.asked === undefined) return stay(refund)
  if (news.type === 'refund-query-answered')
    return (news.outOfTurn === true ? foundOutOfTurn : found)(refund, news.outcome, context)
  return news.type === 'resumed'
    ? stay(refund, { type: 'refund-query', afterMs: untilDue(refund, context.now, context.timing) })
    : stay(refund)
}
