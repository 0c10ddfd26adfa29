import { afterEach, describe, expect, test } from 'vitest'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import {
  givenUpYetPaid,
  openScriptedShop,
  refuseRefund,
  paidAnswer,
  sellFor,
  trade,
  type ScriptedShop,
} from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

const kinds = () => shop.till.view().discrepancies.map(({ kind }) => kind)
const todo = (id: PaymentId) => {
  const sale = shop.till.find(id)
  return sale && sentenceFor(sale.payment, sale.refunds).en.todo
}
const foundPaid = (): Promise<PaymentId> => {
  shop = openScriptedShop()
  return givenUpYetPaid(shop, 1250)
}
const refuse = (): Promise<void> => refuseRefund(shop, 'REASON_TRADE_BEEN_FREEZEN')

describe('a sale that was given up and found paid, and whose own refund is refused', () => {
  test('tells one thing at a time: first that the money goes back by itself, then that a person has to do it', async () => {
    const id = await foundPaid()
    expect(kinds()).toEqual(['paid-after-given-up'])
    expect(todo(id)).toMatch(/by itself/)
    await refuse()
    expect(kinds()).toEqual(['automatic-refund-refused'])
    expect(todo(id)).toMatch(/by hand/)
  })

  test('keeps the second notice when the first is pressed away as the second comes', async () => {
    const id = await foundPaid()
    await refuse()
    shop.till.discrepancySeen(id, 'paid-after-given-up')
    expect(kinds()).toEqual(['automatic-refund-refused'])
    const seen = () =>
      shop.till.story(id).flatMap(({ body }) => (body.kind === 'discrepancy-seen' ? [body.discrepancy] : []))
    expect(seen()).toEqual(['paid-after-given-up'])
    shop.till.discrepancySeen(id, 'automatic-refund-refused')
    shop.till.discrepancySeen(id, 'automatic-refund-refused')
    expect(kinds()).toEqual([])
    expect(seen()).toEqual(['paid-after-given-up', 'automatic-refund-refused'])
  })

  test('asks for the hand no more once it has given the money back, and again when that is refused as well', async () => {
    const id = await foundPaid()
    await refuse()
    const byHand = async () => {
      shop.till.refund(id, money(1250, 'USD'))
      await shop.clock.pass(0)
      shop.gateway.take('refundQuery').answer({ type: 'not-found', code: 'NOT_FOUND' })
      await calm()
      expect(shop.till.refund(id, money(1250, 'USD')).ok).toBe(true)
      await shop.clock.pass(0)
    }
    await byHand()
    expect(kinds()).toEqual([])
    expect(todo(id)).not.toMatch(/by hand/)
    await refuse()
    expect(kinds()).toEqual(['automatic-refund-refused'])
    expect(todo(id)).toMatch(/by hand/)
  })
})

test('of one sale what was found out last is shown first, and each is seen by itself', async () => {
  shop = openScriptedShop()
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await calm()
  shop.till.refund(id, money(500, 'USD'))
  await shop.clock.pass(0)
  await refuse()
  void shop.till.query(id)
  shop.gateway.take('query').answer(trade('TRADE_CLOSED'))
  await calm()
  expect(kinds()).toEqual(['closed-though-paid'])
  await shop.clock.pass(60_000)
  shop.gateway.take('refundQuery').answer({ type: 'refund', status: 'SUCCESS', facts: {} })
  await calm()
  expect(kinds()).toEqual(['refund-made-after-refusal', 'closed-though-paid'])
  shop.till.discrepancySeen(id, 'refund-made-after-refusal')
  expect(kinds()).toEqual(['closed-though-paid'])
})
