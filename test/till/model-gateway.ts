import type {
  CancelOutcome,
  PayOutcome,
  QueryOutcome,
  RefundOutcome,
  RefundQueryOutcome,
} from '../../main/domain/outcome.ts'
import { money } from '../../main/domain/money.ts'
import type { CallName, OpenCall } from './scripted-shop.ts'

/** How the customer behaves; the last one is told to be declined and has paid all the same (reliability F26). */
export type Customer = 'pays' | 'waits' | 'declines' | 'pays-though-declined'

/** What the gateway's own books say of one trade. */
interface Trade {
  readonly amount: number
  state: 'open' | 'paid' | 'closed'
  paidEver: boolean
  returned: number
  readonly refunds: Map<string, number>
}

type AnyOutcome = PayOutcome | CancelOutcome | QueryOutcome | RefundOutcome | RefundQueryOutcome

/**
 * The least of a gateway that has books: what each call does to the money, apart from whether anybody ever hears of
 * it. A PAY may be done long after its cancel, as on a slow line (reliability F18).
 */
export interface ModelGateway {
  readonly perform: (call: OpenCall, customer: Customer) => AnyOutcome
  /** A waiting customer confirms. */
  readonly confirm: () => void
  /** Unpaid trades close by themselves. */
  readonly closeUnpaid: () => void
  readonly kept: (id: string) => number
  readonly paysSeen: (id: string) => number
  readonly ids: () => readonly string[]
}

export const createModelGateway = (): ModelGateway => {
  const trades = new Map<string, Trade>()
  const pays = new Map<string, number>()
  let cancels = 0
  const facts = { alipayTransId: '2026030222001400000000000001' }

  const pay = (id: string, amount: number, customer: Customer): PayOutcome => {
    pays.set(id, (pays.get(id) ?? 0) + 1)
    if (customer === 'declines') return { type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' }
    const isPaid = customer !== 'waits'
    trades.set(id, {
      amount,
      state: isPaid ? 'paid' : 'open',
      paidEver: isPaid,
      returned: 0,
      refunds: new Map(),
    })
    if (customer === 'pays-though-declined') return { type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' }
    return isPaid
      ? { type: 'paid', facts, amount: money(amount, 'USD') }
      : { type: 'unknown', why: 'waiting-for-buyer', facts }
  }
  const query = (trade: Trade | undefined): QueryOutcome => {
    if (trade === undefined) return { type: 'not-found', code: 'TRADE_NOT_EXIST' }
    const status = { open: 'WAIT_BUYER_PAY', paid: 'TRADE_SUCCESS', closed: 'TRADE_CLOSED' } as const
    return { type: 'trade', status: status[trade.state], facts }
  }
  const cancel = (trade: Trade | undefined): CancelOutcome => {
    if (trade === undefined) return { type: 'cancelled', facts: {} }
    const wasPaid = trade.state === 'paid'
    trade.state = 'closed'
    trade.returned = trade.paidEver ? trade.amount : 0
    // Whether money was returned is not always said (spot-pay 3.4).
    cancels += 1
    return cancels % 2 === 0
      ? { type: 'cancelled', facts }
      : { type: 'cancelled', action: wasPaid ? 'refund' : 'close', facts }
  }
  const refund = (trade: Trade | undefined, id: string, amount: number): RefundOutcome => {
    if (trade === undefined || !trade.paidEver) return { type: 'refused', code: 'TRADE_NOT_EXIST' }
    if (!trade.refunds.has(id)) {
      if (trade.returned + amount > trade.amount) return { type: 'refused', code: 'RETURN_AMOUNT_EXCEED' }
      trade.refunds.set(id, amount)
      trade.returned += amount
      if (trade.returned === trade.amount) trade.state = 'closed'
    }
    return { type: 'refunded', facts }
  }
  const refundQuery = (trade: Trade | undefined, id: string): RefundQueryOutcome =>
    trade?.refunds.has(id) === true
      ? { type: 'refund', status: 'SUCCESS', facts }
      : { type: 'not-found', code: 'NOT_FOUND' }

  return {
    perform: ({ name, prepared: { parameters } }, customer) => {
      const id = parameters['id'] ?? ''
      const amount = Number(parameters['amount'])
      const trade = trades.get(id)
      const does: Record<CallName, () => AnyOutcome> = {
        pay: () => pay(id, amount, customer),
        query: () => query(trade),
        cancel: () => cancel(trade),
        refund: () => refund(trade, parameters['refund'] ?? '', amount),
        refundQuery: () => refundQuery(trade, parameters['refund'] ?? ''),
      }
      return does[name]()
    },
    confirm: () => {
      for (const trade of trades.values()) {
        if (trade.state !== 'open') continue
        trade.state = 'paid'
        trade.paidEver = true
      }
    },
    closeUnpaid: () => {
      for (const trade of trades.values()) if (trade.state === 'open') trade.state = 'closed'
    },
    kept: (id) => {
      const trade = trades.get(id)
      return trade?.paidEver === true ? trade.amount - trade.returned : 0
    },
    paysSeen: (id) => pays.get(id) ?? 0,
    ids: () => [...trades.keys()],
  }
}
