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
  announced,
  bodyOf,
  createShop,
  headOf,
  isAnswerSigned,
  isWhole,
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
