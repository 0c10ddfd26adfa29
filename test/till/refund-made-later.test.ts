import { afterEach, describe, expect, test } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { givenUpYetPaid, openScriptedShop, refuseRefund, type ScriptedShop } from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

describe('a refund that starts by itself, is refused, and is made later', () => {
  test('is told as that, and nobody is told any more to give the money back by hand', async () => {
    shop = openScriptedShop()
    const id = await givenUpYetPaid(shop, 1250)
    shop.till.discrepancySeen(id, 'paid-after-given-up')
    await refuseRefund(shop, 'REASON_TRADE_BEEN_FREEZEN')
    const kinds = () => shop.till.view().discrepancies.map(({ kind }) => kind)
    const paper = () => {
      const [refund] = shop.till.find(id)?.refunds ?? []
      return refund && shop.till.receiptFaces(refund.id, 'customer')?.text
    }
    expect(kinds()).toEqual(['automatic-refund-refused'])
    expect(paper()).toContain('NOT REFUNDED')
    await shop.clock.pass(60_000)
    shop.gateway.take('refundQuery').answer({ type: 'refund', status: 'SUCCESS', facts: {} })
    await calm()
    expect(kinds()).toEqual(['refund-made-after-refusal'])
    expect(paper()).not.toContain('NOT REFUNDED')
    expect(paper()).toMatch(/REFUND 退款[^]*Refunded so far 累计退款 +USD 12\.50[^]*made later/)
    expect(shop.till.find(id)?.refundable).toEqual(money(0, 'USD'))
  })
})
