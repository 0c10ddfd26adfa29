import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../app/system.ts'
import { trainingPartnerId } from '../../../main/training/account.ts'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { makeCertificate } from '../../gateway/certificate.ts'
import { startLiveTill, type LiveTill } from './live-till-process.ts'
import { startProxy, type Fate, type Proxy } from './proxy.ts'
import { after, silence, whole } from './replies.ts'

/** The whole process is stopped and continued, as a suspended machine or a paused virtual one is. */
const certificate = makeCertificate('127.0.0.1')
let gateway: TrainingGateway
let proxy: Proxy
let till: LiveTill
let payFate: Fate | undefined
beforeAll(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: systemClock })
  proxy = await startProxy({
    gatewayPort: gateway.port,
    tls: certificate,
    fate: ({ service }) => (service === 'pay' ? payFate : undefined),
  })
  till = await startLiveTill({
    url: proxy.url,
    authority: certificate.cert,
    gateway: { deadlineMs: 1000, connectTimeoutMs: 400 },
    sale: { firstQueryMs: 2000, queryEveryMs: 1000, limitMs: 15_000 },
  })
})
afterAll(async () => {
  console.log(
    `frozen till: PAY per id at most ${Math.max(0, ...proxy.requests.map(({ id }) => proxy.pays(id)))}`,
  )
  await till.close()
  await proxy.close()
  await gateway.close()
})

const wait = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))
const freeze = async (ms: number): Promise<void> => {
  process.kill(till.pid, 'SIGSTOP')
  try {
    await wait(ms)
  } finally {
    process.kill(till.pid, 'SIGCONT')
  }
}
const tradeOf = (id: string) =>
  gateway.ledger.trades(systemClock.now().at).find(({ order }) => order.id === id)
const holds = (id: string): void => {
  expect(proxy.pays(id)).toBe(1)
  expect(gateway.ledger.payRequests(trainingPartnerId, id)).toBeLessThanOrEqual(1)
  const trade = tradeOf(id)
  const paid = till.sightings(id).find(({ saysPaid }) => saysPaid)
  if (paid !== undefined) expect(trade?.paidAt ?? Number.MAX_SAFE_INTEGER).toBeLessThanOrEqual(paid.at)
  const kept = trade?.paidAt === undefined ? 0 : trade.order.price.minor - trade.returned
  expect(kept).toBe(till.sightings(id).at(-1)?.saysPaid === true ? trade?.order.price.minor : 0)
}

describe('a till that stands still', () => {
  test('F09: while the answer arrives, and longer than its deadline, asks before it shows paid', async () => {
    payFate = { reply: after(200, whole) }
    const before = proxy.requests.length
    const charging = till.charge(1250)
    while (proxy.requests.length === before) await wait(1)
    await freeze(4000)
    const id = await charging
    await till.until(id, ({ state }) => state === 'paid')
    expect(till.sightings(id).map(({ headline }) => headline)).toEqual([
      'Asking the customer…',
      'Not confirmed: no answer yet',
      'Paid',
    ])
    expect(proxy.requests.filter((call) => call.id === id).map(({ service }) => service)).toEqual([
      'pay',
      'query',
    ])
    holds(id)
  })

  test('F09: past the limit of the payment, asks once more and undoes it', async () => {
    payFate = { delivery: 'never', reply: silence }
    const id = await till.charge(1250)
    await till.until(id, ({ state }) => state === 'waiting')
    await freeze(16_000)
    await till.until(id, ({ state }) => state === 'cancelled')
    holds(id)
  }, 60_000)

  test('F09: at twenty instants of a sale, for 0.1 s to 2.5 s, loses none and charges none twice', async () => {
    for (let round = 0; round < 20; round += 1) {
      payFate = { reply: after(round * 4, whole) }
      const charging = till.charge(1000 + round)
      await wait(round * 6)
      await freeze(round % 5 === 0 ? 2500 : 100 + round * 20)
      const id = await charging
      await till.until(id, ({ state }) => state === 'paid')
      holds(id)
    }
  }, 120_000)
})
