import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PeopleView } from '../../main/contract/people.ts'
import { denominationsByCurrency } from '../../main/domain/denominations.ts'
import { currencies, decimalsByCurrency, money } from '../../main/domain/money.ts'
import { acts } from '../../main/domain/rights.ts'
import { countedSum, denominationsOf, roundSums, typedCount } from '../../renderer/cash/notes.ts'
import { cashChoices, cashPageAt } from '../../renderer/cash/pages.ts'
import { shownDifference } from '../../renderer/cash/shown-difference.ts'
import { stepSale } from '../../renderer/sale.ts'
import { saleAtStart, type Panel, type SaleEvent, type SaleState } from '../../renderer/sale-state.ts'
import { cashReceipt, closedShift, openShift } from './cash-examples.ts'
import { peopleView } from './fake-people.ts'
import { alipayCode, attempt, currentOf, declined, idOf, paid, quietView, waiting } from './examples.ts'

const usd = (minor: number) => money(minor, 'USD')
const at = 5000
const after = (state: SaleState, ...events: readonly SaleEvent[]): SaleState =>
  events.reduce((before, event) => stepSale(before, event, at).state, state)
const withView = (change: Parameters<typeof quietView>[0]): SaleState =>
  after(saleAtStart, { type: 'view', view: quietView(change) })
const key = (digits: string): readonly SaleEvent[] =>
  Array.from(digits, (digit) => ({ type: 'digits', digits: digit as '0' }))
const sold = { number: 12, id: cashReceipt, amount: usd(3850), tendered: usd(5000), change: usd(1150) }

describe('a receipt that is scanned while a page is open', () => {
  const receipts = [cashReceipt, idOf(7), '2026112022001412345678'] as const
  const scannedOver = (panel: Panel, text: string): SaleState =>
    after(withView({ shift: openShift }), { type: 'open', panel }, { type: 'scanned', text })

  test.each<Panel>([
    { type: 'tender', amount: usd(3850) },
    ...(['open', 'in', 'out', 'drawer', 'count', 'close'] as const).map(
      (page) => ({ type: 'cash', page }) as const,
    ),
    { type: 'settings' },
    { type: 'setup', page: 'devices' },
    { type: 'people' },
    { type: 'office' },
  ])('leaves one on which somebody is at work: %j', (panel) => {
    for (const text of receipts) {
      const state = scannedOver(panel, text)
      expect(state.panel).toEqual(panel)
      expect(state.note).toMatchObject({ kind: 'close-panel' })
    }
  })

  test.each<Panel>([
    { type: 'sales' },
    { type: 'help' },
    { type: 'refund' },
    { type: 'closing', number: 3 },
    { type: 'change', sold },
    ...(['menu', 'refund', 'x', 'closings'] as const).map((page) => ({ type: 'cash', page }) as const),
  ])('takes the place of one that is read, or leads to a refund: %j', (panel) => {
    expect(scannedOver(panel, receipts[0]).panel).toEqual({ type: 'receipt', of: cashReceipt })
    expect(scannedOver(panel, receipts[1]).panel).toEqual({ type: 'refund', text: receipts[1] })
    expect(scannedOver(panel, receipts[2]).panel).toEqual({ type: 'refund', text: receipts[2] })
  })
})

describe('what a customer hands over', () => {
  test.each([
    ['USD', 3850, [3900, 4000, 5000, 10_000]],
    ['USD', 4000, [5000, 10_000]],
    ['EUR', 1234, [1300, 1400, 1500, 2000]],
    ['CNY', 9950, [10_000]],
    ['JPY', 1234, [1300, 1500, 2000, 5000]],
    ['USD', 123_456, [123_500, 123_600, 124_000, 125_000]],
  ] as const)('%s %d', (currency, minor, sums) => {
    expect(roundSums(money(minor, currency), denominationsByCurrency[currency])).toEqual(sums)
  })

  test('every proposal is more than what is to pay, and can be laid down in notes of the currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies),
        fc.integer({ min: 1, max: 100_000_000 }),
        (currency, minor) => {
          const denominations = denominationsByCurrency[currency]
          const unit = decimalsByCurrency[currency] === 0 ? 1 : 10 ** decimalsByCurrency[currency]
          for (const sum of roundSums(money(minor, currency), denominations)) {
            expect(sum).toBeGreaterThan(minor)
            expect(denominations.some((value) => value >= unit && sum % value === 0)).toBe(true)
          }
        },
      ),
    )
  })
})

describe('a count', () => {
  test('adds up, and leaves out what nobody has filled in', () => {
    const draft = { 5000: '2', 100: '13', 50: '', 10: '0', 1: '7' }
    expect(countedSum(draft)).toBe(11_307)
    expect(denominationsOf(draft)).toEqual({ 5000: 2, 100: 13, 1: 7 })
  })
  test('takes digits only, and no more of one kind than the till does', () => {
    expect(typedCount('12x', '1')).toBe('12')
    expect(typedCount('007', '00')).toBe('7')
    expect(typedCount('0', '')).toBe('0')
    expect(typedCount('123456', '12345')).toBe('12345')
  })
})

describe('the pages of the drawer', () => {
  const keys = (change: Parameters<typeof quietView>[0]): string =>
    cashChoices(quietView(change))
      .map((choice) => choice.key)
      .join('')

  const people = (may: PeopleView['may']): PeopleView => ({ may, second: [], names: {}, idleMs: 60_000 })

  test('keep their keys whatever else may be chosen', () => {
    expect(keys({})).toBe('')
    expect(keys({ shift: closedShift })).toBe('123456789')
    expect(keys({ shift: openShift })).toBe('23456789')
    expect(keys({ shift: { ...openShift, takesCash: false } })).toBe('789')
  })
  test('hide what whoever is signed in may not do', () => {
    const may = acts.filter((act) => act !== 'read-closings' && act !== 'refund-cash')
    expect(keys({ shift: openShift, people: people(may) })).toBe('235678')
    expect(keys({ shift: openShift, people: people(['read-closings']) })).toBe('9')
    expect(cashPageAt('4', quietView({ shift: openShift, people: people(may) }))).toBeUndefined()
  })
  test('are opened by their digit, which is then no digit of an amount', () => {
    const menu = after(withView({ shift: openShift }), { type: 'cash' })
    expect(menu.panel).toEqual({ type: 'cash', page: 'menu' })
    const out = after(menu, ...key('3'))
    expect(out.panel).toEqual({ type: 'cash', page: 'out' })
    expect(out.keyed).toBe('')
    expect(after(menu, ...key('1')).panel).toEqual({ type: 'cash', page: 'menu' })
  })
})

describe('the key of the drawer', () => {
  test('takes cash for what is keyed', () => {
    const state = after(withView({ shift: openShift }), ...key('3850'), { type: 'cash' })
    expect(state.panel).toEqual({ type: 'tender', amount: usd(3850) })
    expect(state.keyed).toBe('3850')
  })
  test('takes cash for what the wallet refused, because no money has moved', () => {
    const refused = withView({ shift: openShift, current: currentOf(declined(attempt())) })
    expect(after(refused, { type: 'cash' }).panel).toEqual({ type: 'tender', amount: usd(3850) })
  })
  test.each([
    ['a payment that is not known yet', waiting(attempt(), 'timed-out')],
    ['a payment that is paid', paid(attempt())],
    [
      'a payment that was found paid later',
      declined(attempt(), 'X', { stage: 'over', closing: false, foundPaid: {} }),
    ],
    [
      'a payment that Alipay has with another amount',
      declined(attempt(), 'X', { stage: 'over', closing: false, otherAmount: true }),
    ],
  ])('never for %s', (_name, payment) => {
    const state = withView({ shift: openShift, current: currentOf(payment) })
    expect(after(state, { type: 'cash' }).panel).toEqual({ type: 'cash', page: 'menu' })
  })
  test('leads a technician to the closings, and never to a sale', () => {
    const technician = withView({ shift: openShift, people: peopleView('technician') })
    const state = after({ ...technician, keyed: '3850' }, { type: 'cash' })
    expect(state.panel).toEqual({ type: 'cash', page: 'menu' })
    expect(after(state, ...key('9')).panel).toEqual({ type: 'cash', page: 'closings' })
  })
  test('does nothing while nobody is signed in', () => {
    const locked = withView({ people: { may: [], second: [], names: {}, idleMs: 60_000 } })
    expect(after(locked, { type: 'cash' }).panel).toBeUndefined()
  })
  test('nor where the till has stopped, or takes no cash', () => {
    const stopped = { shift: openShift, stopped: { why: 'journal', detail: '' } } as const
    for (const change of [stopped, { shift: { ...openShift, takesCash: false } }, {}]) {
      const keyed: SaleState = { ...withView(change), keyed: '3850' }
      expect(after(keyed, { type: 'cash' }).panel).toEqual({ type: 'cash', page: 'menu' })
    }
  })
})

describe('the change', () => {
  const given = after(
    withView({ shift: openShift }),
    ...key('3850'),
    { type: 'cash' },
    { type: 'cash-sold', sold },
  )

  test('stands until the next digit, which begins the next sale', () => {
    expect(given.panel).toEqual({ type: 'change', sold })
    expect(given.keyed).toBe('')
    const next = after(given, { type: 'view', view: quietView({ shift: openShift }) }, ...key('7'))
    expect(next.panel).toBeUndefined()
    expect(next.keyed).toBe('7')
  })
  test('gives way to the code of the next customer, which is held as without it', () => {
    const { state } = stepSale(given, { type: 'scanned', text: alipayCode }, at)
    expect(state.panel).toBeUndefined()
    expect(state.held?.scanned).toBe(alipayCode)
  })
  test('gives way to the receipt of any sale in cash, by its number', () => {
    const { state } = stepSale(given, { type: 'scanned', text: cashReceipt }, at)
    expect(state.panel).toEqual({ type: 'receipt', of: cashReceipt })
    const broken = `${cashReceipt.slice(0, -1)}${(Number(cashReceipt.at(-1)) + 1) % 10}`
    expect(stepSale(given, { type: 'scanned', text: broken }, at).state.note).toMatchObject({
      kind: 'unknown-scan',
    })
  })
  test('of a sale that the wallet had refused: the till is told that its payment was turned away from', () => {
    const refused = withView({ shift: openShift, current: currentOf(declined(attempt())) })
    const { state, commands } = stepSale(refused, { type: 'cash-sold', sold }, at)
    expect(commands).toContainEqual({ type: 'next' })
    expect(state.left).toBe(attempt().id)
  })
  test('a wallet code that is scanned over the open tender charges nobody', () => {
    const tender = after(withView({ shift: openShift }), ...key('3850'), { type: 'cash' })
    const { state, commands } = stepSale(tender, { type: 'scanned', text: alipayCode }, at)
    expect(commands).toEqual([{ type: 'sound', sound: 'ignored' }])
    expect(state.note).toMatchObject({ kind: 'close-panel' })
  })
})

test('a difference is shown with its sign, and zero without', () => {
  expect(shownDifference(-250, 'USD')).toBe('−2.50')
  expect(shownDifference(123_400, 'USD')).toBe('+1,234.00')
  expect(shownDifference(0, 'JPY')).toBe('0')
  expect(shownDifference(-7, 'XXX')).toBe('−7')
})
