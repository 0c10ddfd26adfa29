import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TillNotice } from '../../main/contract.ts'
import { adviceForDeclined } from '../../main/domain/codes.ts'
import { money } from '../../main/domain/money.ts'
import { charge, keptAtGateway, nextCode, openShop, until, untilState, viewOf, type Shop } from './shop.ts'

const payService = 'alipay.acquire.overseas.spot.pay'

describe('at the counter', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await openShop()
  })
  afterEach(() => shop.close())

  test('a scan takes the payment, and the screen is told at every step', async () => {
    const notices: TillNotice[] = []
    shop.till.onNotice((notice) => notices.push(notice))
    const id = charge(shop.till, 1250)
    expect(shop.till.view().current).toMatchObject({
      payment: { id, state: 'sending' },
      limitInMs: expect.any(Number) as number,
    })
    const { payment } = await untilState(shop.till, id, 'paid')
    expect(payment).toMatchObject({ amount: money(1250, 'USD'), operator: 'anna' })
    const states = notices.flatMap((notice) =>
      notice.type === 'view' ? [notice.view.current?.payment.state] : [],
    )
    expect(states).toEqual(['sending', 'paid'])
    expect(shop.till.view().gateway.state).toBe('online')
  })

  test('the intent is on disk before the gateway hears of it', async () => {
    const id = charge(shop.till, 1250)
    expect(shop.gateway.requests.count(payService, id)).toBe(0)
    expect(shop.journal.story(id).map(({ body }) => body.kind)).toEqual(['payment-requested'])
    await untilState(shop.till, id, 'paid')
  })

  test('the journal never holds the code, only its mark', async () => {
    const code = nextCode()
    const id = charge(shop.till, 1250, code)
    await untilState(shop.till, id, 'paid')
    const kept = JSON.stringify([...shop.journal.entries()])
    expect(kept).not.toContain(code)
    expect(kept).toContain(`${code.slice(0, 2)}…${code.slice(-4)}`)
  })

  test.each([
    ['nothing keyed', 0, '285902802486590277', 'no-amount'],
    ['a WeChat code', 100, '134512345678901234', 'other-wallet'],
    ['a receipt', 100, '2020010222001400000000000001', 'not-a-payment-code'],
    ['half a code', 100, '28590280', 'not-a-payment-code'],
  ] as const)('%s is refused before anything is written', (_, minor, code, error) => {
    const before = shop.journal.head().seq
    expect(shop.till.charge(money(minor, 'USD'), code)).toEqual({ ok: false, error })
    expect(shop.journal.head().seq).toBe(before)
  })

  test('another currency than the shop takes is refused', () => {
    expect(shop.till.charge(money(100, 'EUR'), nextCode())).toEqual({ ok: false, error: 'wrong-currency' })
  })

  test('F38: a second scan while a payment is open is refused, whoever holds the phone', async () => {
    const code = nextCode()
    const id = charge(shop.till, 9001, code)
    expect(shop.till.charge(money(9001, 'USD'), code)).toEqual({ ok: false, error: 'payment-open' })
    expect(shop.till.charge(money(500, 'USD'), nextCode())).toEqual({ ok: false, error: 'payment-open' })
    expect(shop.till.next()).toEqual({ ok: false, error: 'payment-open' })
    await untilState(shop.till, id, 'paid')
    expect(shop.till.next()).toEqual({ ok: true, value: true })
    expect(shop.till.view().current).toBeUndefined()
  })

  test('F38: the code that has just paid does not pay again', async () => {
    const code = nextCode()
    await untilState(shop.till, charge(shop.till, 1250, code), 'paid')
    shop.till.next()
    expect(shop.till.charge(money(1250, 'USD'), code)).toEqual({ ok: false, error: 'code-just-used' })
  })

  test('after a decline the same customer may try again, under a new number', async () => {
    const code = nextCode()
    const first = charge(shop.till, 9050, code)
    await untilState(shop.till, first, 'declined')
    const second = charge(shop.till, 1250, code)
    expect(second).not.toBe(first)
    await untilState(shop.till, second, 'paid')
  })

  test('F38: an expired code is declined with what to do, and a fresh one pays the same amount', async () => {
    const expired = charge(shop.till, 9051)
    const { payment } = await untilState(shop.till, expired, 'declined')
    expect(payment).toMatchObject({ code: 'SOUNDWAVE_PARSER_FAIL' })
    expect(adviceForDeclined('SOUNDWAVE_PARSER_FAIL').en).toContain('refresh the payment code')
    await untilState(shop.till, charge(shop.till, 1250), 'paid')
  })

  test('the cashier stops a payment that waits, and nobody is charged', async () => {
    const id = charge(shop.till, 9003)
    await untilState(shop.till, id, 'waiting')
    expect(shop.till.abort(id)).toEqual({ ok: true, value: true })
    expect(viewOf(shop.till, id).payment.state).toBe('cancelling')
    const { payment } = await untilState(shop.till, id, 'cancelled')
    expect(payment).toMatchObject({ because: 'cashier', action: 'close' })
    expect(shop.till.abort(id)).toEqual({ ok: false, error: 'not-open' })
  })

  test('one stopped in the very moment it is paid is given back, and never shown as paid', async () => {
    const seen = new Set<string | undefined>()
    shop.till.onNotice((notice) => {
      if (notice.type === 'view') seen.add(notice.view.current?.payment.state)
    })
    const id = charge(shop.till, 1250)
    shop.till.abort(id)
    await untilState(shop.till, id, 'cancelled')
    expect(seen.has('paid')).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(keptAtGateway(shop, id)).toBe(0)
  })

  test('while a cancel has no answer the next customer is served, and the question stays open', async () => {
    const id = charge(shop.till, 9061)
    await untilState(shop.till, id, 'waiting')
    shop.till.abort(id)
    await until(shop.till, id, ({ payment }) => payment.state === 'cancelling' && payment.cancels > 0)
    expect(shop.till.next()).toEqual({ ok: true, value: true })
    expect(shop.till.view().open.map((payment) => payment.id)).toEqual([id])
    await untilState(shop.till, charge(shop.till, 700), 'paid')
    await untilState(shop.till, id, 'cancelled', 30_000)
    expect(shop.till.view().open).toEqual([])
  }, 40_000)

  test('no command and no answer but the gateway’s makes a payment paid', () => {
    expect(Object.keys(shop.till).filter((name) => /paid|force|settle|complete/i.test(name))).toEqual([])
  })
})

describe('refunds', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await openShop()
  })
  afterEach(() => shop.close())

  test('partial ones add up to the payment and not a cent more', async () => {
    const id = charge(shop.till, 1000)
    await untilState(shop.till, id, 'paid')
    for (const minor of [300, 300, 400]) {
      expect(shop.till.refund(id, money(minor, 'USD')).ok).toBe(true)
    }
    // The third is asked for while the first two are still under way: what is promised is not there to promise again.
    expect(shop.till.refund(id, money(1, 'USD'))).toEqual({ ok: false, error: 'nothing-left' })
    await until(shop.till, id, ({ refunds }) => refunds.every(({ state }) => state === 'refunded'))
    expect(viewOf(shop.till, id).refundable).toEqual(money(0, 'USD'))
    expect(keptAtGateway(shop, id)).toBe(0)
  })

  test('of more than the rest, of nothing and of what was never paid are refused', async () => {
    const id = charge(shop.till, 1000)
    await untilState(shop.till, id, 'paid')
    expect(shop.till.refund(id, money(1001, 'USD'))).toEqual({ ok: false, error: 'more-than-the-rest' })
    expect(shop.till.refund(id, money(500, 'EUR'))).toEqual({ ok: false, error: 'wrong-currency' })
    shop.till.next()
    const declined = charge(shop.till, 9050)
    await untilState(shop.till, declined, 'declined')
    expect(shop.till.refund(declined, money(1, 'USD'))).toEqual({ ok: false, error: 'not-paid' })
  })

  test('start from the receipt: our number and Alipay’s both find the sale', async () => {
    const id = charge(shop.till, 1000)
    const { payment } = await untilState(shop.till, id, 'paid')
    const transId = payment.state === 'paid' ? (payment.facts.alipayTransId ?? '') : ''
    expect(shop.till.find(id)?.payment.id).toBe(id)
    expect(shop.till.find(transId)?.payment.id).toBe(id)
    expect(shop.till.find('9999')).toBeUndefined()
  })
})

describe('after a restart', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await openShop()
  })
  afterEach(() => shop.close())

  test('a waiting payment is still at the counter, and ends by itself', async () => {
    const id = charge(shop.till, 9002)
    await untilState(shop.till, id, 'waiting')
    await shop.restart()
    expect(shop.till.view().current?.payment.id).toBe(id)
    expect(shop.till.charge(money(100, 'USD'), nextCode())).toEqual({ ok: false, error: 'payment-open' })
    await untilState(shop.till, id, 'paid')
    expect(shop.gateway.requests.count(payService, id)).toBe(1)
  })

  test('a refund without an answer is repeated with its own number and the same bytes', async () => {
    const id = charge(shop.till, 9070)
    await untilState(shop.till, id, 'paid')
    const asked = shop.till.refund(id, money(9070, 'USD'))
    await until(shop.till, id, ({ refunds }) => refunds[0]?.state === 'unknown')
    await shop.restart()
    const { refunds } = await until(shop.till, id, (view) => view.refunds[0]?.state === 'refunded')
    expect(refunds.map((refund) => refund.id)).toEqual(asked.ok ? [asked.value] : [])
    expect(keptAtGateway(shop, id)).toBe(0)
  })

  test('what was reported and not yet seen is still reported', async () => {
    const id = charge(shop.till, 9045)
    await until(shop.till, id, ({ refunds }) => refunds[0]?.state === 'refunded')
    await shop.restart()
    expect(shop.till.view().discrepancies).toMatchObject([{ payment: id, kind: 'paid-after-given-up' }])
    shop.till.discrepancySeen(id, 'paid-after-given-up')
    expect(shop.till.view().discrepancies).toEqual([])
  })
})
