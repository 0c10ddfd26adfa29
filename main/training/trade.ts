import type { Currency, Money } from '../domain/money.ts'
import type { TradeStatus } from '../domain/outcome.ts'
import { beijingDay, instant, type Instant } from '../domain/time.ts'
import { fenOf } from './rates.ts'
import type { Buyer } from './wallet.ts'

/** What a PAY asks for, once it is known to be well formed. */
export interface PayOrder {
  readonly partner: string
  /** `partner_trans_id`: with the partner, the key of the trade. */
  readonly id: string
  readonly buyer: Buyer
  /** `trans_amount` in `trans_currency`, or in `currency` when there is no other. */
  readonly price: Money
  /** `currency`. */
  readonly settlement: Currency
  /** Every other field of the order in one text: a repeat has to bring the same (spot-pay 5.5). */
  readonly terms: string
  /** The mistake that the provider's files make about it. Training's own. */
  readonly filed?: FileMistake
}

/** What can be wrong in the provider's files; `main/training/bad-days.ts` tells each of them. */
export type FileMistake =
  | 'missing-row'
  | 'doubled-row'
  | 'other-amount'
  | 'wrong-count'
  | 'late-file'
  | 'changed-file'
  | 'missing-settlement'
  | 'other-fee'
  | 'unknown-refund'
  | 'other-currency'

/** What the customer and the wallet will do about a payment. Training's own; a real gateway finds out. */
export type Conduct =
  | { readonly type: 'pays' }
  /** Asks for the password; then the customer confirms, leaves, or does nothing until the trade closes. */
  | {
      readonly type: 'asks'
      readonly confirmsAfterMs?: number
      readonly leavesAfterMs?: number
      /** The customer confirms in the very moment a CANCEL arrives, just before it. */
      readonly confirmsAtCancel?: boolean
    }
  /** Refuses with an error code, and may move the money all the same a little later (reliability F26). */
  | { readonly type: 'declines'; readonly code: string; readonly paysAnywayAfterMs?: number }

export interface Trade {
  readonly order: PayOrder
  /** `alipay_trans_id`, 28 digits that begin with the Beijing day. */
  readonly tradeNo: string
  readonly status: TradeStatus
  readonly createdAt: Instant
  readonly paidAt?: Instant
  readonly closedAt?: Instant
  readonly closedBy?: 'time' | 'customer' | 'cancel' | 'refunds'
  /** Minor units of the price that went back, by refunds and by cancel. */
  readonly returned: number
  /** Minor units promised to queued refunds that are not done yet. */
  readonly promised: number
  /** What the customer will do while the trade is unpaid. */
  readonly confirmsAt?: Instant
  readonly leavesAt?: Instant
  readonly confirmsAtCancel?: boolean
}

export interface TradeRefund {
  readonly partner: string
  /** `partner_refund_id`: with the partner, the key of the refund. */
  readonly id: string
  readonly paymentId: string
  /** In the currency of the price. */
  readonly amount: Money
  readonly amountFen: number
  readonly immediate: boolean
  readonly createdAt: Instant
  readonly state: 'PROCESSING' | 'SUCCESS' | 'FAILED' | 'CANCELED'
  /** When a queued refund is carried out. */
  readonly dueAt?: Instant
  readonly doneAt?: Instant
  /** Why a queued refund will fail, or has. */
  readonly code?: string
}

export interface LedgerRules {
  /** An unpaid trade closes by itself this long after its creation (spot-pay 5.1). */
  readonly unpaidClosesAfterMs: number
  /** An unpaid trade may be cancelled this long after its creation even when Beijing's day is over (spot-pay 5.4). */
  readonly cancelGraceMs: number
  /** How long a queued refund takes once its turn has come. */
  readonly queuedRefundMs: number
  /** After this the trade reads TRADE_FINISHED and takes no refund; a contract's choice in reality (spot-pay 5.6). */
  readonly refundWindowMs: number
}
export const ledgerRulesDefault: LedgerRules = {
  unpaidClosesAfterMs: 180_000,
  cancelGraceMs: 900_000,
  queuedRefundMs: 3000,
  refundWindowMs: 365 * 86_400_000,
}

export const instantAfter = (at: Instant, ms: number): Instant => instant(at + ms)

/** Cancel works on the payment's own Beijing day; an unpaid trade has fifteen minutes of grace (spot-pay 5.4). */
export const isCancelWindowOpen = (trade: Trade, at: Instant, rules: LedgerRules): boolean =>
  beijingDay(trade.paidAt ?? trade.createdAt) === beijingDay(at) ||
  (trade.paidAt === undefined && at < trade.createdAt + rules.cancelGraceMs)

/** Minor units that may still be refunded. */
export const restOf = (trade: Trade): number =>
  trade.paidAt === undefined ? 0 : trade.order.price.minor - trade.returned - trade.promised

/**
 * The fen that the next `minor` units of a trade give back, at the trade's own rate. Counted as a difference of
 * rounded sums, so that several partial refunds give back together exactly what was paid.
 */
export const refundFen = (trade: Trade, minor: number): number => {
  const before = trade.returned + trade.promised
  const { currency } = trade.order.price
  const upTo = (sum: number): number => fenOf({ minor: sum as Money['minor'], currency })
  return upTo(before + minor) - upTo(before)
}

/** What time alone makes of an unpaid trade: confirmed, left or closed, whichever comes first. */
export const settledTrade = (trade: Trade, at: Instant, rules: LedgerRules): Trade => {
  if (trade.status === 'TRADE_SUCCESS' && trade.paidAt !== undefined) {
    return at < trade.paidAt + rules.refundWindowMs ? trade : { ...trade, status: 'TRADE_FINISHED' }
  }
  if (trade.status !== 'WAIT_BUYER_PAY') return trade
  const closesAt = instantAfter(trade.createdAt, rules.unpaidClosesAfterMs)
  const leavesAt = trade.leavesAt ?? closesAt
  const endsAt = instant(Math.min(leavesAt, closesAt))
  if (trade.confirmsAt !== undefined && trade.confirmsAt < endsAt && trade.confirmsAt <= at) {
    return { ...trade, status: 'TRADE_SUCCESS', paidAt: trade.confirmsAt }
  }
  if (endsAt > at) return trade
  const closedBy = leavesAt < closesAt ? 'customer' : 'time'
  return { ...trade, status: 'TRADE_CLOSED', closedAt: endsAt, closedBy }
}
