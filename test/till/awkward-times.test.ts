import { afterEach, describe, expect, test } from 'vitest'
import type { PaymentId } from '../../main/domain/ids.ts'
import { beijingMinuteOfDay, instant } from '../../main/domain/time.ts'
import { money } from '../../main/domain/money.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import {
  givenUpYetPaid,
  noAnswer,
  notFound,
  openScriptedShop,
  paidAnswer,
  refuseRefund,
  scannedCode,
  sellFor,
  trade,
  type ScriptedShop,
} from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

const hour = 3_600_000

test('a refund that is repeated across Beijing midnight waits until half past one', async () => {
  shop = openScriptedShop({ start: '2026-03-02 23:50:00' })
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await shop.clock.pass(9 * 60_000)
  shop.till.refund(id, money(1250, 'USD'))
  for (let tries = 0; tries < 30; tries += 1) {
    await shop.clock.pass(30_000)
    if (shop.gateway.calls.some(({ name }) => name === 'refund')) shop.gateway.take('refund').answer(noAnswer)
  }
  await shop.clock.pass(2 * hour)
  const minutes = shop.gateway.made
    .filter(({ name }) => name === 'refund')
    .map(({ at }) => beijingMinuteOfDay(instant(at)))
  expect(minutes.length).toBe(3)
  expect(minutes.filter((minute) => minute < 90)).toEqual([])
  shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
  await calm()
  expect(shop.journal.payment(id)?.refunds.map(({ state }) => state)).toEqual(['refunded'])
})

test('a clock that is set back while a payment is being undone leaves nobody waiting for ever', async () => {
  shop = openScriptedShop()
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer({ type: 'unknown', why: 'waiting-for-buyer', facts: {} })
  await calm()
  shop.clock.jump(24 * hour)
  shop.till.abort(id)
  await shop.clock.pass(0)
  shop.clock.jump(-24 * hour)
  shop.gateway.take('query').answer(trade('WAIT_BUYER_PAY'))
  await shop.clock.pass(10_000)
  shop.gateway.take('cancel').answer({ type: 'cancelled', action: 'close', facts: {} })
  await calm()
  expect(shop.payment(id).state).toBe('cancelled')
})

test('a clock that jumps a day ahead ends the waiting at the next query', async () => {
  shop = openScriptedShop()
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(noAnswer)
  await calm()
  shop.clock.jump(24 * hour)
  await shop.clock.pass(5000)
  shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
  await calm()
  expect(shop.payment(id)).toMatchObject({ state: 'paid', givenUp: false })
})

test('a clock set back to the year it was made does not lengthen the wait', async () => {
  shop = openScriptedShop()
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(noAnswer)
  await calm()
  shop.clock.jump(-20 * 365 * 24 * hour)
  for (let second = 0; second < 61; second += 1) {
    await shop.clock.pass(1000)
    if (shop.gateway.calls.some(({ name }) => name === 'query')) shop.gateway.take('query').answer(notFound)
  }
  await calm()
  expect(shop.payment(id).state).toBe('cancelling')
})

test('a till that starts an hour later asks once and then cancels', async () => {
  shop = openScriptedShop()
  const id = sellFor(shop, 1250)
  await calm()
  await shop.till.close()
  shop.clock.jump(hour)
  await shop.restart()
  await shop.clock.pass(0)
  expect(shop.payment(id)).toMatchObject({ state: 'waiting', why: 'interrupted' })
  shop.gateway.take('query').answer(notFound)
  await shop.clock.pass(0)
  expect(shop.payment(id).state).toBe('cancelling')
  shop.gateway.take('cancel').answer({ type: 'cancelled', facts: {} })
  await calm()
  expect(shop.payment(id)).toMatchObject({ state: 'cancelled', watch: { stage: 'soon' } })
})

test('after a decline and a sale, the code that has paid still does not pay again', async () => {
  shop = openScriptedShop()
  sellFor(shop, 1250)
  shop.gateway.take('pay').answer({ type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' })
  await calm()
  sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await calm()
  expect(shop.till.charge(money(1250, 'USD'), scannedCode)).toEqual({ ok: false, error: 'code-just-used' })
})

test('a yen amount is sold and given back to the last yen', async () => {
  shop = openScriptedShop({ currency: 'JPY' })
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250, 'JPY'))
  await calm()
  expect(shop.till.refund(id, money(1251, 'JPY'))).toEqual({ ok: false, error: 'more-than-the-rest' })
  expect(shop.till.refund(id, money(1249, 'JPY')).ok).toBe(true)
  expect(shop.till.refund(id, money(1, 'JPY')).ok).toBe(true)
  await shop.clock.pass(0)
  expect(
    shop.gateway.made
      .filter(({ name }) => name === 'refund')
      .map((call) => call.prepared.parameters['amount']),
  ).toEqual(['1249', '1'])
})

describe('a refund that starts by itself and is refused', () => {
  test('is shown to a person, who can give the money back by hand', async () => {
    shop = openScriptedShop()
    const id = await givenUpYetPaid(shop, 1250)
    shop.till.discrepancySeen(id, 'paid-after-given-up')
    expect(shop.till.view().discrepancies).toEqual([])
    await refuseRefund(shop, 'REASON_TRADE_BEEN_FREEZEN')
    expect(shop.till.view().discrepancies).toMatchObject([{ payment: id, kind: 'automatic-refund-refused' }])
    expect(shop.till.find(id)).toMatchObject({
      payment: { state: 'declined' },
      refundable: money(1250, 'USD'),
    })
    // A late copy of the refused one may have been carried out in the meantime: that is asked first.
    expect(shop.till.refund(id, money(1250, 'USD'))).toEqual({ ok: false, error: 'refusal-in-doubt' })
    expect(shop.till.refund(id, money(1250, 'USD'))).toEqual({ ok: false, error: 'refusal-in-doubt' })
    await shop.clock.pass(0)
    shop.gateway.take('refundQuery').answer({ type: 'not-found', code: 'NOT_FOUND' })
    await calm()
    expect(shop.gateway.calls).toEqual([])
    expect(shop.till.refund(id, money(1250, 'USD')).ok).toBe(true)
    await shop.clock.pass(0)
    shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
    await calm()
    expect(shop.till.find(id)?.refundable).toEqual(money(0, 'USD'))
  })
})

describe('giving a part back once more, after it was refused', () => {
  const refusedPart = async (): Promise<PaymentId> => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    expect(shop.till.refund(id, money(500, 'USD')).ok).toBe(true)
    await shop.clock.pass(0)
    await refuseRefund(shop, 'ILLEGAL_ARGUMENT')
    return id
  }

  test('gives nothing back twice when Alipay has made the first one after all', async () => {
    const id = await refusedPart()
    expect(shop.till.refund(id, money(500, 'USD'))).toEqual({ ok: false, error: 'refusal-in-doubt' })
    await shop.clock.pass(0)
    shop.gateway.take('refundQuery').answer({ type: 'refund', status: 'SUCCESS', facts: {} })
    await calm()
    expect(shop.till.view().discrepancies).toMatchObject([{ kind: 'refund-made-after-refusal' }])
    expect(shop.till.find(id)?.refundable).toEqual(money(750, 'USD'))
    expect(shop.till.refund(id, money(751, 'USD'))).toEqual({ ok: false, error: 'more-than-the-rest' })
  })

  test.each([
    ['the line is down', { type: 'not-sent', why: 'no-such-host' }],
    ['there is no clear answer', { type: 'unknown', why: 'timed-out' }],
    ['Alipay is making the first one', { type: 'refund', status: 'PROCESSING', facts: {} }],
  ] as const)(
    'waits while %s, asks no more often than any request, and not for more than a day',
    async (_, unclear) => {
      const id = await refusedPart()
      let asked = 0
      for (let times = 0; times < 60; times += 1) {
        expect(shop.till.refund(id, money(500, 'USD'))).toEqual({ ok: false, error: 'refusal-in-doubt' })
        await shop.clock.pass(500)
        while (shop.gateway.calls.some(({ name }) => name === 'refundQuery')) {
          asked += 1
          shop.gateway.take('refundQuery').answer(unclear)
          await calm()
        }
      }
      expect(asked).toBeGreaterThan(5)
      expect(asked).toBeLessThan(15)
      shop.clock.jump(25 * hour)
      expect(shop.till.refund(id, money(500, 'USD')).ok).toBe(true)
    },
  )

  test('asks about one earlier refusal after the other', async () => {
    const id = await refusedPart()
    const asked = async () => {
      await shop.clock.pass(3000)
      const questions = shop.gateway.calls.filter(({ name }) => name === 'refundQuery')
      for (const _ of questions)
        shop.gateway.take('refundQuery').answer({ type: 'not-found', code: 'NOT_FOUND' })
      await calm()
      return questions.length
    }
    shop.till.refund(id, money(300, 'USD'))
    expect(await asked()).toBe(1)
    expect(shop.till.refund(id, money(300, 'USD')).ok).toBe(true)
    await shop.clock.pass(0)
    await refuseRefund(shop, 'ILLEGAL_ARGUMENT')
    shop.clock.jump(400_000)
    for (const _ of ['first', 'second']) {
      expect(shop.till.refund(id, money(300, 'USD'))).toEqual({ ok: false, error: 'refusal-in-doubt' })
      expect(await asked()).toBe(1)
    }
    expect(shop.till.refund(id, money(300, 'USD')).ok).toBe(true)
  })

  test.each([
    ['not found', { type: 'not-found', code: 'NOT_FOUND' }],
    ['no clear answer', { type: 'unknown', why: 'timed-out' }],
    ['the line down', { type: 'not-sent', why: 'no-such-host' }],
  ] as const)('takes none of the questions away that come by themselves: %s', async (_, answer) => {
    const id = await refusedPart()
    for (let time = 0; time < 8; time += 1) {
      shop.till.refund(id, money(500, 'USD'))
      await shop.clock.pass(3000)
      shop.gateway.take('refundQuery').answer(answer)
      await calm()
      shop.clock.jump(400_000)
    }
    expect(shop.till.find(id)?.refunds).toMatchObject([{ state: 'refused', asked: 0 }])
    await shop.clock.pass(60_000)
    expect(shop.gateway.calls.map(({ name }) => name)).toEqual(['refundQuery'])
    // The late copy was carried out after all: a person hears of it.
    shop.gateway.take('refundQuery').answer({ type: 'refund', status: 'SUCCESS', facts: {} })
    await calm()
    expect(shop.till.view().discrepancies).toMatchObject([{ kind: 'refund-made-after-refusal' }])
  })
})

describe('a cancel that nobody heard of', () => {
  test('F06 F18: and that is carried out after a refund has left, is found in the trade: the books agree', async () => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer({ type: 'refused', code: 'SOUNDWAVE_PARSER_FAIL' })
    await shop.clock.pass(3000)
    shop.gateway.take('query').answer(trade('WAIT_BUYER_PAY'))
    await shop.clock.pass(0)
    shop.gateway.take('cancel').answer(noAnswer)
    await calm()
    void shop.till.query(id)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await shop.clock.pass(0)
    shop.gateway.take('refund').answer({ type: 'refused', code: 'TRADE_HAS_CLOSE' })
    await shop.clock.pass(0)
    shop.gateway.take('query').answer(trade('TRADE_CLOSED'))
    await calm()
    expect(shop.till.find(id)).toMatchObject({
      payment: { state: 'declined' },
      refunds: [{ state: 'refunded', seenBy: 'trade-closed' }],
      refundable: money(0, 'USD'),
    })
    expect(shop.till.view().discrepancies.map(({ kind }) => kind)).toEqual(['paid-after-given-up'])
  })

  test('F27: a cancel that is refused for good is a listed question for a person, and asked ever more rarely', async () => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    shop.till.abort(id)
    const pauses: number[] = []
    let last = shop.clock.now().mono
    for (let round = 0; round < 12; round += 1) {
      for (let next = 0; !shop.gateway.calls.some(({ name }) => name === 'cancel'); next += 1) {
        if (next > 20) throw new Error('no cancel came')
        await shop.clock.pass(shop.clock.nextIn() ?? 0)
        if (shop.gateway.calls.some(({ name }) => name === 'query')) {
          shop.gateway.take('query').answer(notFound)
          await calm()
        }
      }
      pauses.push(shop.clock.now().mono - last)
      last = shop.clock.now().mono
      shop.gateway.take('cancel').answer({ type: 'refused', code: 'TRADE_NOT_EXIST', mayRetry: false })
      await calm()
      if (round === 3) expect(shop.till.next()).toMatchObject({ ok: true })
    }
    expect(pauses.at(-1)).toBeGreaterThan(3_600_000)
    expect(shop.till.view().open).toMatchObject([{ id, state: 'cancelling', lastRefusal: 'TRADE_NOT_EXIST' }])
    expect(sentenceFor(shop.payment(id)).en.todo).toMatch(/TRADE_NOT_EXIST.*manager.*portal/)
    // And the answer ends it, whenever it comes.
    await shop.clock.pass(shop.clock.nextIn() ?? 0)
    shop.gateway.take('query').answer(trade('TRADE_CLOSED'))
    await calm()
    expect(shop.payment(id).state).toBe('cancelled')
  })
})

describe('answers that pass each other on the line', () => {
  test('a query that saw the payment before its cancel starts no refund of money already returned', async () => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    const pay = shop.gateway.take('pay')
    void shop.till.query(id)
    const query = shop.gateway.take('query')
    shop.till.abort(id)
    await shop.clock.pass(0)
    shop.gateway.take('cancel').answer({ type: 'cancelled', facts: {} })
    await calm()
    query.answer(trade('TRADE_SUCCESS'))
    pay.answer(paidAnswer(1250))
    await shop.clock.pass(0)
    shop.gateway.take('query').answer(trade('TRADE_CLOSED'))
    await shop.clock.pass(10_000)
    expect(shop.payment(id)).toMatchObject({ state: 'cancelled', watch: { stage: 'over' } })
    expect(shop.journal.payment(id)?.refunds).toEqual([])
    expect(shop.till.view().discrepancies).toEqual([])
  })

  test('a PAY that was done after its cancel is found by the query that its answer sets off', async () => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    shop.till.abort(id)
    await shop.clock.pass(0)
    shop.gateway.take('cancel').answer({ type: 'cancelled', facts: {} })
    await calm()
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await shop.clock.pass(0)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await shop.clock.pass(0)
    expect(shop.journal.payment(id)?.refunds.map(({ origin }) => origin)).toEqual(['automatic'])
    expect(shop.payment(id).state).toBe('cancelled')
  })
})
