import { afterEach, describe, expect, test } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { openScriptedShop, sellFor, trade, type ScriptedShop } from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

describe('a refund that starts by itself, is refused, and is made later', () => {
  test('is told as that, and nobody is told any more to give the money back by hand', async () => {
    shop = openScriptedShop()
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer({ type: 'refused', code: 'SOUNDWAVE_PARSER_FAIL' })
    await shop.clock.pass(3000)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await shop.clock.pass(0)
    shop.till.discrepancySeen(id, 'paid-after-given-up')
    shop.gateway.take('refund').answer({ type: 'refused', code: 'REASON_TRADE_BEEN_FREEZEN' })
    await shop.clock.pass(0)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await calm()
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
