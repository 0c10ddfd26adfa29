import type { PaymentId, RefundId } from './ids.ts'
import type { Money } from './money.ts'
import type {
  QueryOutcome,
  RefundFacts,
  RefundOutcome,
  RefundQueryOutcome,
  Silence,
  Unsent,
} from './outcome.ts'
import type { DiscrepancyKind } from './payment.ts'
import type { Instant, Moment } from './time.ts'

/** What every refund knows, whatever its state. */
export interface RefundRequest {
  readonly id: RefundId
  readonly payment: PaymentId
  readonly amount: Money
  readonly operator: string
  /** `automatic`: the customer paid for a sale that was given up. */
  readonly origin: 'cashier' | 'automatic'
  /** `immediate` is `is_sync=Y`: done in the answer. `queued` is `is_sync=N`: accepted now, done by Alipay later (spot-pay 5.6). */
  readonly kind: 'immediate' | 'queued'
  readonly createdAt: Instant
}

export type Refund =
  /** On disk, and waiting for 01:30 Beijing: immediate refunds are not taken from 00:00 (spot-pay 5.6). */
  | (RefundRequest & { readonly state: 'held' })
  | (RefundRequest & { readonly state: 'sending' })
  /** No clear answer; the same request with the same id is sent until there is one. */
  | (RefundRequest & {
      readonly state: 'unknown'
      readonly why: Silence | Unsent | 'interrupted'
      readonly tries: number
      /** It was refused, and that alone does not say where the money is: the refund or its trade is asked about. */
      readonly refusal?: string
      /** The refund query does not know it: no try before this refusal has made it. */
      readonly isUnmade?: true
      /** How often in a row the call was refused, which says nothing of the refund. */
      readonly refusedCalls?: number
    })
  /** Alipay wants unsettled money of the shop first; the same request is repeated. */
  | (RefundRequest & { readonly state: 'short-of-funds'; readonly code: string; readonly tries: number })
  /** A queued refund that Alipay took on and has not finished. */
  | (RefundRequest & { readonly state: 'accepted'; readonly queries: number; readonly facts: RefundFacts })
  | (RefundRequest & {
      readonly state: 'refunded'
      readonly refundedAt: Instant
      readonly facts: RefundFacts
      /** The trade says so: closed, so that all its money went back, by this refund or by a cancel carried out late. */
      readonly seenBy?: 'trade-closed'
    })
  | (RefundRequest & {
      readonly state: 'refused'
      readonly code: string
      readonly endedAt: Instant
      /** How often it was asked about since and not found. Left out, it is not asked about any more. */
      readonly asked?: number
      /** When it was asked about last because somebody wanted to give money back of the same sale. */
      readonly askedAt?: Instant
      /** Alipay made it after all, so that this money is not given back a second time. */
      readonly madeLater?: true
    })

export type RefusedRefund = Extract<Refund, { state: 'refused' }>

/** Refused, and still asked about: a late copy of its request may yet be carried out. */
export const isWatchedRefund = (refund: Refund): refund is RefusedRefund =>
  refund.state === 'refused' && refund.asked !== undefined

/** Whether its money went or may go back, so that nobody gives it back once more. */
export const mayGoBack = (refund: Refund): boolean => refund.state !== 'refused' || refund.madeLater === true

/** Whether its money is known to have gone back, be it after a refusal. */
export const hasGoneBack = (refund: Refund): boolean =>
  refund.state === 'refunded' || (refund.state === 'refused' && refund.madeLater === true)

export const isRefundFinal = (refund: Refund): boolean =>
  refund.state === 'refunded' || refund.state === 'refused'

export type RefundNews =
  | { readonly type: 'refund-answered'; readonly outcome: RefundOutcome }
  | {
      readonly type: 'refund-query-answered'
      readonly outcome: RefundQueryOutcome
      /** Asked because more is to go back of the same sale, besides the questions that come by themselves. */
      readonly outOfTurn?: true
    }
  /** What became of the trade that the money is to be given back of. */
  | { readonly type: 'trade-answered'; readonly outcome: QueryOutcome }
  | { readonly type: 'resumed' }
  /** The hold is over, or a repeat is due. */
  | { readonly type: 'due' }

export type RefundEffect =
  | { readonly type: 'refund'; readonly afterMs: number }
  | { readonly type: 'refund-query'; readonly afterMs: number }
  | { readonly type: 'trade-query'; readonly afterMs: number }
  | { readonly type: 'wake'; readonly afterMs: number }
  | { readonly type: 'discrepancy'; readonly kind: DiscrepancyKind }
  | { readonly type: 'refund-receipt' }

export interface RefundStep {
  readonly refund: Refund
  readonly effects: readonly RefundEffect[]
}

/** Pace of the repeats, milliseconds. Each repeat waits twice as long as the one before, up to its most. */
export interface RefundTiming {
  readonly repeatMs: number
  /** Known within a minute of the gateway's coming back (reliability R6). */
  readonly repeatMsMax: number
  /** Until the shop may have taken enough money for a refund that it was short of. */
  readonly fundsMs: number
  readonly queryMs: number
  readonly queryMsMax: number
  /** When one that was refused is asked about again, each since the refusal. */
  readonly watchMs: readonly number[]
}
export const refundTimingDefault: RefundTiming = {
  repeatMs: 3000,
  repeatMsMax: 20_000,
  fundsMs: 600_000,
  queryMs: 60_000,
  queryMsMax: 3_600_000,
  watchMs: [60_000, 300_000, 3_600_000, 14_400_000, 43_200_000, 86_400_000],
}
export interface RefundContext {
  readonly now: Moment
  readonly timing: RefundTiming
}
