import { paymentId, refundId, type InstallationId } from '../../main/domain/ids.ts'
import {
  chaseTimingDefault,
  type Attempt,
  type Payment,
  type PaymentEffect,
  type PaymentNews,
  type StepContext,
} from '../../main/domain/payment.ts'
import { openPayment, stepPayment } from '../../main/domain/payment-step.ts'
import { refundTimingDefault, type Refund, type RefundEffect, type RefundNews } from '../../main/domain/refund.ts'
import { openRefund, stepRefund } from '../../main/domain/refund-step.ts'
import type { TradeFacts } from '../../main/domain/outcome.ts'
import { instant } from '../../main/domain/time.ts'
import { anyCode, paymentNews, price, refundNews } from './walk-news.ts'

/**
 * Walks every state that a payment and a refund can come into: breadth first over the pure steps, with all news at
 * every hour that makes a difference. What only counts or dates is brought down to what decides, so that the walk ends.
 */

const hourMs = 3_600_000
/** 16:00 in Beijing. */
export const opened = instant(Date.UTC(2026, 10, 20, 8, 0))
const monoAtStart = 1000
const installation = '123456789' as InstallationId
export const attempt: Attempt = {
  id: paymentId({ mode: 'live', installation, number: 1, chance: '31415926' }),
  amount: price,
  buyerCode: { hmac: 'ab'.repeat(32), lastFour: '3456' },
  operator: 'lin',
  createdAt: opened,
  attended: true,
}
export const contextAfter = (ms: number): StepContext => ({
  now: { at: instant(opened + ms), mono: monoAtStart + ms },
  timing: chaseTimingDefault,
})

/** Within the limit, after it, and on another Beijing day, when no cancel is taken any more. */
export const hours: readonly number[] = [4000, 90_000, 12 * hourMs]

/** More tries than this change no delay any more. */
const triesMax = 8
const refusalsMax = 4
const trade = { alipayTransId: '2026112022001004821' }

/** The payment brought down to what decides about its future and its words. */
export const canonical = (payment: Payment): Payment => {
  const facts: TradeFacts =
    'facts' in payment && payment.facts.alipayTransId !== undefined ? trade : {}
  const watch =
    'watch' in payment
      ? { ...payment.watch, ...(payment.watch.foundPaid === undefined ? {} : { foundPaid: trade }) }
      : undefined
  switch (payment.state) {
    case 'sending':
      return { ...payment, limitMono: monoAtStart + chaseTimingDefault.limitMs }
    case 'waiting':
      return { ...payment, queries: 0, limitMono: monoAtStart + chaseTimingDefault.limitMs, facts }
    case 'cancelling':
      return {
        ...payment,
        cancels: Math.min(payment.cancels, triesMax),
        facts,
        ...(payment.lastRefusal === undefined ? {} : { lastRefusal: anyCode }),
        ...(payment.refusals === undefined ? {} : { refusals: Math.min(payment.refusals, refusalsMax) }),
      }
    case 'paid':
      return { ...payment, paidAt: opened, facts }
    case 'declined':
      return { ...payment, endedAt: opened, watch: watch ?? payment.watch }
    case 'cancelled':
      return { ...payment, endedAt: opened, facts, watch: watch ?? payment.watch }
    case 'not-sent':
      return { ...payment, endedAt: opened }
  }
}

export interface Step<State, News, Effect> {
  readonly from: State
  readonly news: News
  readonly to: State
  readonly effects: readonly Effect[]
  readonly afterMs: number
}

/** Every state that can be reached, and each way of arriving there: with what is then to be done. */
export interface Walked<State, Effect> {
  readonly states: readonly State[]
  readonly arrivals: readonly { readonly state: State; readonly effects: readonly Effect[] }[]
  readonly count: number
}

const walk = <State, News, Effect>(
  start: readonly State[],
  news: readonly News[],
  step: (state: State, news: News, afterMs: number) => { state: State; effects: readonly Effect[] },
  look: (step: Step<State, News, Effect>) => void,
): Walked<State, Effect> => {
  const known = new Map<string, State>()
  const arrivals = new Map<string, { readonly state: State; readonly effects: readonly Effect[] }>()
  const next: State[] = []
  let count = 0
  const meet = (state: State): State => {
    const key = JSON.stringify(state)
    const met = known.get(key)
    if (met !== undefined) return met
    known.set(key, state)
    next.push(state)
    return state
  }
  start.forEach(meet)
  for (let from = next.shift(); from !== undefined; from = next.shift()) {
    for (const afterMs of hours) {
      for (const heard of news) {
        const { state, effects } = step(from, heard, afterMs)
        const to = meet(state)
        count += 1
        if (effects.length > 0) arrivals.set(JSON.stringify([to, effects]), { state: to, effects })
        look({ from, news: heard, to, effects, afterMs })
      }
    }
  }
  return { states: [...known.values()], arrivals: [...arrivals.values()], count }
}

type PaymentLook = (step: Step<Payment, PaymentNews, PaymentEffect>) => void
type RefundLook = (step: Step<Refund, RefundNews, RefundEffect>) => void

export const walkPayments = (
  look: PaymentLook = () => undefined,
  step = stepPayment,
): Walked<Payment, PaymentEffect> =>
  walk(
    [true, false].map((attended) => canonical(openPayment({ ...attempt, attended }, contextAfter(0)).payment)),
    paymentNews,
    (payment, news, afterMs) => {
      const stepped = step(payment, news, contextAfter(afterMs))
      return { state: canonical(stepped.payment), effects: stepped.effects }
    },
    look,
  )

const canonicalRefund = (refund: Refund): Refund => {
  switch (refund.state) {
    case 'unknown':
      return {
        ...refund,
        why: 'timed-out',
        tries: Math.min(refund.tries, triesMax),
        ...(refund.refusal === undefined ? {} : { refusal: anyCode }),
      }
    case 'short-of-funds':
      return { ...refund, tries: Math.min(refund.tries, triesMax) }
    case 'accepted':
      return { ...refund, queries: Math.min(refund.queries, triesMax), facts: {} }
    case 'refunded':
      return { ...refund, refundedAt: opened, facts: {} }
    case 'refused':
      return { ...refund, endedAt: opened }
    case 'held':
    case 'sending':
      return refund
  }
}

const kinds = ['immediate', 'queued'] as const
const origins = ['cashier', 'automatic'] as const
export const walkRefunds = (look: RefundLook = () => undefined): Walked<Refund, RefundEffect> =>
  walk(
    kinds.flatMap((kind) =>
      origins.flatMap((origin) =>
        // Asked for by day, and at 00:30 in Beijing, when no refund is taken.
        [0, 8.5 * hourMs].map((afterMs) =>
          canonicalRefund(
            openRefund(
              {
                id: refundId({ mode: 'live', installation, number: 2, chance: '27182818' }),
                payment: attempt.id,
                amount: price,
                operator: 'lin',
                origin,
                kind,
                createdAt: opened,
              },
              contextAfter(afterMs).now,
            ).refund,
          ),
        ),
      ),
    ),
    refundNews,
    (refund, news, afterMs) => {
      const { now } = contextAfter(afterMs)
      const stepped = stepRefund(refund, news, { now, timing: refundTimingDefault })
      return { state: canonicalRefund(stepped.refund), effects: stepped.effects }
    },
    look,
  )

