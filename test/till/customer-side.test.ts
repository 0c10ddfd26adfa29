import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import type { CustomerView } from '../../main/domain/customer-view.ts'
import { money } from '../../main/domain/money.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import type { CustomerDisplay } from '../../main/ports.ts'
import { createCountedPins, enterEverybody, pinOf, signIn } from '../operators/counter.ts'
import { openScriptedShop, paidAnswer, sellFor } from './scripted-shop.ts'
import { charge, openShop, until, untilState, type Shop, type ShopOptions } from './shop.ts'
import { calm } from './slow-clock.ts'

/** A display that keeps what it was given, each thing once. */
const keepingDisplay = (): CustomerDisplay & { readonly shown: string[]; readonly closed: () => boolean } => {
  const shown: string[] = []
  let isClosed = false
  const say = ({ state, amount }: CustomerView): string =>
    amount === undefined ? state : `${state} ${amount.minor}`
  return {
    shown,
    closed: () => isClosed,
    show: (view) => {
      if (shown.at(-1) !== say(view)) shown.push(say(view))
    },
    close: () => {
      isClosed = true
      return Promise.resolve()
    },
  }
}

describe('the customer', () => {
  let shop: Shop
  afterEach(() => shop.close())
  const withDisplay = async (more: ShopOptions = {}) => {
    const customerDisplay = keepingDisplay()
    shop = await openShop({
      ...more,
      customerDisplay,
      settings: { display: { pole: { dialect: 'cd5220', line: 'serial:/dev/ttyS9' } } },
    })
    return { ...customerDisplay, till: shop.till }
  }

  test('sees the amount, that it is asked, and that it is paid', async () => {
    const { till, shown } = await withDisplay()
    till.key(money(12, 'USD'))
    till.key(money(1250, 'USD'))
    await untilState(till, charge(till, 1250), 'paid')
    expect(shown).toEqual(['show-code 12', 'show-code 1250', 'waiting 1250', 'paid 1250'])
    expect(till.view().customer).toMatchObject({ state: 'paid', shop: 'Corner Shop', mode: 'training' })
    till.next()
    till.key(money(480, 'USD'))
    till.key()
    expect(shown.slice(4)).toEqual(['show-code 480', 'idle'])
  })

  test('sees that it is paid though a word about the keys of that sale comes late', async () => {
    const { till, shown } = await withDisplay()
    const id = charge(till, 1250)
    till.key(money(1250, 'USD'))
    await untilState(till, id, 'paid')
    expect(shown).toEqual(['waiting 1250', 'paid 1250'])
    till.key()
    expect(shown.at(-1)).toBe('paid 1250')
  })

  test('is asked for cash, and for no code, when it is paid in notes and coins', async () => {
    const { till, shown } = await withDisplay()
    till.key(money(1250, 'USD'))
    till.key(money(1250, 'USD'), true)
    till.key()
    expect(shown).toEqual(['show-code 1250', 'pay-cash 1250', 'idle'])
  })

  test('is asked for nothing any more when the till is locked, nor by whoever comes next', async () => {
    const { till, shown } = await withDisplay({ people: { pins: createCountedPins().pins } })
    const { manager } = await enterEverybody({ desk: till.people })
    till.key(money(1250, 'USD'))
    till.people.lock()
    expect(shown).toEqual(['idle', 'show-code 1250', 'idle'])
    expect(() => till.key(money(1250, 'USD'))).toThrow('sell')
    await signIn({ desk: till.people }, manager, pinOf.manager)
    expect(shown.at(-1)).toBe('idle')
  })

  test('sees that it is not paid, and a refund that is made for him', async () => {
    const { till, shown } = await withDisplay()
    await untilState(till, charge(till, 9050), 'declined')
    expect(shown.at(-1)).toBe('not-paid 9050')
    const id = charge(till, 1250)
    await untilState(till, id, 'paid')
    till.next()
    till.refund(id, money(500, 'USD'))
    await until(till, id, ({ refunds }) => refunds.some(({ state }) => state === 'refunded'))
    expect(shown.at(-1)).toBe('refunded 500')
  })

  test('sees nothing of a sale that was paid before the till started', async () => {
    const { till } = await withDisplay()
    await untilState(till, charge(till, 1250), 'paid')
    await shop.restart()
    expect(shop.till.view().current?.payment.state).toBe('paid')
    expect(shop.till.view().customer).toMatchObject({ state: 'idle' })
  })

  test('leaves a display behind that promises nothing', async () => {
    const { closed } = await withDisplay()
    await shop.restart()
    expect(closed()).toBe(true)
  })

  test('is no part of the view where nothing is turned to him', async () => {
    shop = await openShop()
    shop.till.key(money(12, 'USD'))
    expect(shop.till.view()).not.toHaveProperty('customer')
  })
})

test('while the journal cannot be read the customer is asked for nothing, and after it an old result stays over', async () => {
  let isUnreadable = false
  const shop = openScriptedShop({
    settings: { display: { window: 'on' } },
    wrap: (journal) => ({
      ...journal,
      payments: (wanted) => {
        if (isUnreadable) throw new JournalFault('disk', 'the sector cannot be read')
        return journal.payments(wanted)
      },
    }),
  })
  onTestFinished(() => shop.close())
  const seen = (): string | undefined => shop.till.view().customer?.state
  seen()
  sellFor(shop, 1250)
  seen()
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await calm()
  expect(seen()).toBe('paid')
  await shop.clock.pass(60_000)
  expect(seen()).toBe('idle')
  isUnreadable = true
  expect(seen()).toBe('idle')
  isUnreadable = false
  expect(seen()).toBe('idle')

  shop.till.next()
  shop.till.key(money(480, 'USD'))
  isUnreadable = true
  expect(seen()).toBe('idle')
  isUnreadable = false
  expect(seen()).toBe('show-code')
})
