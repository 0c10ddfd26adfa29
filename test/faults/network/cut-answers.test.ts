import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { money } from '../../../main/domain/money.ts'
import { until, untilState } from '../../till/shop.ts'
import { cutEveryAnswer, cutsInWords, type CutCount } from './cut-answers.ts'
import { keepsTheGoods, meantime, openLineShop, type LineShop } from './line-shop.ts'
import { cut, type Framing } from './replies.ts'

/** One cut in 29 here; `cut-answers.faults.ts` makes them all. */
const heardWhole: Readonly<Record<string, string>> = {
  pay: 'paid',
  query: 'trade',
  refund: 'refunded',
  refundQuery: 'refund',
  cancel: 'cancelled',
}

test('F15: an answer that is cut after every 29th byte is no answer, in all five calls and three framings', async () => {
  const counts: readonly CutCount[] = await cutEveryAnswer(() => 29)
  console.log(cutsInWords(counts))
  for (const { service, whole, cuts, unknown, believed } of counts) {
    expect(whole).toBe(heardWhole[service])
    expect(believed).toEqual([])
    expect(unknown).toBe(cuts)
    expect(cuts).toBeGreaterThan(15)
  }
})

describe('at the till', () => {
  let line: LineShop
  beforeAll(async () => (line = await openLineShop()))
  afterAll(async () => {
    line.summary('cut answers at the till')
    await line.close()
  })

  const cuts: readonly (readonly [string, Framing, (length: number) => number, 'end' | 'reset'])[] = [
    ['in the middle of its length', 'length', (length) => length / 2, 'end'],
    ['one byte before its length', 'length', (length) => length - 1, 'reset'],
    ['in the middle of a chunk', 'chunked', (length) => length - 300, 'end'],
    ['before the last chunk', 'chunked', (length) => length - 5, 'reset'],
    ['in the amount, with a clean end', 'until-close', (length) => length - 600, 'end'],
    ['one byte before its end, with a clean end', 'until-close', (length) => length - 1, 'end'],
  ]
  test.each(cuts)(
    'F15: the answer to the PAY cut %s is never shown as paid before a query',
    async (_where, framing, at, how) => {
      const id = line.sell(1250, { pay: [{ reply: cut(framing, (length) => Math.floor(at(length)), how) }] })
      await untilState(line.shop.till, id, 'paid')
      expect(['Not confirmed: no answer yet', 'Not confirmed: the answer cannot be trusted']).toContain(
        meantime(line, id)[0],
      )
      expect(keepsTheGoods(line, id)).toBe(true)
      expect(line.violations(id)).toEqual([])
    },
  )

  test('F15: cut answers to query, cancel and refund only make the till ask or send the same again', async () => {
    const broken = cuts.map(([, framing, at, how]) => ({
      reply: cut(framing, (length) => Math.floor(at(length)), how),
    }))
    const asked = line.sell(1250, { pay: broken.slice(0, 1), query: broken, refund: broken })
    await untilState(line.shop.till, asked, 'paid')
    expect(line.shop.till.refund(asked, money(250, 'USD')).ok).toBe(true)
    await until(line.shop.till, asked, ({ refunds }) => refunds[0]?.state === 'refunded')
    const given = line.sell(700, { pay: [{ delivery: 0, reply: () => undefined }], cancel: broken })
    line.shop.till.abort(given)
    await untilState(line.shop.till, given, 'cancelled')
    for (const id of [asked, given]) expect(line.violations(id)).toEqual([])
    const refunds = line.proxy.requests.filter(({ service }) => service === 'refund')
    expect(new Set(refunds.map(({ parameters }) => parameters['partner_refund_id'])).size).toBe(1)
  })
})
