import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '../../main/gateway/client.node.ts'
import { judgeCancel, judgePay, judgeQuery, judgeRefund, judgeRefundQuery } from '../../main/gateway/judge.ts'
import { money } from '../../main/domain/money.ts'
import type { PayOutcome } from '../../main/domain/outcome.ts'
import { gatewaySettings } from '../../main/settings.ts'
import {
  bytesOf,
  paidFields,
  payment,
  paySent,
  read,
  realClock,
  refusalAnswer,
  shopKeys,
  signedAnswer,
} from './answers.ts'
import { cutShort, genuine, misdirected, unbelievable, type HostileAnswer } from './hostile-answers.ts'

const all = [...unbelievable, ...cutShort, ...misdirected]
const judged = ({ body, signType, contentType }: HostileAnswer): PayOutcome =>
  judgePay(read(body, paySent, signType, contentType), paySent)

describe('the corpus of hostile answers', () => {
  test('has at least 200 different bodies besides those that are cut short', () => {
    const bodies = new Set(
      [...unbelievable, ...misdirected].map(
        ({ body, signType, contentType }) =>
          `${signType} ${contentType ?? ''} ${Buffer.from(body).toString('base64')}`,
      ),
    )
    expect(bodies.size).toBeGreaterThanOrEqual(200)
    console.info(`hostile answers: ${bodies.size} crafted, ${cutShort.length} cut short`)
  })

  test.each([...unbelievable, ...misdirected].map((hostile) => [hostile.name, hostile] as const))(
    '%s',
    (_name, hostile) => {
      expect(judged(hostile).type).toBe('unknown')
    },
  )

  test('no cut of an answer or of a refusal decides anything', () => {
    const decided = cutShort.filter((hostile) => judged(hostile).type !== 'unknown').map(({ name }) => name)
    expect(decided).toEqual([])
    expect(cutShort.length).toBeGreaterThan(1500)
  })

  test('what is not believed decides nothing for the other calls either', () => {
    const sent = {
      ...paySent,
      out_trade_no: payment,
      out_return_no: '8',
      partner_refund_id: '8',
      refund_amount: '0.10',
    }
    const decided = [...unbelievable, ...cutShort].flatMap(({ name, body, signType, contentType }) => {
      const answer = read(body, paySent, signType, contentType)
      const outcomes = [
        judgeQuery(answer, sent, { amount: money(10, 'USD'), wireCurrency: 'USD' }),
        judgeCancel(answer, sent),
        judgeRefund(answer, sent),
        judgeRefundQuery(answer, sent),
      ]
      const isQuiet = answer.kind === 'silent' && outcomes.every(({ type }) => type === 'unknown')
      return isQuiet ? [] : [name]
    })
    expect(decided).toEqual([])
  })

  test('the same frame around honest contents is believed', () => {
    const shape = { fields: paidFields, echo: { service: 'alipay.acquire.overseas.spot.pay' } }
    for (const signType of ['MD5', 'RSA', 'RSA2'] as const) {
      const body = signedAnswer({ ...shape, signType })
      expect(judgePay(read(body, paySent, signType), paySent).type).toBe('paid')
    }
    expect(judgePay(read(`${genuine.answer}\r\n`, paySent), paySent).type).toBe('paid')
    expect(judgePay(read(genuine.refusal, paySent), paySent)).toEqual({
      type: 'refused',
      code: 'BUYER_BALANCE_NOT_ENOUGH',
    })
    expect(read(bytesOf(genuine.chinese, 'GBK'), paySent, 'MD5', 'text/xml;charset=GBK')).toEqual({
      kind: 'answered',
      fields: genuine.chineseFields,
    })
    const signedInUtf8 = signedAnswer({ fields: genuine.chineseFields, charset: 'UTF-8' }).replace(
      'UTF-8',
      'GBK',
    )
    expect(read(bytesOf(signedInUtf8, 'GBK'), paySent).kind).toBe('answered')
  })

  test('no flipped bit makes an answer say anything else than what was signed', () => {
    const bytes = bytesOf(signedAnswer({ fields: paidFields }))
    const honest = read(bytes, paySent)
    let believed = 0
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const answer = read(flipped, paySent)
      if (answer.kind === 'silent') continue
      believed += 1
      expect(answer).toEqual(honest)
    }
    // What is left is the frame: the version and the letter case of the charset's name in the declaration.
    expect(believed).toBeLessThanOrEqual(8)
  })
})

describe('over a real line', () => {
  let body: Uint8Array = new Uint8Array()
  let contentType = 'text/xml'
  let posts = 0
  const server = createServer((request, response) => {
    posts += 1
    request.resume().on('end', () => response.writeHead(200, { 'content-type': contentType }).end(body))
  })
  beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('every crafted body, and a tenth of the cut ones, decides nothing', async () => {
    const sample = all.filter((hostile, index) => !cutShort.includes(hostile) || index % 10 === 0)
    const links = new Map(
      (['MD5', 'RSA', 'RSA2'] as const).map((signType) => {
        const settings = gatewaySettings.parse({
          url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`,
          partner: paySent['partner'],
          transName: 'Tea',
          signType,
          allowMd5: true,
        })
        return [signType, createGateway({ settings, keys: shopKeys(signType), clock: realClock })] as const
      }),
    )
    const prepared = { service: paySent['service'] ?? '', parameters: paySent }
    const decided: string[] = []
    for (const hostile of sample) {
      body = hostile.body
      contentType = hostile.contentType ?? 'text/xml'
      const heard = await links.get(hostile.signType)?.pay(prepared)
      if (heard?.outcome.type !== 'unknown') decided.push(hostile.name)
    }
    expect(decided).toEqual([])
    expect(posts).toBe(sample.length)
    body = bytesOf(refusalAnswer('ILLEGAL_SIGN'))
    expect((await links.get('MD5')?.pay(prepared))?.outcome).toEqual({
      type: 'refused',
      code: 'ILLEGAL_SIGN',
    })
    for (const link of links.values()) await link.close()
    console.info(`hostile answers over HTTP: ${sample.length}`)
  })
})
