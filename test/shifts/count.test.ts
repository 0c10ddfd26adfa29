import { describe, expect, onTestFinished, test } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { ok } from '../../main/domain/result.ts'
import { dataFolder } from '../journal/shop.ts'
import { done, openDrawerShop, type DrawerShop, type DrawerShopOptions } from './drawer-shop.ts'

const shopWith = (options: DrawerShopOptions = {}): DrawerShop => {
  const shop = openDrawerShop(dataFolder(), options)
  onTestFinished(shop.close)
  return shop
}
const refused = (error: string) => ({ ok: false, error })

describe('a count', () => {
  test('is blind: before it an X does not say what is expected, after it both do', () => {
    const { desk } = shopWith()
    done(desk.openShift({ float: 1000 }))
    done(desk.sell({ amount: 500, tendered: 1000 }))
    const before = done(desk.x())
    expect(before.closing.cash[0]).not.toHaveProperty('expected')
    expect(before.text).not.toContain('15.00')
    expect(desk.count({ '1000': 1, '200': 2 })).toEqual(ok({ total: { minor: 1400, currency: 'EUR' } }))
    expect(done(desk.x()).closing.cash[0]).toMatchObject({ expected: 1500, counted: 1400, difference: -100 })
    expect(done(desk.x()).text).toContain('EUR -1.00')
  })

  test('the newest one counts, until cash moves; then nobody has counted', () => {
    const shop = shopWith()
    const { desk } = shop
    done(desk.openShift({ float: 1000 }))
    done(desk.count({ '500': 1 }))
    done(desk.count({ '500': 2 }))
    expect(shop.shifts.view().open?.counted).toBe(true)
    expect(done(desk.x()).closing.cash[0]?.counted).toBe(1000)
    done(desk.openDrawer('look'))
    expect(shop.shifts.view().open?.counted).toBe(true)
    done(desk.sell({ amount: 100, tendered: 100 }))
    expect(shop.shifts.view().open?.counted).toBe(false)
    const z = done(desk.close())
    expect(z.closing.cash[0]).not.toHaveProperty('counted')
    expect(z.closing.cash[0]?.expected).toBe(1100)
    expect(z.text).toContain('not counted 未清点')
  })

  test('of a shift before is none of this one', () => {
    const shop = shopWith()
    done(shop.desk.openShift({ float: 1000 }))
    done(shop.desk.count({ '1000': 1 }))
    done(shop.desk.close())
    done(shop.desk.openShift({ float: 1000 }))
    expect(shop.shifts.view().open?.counted).toBe(false)
    expect(done(shop.desk.close()).closing.cash[0]).not.toHaveProperty('counted')
  })
})

describe('a difference', () => {
  const short = (options: DrawerShopOptions = {}): DrawerShop => {
    const shop = shopWith(options)
    done(shop.desk.openShift({ float: 1000 }))
    done(shop.desk.count({ '500': 1 }))
    return shop
  }

  test('is closed with the reason for it, which stands on the Z and in an entry before it', () => {
    const shop = short()
    const { closing, text } = done(shop.desk.close({ reason: '  a note lost ' }))
    expect(closing.cash[0]).toMatchObject({ difference: -500, reason: 'a note lost' })
    expect(text).toMatch(/Reason 原因 +a note lost/)
    expect(shop.journal.newest('cash-explained')).toMatchObject({
      seq: closing.to,
      operator: 'Lena',
      body: { shift: 1, difference: -500, reason: 'a note lost' },
    })
    shop.restart()
    expect(shop.desk.closing(1)?.text).toBe(text)
  })

  test('needs none below the limit of the settings, and not by the settings as they come', () => {
    expect(done(short().desk.close()).closing.cash[0]).not.toHaveProperty('reason')
    const at = (explainAbove: number) => short({ settings: { cash: { explainAbove } } })
    expect(done(at(500).desk.close({ reason: ' ' })).closing.number).toBe(1)
    const { desk, journal } = at(499)
    const { seq } = journal.head()
    expect(desk.close()).toEqual(refused('difference-unexplained'))
    expect(desk.close({ reason: ' ' })).toEqual(refused('difference-unexplained'))
    expect(journal.head().seq).toBe(seq)
    expect(done(desk.close({ reason: 'stolen' })).closing.number).toBe(1)
  })

  test('above the limit asks for its reason whatever is counted or moved afterwards, and stands on the Z', () => {
    const later: Readonly<Record<string, (shop: DrawerShop) => void>> = {
      // Told by an X what is missing, somebody counts as much as is expected.
      'counted again': ({ desk }) => void [done(desk.x()), done(desk.count({ '1000': 1 }))],
      'counted again, a little off': ({ desk }) => void done(desk.count({ '500': 1, '200': 2 })),
      'a cent paid in': ({ desk }) => void done(desk.move({ direction: 'in', amount: 1, reason: 'found' })),
      'a cent paid in, and counted again': ({ desk }) => {
        done(desk.move({ direction: 'in', amount: 1, reason: 'found' }))
        done(desk.count({ '1000': 1, '1': 1 }))
      },
      restarted: (shop) => {
        shop.restart()
        done(shop.desk.count({ '1000': 1 }))
      },
    }
    const closed = Object.entries(later).map(([name, happen]) => {
      const shop = short({ settings: { cash: { explainAbove: 499 } } })
      happen(shop)
      expect(shop.desk.close()).toEqual(refused('difference-unexplained'))
      const { closing, text } = done(shop.desk.close({ reason: 'miscounted' }))
      expect(text).toMatch(/Counted before 此前清点 +EUR 5.00\nDifference then 当时差额 +EUR -5.00/)
      expect(text).toMatch(/Reason 原因 +miscounted/)
      const { earlier, difference, reason } = closing.cash[0] ?? {}
      expect([earlier, reason]).toEqual([{ counted: 500, difference: -500 }, 'miscounted'])
      return [name, difference, shop.journal.newest('cash-explained')?.body]
    })
    const explained = (difference: number) =>
      expect.objectContaining({ kind: 'cash-explained', difference }) as unknown
    expect(closed).toEqual([
      ['counted again', 0, explained(-500)],
      ['counted again, a little off', -100, explained(-100)],
      ['a cent paid in', undefined, explained(-500)],
      ['a cent paid in, and counted again', 0, explained(-500)],
      ['restarted', 0, explained(-500)],
    ])
  })

  test('that is found after a right count is not counted away either', () => {
    const shop = shopWith({ settings: { cash: { explainAbove: 499 } } })
    done(shop.desk.openShift({ float: 1000 }))
    done(shop.desk.count({ '1000': 1 }))
    // Five are gone by the evening: the newest count says it, and no later one unsays it.
    done(shop.desk.count({ '500': 1 }))
    done(shop.desk.count({ '1000': 1 }))
    expect(shop.desk.close()).toEqual(refused('difference-unexplained'))
  })

  test('below the limit, or counted right at first, is nothing to explain and no other count', () => {
    const shop = shopWith({ settings: { cash: { explainAbove: 500 } } })
    done(shop.desk.openShift({ float: 1000 }))
    done(shop.desk.count({ '500': 1 }))
    done(shop.desk.count({ '1000': 1 }))
    expect(done(shop.desk.close()).closing.cash[0]).toMatchObject({
      difference: 0,
      earlier: { difference: -500 },
    })
    done(shop.desk.openShift({ float: 1000 }))
    done(shop.desk.count({ '1000': 1 }))
    done(shop.desk.count({ '1000': 1 }))
    expect(done(shop.desk.close()).closing.cash[0]).not.toHaveProperty('earlier')
  })

  test('that was counted before counts kept how far they were off is that of the newest count alone', () => {
    const shop = shopWith({ settings: { cash: { explainAbove: 0 } } })
    done(shop.desk.openShift({ float: 1000 }))
    const total = money(500, 'EUR')
    shop.write({ kind: 'cash-counted', shift: 1, denominations: { '500': 1 }, total })
    expect(shop.desk.close()).toEqual(refused('difference-unexplained'))
    done(shop.desk.count({ '1000': 1 }))
    expect(done(shop.desk.close()).closing.cash[0]).not.toHaveProperty('earlier')
  })

  test('that is none, or that nobody has counted, keeps no reason', () => {
    const { desk, journal } = shopWith({ settings: { cash: { explainAbove: 0 } } })
    done(desk.openShift({ float: 1000 }))
    expect(done(desk.close({ reason: 'why not' })).closing.cash[0]).not.toHaveProperty('reason')
    done(desk.openShift({ float: 1000 }))
    done(desk.count({ '1000': 1 }))
    expect(done(desk.close({ reason: 'why not' })).closing.cash[0]).not.toHaveProperty('reason')
    expect(journal.newest('cash-explained')).toBeUndefined()
  })
})
