import { describe, expect, onTestFinished, test } from 'vitest'
import { isEmptyClosing } from '../../main/domain/cash.ts'
import { cashId } from '../../main/domain/ids.ts'
import { err, ok, type Result } from '../../main/domain/result.ts'
import { dayMs } from '../../main/domain/time.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import type { Drawer, PrintFault, Printer } from '../../main/ports.ts'
import {
  changed,
  declined,
  job,
  paid,
  printed,
  requested,
  sending,
  refundAsked,
  refundSending,
  waiting,
} from '../journal/sales.ts'
import { dataFolder } from '../journal/shop.ts'
import { done, openDrawerShop, type DrawerShop, type DrawerShopOptions } from './drawer-shop.ts'

const shopWith = (options: DrawerShopOptions = {}): DrawerShop => {
  const shop = openDrawerShop(dataFolder(), options)
  onTestFinished(shop.close)
  return shop
}
const refused = (error: string) => ({ ok: false, error })

/** A drawer that notes its kicks and answers as told. */
const drawerThat = (answer: () => Result<void, PrintFault>): Drawer & { readonly kicks: () => number } => {
  let kicks = 0
  return {
    open: () => {
      kicks += 1
      return Promise.resolve(answer())
    },
    state: () => Promise.resolve('unknown'),
    close: () => Promise.resolve(),
    kicks: () => kicks,
  }
}

describe('a shift', () => {
  test('is opened with its float, once, and numbered through the journal', () => {
    const shop = shopWith()
    expect(shop.shifts.view().open).toBeUndefined()
    expect(done(shop.desk.openShift({ float: 10_000 })).open).toMatchObject({
      shift: 1,
      openedBy: 'Lena',
      counted: false,
    })
    expect(shop.desk.openShift({ float: 0 })).toEqual(refused('shift-open'))
    shop.restart()
    expect(shop.desk.openShift({ float: 0 })).toEqual(refused('shift-open'))
    done(shop.desk.close())
    expect(done(shop.desk.openShift({ float: 0 })).open?.shift).toBe(2)
  })

  test('takes a counted float only when both are one sum', () => {
    const shop = shopWith()
    const open = (float: number, denominations: Record<string, number>) =>
      shop.desk.openShift({ float, denominations })
    expect(open(10_000, { '5000': 1 })).toEqual(refused('float-differs'))
    expect(open(7000, { '7000': 1 })).toEqual(refused('unknown-denomination'))
    expect(open(10_000_000_001, {})).toEqual(refused('too-large'))
    expect(open(20_000, { '5000': 2, '05000': 2 })).toEqual(refused('unknown-denomination'))
    expect(open(10_000, { '50000': 300_000 })).toEqual(refused('too-large'))
    done(open(10_000, { '5000': 1, '2000': 2, '1000': 1, '500': 0 }))
    expect(shop.journal.newest('shift-opened')?.body).toMatchObject({
      float: { minor: 10_000, currency: 'EUR' },
      denominations: { '5000': 1, '2000': 2, '1000': 1 },
    })
  })

  test('of another currency is closed before anything is taken in the new one', () => {
    const files = dataFolder()
    const before = openDrawerShop(files)
    done(before.desk.openShift({ float: 500 }))
    before.close()
    const shop = openDrawerShop(files, { settings: { currency: 'USD' } })
    onTestFinished(shop.close)
    expect(shop.desk.sell({ amount: 100, tendered: 100 })).toEqual(refused('wrong-currency'))
    expect(shop.desk.count({})).toEqual(refused('wrong-currency'))
    expect(done(shop.desk.close()).closing.cash).toEqual([
      { currency: 'EUR', float: 500, sold: 0, refunded: 0, movedIn: 0, movedOut: 0, expected: 500 },
    ])
    done(shop.desk.openShift({ float: 700 }))
    expect(done(shop.desk.sell({ amount: 100, tendered: 100 })).number).toBe(1)
  })
})

describe('cash', () => {
  test('is never more than a count can come to', () => {
    const { desk } = shopWith()
    done(desk.openShift({ float: 500 }))
    expect(desk.sell({ amount: 9_999_999_501, tendered: 9_999_999_501 })).toEqual(refused('too-large'))
    done(desk.sell({ amount: 9_999_999_500, tendered: 9_999_999_500 }))
    expect(desk.sell({ amount: 1, tendered: 1 })).toEqual(refused('too-large'))
  })

  test('every act says why it is not done', () => {
    const shop = shopWith()
    const { desk } = shop
    expect(desk.sell({ amount: 500, tendered: 500 })).toEqual(refused('no-shift'))
    expect(desk.refund({ amount: 500, reason: 'x' })).toEqual(refused('no-shift'))
    expect(desk.move({ direction: 'in', amount: 500, reason: 'x' })).toEqual(refused('no-shift'))
    expect(desk.count({})).toEqual(refused('no-shift'))
    done(desk.openShift({ float: 1000 }))
    expect(desk.sell({ amount: 0, tendered: 500 })).toEqual(refused('no-amount'))
    expect(desk.sell({ amount: 500, tendered: 499 })).toEqual(refused('not-enough'))
    expect(desk.sell({ amount: 500, tendered: 10_000_000_001 })).toEqual(refused('too-large'))
    expect(desk.sell({ amount: 10_000_000_001, tendered: 10_000_000_001 })).toEqual(refused('too-large'))
    expect(desk.refund({ amount: 0, reason: 'x' })).toEqual(refused('no-amount'))
    expect(desk.refund({ amount: 10, reason: '  ' })).toEqual(refused('reason-missing'))
    expect(desk.refund({ amount: 1001, reason: 'x' })).toEqual(refused('more-than-there'))
    expect(desk.move({ direction: 'out', amount: 1001, reason: 'x' })).toEqual(refused('more-than-there'))
    expect(desk.move({ direction: 'in', amount: 10, reason: '' })).toEqual(refused('reason-missing'))
    expect(desk.move({ direction: 'in', amount: 0, reason: 'x' })).toEqual(refused('no-amount'))
    expect(desk.move({ direction: 'in', amount: 9_999_999_999, reason: 'x' })).toEqual(refused('too-large'))
    expect(desk.openDrawer(' ')).toEqual(refused('reason-missing'))
    expect(desk.count({ '3': 1 })).toEqual(refused('unknown-denomination'))
    expect(desk.closing(1)).toBeUndefined()
    shop.setSelling(false)
    expect(desk.sell({ amount: 500, tendered: 500 })).toEqual(refused('till-stopped'))
    expect(desk.move({ direction: 'out', amount: 5, reason: 'x' })).toEqual(refused('till-stopped'))
    // A halted till sells nothing, and the day still ends.
    expect(desk.count({ '1000': 1 })).toEqual(ok({ total: { minor: 1000, currency: 'EUR' } }))
    expect(done(desk.close()).closing.cash[0]).toMatchObject({ counted: 1000, difference: 0 })
    expect(desk.openShift({ float: 1 })).toEqual(refused('till-stopped'))
    expect(shop.faults).toEqual([])
  })

  test('a till that takes none closes its day all the same', () => {
    const { desk, shifts } = shopWith({ settings: { cash: { enabled: false } } })
    expect(shifts.view().takesCash).toBe(false)
    expect(desk.sell({ amount: 500, tendered: 500 })).toEqual(refused('not-allowed'))
    expect(desk.openDrawer('x')).toEqual(refused('not-allowed'))
    expect(desk.count({})).toEqual(refused('not-allowed'))
    expect(done(desk.close()).closing).toMatchObject({ number: 1, cash: [] })
  })

  test('sales and refunds are numbered without gaps, over closings and restarts', () => {
    const shop = shopWith()
    const numbers: number[] = []
    for (let day = 0; day < 3; day += 1) {
      done(shop.desk.openShift({ float: 5000 }))
      numbers.push(done(shop.desk.sell({ amount: 130, tendered: 200 })).number)
      expect(shop.desk.sell({ amount: 130, tendered: 100 }).ok).toBe(false)
      expect(done(shop.desk.sell({ amount: 130, tendered: 200 })).change.minor).toBe(70)
      expect(done(shop.desk.refund({ amount: 100, reason: 'cold' })).number).toBe(day + 1)
      done(shop.desk.close())
      shop.restart()
    }
    expect(numbers).toEqual([1, 3, 5])
  })

  test('is given back by a receipt up to what is left of its sale, over closings and restarts', () => {
    const shop = shopWith()
    done(shop.desk.openShift({ float: 5000 }))
    const [one, other] = [130, 700].map((amount) => done(shop.desk.sell({ amount, tendered: 1000 })).id)
    const back = (amount: number, of = one) => shop.desk.refund({ amount, reason: 'cold', of })
    const left = (of = one) => of && shop.desk.sale(of)?.left.minor
    expect(back(131)).toEqual(refused('more-than-left'))
    const { id } = done(back(100))
    expect(shop.journal.newest('cash-refunded')?.body).toMatchObject({ of: { sale: one, left: 30 } })
    expect([left(), left(other)]).toEqual([30, 700])
    done(shop.desk.close())
    shop.restart()
    done(shop.desk.openShift({ float: 5000 }))
    // Without a receipt it is as ever, and takes nothing from what is left of a sale.
    done(shop.desk.refund({ amount: 100, reason: 'cold' }))
    expect(back(31)).toEqual(refused('more-than-left'))
    done(back(1, other))
    done(back(30))
    expect(back(1)).toEqual(refused('more-than-left'))
    expect([left(), left(other)]).toEqual([0, 699])
    // Neither a refund nor a receipt of another till is a sale of this one.
    const strange = cashId({ mode: 'training', installation: '7'.repeat(9) as never, number: 1, seq: 3 })
    for (const of of [id, strange]) expect(back(1, of)).toEqual(refused('unknown-sale'))
    expect(shop.desk.sale(id)).toBeUndefined()
  })

  test('of a sale in another currency is not given back by its receipt', () => {
    const files = dataFolder()
    const before = openDrawerShop(files)
    done(before.desk.openShift({ float: 500 }))
    const { id } = done(before.desk.sell({ amount: 100, tendered: 100 }))
    done(before.desk.close())
    before.close()
    const shop = openDrawerShop(files, { settings: { currency: 'USD' } })
    onTestFinished(shop.close)
    done(shop.desk.openShift({ float: 500 }))
    expect(shop.desk.refund({ amount: 1, reason: 'cold', of: id })).toEqual(refused('unknown-sale'))
  })

  test('a shift may be wanted before anything is sold', () => {
    const { desk, shifts } = shopWith({ settings: { cash: { requireShift: true } } })
    expect([shifts.lacksShift(), shifts.view().shiftWanted]).toEqual([true, true])
    done(desk.openShift({ float: 0 }))
    expect(shifts.lacksShift()).toBe(false)
    done(desk.close())
    expect(shifts.lacksShift()).toBe(true)
    expect(shopWith().shifts.lacksShift()).toBe(false)
  })
})

describe('the drawer', () => {
  test('opens with every act that moves cash, and with a reason, but not for a look or a refusal', () => {
    const drawer = drawerThat(() => ok(undefined))
    const { desk } = shopWith({ drawer })
    done(desk.openShift({ float: 1000 }))
    done(desk.sell({ amount: 500, tendered: 500 }))
    done(desk.refund({ amount: 100, reason: 'cold' }))
    done(desk.move({ direction: 'out', amount: 100, reason: 'post' }))
    done(desk.openDrawer('change'))
    expect(drawer.kicks()).toBe(4)
    desk.sell({ amount: 0, tendered: 500 })
    desk.openDrawer('')
    done(desk.x())
    done(desk.count({}))
    done(desk.close())
    expect(drawer.kicks()).toBe(4)
  })

  test('that does not open is told by the view until it opens again, and the sale goes on', async () => {
    let answer: Result<void, PrintFault> = err('offline')
    const shop = shopWith({ drawer: drawerThat(() => answer) })
    done(shop.desk.openShift({ float: 0 }))
    done(shop.desk.sell({ amount: 500, tendered: 500 }))
    await expect.poll(() => shop.shifts.view().drawerFault).toBe('offline')
    const changes = shop.changes()
    answer = ok(undefined)
    done(shop.desk.openDrawer('again'))
    await expect.poll(() => shop.shifts.view().drawerFault).toBeUndefined()
    expect(shop.changes()).toBeGreaterThan(changes + 1)
  })

  test('of a till that has none is never asked', async () => {
    const drawer = drawerThat(() => err('not-configured'))
    const shop = shopWith({ drawer, settings: { cash: { drawer: 'none' } } })
    done(shop.desk.openShift({ float: 0 }))
    done(shop.desk.sell({ amount: 500, tendered: 500 }))
    await Promise.resolve()
    expect([drawer.kicks(), shop.shifts.view().drawerFault]).toEqual([0, undefined])
  })

  test('stays shut when the journal does not take what opens it', () => {
    const drawer = drawerThat(() => ok(undefined))
    let isBroken = false
    const shop = shopWith({
      drawer,
      journal: (real) => ({
        ...real,
        append: (...given) => {
          if (isBroken) throw new JournalFault('disk', 'full')
          return real.append(...given)
        },
      }),
    })
    done(shop.desk.openShift({ float: 0 }))
    isBroken = true
    expect(shop.desk.sell({ amount: 500, tendered: 500 })).toEqual(refused('till-stopped'))
    expect(shop.desk.openDrawer('x')).toEqual(refused('till-stopped'))
    expect(shop.desk.close()).toEqual(refused('till-stopped'))
    expect(shop.faults).toHaveLength(3)
    expect(drawer.kicks()).toBe(0)
    isBroken = false
    expect(done(shop.desk.close()).closing.number).toBe(1)
  })
})

describe('an X and a Z', () => {
  test('an X writes nothing, and says the same at any time', () => {
    const { desk, journal } = shopWith()
    done(desk.openShift({ float: 1000 }))
    const head = journal.head()
    const [one, other] = [done(desk.x()), done(desk.x())]
    expect(journal.head()).toEqual(head)
    expect({ ...one.closing, closedAt: 0 }).toEqual({ ...other.closing, closedAt: 0 })
    expect([one.kind, one.seal, one.closing.number]).toEqual(['x', undefined, 1])
  })

  test('an empty day closes, also without a shift, and again at once', () => {
    const { desk, journal } = shopWith()
    expect(isEmptyClosing(done(desk.x()).closing)).toBe(true)
    const [first, second] = [done(desk.close()), done(desk.close())]
    expect(first.closing).toMatchObject({ number: 1, from: 1, to: 1, lines: [], alipay: [], cash: [] })
    expect(first.closing).not.toHaveProperty('shift')
    expect(second.closing).toMatchObject({ number: 2, from: 2, to: 2 })
    expect(journal.head().seq).toBe(3)
  })

  test('a day is empty only while nothing moved and no drawer was opened', () => {
    const happenings: readonly ((shop: DrawerShop) => void)[] = [
      ({ desk }) => void desk.openShift({ float: 0 }),
      ({ desk }) => void desk.openDrawer('change'),
      ({ write }) => write(requested(sending(1))),
      ({ write }) => write(requested(sending(1)), changed(paid(1))),
      ({ write }) => write(requested(sending(1)), changed(declined(1, 'over'))),
    ]
    expect(
      happenings.map((happen) => {
        const shop = shopWith()
        done(shop.desk.close())
        expect(isEmptyClosing(done(shop.desk.x()).closing)).toBe(true)
        happen(shop)
        return isEmptyClosing(done(shop.desk.x()).closing)
      }),
    ).toEqual(happenings.map(() => false))
  })

  test('what is open is listed and keeps nobody from closing', () => {
    const shop = shopWith()
    shop.write(requested(sending(1)))
    shop.write(changed(waiting(1)))
    shop.write(requested(sending(2)))
    shop.write(changed(paid(2)))
    shop.write(refundAsked({ ...refundSending(3, 2, 450), state: 'held' }, 3))
    shop.write(printed(job(7, 'queued')))
    shop.write(printed(job(7, 'failed', { fault: 'offline' })))
    const { closing, text } = done(shop.desk.close())
    expect(closing.openQuestions).toEqual([
      { of: 'payment', id: waiting(1).id, state: 'waiting', minor: 1250, currency: 'EUR' },
      { of: 'refund', id: refundSending(3, 2).id, state: 'held', minor: 450, currency: 'EUR' },
      { of: 'print', id: '7', state: 'failed' },
      { of: 'china-day', id: '2026-11-18' },
    ])
    expect(closing.alipay).toMatchObject([
      { currency: 'EUR', paid: { count: 1, minor: 1250 }, unknown: { count: 1, minor: 1250 } },
    ])
    expect(text).toContain('not sent yet 尚未发送')
    // The next day it is paid, and counts there.
    shop.write(changed(paid(1)))
    expect(done(shop.desk.close()).closing.alipay).toMatchObject([
      { paid: { count: 1, minor: 1250 }, unknown: { count: 0, minor: 0 } },
    ])
  })

  test('a payment that is written again as paid counts once, over closings and restarts', () => {
    const shop = shopWith()
    shop.write(requested(sending(1)), changed(paid(1)), changed(paid(1)))
    expect(done(shop.desk.close()).closing.lines).toEqual([
      { type: 'sale', method: 'alipay', currency: 'EUR', count: 1, minor: 1250 },
    ])
    shop.write(changed(paid(1)))
    shop.restart()
    shop.write(changed(paid(1)))
    expect(done(shop.desk.close()).closing.lines).toEqual([])
  })

  test('F28 a clock set on by a day, and back, loses no closing, makes none of its own, and counts nothing twice', () => {
    const shop = shopWith()
    done(shop.desk.openShift({ float: 1000 }))
    const sell = (amount: number) => done(shop.desk.sell({ amount, tendered: amount }))
    const soldIn = (number: number) => shop.desk.closing(number)?.closing.lines.map(({ minor }) => minor)
    sell(100)
    shop.setClock(dayMs)
    sell(20)
    // The next day by the clock, and still the same shift and the same closing.
    expect(shop.shifts.view()).toMatchObject({ nextClosing: 1, open: { shift: 1 } })
    expect(done(shop.desk.close()).closing.number).toBe(1)
    done(shop.desk.openShift({ float: 0 }))
    sell(3)
    shop.setClock(-dayMs)
    shop.restart()
    expect(shop.shifts.view()).toMatchObject({ nextClosing: 2, open: { shift: 2 } })
    sell(4)
    expect(done(shop.desk.close()).closing.number).toBe(2)
    expect([soldIn(1), soldIn(2), soldIn(3)]).toEqual([[120], [7], undefined])
    const [second, first] = shop.desk.closings(9).map(({ closing }) => closing)
    expect([first?.from, second?.from, second?.to]).toEqual([
      1,
      (first?.to ?? 0) + 1,
      shop.journal.head().seq - 1,
    ])
  })

  test('names people as they were called then, and the last one to close', () => {
    const shop = shopWith()
    shop.write({
      kind: 'operator-set',
      operator: { id: 'op-1', name: '王芳', role: 'manager', active: true },
    } as never)
    shop.setOperator('op-1')
    done(shop.desk.openShift({ float: 0 }))
    const { closing, text } = done(shop.desk.close())
    expect(closing.operators).toEqual([
      { id: 'Lena', name: 'Lena' },
      { id: 'op-1', name: '王芳' },
    ])
    expect([closing.openedBy, closing.closedBy]).toEqual(['op-1', 'op-1'])
    expect(text).toMatch(/Closed by 日结人 +王芳/)
  })

  test('can be looked at again by number, newest first, and printed again', async () => {
    const jobs: Uint8Array[] = []
    const printer: Printer = {
      print: (bytes) => {
        jobs.push(bytes)
        return Promise.resolve(ok(undefined))
      },
      close: () => Promise.resolve(),
    }
    const shop = shopWith({ printer })
    const closed = Array.from({ length: 9 }, () => done(shop.desk.close()))
    shop.restart()
    expect(shop.desk.closings(4).map(({ closing }) => closing.number)).toEqual([9, 8, 7, 6])
    expect(shop.desk.closings(400)).toHaveLength(9)
    expect(shop.desk.closing(3)).toEqual(closed[2])
    expect(shop.desk.closing(10)).toBeUndefined()
    expect(done(shop.desk.x()).closing.number).toBe(10)
    expect(await shop.desk.print(3)).toEqual(ok(true))
    expect(await shop.desk.print(undefined)).toEqual(ok(true))
    expect(await shop.desk.print(11)).toEqual(refused('unknown-closing'))
    expect(await shop.desk.pdf(11)).toEqual(refused('unknown-closing'))
    expect(jobs).toHaveLength(2)
    expect(Buffer.from(jobs[0] ?? []).toString('latin1')).toContain('DAY CLOSED Z 3')
  })

  test('an absent printer is said and changes nothing', async () => {
    const { desk, journal } = shopWith()
    done(desk.close())
    const head = journal.head()
    expect(await desk.print(1)).toEqual(refused('not-configured'))
    expect(journal.head()).toEqual(head)
  })
})
