import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../main/domain/time.ts'
import { createLedger } from '../../main/training/ledger.ts'
import { instantAfter, ledgerRulesDefault, type Trade } from '../../main/training/trade.ts'
import { live, morning, perform, someDay, someWait } from './shop-days.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

test('what goes back never exceeds what was paid, in each trade and over all', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      live(commands, (ledger, at) => {
        for (const trade of ledger.trades(at)) {
          const paid = trade.paidAt === undefined ? 0 : trade.order.price.minor
          expect(trade.returned).toBeGreaterThanOrEqual(0)
          expect(trade.promised).toBeGreaterThanOrEqual(0)
          expect(trade.returned + trade.promised).toBeLessThanOrEqual(paid)
        }
      })
    }),
    { numRuns: 500 },
  )
})

test('totals are the sums of the trades, and every unit returned has its refund or its cancel', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      live(commands, (ledger, at) => {
        const trades = ledger.trades(at)
        const refunds = ledger.refunds(at)
        const paid = trades.filter((trade) => trade.paidAt !== undefined)
        expect(ledger.totals(at).get('USD') ?? { paid: 0, returned: 0 }).toEqual({
          paid: sum(paid.map((trade) => trade.order.price.minor)),
          returned: sum(paid.map((trade) => trade.returned)),
        })
        for (const trade of trades) {
          const own = refunds.filter((refund) => refund.paymentId === trade.order.id)
          const inState = (state: string): number =>
            sum(own.filter((refund) => refund.state === state).map((refund) => refund.amount.minor))
          expect(trade.promised).toBe(inState('PROCESSING'))
          if (trade.closedBy === 'cancel' && trade.paidAt !== undefined) {
            expect(trade.returned).toBe(trade.order.price.minor)
          } else {
            expect(trade.returned).toBe(inState('SUCCESS'))
          }
        }
      })
    }),
    { numRuns: 300 },
  )
})

test('final stays final, and a trade moves only along the documented ways', () => {
  const ways: Readonly<Record<Trade['status'], readonly Trade['status'][]>> = {
    WAIT_BUYER_PAY: ['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_CLOSED', 'TRADE_FINISHED'],
    TRADE_SUCCESS: ['TRADE_SUCCESS', 'TRADE_CLOSED', 'TRADE_FINISHED'],
    TRADE_CLOSED: ['TRADE_CLOSED'],
    TRADE_FINISHED: ['TRADE_FINISHED'],
  }
  fc.assert(
    fc.property(someDay, (commands) => {
      const before = new Map<string, Trade>()
      live(commands, (ledger, at) => {
        for (const trade of ledger.trades(at)) {
          const known = before.get(trade.tradeNo)
          if (known !== undefined) {
            expect(ways[known.status]).toContain(trade.status)
            if (known.paidAt !== undefined) expect(trade.paidAt).toBe(known.paidAt)
            if (known.status === 'TRADE_CLOSED') expect(trade).toEqual(known)
          }
          before.set(trade.tradeNo, trade)
        }
      })
    }),
    { numRuns: 500 },
  )
})

test('one id is one trade at most, and an unpaid one is over after three minutes', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      live(commands, (ledger, at) => {
        const trades = ledger.trades(at)
        expect(new Set(trades.map((trade) => trade.order.id)).size).toBe(trades.length)
        expect(new Set(trades.map((trade) => trade.tradeNo)).size).toBe(trades.length)
        for (const { status, createdAt } of trades) {
          if (status === 'WAIT_BUYER_PAY') {
            expect(at).toBeLessThan(instantAfter(createdAt, ledgerRulesDefault.unpaidClosesAfterMs))
          }
        }
      })
    }),
    { numRuns: 300 },
  )
})

test('the same call again at the same time says the same and moves nothing', () => {
  fc.assert(
    fc.property(someDay, (commands) => {
      live(commands, (ledger, at, command, reply) => {
        if (command.does === 'pay-later' || command.does === 'look') return
        const before = [ledger.trades(at), ledger.refunds(at), [...ledger.totals(at)]]
        const again = perform(ledger, command, at)
        expect([ledger.trades(at), ledger.refunds(at), [...ledger.totals(at)]]).toEqual(before)
        // A cancel or refund that closed the trade says so to a repeated PAY as well; itself it repeats its own words.
        expect((again as { type: string }).type).toBe((reply as { type: string }).type)
      })
    }),
    { numRuns: 300 },
  )
})

test('how often the books are looked at makes no difference', () => {
  fc.assert(
    fc.property(someDay, fc.array(someWait, { maxLength: 10 }), (commands, looks) => {
      const seldom = createLedger()
      const often = createLedger()
      let end = morning
      live(commands, (_, at) => (end = at), seldom)
      let last = morning
      live(
        commands,
        (ledger, at) => {
          for (const look of looks) if (last + look < at) ledger.trades(instant(last + look))
          last = at
        },
        often,
      )
      expect(often.trades(end)).toEqual(seldom.trades(end))
      expect(often.refunds(end)).toEqual(seldom.refunds(end))
    }),
    { numRuns: 200 },
  )
})
