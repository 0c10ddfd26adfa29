import { decimalsByCurrency, money, type Currency, type Money } from '../domain/money.ts'
import { beijingDay, beijingMinuteOfDay, instant, type Instant } from '../domain/time.ts'
import { keyOf, type Books } from './books.ts'
import { instantAfter, refundFen, restOf, type Trade, type TradeRefund } from './trade.ts'

/** What a REFUND asks for, once it is known to be well formed. */
export interface RefundAsked {
  readonly partner: string
  readonly id: string
  readonly paymentId: string
  readonly tradeNo?: string | undefined
  /** `refund_amount` in `currency`, as the request says it. */
  readonly amount: Money
  /** `is_sync=Y`. */
  readonly immediate: boolean
}

/** What will become of a queued refund. Training's own. */
export interface RefundConduct {
  readonly failsWith?: string
  /** Instead of the usual time. */
  readonly takesMs?: number
}

export type RefundReply =
  | { readonly type: 'accepted'; readonly refund: TradeRefund; readonly trade: Trade }
  | { readonly type: 'failed'; readonly code: string }

const minuteMs = 60_000
const batchBeginsAtMinute = 23 * 60
const batchEndsAtMinute = 5 * 60
const immediateFromMinute = 90

/** Immediate refunds are not taken from 00:00 to 01:30 in Beijing (spot-pay 5.6). */
const isClosedForImmediate = (at: Instant): boolean => beijingMinuteOfDay(at) < immediateFromMinute

/** A queued refund of today's payment is done at once; an older one waits for the night, 23:00 to 05:00 in Beijing. */
const queuedDueAt = (trade: Trade, takesMs: number, at: Instant): Instant => {
  const minute = beijingMinuteOfDay(at)
  const isToday = beijingDay(trade.paidAt ?? trade.createdAt) === beijingDay(at)
  if (isToday || minute >= batchBeginsAtMinute || minute < batchEndsAtMinute) return instantAfter(at, takesMs)
  const startOfMinute = instant(at - (at % minuteMs))
  return instantAfter(startOfMinute, (batchBeginsAtMinute - minute) * minuteMs + takesMs)
}

/**
 * Refunds name the settlement currency of their PAY; the books count in that of the price. Prices of another currency
 * than the settlement's always have two decimals (spot-pay 3.2, `trans_currency`), a settlement in JPY has none.
 */
const inPriceCurrency = (amount: Money, price: Currency): Money =>
  money(
    decimalsByCurrency[price] > decimalsByCurrency[amount.currency] ? amount.minor * 100 : amount.minor,
    price,
  )

const finish = (books: Books, key: string, refund: TradeRefund, at: Instant): TradeRefund => {
  const tradeKey = keyOf(refund.partner, refund.paymentId)
  const trade = books.trades.get(tradeKey)
  if (trade === undefined) throw new Error(`refund ${refund.id} of a trade that is not in the books`)
  const returned = refund.code === undefined ? trade.returned + refund.amount.minor : trade.returned
  const promised = trade.promised - refund.amount.minor
  const isAllBack = returned === trade.order.price.minor
  books.trades.set(tradeKey, {
    ...trade,
    returned,
    promised,
    ...(isAllBack && { status: 'TRADE_CLOSED', closedAt: at, closedBy: 'refunds' }),
  })
  const done: TradeRefund = { ...refund, state: refund.code === undefined ? 'SUCCESS' : 'FAILED', doneAt: at }
  books.refunds.set(key, done)
  books.queued.delete(key)
  return done
}

/** Carries out every queued refund whose time has come by `at`. */
export const settleRefunds = (books: Books, at: Instant): void => {
  for (const key of books.queued) {
    const refund = books.refunds.get(key)
    if (refund?.dueAt !== undefined && refund.dueAt <= at) finish(books, key, refund, refund.dueAt)
  }
}

/** Why a refund that was never seen before cannot be done, if so. */
const refusalOf = (asked: RefundAsked, trade: Trade | undefined, at: Instant): string | undefined => {
  if (trade === undefined) return 'TRADE_NOT_EXIST'
  if (asked.tradeNo !== undefined && asked.tradeNo !== trade.tradeNo) return 'TRADE_NOT_EXIST'
  if (trade.status === 'WAIT_BUYER_PAY') return 'TRADE_STATUS_ERROR'
  if (trade.status === 'TRADE_FINISHED') return 'TRADE_HAS_FINISHED'
  if (trade.status === 'TRADE_CLOSED' && trade.closedBy !== 'refunds') return 'TRADE_HAS_CLOSE'
  const { price, settlement } = trade.order
  if (asked.amount.currency !== price.currency && asked.amount.currency !== settlement) {
    return 'REFUND_AMT_RESTRICTION'
  }
  if (inPriceCurrency(asked.amount, price.currency).minor > restOf(trade)) return 'RETURN_AMOUNT_EXCEED'
  return asked.immediate && isClosedForImmediate(at) ? 'ILLEGAL_ARGUMENT' : undefined
}

/**
 * Answers a REFUND. The id is the key (spot-pay 5.5): the same request hears what became of it, another amount or
 * another payment under the same id is refused, and a refused one leaves no trace, so that it may be sent again.
 */
export const answerRefund = (
  books: Books,
  asked: RefundAsked,
  trade: Trade | undefined,
  conduct: RefundConduct,
  at: Instant,
): RefundReply => {
  const key = keyOf(asked.partner, asked.id)
  const known = books.refunds.get(key)
  if (known !== undefined && trade !== undefined) {
    const amount = inPriceCurrency(asked.amount, trade.order.price.currency)
    const isSame = known.paymentId === asked.paymentId && known.amount.minor === amount.minor
    if (!isSame) return { type: 'failed', code: 'DISCORDANT_REPEAT_REQUEST' }
    if (known.state === 'FAILED') return { type: 'failed', code: known.code ?? 'SYSTEM_ERROR' }
    if (known.state === 'CANCELED') return { type: 'failed', code: 'TRADE_HAS_CLOSE' }
    return { type: 'accepted', refund: known, trade }
  }
  const refusal = refusalOf(asked, trade, at)
  if (trade === undefined || refusal !== undefined) {
    return { type: 'failed', code: refusal ?? 'TRADE_NOT_EXIST' }
  }
  const amount = inPriceCurrency(asked.amount, trade.order.price.currency)
  const dueAt = queuedDueAt(trade, conduct.takesMs ?? books.rules.queuedRefundMs, at)
  const refund: TradeRefund = {
    partner: asked.partner,
    id: asked.id,
    paymentId: asked.paymentId,
    amount,
    amountFen: refundFen(trade, amount.minor),
    immediate: asked.immediate,
    createdAt: at,
    state: 'PROCESSING',
    ...(!asked.immediate && { dueAt }),
    ...(!asked.immediate && conduct.failsWith !== undefined && { code: conduct.failsWith }),
  }
  books.trades.set(keyOf(asked.partner, asked.paymentId), {
    ...trade,
    promised: trade.promised + amount.minor,
  })
  books.refunds.set(key, refund)
  if (!asked.immediate) books.queued.add(key)
  return { type: 'accepted', refund: asked.immediate ? finish(books, key, refund, at) : refund, trade }
}
