import fc from 'fast-check'
import { expect } from 'vitest'
import type { CashId } from '../../main/domain/ids.ts'
import type { Payment } from '../../main/domain/payment.ts'
import type { Refund } from '../../main/domain/refund.ts'
import {
  changed,
  declined,
  paid,
  refundAsked,
  refundChanged,
  refunded,
  refundSending,
  requested,
  sending,
  waiting,
} from '../journal/sales.ts'
import { attempt, refundRequest } from '../journal/sales.ts'
import { instant } from '../../main/domain/time.ts'
import type { DrawerShop } from './drawer-shop.ts'

/** One thing that happens at a till. `which` picks among what there is, by the rest of a division. */
export type Happening =
  | { readonly do: 'open-shift'; readonly float: number }
  | { readonly do: 'cash-sale'; readonly amount: number; readonly over: number }
  | { readonly do: 'cash-refund' | 'move-in' | 'move-out'; readonly amount: number }
  /** By its receipt. */
  | { readonly do: 'sale-refund'; readonly which: number; readonly amount: number }
  | { readonly do: 'open-drawer' | 'count' | 'look' | 'close' | 'restart' }
  | { readonly do: 'begin-payment'; readonly amount: number; readonly yen: boolean }
  | {
      readonly do: 'payment-turns'
      readonly which: number
      readonly to: 'waiting' | 'paid' | 'declined' | 'cancelled' | 'not-sent' | 'found-paid'
    }
  | { readonly do: 'begin-refund'; readonly which: number; readonly part: number }
  | { readonly do: 'refund-turns'; readonly which: number; readonly to: 'unknown' | 'refunded' | 'refused' }

const amount = fc.integer({ min: 1, max: 50_000 })
const which = fc.nat(1000)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open-shift' as const), float: fc.nat(30_000) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('cash-sale' as const), amount, over: fc.nat(5000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('cash-refund' as const, 'move-in' as const, 'move-out' as const),
      amount,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sale-refund' as const), which, amount }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'open-drawer' as const,
        'count' as const,
        'look' as const,
        'close' as const,
        'restart' as const,
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('begin-payment' as const), amount, yen: fc.boolean() }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('payment-turns' as const),
      which,
      to: fc.constantFrom(
        'waiting' as const,
        'paid' as const,
        'paid' as const,
        'declined' as const,
        'cancelled' as const,
        'not-sent' as const,
        'found-paid' as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('begin-refund' as const),
      which,
      part: fc.integer({ min: 1, max: 100 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('refund-turns' as const),
      which,
      to: fc.constantFrom('unknown' as const, 'refunded' as const, 'refused' as const),
    }),
  },
)
export const days = fc.array(happening, { minLength: 30, maxLength: 120 })

/** What really happened to the cash, kept by hand beside the till: the other side of every comparison. */
export interface CashBook {
  /** Of the open shift; `undefined` when there is none. */
  drawer: number | undefined
  counted: number | undefined
  /** How far off the count was that was furthest off, each when it was taken. */
  furthest: number
}

const inState = (payment: Payment, to: Extract<Happening, { do: 'payment-turns' }>['to']): Payment => {
  const { id, amount: sum, buyerCode, operator, createdAt, attended } = payment
  const base = { id, amount: sum, buyerCode, operator, createdAt, attended }
  const number = Number(id.slice(10, 18))
  const endedAt = instant(createdAt + 5000)
  switch (to) {
    case 'waiting':
      return { ...waiting(number), ...base }
    case 'paid':
      return { ...paid(number), ...base }
    case 'declined':
      return { ...declined(number, 'soon'), ...base }
    case 'cancelled':
      return {
        ...base,
        state: 'cancelled',
        because: 'cashier',
        endedAt,
        facts: {},
        watch: { stage: 'soon', closing: false },
      }
    case 'not-sent':
      return { ...base, state: 'not-sent', why: 'refused', endedAt } as unknown as Payment
    case 'found-paid':
      return {
        ...base,
        state: 'declined',
        code: 'x',
        endedAt,
        watch: { stage: 'over', closing: false, foundPaid: { alipayTransId: '2026' } },
      }
  }
}

/** Whether the till lets a payment go this way: what is paid stays paid, what has ended may only be found paid. */
const mayTurn = (from: Payment, to: string): boolean => {
  const isOpen = from.state === 'sending' || from.state === 'waiting'
  if (to === 'found-paid') return from.state === 'declined' || from.state === 'cancelled'
  if (to === 'paid') return isOpen || from.state === 'paid'
  return isOpen
}

export interface Played {
  readonly payments: ReadonlyMap<string, Payment>
  readonly refunds: ReadonlyMap<string, Refund>
  readonly cash: CashBook
}

/** Plays what happens on a till with a real journal, and holds every answer about cash against the book by hand. */
export const play = (
  shop: DrawerShop,
  happenings: readonly Happening[],
  check: (shop: DrawerShop, book: CashBook) => void,
): Played => {
  const payments = new Map<string, Payment>()
  const refunds = new Map<string, Refund>()
  /** What is left of each sale in cash. */
  const sales = new Map<CashId, number>()
  const cash: CashBook = { drawer: undefined, counted: undefined, furthest: 0 }
  let made = 0
  const pick = <T>(from: ReadonlyMap<string, T>, index: number): T | undefined =>
    [...from.values()][index % Math.max(1, from.size)]
  const moves = (by: number): void => {
    cash.drawer = (cash.drawer ?? 0) + by
    cash.counted = undefined
  }
  for (const it of happenings) {
    switch (it.do) {
      case 'open-shift':
        if (shop.desk.openShift({ float: it.float }).ok) cash.drawer = it.float
        break
      case 'cash-sale': {
        const sold = shop.desk.sell({ amount: it.amount, tendered: it.amount + it.over })
        if (!sold.ok) break
        moves(it.amount)
        sales.set(sold.value.id, it.amount)
        break
      }
      case 'cash-refund':
        if (shop.desk.refund({ amount: it.amount, reason: 'r' }).ok) moves(-it.amount)
        break
      case 'sale-refund': {
        const [of, left] = pick(new Map([...sales].map((sale) => [sale[0], sale])), it.which) ?? []
        if (of === undefined || left === undefined) break
        const there = cash.drawer ?? -1
        const isGiven = shop.desk.refund({ amount: it.amount, reason: 'r', of }).ok
        expect(isGiven).toBe(it.amount <= Math.min(left, there))
        if (!isGiven) break
        moves(-it.amount)
        sales.set(of, left - it.amount)
        break
      }
      case 'move-in':
      case 'move-out': {
        const direction = it.do === 'move-in' ? 'in' : 'out'
        const moved = shop.desk.move({ direction, amount: it.amount, reason: 'r' })
        if (moved.ok) moves(direction === 'in' ? it.amount : -it.amount)
        break
      }
      case 'open-drawer':
        shop.desk.openDrawer('look')
        break
      case 'count':
        if (!shop.desk.count({ '100': 7, '5': 3 }).ok) break
        cash.counted = 715
        if (Math.abs(715 - (cash.drawer ?? 0)) > Math.abs(cash.furthest)) {
          cash.furthest = 715 - (cash.drawer ?? 0)
        }
        break
      case 'look':
        shop.desk.x()
        break
      case 'restart':
        shop.restart()
        break
      case 'close':
        check(shop, cash)
        cash.drawer = undefined
        cash.counted = undefined
        cash.furthest = 0
        break
      case 'begin-payment': {
        made += 1
        const payment = it.yen ? sending(made, it.amount, 'JPY') : sending(made, it.amount)
        payments.set(attempt(made).id, payment)
        shop.write(requested(payment))
        break
      }
      case 'payment-turns': {
        const from = pick(payments, it.which)
        if (from === undefined || !mayTurn(from, it.to)) break
        const to = inState(from, it.to)
        payments.set(to.id, to)
        shop.write(changed(to))
        break
      }
      case 'begin-refund': {
        const of = pick(payments, it.which)
        if (of === undefined || of.amount.currency !== 'EUR') break
        if (of.state !== 'paid' && !('watch' in of && of.watch.foundPaid !== undefined)) break
        const asked = [...refunds.values()].filter(
          (refund) => refund.payment === of.id && refund.state !== 'refused',
        )
        const left = of.amount.minor - asked.reduce((sum, refund) => sum + refund.amount.minor, 0)
        const part = Math.ceil((left * it.part) / 100)
        if (part < 1) break
        made += 1
        const refund = refundSending(made, Number(of.id.slice(10, 18)), part)
        refunds.set(refundRequest(made, 1).id, refund)
        shop.write(refundAsked(refund, made))
        break
      }
      case 'refund-turns': {
        const from = pick(refunds, it.which)
        if (from === undefined || from.state === 'refunded' || from.state === 'refused') break
        const number = Number(from.id.slice(10, 18))
        const of = Number(from.payment.slice(10, 18))
        const done = refunded(number, of, from.amount.minor)
        const base = refundSending(number, of, from.amount.minor)
        const to: Refund =
          it.to === 'refunded'
            ? done
            : it.to === 'refused'
              ? { ...base, state: 'refused', code: 'x', endedAt: instant(1_795_000_200_000) }
              : { ...base, state: 'unknown', why: 'timed-out', tries: 1 }
        refunds.set(to.id, to)
        shop.write(refundChanged(to))
        break
      }
    }
  }
  return { payments, refunds, cash }
}
