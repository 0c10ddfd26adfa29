import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { badDays } from '../../main/training/bad-days.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { beijing, createFakeClock, type FakeClock } from './fake-clock.ts'
import {
  bodyOf,
  createShop,
  isAnswerSigned,
  isWhole,
  openLine,
  payParameters,
  readAnswer,
  wire,
  writeCall,
  type HttpCall,
  type Shop,
} from './shop.ts'

const partner = '2088000000007001'
let clock: FakeClock
let gateway: TrainingGateway
let shop: Shop
beforeEach(async () => {
  clock = createFakeClock(beijing('2026-03-02 10:00:00'))
  gateway = await startTrainingGateway({ port: 0, clock })
  shop = createShop(gateway.url)
})
afterEach(() => gateway.close())

const inBooks = (): string | undefined => gateway.ledger.find({ partner, id: 'P1' }, clock.now().at)?.status
/** Waits until the gateway has the call, whatever it answers. */
const arrived = async (service: string, count = 1): Promise<void> => {
  while (gateway.requests.count(service) < count) await new Promise((resolve) => setImmediate(resolve))
}

describe('what becomes of the trade', () => {
  const pay = async (amount: string): Promise<void> => {
    const line = openLine(gateway.port, writeCall(wire.pay, payParameters('P1', amount)))
    await arrived(wire.pay)
    line.hangUp()
  }
  const inBooksAfter = (ms: number): string | undefined => {
    clock.advance(ms)
    return inBooks()
  }

  type Step = readonly [afterMs: number, status: string | undefined]
  const rows: readonly (readonly [amount: string, steps: readonly Step[]])[] = [
    [
      '90.01',
      [
        [5999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.02',
      [
        [29_999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.03',
      [
        [179_999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_CLOSED'],
      ],
    ],
    [
      '90.05',
      [
        [7999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_CLOSED'],
      ],
    ],
    [
      '90.06',
      [
        [5999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.07',
      [
        [119_999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    ['90.17', [[600_000, undefined]]],
    [
      '90.18',
      [
        [19_999, undefined],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.19',
      [
        [89_999, undefined],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.44',
      [
        [5999, 'WAIT_BUYER_PAY'],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.45',
      [
        [1999, undefined],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
    [
      '90.46',
      [
        [44_999, undefined],
        [1, 'TRADE_SUCCESS'],
      ],
    ],
  ]
  test.each(rows)('%s', async (amount, steps) => {
    await pay(amount)
    for (const [ms, expected] of steps) expect(inBooksAfter(ms)).toBe(expected)
  })

  test('waits of bad days can be made shorter', async () => {
    await gateway.close()
    gateway = await startTrainingGateway({ port: 0, clock, timeScale: 0.01 })
    await pay('90.01')
    expect(inBooksAfter(60)).toBe('TRADE_SUCCESS')
  })

  test('90.04: the customer confirms in the moment of the cancel and gets the money back', async () => {
    await pay('90.04')
    expect((await shop.cancel('P1')).block).toMatchObject({ result_code: 'SUCCESS', action: 'refund' })
  })

  test('90.19: the late PAY executes after a CANCEL that said SUCCESS, and can be refunded', async () => {
    await pay('90.19')
    expect((await shop.query('P1')).block).toMatchObject({ error: 'TRADE_NOT_EXIST' })
    clock.advance(60_000)
    expect((await shop.cancel('P1')).block).toMatchObject({ result_code: 'SUCCESS' })
    expect((await shop.query('P1')).block).toMatchObject({ error: 'TRADE_NOT_EXIST' })
    clock.advance(30_000)
    expect((await shop.query('P1')).block).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
    expect((await shop.refund('P1', 'R1', '90.19')).block).toMatchObject({ result_code: 'SUCCESS' })
    expect(gateway.ledger.totals(clock.now().at).get('USD')).toEqual({ paid: 9019, returned: 9019 })
  })

  test('90.18: the late PAY after a CANCEL is refused', async () => {
    await pay('90.18')
    expect((await shop.cancel('P1')).block).toMatchObject({ result_code: 'SUCCESS' })
    expect(inBooksAfter(30_000)).toBeUndefined()
  })
})

/** Results of the same call one after the other; `lost` when the connection gives nothing, `bad` when unsigned. */
const results = async (call: () => HttpCall, times: number): Promise<readonly string[]> => {
  const said: string[] = []
  for (let round = 0; round < times; round += 1) {
    const line = openLine(gateway.port, call())
    const heard = await line.until(isWhole)
    line.hangUp()
    if (bodyOf(heard).length === 0) {
      said.push('lost')
      continue
    }
    const { block } = readAnswer(bodyOf(heard))
    const code =
      block['detail_error_code'] ?? block['error'] ?? block['action'] ?? block['alipay_trans_status']
    const signed = isAnswerSigned(readAnswer(bodyOf(heard))) ? '' : 'bad '
    said.push(`${signed}${[block['result_code'], code, block['retry_flag']].filter(Boolean).join(' ')}`)
  }
  return said
}
const start = async (amount: string): Promise<void> => {
  const line = openLine(gateway.port, writeCall(wire.pay, payParameters('P1', amount)))
  await line.until(isWhole)
  line.hangUp()
}

describe('CANCEL goes wrong', () => {
  const cancel = (): HttpCall => writeCall(wire.cancel, { out_trade_no: 'P1', timestamp: '1772416800000' })
  const no = 'FAIL CANCEL_NOT_ALLOWED N'
  test.each([
    ['90.60', ['UNKNOW Y', 'UNKNOW Y', 'SUCCESS close N'], 'TRADE_CLOSED'],
    ['90.61', [no, no, no], 'WAIT_BUYER_PAY'],
    ['90.62', [no, no], 'TRADE_SUCCESS'],
    ['90.63', ['FAIL TRADE_STATUS_ERROR Y', 'FAIL TRADE_STATUS_ERROR Y', 'SUCCESS close N'], 'TRADE_CLOSED'],
    ['90.64', ['FAIL SYSTEM_ERROR Y', 'FAIL SYSTEM_ERROR Y', 'SUCCESS close N'], 'TRADE_CLOSED'],
    ['90.65', ['lost', 'SUCCESS close N'], 'TRADE_CLOSED'],
    ['90.66', ['bad SUCCESS close N', 'SUCCESS close N'], 'TRADE_CLOSED'],
    ['90.67', ['SUCCESS refund N', 'SUCCESS refund N'], 'TRADE_CLOSED'],
  ])('%s', async (amount, expected, status) => {
    await start(amount)
    expect(await results(cancel, expected.length)).toEqual(expected)
    expect(inBooks()).toBe(status)
  })
  test('every row of the group is played here', () => {
    expect(badDays.filter((day) => day.group === 'cancel').map((day) => day.minor)).toEqual([
      9060, 9061, 9062, 9063, 9064, 9065, 9066, 9067,
    ])
  })
})

describe('REFUND goes wrong', () => {
  const refund = (amount: string) => (): HttpCall =>
    writeCall(wire.refund, {
      partner_trans_id: 'P1',
      partner_refund_id: 'R1',
      refund_amount: amount,
      currency: 'USD',
      is_sync: 'Y',
    })
  const short = 'FAILED SELLER_BALANCE_NOT_ENOUGH'
  const frozen = 'FAILED REASON_TRADE_BEEN_FREEZEN'
  const rows: readonly (readonly [string, readonly string[], number])[] = [
    ['90.70', ['UNKNOW', 'SUCCESS', 'SUCCESS'], 1],
    ['90.71', ['UNKNOW', 'SUCCESS'], 1],
    ['90.72', [short, short, 'SUCCESS'], 1],
    ['90.73', ['lost', 'SUCCESS'], 1],
    ['90.74', ['FAILED SYSTEM_ERROR', 'SUCCESS'], 1],
    ['90.75', [frozen, frozen, frozen], 0],
    ['90.78', ['bad SUCCESS', 'SUCCESS'], 1],
  ]
  test.each(rows)('%s, the payment whole', async (amount, expected, refunds) => {
    await start(amount)
    expect(await results(refund(amount), expected.length)).toEqual(expected)
    expect(gateway.ledger.refunds(clock.now().at).length).toBe(refunds)
  })
  test.each(rows)('%s, as a part of another payment', async (amount, expected, refunds) => {
    await start('200.00')
    expect(await results(refund(amount), expected.length)).toEqual(expected)
    expect(gateway.ledger.refunds(clock.now().at).length).toBe(refunds)
  })

  test('90.71 is done already when it says UNKNOW; 90.70 is not', async () => {
    await start('90.71')
    await results(refund('90.71'), 1)
    expect(inBooks()).toBe('TRADE_CLOSED')
    await shop.pay('P2', '90.70')
    await shop.refund('P2', 'R2', '90.70')
    expect(gateway.ledger.find({ partner, id: 'P2' }, clock.now().at)?.status).toBe('TRADE_SUCCESS')
  })

  test('90.76: a queued refund fails later', async () => {
    await start('90.76')
    expect((await shop.refund('P1', 'R1', '90.76', { is_sync: 'N' })).block).toMatchObject({
      result_code: 'SUCCESS',
    })
    clock.advance(3000)
    expect((await shop.refundQuery('P1', 'R1')).block).toMatchObject({
      refund_result_code: 'FAILED',
      refund_error_code: 'MERCHANT_BALANCE_NOT_ENOUGH',
    })
  })

  test('90.77: a queued refund takes two minutes', async () => {
    await start('90.77')
    await shop.refund('P1', 'R1', '90.77', { is_sync: 'N' })
    clock.advance(119_999)
    expect((await shop.refundQuery('P1', 'R1')).block).toMatchObject({ refund_result_code: 'PROCESSING' })
    clock.advance(1)
    expect((await shop.refundQuery('P1', 'R1')).block).toMatchObject({ refund_result_code: 'SUCCESS' })
  })
})

describe('QUERY goes wrong', () => {
  const query = (): HttpCall => writeCall(wire.query, { partner_trans_id: 'P1' })
  const gone = 'FAIL TRADE_NOT_EXIST'
  test.each([
    ['90.67', [gone, gone, gone, gone]],
    ['90.80', ['FAIL SYSTEM_ERROR', 'FAIL SYSTEM_ERROR', 'SUCCESS TRADE_SUCCESS']],
    ['90.81', [gone, gone, 'SUCCESS TRADE_SUCCESS']],
    ['90.82', ['lost', 'lost', 'SUCCESS TRADE_SUCCESS']],
    ['90.84', ['bad SUCCESS WAIT_BUYER_PAY', 'bad SUCCESS WAIT_BUYER_PAY', 'SUCCESS WAIT_BUYER_PAY']],
  ])('%s', async (amount, expected) => {
    await start(amount)
    expect(await results(query, expected.length)).toEqual(expected)
  })

  test('90.83: the first answer is about another payment, signed', async () => {
    await start('90.83')
    const wrong = await shop.query('P1')
    expect(wrong.block).toMatchObject({ partner_trans_id: 'P0', out_trade_no: 'P0' })
    expect(isAnswerSigned(wrong)).toBe(true)
    expect((await shop.query('P1')).block).toMatchObject({ partner_trans_id: 'P1' })
  })
})
