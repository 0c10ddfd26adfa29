import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until, untilState } from '../../till/shop.ts'
import { openLineShop, type LineShop } from './line-shop.ts'
import { reply, say, signed, whole } from './replies.ts'

/** The line and its checker, tried on violations that were planted: a checker that cannot fail proves nothing. */
let line: LineShop
beforeAll(async () => (line = await openLineShop()))
afterAll(() => line.close())

const paidBlock = (parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  result_code: 'SUCCESS',
  partner_trans_id: parameters['partner_trans_id'] ?? '',
  alipay_trans_id: '2026112122001400000000000099',
  currency: 'USD',
  trans_amount: parameters['trans_amount'] ?? '',
})

describe('a line without faults', () => {
  test('carries a sale, and the checker finds nothing', async () => {
    const id = line.sell(1250)
    await untilState(line.shop.till, id, 'paid')
    expect(line.violations(id)).toEqual([])
    expect(line.sightings(id).map(({ state }) => state)).toEqual(['sending', 'paid'])
  })
})

describe('the checker sees', () => {
  test('a payment that reached the gateway twice', async () => {
    const id = line.sell(1250, { pay: [{ delivery: 'twice', reply: whole }] })
    await untilState(line.shop.till, id, 'paid')
    await expect.poll(() => line.violations(id)).toEqual(['I1: the gateway executed 2 PAY'])
  })

  test('a payment shown as paid that the gateway does not have', async () => {
    const id = line.sell(1250, {
      pay: [
        {
          delivery: 'never',
          atOnce: (socket, request) =>
            say(reply(200, signed({}, paidBlock(request.parameters))))(socket, reply(200, ''), request),
        },
      ],
    })
    await until(line.shop.till, id, ({ payment }) => payment.state === 'paid')
    expect(line.violations(id)).toEqual([
      'I3: "Paid" was shown before the gateway had it paid',
      'I2: the gateway keeps 0, the till believes 1250',
    ])
  })

  test('a payment that is not final, and one that never left', async () => {
    const id = line.sell(1250, { pay: [{ delivery: 'never' }] })
    await until(line.shop.till, id, () => line.proxy.pays(id) === 1)
    expect(line.violations(id, 0)).toEqual(['I1: 1 PAY left, not 0', 'I4: still sending'])
    line.shop.till.abort(id)
    await untilState(line.shop.till, id, 'cancelled')
  })
})
