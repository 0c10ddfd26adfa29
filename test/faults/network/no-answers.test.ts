import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { money } from '../../../main/domain/money.ts'
import { refundSentence } from '../../../main/domain/refund-sentences.ts'
import { createGateway } from '../../../main/gateway/client.node.ts'
import { accountFor } from '../../../app/account.ts'
import { systemClock } from '../../../app/system.ts'
import { settingsSchema } from '../../../main/settings.ts'
import { until, untilState } from '../../till/shop.ts'
import { openLineShop, patient, type LineShop } from './line-shop.ts'
import type { Fate } from './proxy.ts'
import { reply, reset, say, silence } from './replies.ts'

const lost: Fate = { delivery: 'never', atOnce: reset }
const often = (fate: Fate, times: number): readonly Fate[] => Array.from({ length: times }, () => fate)
const gaps = (line: LineShop, service: string, id: string): readonly number[] => {
  const times = line.proxy.requests
    .filter((call) => call.service === service && call.id === id)
    .map(({ at }) => at)
  return times.slice(1).map((at, index) => at - (times[index] ?? at))
}

describe('without a clear answer for long', () => {
  let line: LineShop
  beforeAll(async () => (line = await openLineShop({ attended: true })))
  afterAll(async () => {
    line.summary('no answers')
    await line.close()
  })

  test('F27: a cancel is sent ever more slowly, over a restart, while the next customer is served', async () => {
    const id = line.sell(1250, { pay: [{ reply: silence }], query: often(lost, 50), cancel: often(lost, 10) })
    line.shop.till.abort(id)
    await until(line.shop.till, id, ({ payment }) => payment.state === 'cancelling' && payment.cancels >= 2)
    // The cashier turns to the next customer; what is open stays listed.
    expect(line.shop.till.next()).toEqual({ ok: true, value: true })
    const next = line.sell(700)
    await untilState(line.shop.till, next, 'paid')
    expect(line.shop.till.view().open.map((payment) => payment.id)).toEqual([id])

    await until(line.shop.till, id, ({ payment }) => payment.state === 'cancelling' && payment.cancels >= 8)
    const before = gaps(line, 'cancel', id)
    // Against the shortest, so that a busy machine only makes it clearer.
    expect(before.at(-1)).toBeGreaterThan(1.5 * Math.min(...before))
    await line.restart()
    await untilState(line.shop.till, id, 'cancelled')
    expect(line.proxy.requests.filter((call) => call.id === id && call.service === 'cancel')).toHaveLength(11)
    expect(line.shop.till.view().open).toEqual([])
    for (const payment of [id, next]) expect(line.violations(payment)).toEqual([])
  })

  test('F27: a query is asked until the limit, and then the sale is undone', async () => {
    const short = await openLineShop({ timing: { ...patient, chase: { ...patient.chase, limitMs: 2000 } } })
    try {
      const id = short.sell(1250, { pay: [lost], query: often(lost, 1000) })
      await untilState(short.shop.till, id, 'cancelled')
      expect(gaps(short, 'query', id).length).toBeGreaterThan(0)
      expect(short.sightings(id).map(({ state }) => state)).toEqual([
        'sending',
        'waiting',
        'cancelling',
        'cancelled',
      ])
      expect(short.violations(id)).toEqual([])
    } finally {
      await short.close()
    }
  })

  test('F27 F06: a refund is sent under the same number ever more slowly, over a restart, and executed once', async () => {
    const id = line.sell(1250, { refund: [{ reply: reset }, ...often(lost, 6)] })
    await untilState(line.shop.till, id, 'paid')
    const asked = line.shop.till.refund(id, money(500, 'USD'))
    expect(asked.ok).toBe(true)
    const { refunds } = await until(line.shop.till, id, (view) => view.refunds[0]?.state === 'unknown')
    expect(refunds.map((refund) => refundSentence(refund).en.headline)).toEqual(['Refund not confirmed'])
    expect(line.shop.till.view().openRefunds).toHaveLength(1)
    await until(line.shop.till, id, () => gaps(line, 'refund', id).length >= 4)
    await line.restart()
    await until(line.shop.till, id, (view) => view.refunds[0]?.state === 'refunded')
    const sent = line.proxy.requests.filter((call) => call.id === id && call.service === 'refund')
    expect(sent).toHaveLength(8)
    expect(new Set(sent.map(({ parameters }) => parameters['partner_refund_id'])).size).toBe(1)
    expect(gaps(line, 'refund', id)[3]).toBeGreaterThan(1.5 * Math.min(...gaps(line, 'refund', id)))
    expect(line.violations(id)).toEqual([])
  })
})

describe('a gateway that asks for patience', () => {
  let line: LineShop
  beforeAll(async () => (line = await openLineShop()))
  afterAll(() => line.close())
  const later = (status: number, seconds: string): Fate => ({
    delivery: 'never',
    atOnce: (socket, request) =>
      say(reply(status, 'later', { 'content-type': 'text/plain', 'retry-after': seconds }))(
        socket,
        reply(status, ''),
        request,
      ),
  })

  test('F21: Retry-After keeps every call of its own back so long; the PAY is sent once', async () => {
    const id = line.sell(1250, { pay: [later(503, '1')], query: [later(429, '1'), later(503, '0')] })
    await until(line.shop.till, id, () => gaps(line, 'query', id).length >= 3, 10_000)
    // The first query is due at once when the refusal took longer than its own wait, and is then not held back.
    expect(gaps(line, 'query', id)[0]).toBeGreaterThan(950)
    line.shop.till.abort(id)
    await untilState(line.shop.till, id, 'cancelled')
    expect(line.violations(id)).toEqual([])
  })

  test('F21: what a person asks for goes at once', async () => {
    const id = line.sell(1250, { pay: [later(503, '3600')] })
    await untilState(line.shop.till, id, 'waiting')
    const began = performance.now()
    await line.shop.till.query(id)
    line.shop.till.abort(id)
    await untilState(line.shop.till, id, 'cancelled')
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(line.violations(id)).toEqual([])
  })

  test('F21: at most a minute is waited, whatever the gateway says, and an answer ends it', async () => {
    const account = await accountFor(
      settingsSchema.parse({}),
      {
        read: () => Promise.resolve({ ok: true, value: undefined }),
        write: () => Promise.resolve({ ok: true, value: undefined }),
      },
      'http://127.0.0.1:1/',
    )
    if (!account.ok) throw new Error('no training account')
    let busy = true
    const link = createGateway({
      ...account.value,
      clock: systemClock,
      transport: {
        post: () =>
          Promise.resolve(
            busy
              ? {
                  ok: false,
                  error: { sent: 'perhaps', why: 'http-status', httpStatus: 503, retryAfterMs: 86_400_000 },
                }
              : { ok: true, value: { httpStatus: 200, body: new Uint8Array() } },
          ),
        warm: () => undefined,
        close: () => Promise.resolve(),
      },
    })
    const price = money(1, 'USD')
    const query = link.prepareQuery('5123456789000000591826499373' as Parameters<typeof link.prepareQuery>[0])
    await link.query(query, price)
    expect(link.holdBackMs?.()).toBeLessThanOrEqual(60_000)
    expect(link.holdBackMs?.()).toBeGreaterThan(30_000)
    busy = false
    await link.query(query, price)
    expect(link.holdBackMs?.()).toBe(0)
  })
})
