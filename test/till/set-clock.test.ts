import { afterEach, describe, expect, test } from 'vitest'
import { instant } from '../../main/domain/time.ts'
import type { TradeFacts } from '../../main/domain/outcome.ts'
import { money } from '../../main/domain/money.ts'
import {
  noAnswer,
  notFound,
  openScriptedShop,
  paidAnswer,
  scannedCode,
  sellFor,
  type ScriptedShop,
} from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

const hour = 3_600_000

/** Paid at the gateway now, by the gateway's clock. */
const paidNow = (): TradeFacts => ({
  alipayTransId: '2026030222001400000000000001',
  paidAt: instant(shop.clock.now().at + (shop.gateway.skewMs ?? 0)),
})
/** The till's clock is an hour ahead when the shop opens, and is set right by the network later. */
const openAhead = (): void => {
  shop = openScriptedShop()
  shop.gateway.skewMs = -hour
}
const setRight = (): void => {
  shop.clock.jump(-hour)
  shop.gateway.skewMs = 0
}

describe('F28: the clock was an hour ahead when a sale was begun, and was set right since', () => {
  test('while its PAY was out: what the customer has paid is paid', async () => {
    openAhead()
    const id = sellFor(shop, 1250)
    const facts = paidNow()
    setRight()
    shop.gateway.take('pay').answer({ type: 'paid', facts, amount: money(1250, 'USD') })
    await calm()
    expect(shop.payment(id).state).toBe('paid')
    expect(shop.till.view().stopped).toBeUndefined()
  })

  test('while it was unknown and the till was off: it is found paid', async () => {
    openAhead()
    const id = sellFor(shop, 1250)
    const facts = paidNow()
    shop.gateway.take('pay').answer(noAnswer)
    await calm()
    setRight()
    await shop.restart()
    await shop.clock.pass(0)
    shop.gateway.take('query').answer({ type: 'trade', status: 'TRADE_SUCCESS', facts })
    await calm()
    expect(shop.payment(id).state).toBe('paid')
    expect(shop.till.view().stopped).toBeUndefined()
  })

  test('after it was paid: looking at it again halts nothing', async () => {
    openAhead()
    const id = sellFor(shop, 1250)
    const facts = paidNow()
    shop.gateway.take('pay').answer({ type: 'paid', facts, amount: money(1250, 'USD') })
    await calm()
    setRight()
    for (const restarted of [false, true]) {
      if (restarted) await shop.restart()
      const looked = shop.till.query(id)
      await calm()
      shop.gateway.take('query').answer({ type: 'trade', status: 'TRADE_SUCCESS', facts })
      await looked
      expect(shop.till.view().stopped).toBeUndefined()
    }
  })

  test('after it was given up: money that came late goes back', async () => {
    openAhead()
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer({ type: 'refused', code: 'SOUNDWAVE_PARSER_FAIL' })
    await calm()
    const facts = paidNow()
    setRight()
    await shop.clock.pass(3000)
    shop.gateway.take('query').answer(notFound)
    await calm()
    await shop.restart()
    await shop.clock.pass(0)
    shop.gateway.take('query').answer({ type: 'trade', status: 'TRADE_SUCCESS', facts })
    await calm()
    expect(shop.journal.payment(id)).toMatchObject({
      payment: { state: 'declined', watch: { foundPaid: {} } },
      refunds: [{ origin: 'automatic', amount: { minor: 1250 } }],
    })
    expect(shop.till.view().stopped).toBeUndefined()
  })
})

test.each([-1000, hour])(
  'F28 F38: a code that was just paid with pays no second time, though the clock was set by %d ms between the scans',
  async (ms) => {
    shop = openScriptedShop()
    sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    shop.till.next()
    shop.clock.jump(ms)
    expect(shop.till.charge(money(1250, 'USD'), scannedCode)).toEqual({ ok: false, error: 'code-just-used' })
    await shop.clock.pass(60_000)
    expect(shop.till.charge(money(1250, 'USD'), scannedCode).ok).toBe(true)
  },
)
