import { afterEach, describe, expect, test } from 'vitest'
import { parseHttpDate } from '../../main/gateway/http-date.ts'
import { money } from '../../main/domain/money.ts'
import { beijingMinuteOfDay, instant } from '../../main/domain/time.ts'
import {
  noAnswer,
  notFound,
  openScriptedShop,
  paidAnswer,
  sellFor,
  trade,
  type ScriptedShop,
} from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

const minute = 60_000
const day = 24 * 60 * minute
const year = 365 * day

/** A sale without an answer, stopped by the cashier: the time that its cancel says. */
const cancelTimestamp = async (): Promise<number> => {
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer({ type: 'unknown', why: 'waiting-for-buyer', facts: {} })
  await calm()
  shop.till.abort(id)
  await shop.clock.pass(0)
  const call = shop.gateway.made.findLast(({ name }) => name === 'cancel')
  return Number(call?.prepared.parameters['timestamp'])
}

describe('F28: a clock that is wrong', () => {
  test.each([
    ['a day behind', day],
    ['a day ahead', -day],
    ['as new from the factory, in 1970', 56 * year],
  ])('%s: a cancel carries the time of the gateway, and somebody is told', async (_, skewMs) => {
    shop = openScriptedShop()
    shop.gateway.skewMs = skewMs
    expect(await cancelTimestamp()).toBe(shop.clock.now().at + skewMs)
    expect(shop.till.view().clockWrongByMs).toBe(skewMs)
  })

  test.each([1000, -1000, 45_000])('by %d ms is good enough, and nobody is bothered', async (skewMs) => {
    shop = openScriptedShop()
    shop.gateway.skewMs = skewMs
    expect(await cancelTimestamp()).toBe(shop.clock.now().at)
    expect(shop.till.view().clockWrongByMs).toBeUndefined()
  })

  test('and that is set right is told no more, and believed until the next answer', async () => {
    shop = openScriptedShop()
    shop.gateway.skewMs = day
    sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    expect(shop.till.view().clockWrongByMs).toBe(day)
    shop.clock.jump(day)
    shop.gateway.skewMs = 0
    expect(shop.till.view().clockWrongByMs).toBeUndefined()
    shop.till.next()
    const id = sellFor(shop, 700, '285902802486590278')
    shop.gateway.take('pay').answer(paidAnswer(700))
    await calm()
    expect(shop.payment(id).state).toBe('paid')
    expect(shop.till.view().clockWrongByMs).toBeUndefined()
  })

  test("after the end of the gateway's day a sale is not cancelled: what was paid goes back by a refund", async () => {
    shop = openScriptedShop({ start: '2026-03-02 22:00:00' })
    shop.gateway.skewMs = 118 * minute
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(noAnswer)
    await shop.clock.pass(5000)
    // Our clock says ten all the while; at the gateway midnight passes, and the quarter of an hour after it.
    let cancelsBefore = 0
    for (let minutes = 0; minutes < 40 && shop.payment(id).state !== 'paid'; minutes += 1) {
      const isOver = minutes > 20
      if (minutes === 20) cancelsBefore = shop.gateway.made.filter(({ name }) => name === 'cancel').length
      for (const call of shop.gateway.calls.splice(0)) {
        call.answer(isOver && call.name === 'query' ? trade('TRADE_SUCCESS') : noAnswer)
      }
      await shop.clock.pass(minute)
    }
    expect(cancelsBefore).toBeGreaterThan(0)
    expect(shop.gateway.made.filter(({ name }) => name === 'cancel')).toHaveLength(cancelsBefore)
    expect(shop.journal.payment(id)).toMatchObject({
      payment: { state: 'paid', givenUp: true },
      refunds: [{ origin: 'automatic' }],
    })
  })

  test('refunds wait for half past one by the clock of the gateway', async () => {
    shop = openScriptedShop({ start: '2026-03-02 12:00:00' })
    shop.gateway.skewMs = 12 * 60 * minute + 10 * minute
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    shop.till.refund(id, money(1250, 'USD'))
    expect(shop.journal.payment(id)?.refunds.map(({ state }) => state)).toEqual(['held'])
    await shop.clock.pass(81 * minute)
    const [sent] = shop.gateway.made.filter(({ name }) => name === 'refund')
    expect(beijingMinuteOfDay(instant((sent?.at ?? 0) + shop.gateway.skewMs))).toBe(90)
  })

  test('that jumps back over midnight and to 1970 makes no number twice, and the order stays', async () => {
    shop = openScriptedShop({ start: '2026-03-03 00:00:30' })
    const ids: string[] = []
    for (const jump of [0, -minute, day, -2 * day, -56 * year, 3_600_000, -3_600_000]) {
      shop.clock.jump(jump)
      const id = sellFor(shop, 100, `2859028024865${String(ids.length).padStart(5, '0')}`)
      shop.gateway.take('pay').answer(paidAnswer(100))
      await calm()
      expect(shop.payment(id).state).toBe('paid')
      ids.push(id)
    }
    expect(new Set(ids).size).toBe(ids.length)
    const requested = [...shop.journal.entries()].flatMap(({ body }) =>
      body.kind === 'payment-requested' ? [body.payment.id] : [],
    )
    expect(requested).toEqual(ids)
  })
})

describe('F09: the machine stood still', () => {
  test.each([
    ['and both clocks went on', true],
    ['and only the wall clock went on', false],
  ])('%s: the wait is over by whichever says so, after one more question', async (_, both) => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(noAnswer)
    await shop.clock.pass(5000)
    const query = shop.gateway.take('query')
    if (both) await shop.clock.pass(3_600_000)
    else shop.clock.jump(3_600_000)
    query.answer(notFound)
    await calm()
    expect(shop.payment(id)).toMatchObject({ state: 'cancelling', because: 'limit' })
  })
})

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', Date.parse('1994-11-06T08:49:37Z')],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['Tue, 29 Feb 2028 23:59:59 GMT', Date.parse('2028-02-29T23:59:59Z')],
  ['Tue, 30 Feb 2028 23:59:59 GMT', undefined],
  ['Sunday, 06-Nov-94 08:49:37 GMT', undefined],
  ['now', undefined],
])('the date of an answer, %s', (text, expected) => {
  shop = openScriptedShop()
  expect(parseHttpDate(text)).toBe(expected)
})
