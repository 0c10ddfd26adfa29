import { createHash } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Currency } from '../../main/domain/money.ts'
import { money } from '../../main/domain/money.ts'
import type { PaymentId, RefundId } from '../../main/domain/ids.ts'
import type { BuyerCode } from '../../main/domain/scan.ts'
import { instant } from '../../main/domain/time.ts'
import { createGateway } from '../../main/gateway/client.node.ts'
import { testConnection } from '../../main/gateway/connection-test.ts'
import { verify, type SignType } from '../../main/gateway/signature.node.ts'
import type { Transport } from '../../main/gateway/transport.ts'
import type { GatewayLink } from '../../main/ports.ts'
import { gatewaySettings, type GatewaySettings } from '../../main/settings.ts'
import {
  bytesOf,
  gatewayKeys,
  paidFields,
  payment,
  realClock,
  refusalAnswer,
  shopKeys,
  signedAnswer,
} from './answers.ts'

type Call = Readonly<Record<string, string>>
let calls: Call[] = []
let answer: (response: ServerResponse, call: Call) => void = (response) => response.end()
const server: Server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
  request.on('end', () => {
    const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
    const call = Object.fromEntries([...query, ...new URLSearchParams(body)])
    calls.push(call)
    answer(response, call)
  })
})
const xml = (text: string) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/xml;charset=UTF-8' }).end(text)

const links: GatewayLink[] = []
beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(async () => {
  await Promise.all(links.map(async (link) => await link.close()))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const settings = (signType: SignType, change: Readonly<Record<string, unknown>> = {}): GatewaySettings =>
  gatewaySettings.parse({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`,
    partner: '2088021966388155',
    transName: "Mika's 咖啡 & Tea",
    signType,
    allowMd5: true,
    ...change,
  })
const link = (signType: SignType = 'RSA2', change: Readonly<Record<string, unknown>> = {}): GatewayLink => {
  const made = createGateway({
    settings: settings(signType, change),
    keys: shopKeys(signType),
    clock: realClock,
  })
  links.push(made)
  calls = []
  return made
}
const id = payment as PaymentId
const refundId = '8123456789000000513141592612' as RefundId
const order = (currency: Currency = 'USD') => ({
  id,
  amount: money(10, currency),
  createdAt: instant(1_577_905_445_000),
})
const code = '285902802486590277' as BuyerCode

describe('the link to the gateway', () => {
  test.each(['MD5', 'RSA', 'RSA2'] as const)(
    'signs each call by %s so that the gateway can check it',
    async (signType) => {
      const gateway = link(signType)
      answer = (response, call) => {
        const { sign: signature = '', sign_type: _signType, ...parameters } = call
        const isOurs = verify(parameters, signature, gatewayKeys(signType).verifying, 'UTF-8')
        xml(
          isOurs ? signedAnswer({ fields: paidFields, signType, echo: call }) : refusalAnswer('ILLEGAL_SIGN'),
        )(response)
      }
      const heard = await gateway.pay(gateway.preparePay(order(), code))
      expect(heard.outcome).toMatchObject({ type: 'paid', amount: money(10, 'USD') })
      expect(calls).toHaveLength(1)
      expect(calls[0]).toMatchObject({
        _input_charset: 'UTF-8',
        sign_type: signType,
        trans_name: "Mika's 咖啡 & Tea",
      })
    },
  )

  test('keeps the evidence of what it heard', async () => {
    const gateway = link()
    const body = refusalAnswer('BUYER_BALANCE_NOT_ENOUGH')
    answer = xml(body)
    const heard = await gateway.pay(gateway.preparePay(order(), code))
    expect(heard).toMatchObject({
      outcome: { type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' },
      answerSha256: createHash('sha256').update(body).digest('hex'),
      httpStatus: 200,
    })
    expect(heard.tookMs).toBeGreaterThan(0)
    answer = (response) => response.writeHead(503).end('maintenance')
    const closed = await gateway.pay(gateway.preparePay(order(), code))
    expect(closed).toMatchObject({ outcome: { type: 'unknown', why: 'http-status' }, httpStatus: 503 })
    expect(closed).not.toHaveProperty('answerSha256')
  })

  test('sends the same bytes for the same call, again and again', async () => {
    const gateway = link()
    answer = xml(refusalAnswer('X_Y'))
    const prepared = gateway.preparePay(order(), code)
    await gateway.pay(prepared)
    await gateway.pay(JSON.parse(JSON.stringify(prepared)) as typeof prepared)
    expect(calls).toHaveLength(2)
    expect(calls[0]).toEqual(calls[1])
  })

  test('carries query, cancel, refund and refund query to their own judges', async () => {
    const gateway = link('MD5')
    const fields: Readonly<Record<string, Call>> = {
      'alipay.acquire.overseas.query': {
        alipay_trans_status: 'TRADE_SUCCESS',
        currency: 'USD',
        partner_trans_id: payment,
        result_code: 'SUCCESS',
        trans_amount: '0.1',
      },
      'alipay.acquire.cancel': { out_trade_no: payment, result_code: 'SUCCESS', retry_flag: 'N' },
      'alipay.acquire.overseas.spot.refund': {
        currency: 'USD',
        partner_refund_id: refundId,
        refund_amount: '0.05',
        result_code: 'SUCCESS',
      },
      'alipay.acquire.refund.query': {
        out_return_no: refundId,
        out_trade_no: payment,
        refund_result_code: 'PROCESSING',
        response_code: 'SUCCESS',
      },
    }
    answer = (response, call) => xml(signedAnswer({ fields: fields[call['service'] ?? ''] ?? {} }))(response)
    const query = await gateway.query(gateway.prepareQuery(id), money(10, 'USD'))
    const cancel = await gateway.cancel(gateway.prepareCancel(id, instant(1_577_905_445_000)))
    const refundOrder = { id: refundId, payment: id, amount: money(5, 'USD'), kind: 'immediate' } as const
    const refund = await gateway.refund(gateway.prepareRefund(refundOrder))
    const refundQuery = await gateway.refundQuery(gateway.prepareRefundQuery(id, refundId))
    expect([query, cancel, refund, refundQuery].map(({ outcome }) => outcome.type)).toEqual([
      'trade',
      'cancelled',
      'refunded',
      'refund',
    ])
    const other = await gateway.query(gateway.prepareQuery(id), money(11, 'USD'))
    expect(other.outcome).toEqual({ type: 'unknown', why: 'other-amount' })
  })

  test('an answer signed for another account is no answer', async () => {
    const gateway = link('RSA2')
    answer = xml(signedAnswer({ fields: paidFields, signType: 'RSA2' }).replace('0.10', '0.20'))
    const heard = await gateway.pay(gateway.preparePay(order(), code))
    expect(heard.outcome).toEqual({ type: 'unknown', why: 'wrong-signature' })
  })

  test('a gateway that is not there is told apart from one that is silent', async () => {
    const gateway = link('RSA2', { url: 'http://127.0.0.1:1/gateway.do' })
    expect((await gateway.pay(gateway.preparePay(order(), code))).outcome).toEqual({
      type: 'not-sent',
      why: 'refused',
    })
    const slow = link('RSA2', { deadlineMs: 1000 })
    answer = () => undefined
    expect((await slow.pay(slow.preparePay(order(), code))).outcome).toEqual({
      type: 'unknown',
      why: 'timed-out',
    })
    expect(calls).toHaveLength(1)
  })

  test('runs over another transport when one is handed in', async () => {
    const forms: string[] = []
    const transport: Transport = {
      post: async (form) => {
        forms.push(form)
        const body = bytesOf(signedAnswer({ fields: paidFields, signType: 'RSA2' }))
        return await Promise.resolve({ ok: true, value: { httpStatus: 200, body } })
      },
      warm: () => undefined,
      close: async () => await Promise.resolve(),
    }
    const parts = { settings: settings('RSA2'), keys: shopKeys('RSA2'), clock: realClock, transport }
    const gateway = createGateway(parts)
    expect((await gateway.pay(gateway.preparePay(order(), code))).outcome.type).toBe('paid')
    expect(forms[0]).toMatch(/^service=alipay\.acquire\.overseas\.spot\.pay&/)
  })

  test('is not made with the keys of another sign type', () => {
    expect(() =>
      createGateway({ settings: settings('RSA2'), keys: shopKeys('RSA'), clock: realClock }),
    ).toThrow('RSA2')
  })
})

describe('the connection test', () => {
  const notFound = signedAnswer({
    fields: { result_code: 'FAIL', error: 'TRADE_NOT_EXIST' },
    signType: 'RSA2',
  })
  const cause = async (body: string, status = 200): Promise<unknown> => {
    const gateway = link('RSA2', { deadlineMs: 1000 })
    answer = (response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
    const result = await testConnection(gateway, 'USD')
    expect(calls.map(({ service }) => service)).toEqual(['alipay.acquire.overseas.query'])
    return result.ok ? 'ok' : result.cause
  }

  const causes: readonly (readonly [string, string, string])[] = [
    ['a gateway that knows no such payment', notFound, 'ok'],
    ['ILLEGAL_SIGN', refusalAnswer('ILLEGAL_SIGN'), 'our-signature'],
    ['ILLEGAL_PARTNER', refusalAnswer('ILLEGAL_PARTNER'), 'partner'],
    ['ILLEGAL_PARTNER_EXTERFACE', refusalAnswer('ILLEGAL_PARTNER_EXTERFACE'), 'contract'],
    ['HAS_NO_PRIVILEGE', refusalAnswer('HAS_NO_PRIVILEGE'), 'contract'],
    ['INVALID_PARAMETER', refusalAnswer('INVALID_PARAMETER'), 'settings'],
    ['ILLEGAL_EXTERFACE', refusalAnswer('ILLEGAL_EXTERFACE'), 'not-the-gateway'],
    ['SYSTEM_ERROR', refusalAnswer('SYSTEM_ERROR'), 'other'],
    ['a code nobody knows', refusalAnswer('NEW_CODE'), 'other'],
    ['a page', '<!DOCTYPE html><html><body>hello</body></html>', 'not-the-gateway'],
    ['an answer signed otherwise', notFound.replace('TRADE_NOT_EXIST', 'TRANS_NOT_FOUND'), 'their-signature'],
    ['an answer of another sign type', signedAnswer({ fields: { result_code: 'FAIL' } }), 'their-signature'],
  ]
  test.each(causes)('%s', async (_what, body, expected) => {
    expect(await cause(body)).toBe(expected)
  })

  test('a wrong status', async () => {
    expect(await cause('', 404)).toBe('not-the-gateway')
  })

  test('a gateway that does not answer', async () => {
    const gateway = link('RSA2', { deadlineMs: 1000 })
    answer = () => undefined
    expect(await testConnection(gateway, 'USD')).toMatchObject({ cause: 'timed-out' })
  })

  test.each([
    ['https://no-such-host.invalid/', 'no-such-host'],
    ['http://127.0.0.1:1/', 'refused'],
  ])('%s', async (url, expected) => {
    expect(await testConnection(link('RSA2', { url }), 'USD')).toMatchObject({ ok: false, cause: expected })
  })

  test('a server that is not who it says it is', async () => {
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(await testConnection(link('RSA2', { url }), 'USD')).toMatchObject({ ok: false, cause: 'tls' })
  })
})
