import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PaymentId } from '../../../main/domain/ids.ts'
import type { PaymentView } from '../../../main/contract.ts'
import { keptAtGateway, until, untilState } from '../../till/shop.ts'
import { openLineShop, patient, type LineShop } from './line-shop.ts'
import type { Fate, SeenRequest } from './proxy.ts'
import { reply, say, signed, silence, written } from './replies.ts'

/**
 * Calls that arrive long after the till has stopped waiting for them, and answers that are taken back. Everything is
 * scaled: a given-up sale is looked at again after 0.3 s and 1.5 s, in a shop after one and five minutes, and both
 * times at the next start.
 */
let line: LineShop
/** Paid so late that nobody looks any more; sold first, so that they wait while the others run. */
let heldLong: PaymentId
let refusedLong: PaymentId
beforeAll(async () => {
  line = await openLineShop({
    timing: {
      ...patient,
      chase: { ...patient.chase, limitMs: 600, watchSoonMs: 300, watchLaterMs: 1500, confirmRefusalMs: 50 },
    },
    deadlines: { deadlineMs: 1500, connectTimeoutMs: 700 },
  })
  heldLong = line.sell(1250, { pay: [{ delivery: 5500, reply: silence }], cancel: [forgetfulCancel] })
  refusedLong = line.sell(9046)
})
afterAll(async () => {
  line.summary('late calls')
  await line.close()
})

const raised = (id: PaymentId): readonly string[] =>
  line.shop.journal
    .discrepancies()
    .filter(({ payment }) => payment === id)
    .map(({ kind }) => kind)
const givenBack = ({ refunds }: PaymentView): boolean =>
  refunds.length === 1 && refunds[0]?.state === 'refunded'
const everSold = (id: PaymentId): boolean => line.sightings(id).some(({ saysPaid }) => saysPaid)

const answers =
  (block: (request: SeenRequest) => Readonly<Record<string, string>>): NonNullable<Fate['atOnce']> =>
  (socket, request) =>
    void socket.write(written(reply(200, signed({}, block(request)))))
/** The gateway says that it cancelled, and will execute the PAY all the same when it comes (reliability F18). */
const forgetfulCancel: Fate = {
  delivery: 'never',
  atOnce: answers(({ id }) => ({ result_code: 'SUCCESS', retry_flag: 'N', out_trade_no: id })),
}
const finalNo: Fate = {
  delivery: 'never',
  atOnce: answers(({ id }) => ({
    result_code: 'FAIL',
    retry_flag: 'N',
    detail_error_code: 'CANCEL_NOT_ALLOWED',
    out_trade_no: id,
  })),
}
const often = (times: number): readonly Fate[] => Array.from({ length: times }, () => ({ delivery: 'never' }))

describe.concurrent('a PAY that is held in the network', () => {
  // Not found by the queries, cancelled with success after 1.5 s, and executed after that.
  test.each([
    [2100, 'by the first look'],
    [2800, 'by the second look'],
  ])('F18: for %i ms is found %s, given back and reported, and never a sale', async (held) => {
    const id = line.sell(1250, { pay: [{ delivery: held, reply: silence }], cancel: [forgetfulCancel] })
    await untilState(line.shop.till, id, 'cancelled')
    expect(keptAtGateway(line.shop, id)).toBe(0)
    await until(line.shop.till, id, givenBack)
    expect(line.proxy.requests.some((call) => call.id === id && call.service === 'query')).toBe(true)
    expect(everSold(id)).toBe(false)
    expect(line.sightings(id).map(({ headline }) => headline)).toContain('Not sold, yet the customer paid')
    expect(raised(id)).toEqual(['paid-after-given-up'])
    expect(line.violations(id)).toEqual([])
  })

  test('F18: and refused after its cancel by a gateway that remembers is nothing to give back', async () => {
    const id = line.sell(1250, { pay: [{ delivery: 2000, reply: silence }] })
    await untilState(line.shop.till, id, 'cancelled')
    await until(line.shop.till, id, () => line.proxy.delivered('pay', id) === 1)
    await until(
      line.shop.till,
      id,
      ({ payment }) => 'watch' in payment && payment.watch.stage === 'at-next-start',
    )
    expect(raised(id)).toEqual([])
    expect(line.violations(id)).toEqual([])
  })

  test('F18: until its cancel is on its way: the cancel gives the money back', async () => {
    const id = line.sell(1250, { pay: [{ delivery: 0, reply: silence }], query: often(9) })
    await untilState(line.shop.till, id, 'cancelled')
    expect(line.shop.till.find(id)?.payment).toMatchObject({ action: 'refund' })
    expect(everSold(id)).toBe(false)
    expect(line.violations(id)).toEqual([])
  })
})

describe.concurrent('a CANCEL that is held in the network', () => {
  /** Cancel one is held, cancel two is refused for good, the query says paid: the till refunds by itself. */
  const sellAndStop = (held: number, refund: readonly Fate[]): PaymentId => {
    const id = line.sell(1250, {
      pay: [{ reply: silence }],
      cancel: [{ delivery: held, reply: silence }, finalNo, finalNo, finalNo],
      refund,
    })
    line.shop.till.abort(id)
    return id
  }

  test('F18 F27: and executes after the automatic refund gives nothing back twice', async () => {
    const id = sellAndStop(3500, [])
    await until(line.shop.till, id, givenBack)
    await until(line.shop.till, id, () => line.proxy.delivered('cancel', id) === 1)
    expect(everSold(id)).toBe(false)
    expect(line.violations(id)).toEqual([])
  })

  test('F18 F27: and executes before the automatic refund, which is refused, leaves a question or the truth', async () => {
    const id = sellAndStop(2500, often(2))
    await until(line.shop.till, id, ({ refunds }) => refunds.length === 1)
    await until(line.shop.till, id, () => line.proxy.delivered('refund', id) > 0)
    await until(line.shop.till, id, ({ refunds }) =>
      refunds.every(({ state }) => state === 'refunded' || state === 'refused'),
    )
    expect(keptAtGateway(line.shop, id)).toBe(0)
    expect(everSold(id)).toBe(false)
    const { refunds } = line.shop.till.find(id) ?? { refunds: [] }
    // Either the books know that the money went back, or a person is told.
    if (refunds[0]?.state === 'refunded') expect(line.violations(id)).toEqual([])
    else expect(raised(id)).toContain('automatic-refund-refused')
  })
})

describe.concurrent('a contradiction', () => {
  test('F26: FAILED first and paid 0.2 s later is found by the confirming queries, given back and reported', async () => {
    const id = line.sell(9045)
    await until(line.shop.till, id, givenBack)
    expect(line.sightings(id).map(({ headline }) => headline)).toEqual(
      expect.arrayContaining(['Declined', 'Not sold, yet the customer paid']),
    )
    expect(raised(id)).toEqual(['paid-after-given-up'])
    expect(line.violations(id, 1, 1)).toEqual([])
  })

  test('F26: a refusal without signature, in the place of paid, costs the customer nothing', async () => {
    const refusal = '<alipay><is_success>F</is_success><error>SOUNDWAVE_PARSER_FAIL</error></alipay>'
    const id = line.sell(1250, { pay: [{ reply: say(reply(200, refusal)) }] })
    await until(line.shop.till, id, givenBack)
    expect(everSold(id)).toBe(false)
    expect(raised(id)).toEqual(['paid-after-given-up'])
    expect(line.violations(id)).toEqual([])
  })
})

describe('paid after the last look', () => {
  test('F18: a PAY held for longer than the till looks is found at the next start and given back', async () => {
    await until(line.shop.till, heldLong, () => keptAtGateway(line.shop, heldLong) === 1250)
    await until(line.shop.till, refusedLong, () => keptAtGateway(line.shop, refusedLong) === 9046)
    expect(line.shop.till.find(heldLong)?.refunds).toEqual([])
    await line.restart()
    await until(line.shop.till, heldLong, givenBack)
    expect(raised(heldLong)).toEqual(['paid-after-given-up'])
    expect(line.violations(heldLong)).toEqual([])
  })

  test('F26: so is a payment that was refused first', async () => {
    await until(line.shop.till, refusedLong, givenBack)
    expect(raised(refusedLong)).toEqual(['paid-after-given-up'])
    expect(line.violations(refusedLong, 1, 1)).toEqual([])
  })
})
