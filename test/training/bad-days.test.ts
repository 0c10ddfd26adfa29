import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  badDayOfAmount,
  badDayOfCode,
  badDays,
  badDaysMarkdown,
  codeEnding,
} from '../../main/training/bad-days.ts'
import { oversizedBytes } from '../../main/training/seal.node.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import type { BadDay, Damage, Spoil } from '../../main/training/spoil.ts'
import { trainingCode } from '../../main/training/wallet.ts'
import { beijing, createFakeClock, type FakeClock } from './fake-clock.ts'
import {
  createShop,
  isAnswerSigned,
  openLine,
  payParameters,
  readAnswer,
  wire,
  writeCall,
  type Answer,
  type Heard,
  type HttpCall,
  type Line,
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

const amountOf = (day: BadDay): string => (day.minor / 100).toFixed(2)
const payCall = (day: BadDay): HttpCall => writeCall(wire.pay, payParameters('P1', amountOf(day)))
const inBooks = (): string | undefined => gateway.ledger.find({ partner, id: 'P1' }, clock.now().at)?.status

const headOf = ({ bytes }: Heard): string => bytes.toString('latin1').split('\r\n\r\n')[0] ?? ''
const bodyOf = ({ bytes }: Heard): Buffer => {
  const border = bytes.indexOf('\r\n\r\n')
  return border === -1 ? Buffer.alloc(0) : bytes.subarray(border + 4)
}
const announced = (heard: Heard): number =>
  Number(/content-length: (\d+)/i.exec(headOf(heard))?.[1] ?? Number.NaN)
const isWhole = (heard: Heard): boolean => bodyOf(heard).length === announced(heard)
/** Waits until the gateway has the call, whatever it answers. */
const arrived = async (service: string, count = 1): Promise<void> => {
  while (gateway.requests.count(service) < count) await new Promise((resolve) => setImmediate(resolve))
}

/** What the bytes on the connection look like, for every manner. */
const seesManner: Readonly<
  Record<NonNullable<Spoil['manner']>, (line: Line, service: string) => Promise<void>>
> = {
  lost: async (line) => {
    const heard = await line.until(() => false)
    expect(heard).toEqual({ bytes: Buffer.alloc(0), end: 'closed' })
  },
  reset: async (line) => {
    const heard = await line.until(() => false)
    expect(heard).toEqual({ bytes: Buffer.alloc(0), end: 'reset' })
  },
  half: async (line) => {
    const heard = await line.until(() => false)
    expect(heard.end).toBe('closed')
    expect(bodyOf(heard).length).toBe(Math.ceil(announced(heard) / 2))
  },
  'half-chunked': async (line) => {
    const heard = await line.until(() => false)
    expect(heard.end).toBe('closed')
    expect(headOf(heard)).toMatch(/transfer-encoding: chunked/i)
    expect(bodyOf(heard).toString('latin1')).toContain('<is_success>T</is_success>')
    expect(bodyOf(heard).toString('latin1')).not.toContain('0\r\n\r\n')
  },
  drip: async (line) => {
    const first = await line.until((heard) => bodyOf(heard).length > 0)
    expect(bodyOf(first).length).toBe(1)
    clock.advance(10 * 250)
    const more = await line.until((heard) => bodyOf(heard).length > 10)
    expect(bodyOf(more).length).toBe(11)
    clock.advance(announced(first) * 250)
    const whole = await line.until(isWhole)
    expect(readAnswer(bodyOf(whole)).block).toMatchObject({ result_code: 'SUCCESS' })
  },
  'head-only': async (line) => {
    const heard = await line.until((now) => headOf(now).includes('HTTP/1.1 200'))
    expect(announced(heard)).toBeGreaterThan(500)
    clock.advance(119_000)
    expect(bodyOf(line.heard()).length).toBe(0)
    clock.advance(1000)
    expect((await line.until(() => false)).bytes).toEqual(heard.bytes)
  },
  silent: async (line, service) => {
    await arrived(service)
    clock.advance(119_000)
    expect(line.heard()).toEqual({ bytes: Buffer.alloc(0), end: 'open' })
    clock.advance(1000)
    expect(await line.until(() => false)).toEqual({ bytes: Buffer.alloc(0), end: 'closed' })
  },
  late: async (line, service) => {
    await arrived(service)
    clock.advance(19_999)
    expect(line.heard().bytes.length).toBe(0)
    clock.advance(1)
    const heard = await line.until(isWhole)
    expect(readAnswer(bodyOf(heard)).block).toMatchObject({ result_code: 'SUCCESS' })
  },
}

const whole = async (call: HttpCall): Promise<Heard> => {
  const line = openLine(gateway.port, call)
  const heard = await line.until(isWhole)
  line.hangUp()
  return heard
}
const answerTo = async (call: HttpCall): Promise<Answer> => readAnswer(bodyOf(await whole(call)))

/** What is wrong with the content, for every damage of a PAY that is paid. */
const seesDamage: Readonly<Record<Damage, (call: HttpCall, day: BadDay) => Promise<void>>> = {
  'wrong-signature': async (call) => {
    const answer = await answerTo(call)
    expect(answer).toMatchObject({ signType: 'RSA2', block: { result_code: 'SUCCESS' } })
    expect(answer.sign).toMatch(/^[\w+/]{342}==$/)
    expect(isAnswerSigned(answer)).toBe(false)
  },
  'no-signature': async (call) => {
    expect(await answerTo(call)).toMatchObject({
      isSuccess: 'T',
      sign: undefined,
      signType: undefined,
      block: { result_code: 'SUCCESS' },
    })
  },
  'other-sign-type': async (call) => {
    const answer = await answerTo(call)
    expect(answer.signType).toBe('MD5')
    expect(isAnswerSigned(answer), 'right for that type').toBe(true)
  },
  'other-amount': async (call, day) => {
    const answer = await answerTo(call)
    expect(answer.block['trans_amount']).toMatch(/^\d+\.\d\d$/)
    expect(answer.block['trans_amount']).not.toBe(amountOf(day))
    expect(isAnswerSigned(answer)).toBe(true)
  },
  'other-id': async (call) => {
    const answer = await answerTo(call)
    expect(answer.block).toMatchObject({ partner_trans_id: 'P0', out_trade_no: 'P0' })
    expect(isAnswerSigned(answer)).toBe(true)
  },
  'other-currency': async (call) => {
    const answer = await answerTo(call)
    expect(answer.block).toMatchObject({ currency: 'EUR' })
    expect(isAnswerSigned(answer)).toBe(true)
  },
  'strange-result': async (call) => {
    const answer = await answerTo(call)
    expect(answer.block).toMatchObject({ result_code: 'PROCESSING' })
    expect(isAnswerSigned(answer)).toBe(true)
  },
  oversized: async (call) => {
    const heard = await whole(call)
    expect(bodyOf(heard).length).toBeGreaterThan(oversizedBytes)
    expect(readAnswer(bodyOf(heard)).block).toMatchObject({ result_code: 'SUCCESS' })
  },
  'wrong-charset': async (call) => {
    const body = bodyOf(await whole(call))
    expect(body.includes(Buffer.from([0xff, 0xff]))).toBe(true)
    expect(() => readAnswer(body)).toThrow(TypeError)
  },
  doctype: async (call) => {
    const answer = await answerTo(call)
    expect(answer.text).toContain('<!DOCTYPE alipay [<!ENTITY a "paid"><!ENTITY b "&a;&a;')
    expect(isAnswerSigned(answer)).toBe(true)
  },
  'cut-xml': async (call) => {
    const heard = await whole(call)
    expect(headOf(heard)).toContain('HTTP/1.1 200')
    expect(bodyOf(heard).toString('latin1')).not.toContain('</alipay>')
  },
}

describe('the table', () => {
  test('every amount is there once and lies between 90.01 and 90.99; all others are ordinary', () => {
    expect(new Set(badDays.map((day) => day.minor)).size).toBe(badDays.length)
    expect(badDays.every(({ minor }) => minor > 9000 && minor < 9100)).toBe(true)
    for (const ordinary of [1, 1250, 3850, 9000, 9100, 19_010, 901, 900_100]) {
      expect(badDayOfAmount(ordinary)).toBeUndefined()
    }
  })

  test('the tens of the amount say what kind of day it is', () => {
    const groups = new Map<number, Set<string>>()
    for (const { minor, group } of badDays) {
      const tens = Math.floor((minor - 9000) / 10)
      groups.set(tens, (groups.get(tens) ?? new Set()).add(group))
    }
    expect([...groups.values()].every((kinds) => kinds.size === 1)).toBe(true)
  })

  test('every kind of damage, manner and page has a row', () => {
    const spoils = badDays.flatMap(({ pay, query, cancel, refund }) => [pay, query, cancel, refund])
    expect(new Set(spoils.map((spoil) => spoil?.damage ?? 'none'))).toEqual(
      new Set(['none', ...Object.keys(seesDamage)]),
    )
    expect(new Set(spoils.map((spoil) => spoil?.manner ?? 'none'))).toEqual(
      new Set(['none', ...Object.keys(seesManner)]),
    )
  })

  test('the document prints exactly this table', () => {
    const file = fileURLToPath(new URL('../../docs/training-gateway.md', import.meta.url))
    const text = readFileSync(file, 'utf8')
    const [before, , after] = text.split(/<!-- bad days: .* -->\n|<!-- end of bad days -->\n/)
    const mark =
      '<!-- bad days: printed from main/training/bad-days.ts; UPDATE_DOCS=1 npm test writes it anew -->\n'
    const wanted = `${before}${mark}\n${badDaysMarkdown()}\n\n<!-- end of bad days -->\n${after}`
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, wanted)
    expect(readFileSync(file, 'utf8') === wanted, 'run the tests once with UPDATE_DOCS=1').toBe(true)
  })
})

describe('a payment code orders a bad day for any amount', () => {
  test.each(badDays)('ending $minor', (day) => {
    expect(badDayOfCode(trainingCode(7, Number(codeEnding(day))))).toBe(day)
  })
  test('an ordinary code orders none', () => {
    for (const code of ['285902802486590277', trainingCode(7, 9010 + 10_000), trainingCode(7, 9100)]) {
      expect(badDayOfCode(code)).toBeUndefined()
    }
  })
  test('over the wire', async () => {
    const code = trainingCode(7, 9050)
    expect((await shop.pay('P1', '12.50', { buyer_identity_code: code })).block).toMatchObject({
      result_code: 'FAILED',
      error: 'BUYER_BALANCE_NOT_ENOUGH',
    })
  })
  test('all of it can be switched off', async () => {
    await gateway.close()
    gateway = await startTrainingGateway({ port: 0, clock, badDays: false })
    expect((await createShop(gateway.url).pay('P1', '90.10')).block).toMatchObject({ result_code: 'SUCCESS' })
  })
})

describe('PAY, byte for byte', () => {
  const withManner = badDays.filter((day) => day.pay?.manner !== undefined)
  test.each(withManner)('$minor: $story', async (day) => {
    const manner = day.pay?.manner ?? 'lost'
    const line = openLine(gateway.port, payCall(day))
    await seesManner[manner](line, wire.pay)
    line.hangUp()
    if (day.pay?.carriedOut === true) expect(inBooks()).toBe('TRADE_SUCCESS')
    if (day.pay?.carriedOut === false && day.arrives === undefined) expect(inBooks()).toBeUndefined()
  })

  test.each(badDays.filter((day) => day.pay?.damage !== undefined))('$minor: $story', async (day) => {
    await seesDamage[day.pay?.damage ?? 'doctype'](payCall(day), day)
    expect(inBooks()).toBe('TRADE_SUCCESS')
  })

  test.each(badDays.filter((day) => day.pay?.page !== undefined))('$minor: $story', async (day) => {
    const heard = await whole(payCall(day))
    const { status, retryAfterS, location } = day.pay?.page ?? { status: 0 }
    expect(headOf(heard)).toContain(`HTTP/1.1 ${status} `)
    if (retryAfterS !== undefined) expect(headOf(heard)).toContain(`retry-after: ${retryAfterS}`)
    if (location !== undefined) expect(headOf(heard)).toContain(`location: ${location}`)
    expect(bodyOf(heard).toString('utf8')).not.toContain('<alipay>')
    expect(inBooks()).toBe(day.pay?.carriedOut === true ? 'TRADE_SUCCESS' : undefined)
  })

  test.each(badDays.filter((day) => day.pay?.says !== undefined))('$minor: $story', async (day) => {
    const answer = await answerTo(payCall(day))
    const { result, code } = day.pay?.says ?? { result: 'refused' }
    if (result === 'refused') {
      expect(answer).toMatchObject({ isSuccess: 'F', error: code, sign: undefined })
    } else {
      expect(answer.block).toMatchObject({ result_code: result, partner_trans_id: 'P1' })
      expect(answer.block['error']).toBe(code)
      expect(isAnswerSigned(answer)).toBe(true)
    }
    expect(inBooks() !== undefined).toBe(day.pay?.carriedOut)
  })

  const honest = badDays.filter((day) => day.pay === undefined)
  test.each(honest)('$minor is answered truly: $story', async (day) => {
    const answer = await answerTo(payCall(day))
    expect(isAnswerSigned(answer)).toBe(true)
    const { conduct } = day
    if (conduct === undefined || conduct.type === 'pays') {
      expect(answer.block).toMatchObject({ result_code: 'SUCCESS' })
    } else if (conduct.type === 'asks') {
      expect(answer.block).toMatchObject({ result_code: 'UNKNOW' })
      expect(inBooks()).toBe('WAIT_BUYER_PAY')
    } else {
      expect(answer.block).toEqual({ result_code: 'FAILED', error: conduct.code, partner_trans_id: 'P1' })
      expect(inBooks()).toBeUndefined()
    }
  })

  test('a spoiled PAY that is repeated hears the truth', async () => {
    const day = badDayOfAmount(9010)
    if (day === undefined) throw new Error('no row 90.10')
    await openLine(gateway.port, payCall(day)).until(() => false)
    expect((await answerTo(payCall(day))).block).toMatchObject({ result_code: 'SUCCESS' })
    expect(gateway.ledger.totals(clock.now().at).get('USD')).toEqual({ paid: 9010, returned: 0 })
  })
})

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
