import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until, untilState } from '../../till/shop.ts'
import { keepsTheGoods, meantime, openLineShop, type LineShop } from './line-shop.ts'
import type { Play } from './proxy.ts'
import { after, drip, endless, headOnly, reply, say, silence, whole } from './replies.ts'

/** The total of a call is limited, not only its pauses; here to 1.2 s in the place of 15 s. */
const deadlineMs = 1200
let line: LineShop
beforeAll(async () => (line = await openLineShop({ deadlines: { deadlineMs, connectTimeoutMs: 300 } })))
afterAll(async () => {
  line.summary('slow answers')
  await line.close()
})

const noAnswer = 'Not confirmed: no answer yet'
const untrusted = 'Not confirmed: the answer cannot be trusted'

describe('a PAY that was executed and answered', () => {
  const slow: readonly (readonly [string, Play, string])[] = [
    ['one byte at a time', drip(100), noAnswer],
    ['in pieces, each long before any pause is too long', drip(300, 20), noAnswer],
    ['with the head and then silence', headOnly, noAnswer],
    ['with silence', silence, noAnswer],
    ['with one line that never ends', (socket) => void socket.write('HTTP/1.1 200 OK\r\nx: '), noAnswer],
    ['after the deadline', after(deadlineMs * 1.5, whole), noAnswer],
    ['with a body that goes on for ever', endless, untrusted],
    ['with one byte more than is read', say(reply(200, Buffer.alloc(65_537, 0x20))), untrusted],
    [
      'by a promise of a gigabyte',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n<alipay>'),
      noAnswer,
    ],
  ]
  // Side by side: each waits for its own deadline.
  test.concurrent.each(slow)('F16: %s is no answer in time', async (_how, play, headline) => {
    const id = line.sell(1250, { pay: [{ reply: play }] })
    await until(line.shop.till, id, ({ payment }) => payment.state !== 'sending')
    await untilState(line.shop.till, id, 'paid')
    // On a busy machine the deadline may strike before the limit of the size does.
    expect([headline, noAnswer]).toContain(meantime(line, id)[0])
    expect(keepsTheGoods(line, id)).toBe(true)
    expect(line.violations(id)).toEqual([])
  })

  test.concurrent('F16: a slow query and a slow cancel end by the deadline and are made again', async () => {
    const bad = [{ reply: drip(100) }, { reply: headOnly }, { reply: endless }]
    const id = line.sell(1250, { pay: [{ delivery: 'never' }], query: bad, cancel: bad })
    await untilState(line.shop.till, id, 'waiting')
    const queries = (): number =>
      line.proxy.requests.filter((call) => call.id === id && call.service === 'query').length
    await until(line.shop.till, id, () => queries() > 3)
    line.shop.till.abort(id)
    await untilState(line.shop.till, id, 'cancelled')
    expect(line.violations(id)).toEqual([])
  })
})

test('F17: a line of 16 kbit/s and 0.3 s each way carries every sale, and the till says how long it took', async () => {
  const narrow = await openLineShop()
  try {
    const slow = { delivery: 300, reply: after(300, drip(2000, 40)) }
    const ids = Array.from({ length: 4 }, () => narrow.sell(1250, { pay: [slow], query: [slow] }))
    for (const id of ids) {
      await untilState(narrow.shop.till, id, 'paid')
      expect(narrow.violations(id)).toEqual([])
    }
    expect(narrow.shop.till.view().gateway).toMatchObject({ state: 'online' })
  } finally {
    await narrow.close()
  }
})
