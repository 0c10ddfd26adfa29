import type { Currency } from '../domain/money.ts'
import { beijingStamp, type Instant } from '../domain/time.ts'
import { keyOf, type Books } from './books.ts'
import {
  answerRefund,
  settleRefunds,
  type RefundAsked,
  type RefundConduct,
  type RefundReply,
} from './refund-book.ts'
import {
  instantAfter,
  isCancelWindowOpen,
  ledgerRulesDefault,
  settledTrade,
  type Conduct,
  type LedgerRules,
  type PayOrder,
  type Trade,
  type TradeRefund,
} from './trade.ts'

export type PayReply =
  | { readonly type: 'paid'; readonly trade: Trade }
  | { readonly type: 'waiting'; readonly trade: Trade }
  | { readonly type: 'failed'; readonly code: string; readonly trade?: Trade }
export type CancelReply =
  | { readonly type: 'cancelled'; readonly trade?: Trade; readonly action?: 'close' | 'refund' }
  | { readonly type: 'failed'; readonly code: string; readonly mayRetry: boolean; readonly trade?: Trade }

/** Which trade is meant: Alipay's number is looked at first when both are there (spot-pay 3.3, 3.4). */
export interface TradeAsked {
  readonly partner: string
  readonly id?: string | undefined
  readonly tradeNo?: string | undefined
}

export interface Totals {
  readonly paid: number
  readonly returned: number
}

/** The gateway's own books. Time is handed in with every call, and what fell due before it happens first. */
export interface Ledger {
  readonly pay: (order: PayOrder, conduct: Conduct, at: Instant) => PayReply
  /** Takes a PAY that will reach the gateway only `afterMs` from now. Nothing answers it. */
  readonly payLater: (order: PayOrder, afterMs: number, evenAfterCancel: boolean, at: Instant) => void
  readonly find: (asked: TradeAsked, at: Instant) => Trade | undefined
  readonly cancel: (asked: TradeAsked, at: Instant) => CancelReply
  readonly refund: (asked: RefundAsked, conduct: RefundConduct, at: Instant) => RefundReply
  readonly findRefund: (partner: string, id: string, at: Instant) => TradeRefund | undefined
  /** The customer acts now on a trade that waits for the password. False when there is none. */
  readonly confirm: (partner: string, id: string, at: Instant) => boolean
  /** PAY calls that reached the books under this id, the late ones included. */
  readonly payRequests: (partner: string, id: string) => number
  readonly trades: (at: Instant) => readonly Trade[]
  readonly refunds: (at: Instant) => readonly TradeRefund[]
  /** Minor units by the currency of the price: all that was ever paid, and all that went back. */
  readonly totals: (at: Instant) => ReadonlyMap<Currency, Totals>
}

const keep = (books: Books, key: string, trade: Trade): Trade => {
  books.trades.set(key, trade)
  if (trade.status === 'WAIT_BUYER_PAY') books.unpaid.add(key)
  else books.unpaid.delete(key)
  return trade
}

const currentResult = (trade: Trade): PayReply => {
  switch (trade.status) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return { type: 'paid', trade }
    case 'WAIT_BUYER_PAY':
      return { type: 'waiting', trade }
    case 'TRADE_CLOSED':
      return { type: 'failed', code: 'TRADE_HAS_CLOSE', trade }
  }
}

const create = (books: Books, order: PayOrder, conduct: Conduct, at: Instant): Trade => {
  const number = String(books.trades.size + 1).padStart(12, '0')
  const tradeNo = `${beijingStamp(at).slice(0, 8)}2200${books.series}${number}`
  const key = keyOf(order.partner, order.id)
  books.keysByTradeNo.set(tradeNo, key)
  const trade = { order, tradeNo, createdAt: at, returned: 0, promised: 0 }
  if (conduct.type !== 'asks') return keep(books, key, { ...trade, status: 'TRADE_SUCCESS', paidAt: at })
  const { confirmsAfterMs, leavesAfterMs, confirmsAtCancel } = conduct
  return keep(books, key, {
    ...trade,
    status: 'WAIT_BUYER_PAY',
    ...(confirmsAfterMs !== undefined && { confirmsAt: instantAfter(at, confirmsAfterMs) }),
    ...(leavesAfterMs !== undefined && { leavesAt: instantAfter(at, leavesAfterMs) }),
    ...(confirmsAtCancel !== undefined && { confirmsAtCancel }),
  })
}

const execute = (
  books: Books,
  order: PayOrder,
  conduct: Conduct,
  at: Instant,
  evenAfterCancel: boolean,
): PayReply => {
  const key = keyOf(order.partner, order.id)
  books.payRequests.set(key, (books.payRequests.get(key) ?? 0) + 1)
  const known = books.trades.get(key)
  if (known !== undefined) {
    if (known.order.buyer.id !== order.buyer.id) return { type: 'failed', code: 'TRADE_BUYER_NOT_MATCH' }
    if (known.order.terms !== order.terms) return { type: 'failed', code: 'CONTEXT_INCONSISTENT' }
    return currentResult(known)
  }
  if (books.cancelledUnseen.has(key) && !evenAfterCancel) return { type: 'failed', code: 'TRADE_HAS_CLOSE' }
  if (conduct.type !== 'declines') return currentResult(create(books, order, conduct, at))
  if (conduct.paysAnywayAfterMs !== undefined) {
    const dueAt = instantAfter(at, conduct.paysAnywayAfterMs)
    books.arrivals = [...books.arrivals, { order, dueAt, evenAfterCancel: false }]
  }
  return { type: 'failed', code: conduct.code }
}

/** Lets everything happen that fell due by `at`, each thing at its own time. */
const settle = (books: Books, at: Instant): void => {
  const due = books.arrivals.filter((arrival) => arrival.dueAt <= at).sort((a, b) => a.dueAt - b.dueAt)
  if (due.length > 0) books.arrivals = books.arrivals.filter((arrival) => arrival.dueAt > at)
  for (const { order, dueAt, evenAfterCancel } of due) {
    execute(books, order, { type: 'pays' }, dueAt, evenAfterCancel)
  }
  for (const key of books.unpaid) {
    const trade = books.trades.get(key)
    if (trade !== undefined) keep(books, key, settledTrade(trade, at, books.rules))
  }
  settleRefunds(books, at)
}

const tradeAt = (books: Books, key: string | undefined, at: Instant): Trade | undefined => {
  const trade = key === undefined ? undefined : books.trades.get(key)
  return trade === undefined ? undefined : settledTrade(trade, at, books.rules)
}

const find = (books: Books, { partner, id, tradeNo }: TradeAsked, at: Instant): Trade | undefined => {
  const key = tradeNo === undefined ? keyOf(partner, id ?? '') : books.keysByTradeNo.get(tradeNo)
  const trade = tradeAt(books, key, at)
  return trade?.order.partner === partner ? trade : undefined
}

const cancelPaid = (books: Books, trade: Trade, at: Instant): CancelReply => {
  for (const [key, refund] of books.refunds) {
    if (refund.partner !== trade.order.partner || refund.paymentId !== trade.order.id) continue
    if (refund.state !== 'PROCESSING') continue
    books.refunds.set(key, { ...refund, state: 'CANCELED', doneAt: at })
    books.queued.delete(key)
  }
  const closed: Trade = {
    ...trade,
    status: 'TRADE_CLOSED',
    closedAt: at,
    closedBy: 'cancel',
    returned: trade.order.price.minor,
    promised: 0,
  }
  return {
    type: 'cancelled',
    action: 'refund',
    trade: keep(books, keyOf(trade.order.partner, trade.order.id), closed),
  }
}

const cancel = (books: Books, asked: TradeAsked, at: Instant): CancelReply => {
  const found = find(books, asked, at)
  if (found === undefined) {
    // A number of Alipay's that Alipay does not know is a mistake; an id of ours that it does not know is the usual
    // end of a PAY that never arrived, and is remembered so that it stays the end.
    if (asked.tradeNo !== undefined || asked.id === undefined) {
      return { type: 'failed', code: 'TRADE_NOT_EXIST', mayRetry: false }
    }
    books.cancelledUnseen.add(keyOf(asked.partner, asked.id))
    return { type: 'cancelled' }
  }
  const trade: Trade =
    found.status === 'WAIT_BUYER_PAY' && found.confirmsAtCancel === true
      ? { ...found, status: 'TRADE_SUCCESS', paidAt: at }
      : found
  if (trade.status === 'TRADE_CLOSED') {
    return { type: 'cancelled', trade, action: trade.paidAt === undefined ? 'close' : 'refund' }
  }
  if (trade.status === 'TRADE_FINISHED') {
    return { type: 'failed', code: 'TRADE_HAS_FINISHED', mayRetry: false, trade }
  }
  if (!isCancelWindowOpen(trade, at, books.rules)) {
    return { type: 'failed', code: 'TRADE_CANCEL_TIME_OUT', mayRetry: false, trade }
  }
  if (trade.status === 'TRADE_SUCCESS') return cancelPaid(books, trade, at)
  const closed: Trade = { ...trade, status: 'TRADE_CLOSED', closedAt: at, closedBy: 'cancel' }
  return {
    type: 'cancelled',
    action: 'close',
    trade: keep(books, keyOf(trade.order.partner, trade.order.id), closed),
  }
}

const totals = (books: Books): ReadonlyMap<Currency, Totals> => {
  const sums = new Map<Currency, Totals>()
  for (const { order, paidAt, returned } of books.trades.values()) {
    if (paidAt === undefined) continue
    const { paid, returned: before } = sums.get(order.price.currency) ?? { paid: 0, returned: 0 }
    sums.set(order.price.currency, { paid: paid + order.price.minor, returned: before + returned })
  }
  return sums
}

/** `series`: four digits in every trade number, so that the books of two gateways number differently. */
export const createLedger = (rules: LedgerRules = ledgerRulesDefault, series = '1400'): Ledger => {
  const books: Books = {
    rules,
    series,
    trades: new Map(),
    keysByTradeNo: new Map(),
    unpaid: new Set(),
    refunds: new Map(),
    queued: new Set(),
    cancelledUnseen: new Set(),
    payRequests: new Map(),
    arrivals: [],
  }
  /** Every method looks at the books as they are at its own time. */
  const settled = (at: Instant): Books => {
    settle(books, at)
    return books
  }
  return {
    pay: (order, conduct, at) => execute(settled(at), order, conduct, at, false),
    payLater: (order, afterMs, evenAfterCancel, at) => {
      const dueAt = instantAfter(at, afterMs)
      books.arrivals = [...books.arrivals, { order, dueAt, evenAfterCancel }]
    },
    find: (asked, at) => find(settled(at), asked, at),
    cancel: (asked, at) => cancel(settled(at), asked, at),
    refund: (asked, conduct, at) =>
      answerRefund(
        settled(at),
        asked,
        find(books, { partner: asked.partner, id: asked.paymentId }, at),
        conduct,
        at,
      ),
    findRefund: (partner, id, at) => settled(at).refunds.get(keyOf(partner, id)),
    confirm: (partner, id, at) => {
      const trade = find(settled(at), { partner, id }, at)
      if (trade?.status !== 'WAIT_BUYER_PAY') return false
      keep(books, keyOf(partner, id), { ...trade, status: 'TRADE_SUCCESS', paidAt: at })
      return true
    },
    payRequests: (partner, id) => books.payRequests.get(keyOf(partner, id)) ?? 0,
    trades: (at) => [...settled(at).trades.values()].map((trade) => settledTrade(trade, at, rules)),
    refunds: (at) => [...settled(at).refunds.values()],
    totals: (at) => totals(settled(at)),
  }
}
