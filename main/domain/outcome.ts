import type { Money } from './money.ts'
import type { Instant } from './time.ts'

/** Facts about a trade that a verified answer carried. Names follow the wire (spot-pay 3.2, 3.3). */
export interface TradeFacts {
  /** `alipay_trans_id`: Alipay's number of the trade, the one in the customer's app. */
  readonly alipayTransId?: string
  /** `alipay_buyer_login_id`, masked by Alipay. */
  readonly buyerLogin?: string
  /** `alipay_pay_time`; the wire gives Beijing time. */
  readonly paidAt?: Instant
  /** `trans_amount_cny`, what the customer was charged; text as received, never computed by us. */
  readonly amountCny?: string
  /** `exchange_rate`, settlement currency to CNY; text as received. */
  readonly exchangeRate?: string
  /** `m_discount_forex_amount`: discount paid by the merchant, in the settlement currency. */
  readonly merchantDiscount?: string
  /** `payment_inst`: which wallet paid, ALIPAYCN or ALIPAYHK. */
  readonly wallet?: string
}

/** Why a call ended without an answer that can be believed. */
export type Silence =
  | 'timed-out'
  | 'connection-lost'
  | 'http-status'
  | 'too-large'
  | 'wrong-charset'
  | 'not-xml'
  | 'not-an-answer'
  | 'unsigned'
  | 'wrong-signature'
  | 'wrong-sign-type'
  | 'wrong-echo'
  /** Verified and about this payment: it was paid, and with another amount or currency than was asked for. */
  | 'other-amount'
  | 'unknown-result'
  | 'system-error'
  | 'waiting-for-buyer'

/** Why nothing left the till: the connection never stood, so the call cannot have had an effect. */
export type Unsent =
  'no-such-host' | 'refused' | 'unreachable' | 'connect-timed-out' | 'tls' | 'not-configured'

interface Unclear {
  readonly type: 'unknown'
  readonly why: Silence
  readonly code?: string
  readonly facts?: TradeFacts
}
interface NotSent {
  readonly type: 'not-sent'
  readonly why: Unsent
}
interface Refused {
  readonly type: 'refused'
  /** The gateway's error code, spot-pay 3.8; empty when it gave none. */
  readonly code: string
}

/** What a PAY meant (spot-pay 3.2, judging table). */
export type PayOutcome =
  { readonly type: 'paid'; readonly facts: TradeFacts; readonly amount: Money } | Refused | Unclear | NotSent

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED' | 'TRADE_FINISHED'

/** What a QUERY meant (spot-pay 3.3). `not-found` is never proof that the trade will not exist. */
export type QueryOutcome =
  | { readonly type: 'trade'; readonly status: TradeStatus; readonly facts: TradeFacts }
  | { readonly type: 'not-found'; readonly code: string }
  | Refused
  | Unclear
  | NotSent

/** What a CANCEL meant (spot-pay 3.4). `mayRetry` is the gateway's `retry_flag`; absent in a gateway-level refusal. */
export type CancelOutcome =
  | { readonly type: 'cancelled'; readonly action?: 'close' | 'refund'; readonly facts: TradeFacts }
  | (Refused & { readonly mayRetry?: boolean })
  | Unclear
  | NotSent

/** Facts of a refund (spot-pay 3.5, 3.6). */
export interface RefundFacts extends TradeFacts {
  /** `refund_amount_cny`, text as received. */
  readonly refundCny?: string
}

/** What a REFUND meant (spot-pay 3.5). With `is_sync=N` `refunded` only says that the request was accepted. */
export type RefundOutcome =
  { readonly type: 'refunded'; readonly facts: RefundFacts } | Refused | Unclear | NotSent

/** What a refund query meant (spot-pay 3.6). */
export type RefundQueryOutcome =
  | {
      readonly type: 'refund'
      readonly status: 'SUCCESS' | 'FAILED' | 'CANCELED' | 'PROCESSING'
      readonly code?: string
      readonly facts: RefundFacts
    }
  | { readonly type: 'not-found'; readonly code: string }
  | Refused
  | Unclear
  | NotSent
