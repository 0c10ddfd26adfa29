import type { Instant } from '../domain/time.ts'
import type { LedgerRules, PayOrder, Trade, TradeRefund } from './trade.ts'

/** A PAY that is still somewhere in the network, or a refusal that will turn out otherwise. */
export interface Arrival {
  readonly order: PayOrder
  readonly dueAt: Instant
  /** Executes although the id was cancelled in the meantime (reliability F18). */
  readonly evenAfterCancel: boolean
}

/** All that the gateway remembers, as plain data; keys are `keyOf(partner, id)`. */
export interface Books {
  readonly rules: LedgerRules
  readonly series: string
  readonly trades: Map<string, Trade>
  readonly keysByTradeNo: Map<string, string>
  readonly unpaid: Set<string>
  readonly refunds: Map<string, TradeRefund>
  readonly queued: Set<string>
  /** Ids that were cancelled before any PAY of theirs arrived. */
  readonly cancelledUnseen: Set<string>
  readonly payRequests: Map<string, number>
  arrivals: readonly Arrival[]
}

export const keyOf = (partner: string, id: string): string => `${partner}/${id}`
