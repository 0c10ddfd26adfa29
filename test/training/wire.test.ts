import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { beijing, createFakeClock, type FakeClock } from './fake-clock.ts'
import {
  createShop,
  isAnswerSigned,
  payParameters,
  wire,
  writeCall,
  type CallOptions,
  type Shop,
} from './shop.ts'

let clock: FakeClock
let gateway: TrainingGateway
let shop: Shop
const start = async (options: Partial<Parameters<typeof startTrainingGateway>[0]> = {}): Promise<void> => {
  clock = createFakeClock(beijing('2026-03-02 10:00:00'))
  gateway = await startTrainingGateway({ port: 0, clock, ...options })
  shop = createShop(gateway.url)
}
beforeEach(() => start())
afterEach(() => gateway.close())
const restart = async (options: Partial<Parameters<typeof startTrainingGateway>[0]>): Promise<void> => {
  await gateway.close()
  await start(options)
}

describe('the five services over HTTP', () => {
  test('PAY that is paid carries the documented fields, signed', async () => {
    const answer = await shop.pay('P1', '12.50')
    expect(answer.isSuccess).toBe('T')
    expect(answer.block).toEqual({
      result_code: 'SUCCESS',
      partner_trans_id: 'P1',
      out_trade_no: 'P1',
      alipay_trans_id: '2026030222001400000000000001',
      alipay_buyer_login_id: '139****8024',
      alipay_buyer_user_id: '2088700159028024',
      alipay_pay_time: '20260302100000',
      currency: 'USD',
      trans_amount: '12.50',
      exchange_rate: '7.16230000',
      trans_amount_cny: '89.53',
    })
    expect(isAnswerSigned(answer)).toBe(true)
  })

  test('PAY that waits says UNKNOW, QUERY follows it to paid', async () => {
    const answer = await shop.pay('P1', '90.01')
    expect(answer.block).toMatchObject({ result_code: 'UNKNOW', partner_trans_id: 'P1' })
    expect((await shop.query('P1')).block).toMatchObject({
      result_code: 'SUCCESS',
      alipay_trans_status: 'WAIT_BUYER_PAY',
    })
    expect((await shop.query('P1')).block).not.toHaveProperty('alipay_pay_time')
    clock.advance(6000)
    expect((await shop.query('P1')).block).toMatchObject({
      alipay_trans_status: 'TRADE_SUCCESS',
      alipay_pay_time: '20260302100006',
    })
  })

  test('QUERY finds a payment by either number, and by Alipay’s first', async () => {
    await shop.pay('P1', '12.50')
    const { alipay_trans_id: tradeNo = '' } = (await shop.pay('P2', '1.00')).block
    const asked = { partner_trans_id: 'P1', alipay_trans_id: tradeNo }
    expect((await shop.call(wire.query, asked)).block).toMatchObject({ partner_trans_id: 'P2' })
    expect((await shop.call(wire.query, { alipay_trans_id: tradeNo })).block).toMatchObject({
      trans_amount: '1.00',
    })
  })

  test('QUERY of an unknown payment fails with TRADE_NOT_EXIST in `error`', async () => {
    const answer = await shop.query('P1')
    expect(answer.block).toEqual({ result_code: 'FAIL', error: 'TRADE_NOT_EXIST', partner_trans_id: 'P1' })
    expect(isAnswerSigned(answer)).toBe(true)
  })

  test('CANCEL of a payment that never was: SUCCESS without trade_no and action', async () => {
    const answer = await shop.cancel('P1')
    expect(answer.block).toEqual({ result_code: 'SUCCESS', retry_flag: 'N', out_trade_no: 'P1' })
    expect((await shop.pay('P1', '12.50')).block).toMatchObject({
      result_code: 'FAILED',
      error: 'TRADE_HAS_CLOSE',
    })
  })

  test('CANCEL of a paid trade: action refund; of an unpaid one: action close', async () => {
    await shop.pay('P1', '12.50')
    await shop.pay('P2', '90.03')
    expect((await shop.cancel('P1')).block).toMatchObject({ result_code: 'SUCCESS', action: 'refund' })
    expect((await shop.cancel('P2')).block).toMatchObject({ result_code: 'SUCCESS', action: 'close' })
    expect((await shop.query('P1')).block).toMatchObject({ alipay_trans_status: 'TRADE_CLOSED' })
    expect(gateway.ledger.totals(clock.now().at).get('USD')).toEqual({ paid: 1250, returned: 1250 })
  })

  test('CANCEL after midnight in Beijing fails with detail_error_code and retry_flag N', async () => {
    const { alipay_trans_id: tradeNo } = (await shop.pay('P1', '12.50')).block
    clock.advance(14 * 3_600_000)
    expect((await shop.cancel('P1')).block).toEqual({
      result_code: 'FAIL',
      retry_flag: 'N',
      detail_error_code: 'TRADE_CANCEL_TIME_OUT',
      detail_error_des: 'The time to cancel is over, please refund',
      out_trade_no: 'P1',
      trade_no: tradeNo,
    })
  })

  test('REFUND at once, in part and twice; QUERY closes only with the last unit', async () => {
    const { alipay_trans_id: tradeNo } = (await shop.pay('P1', '12.50')).block
    const answer = await shop.refund('P1', 'R1', '2.50')
    expect(answer.block).toEqual({
      result_code: 'SUCCESS',
      partner_trans_id: 'P1',
      partner_refund_id: 'R1',
      alipay_trans_id: tradeNo,
      currency: 'USD',
      refund_amount: '2.50',
      exchange_rate: '7.16230000',
      refund_amount_cny: '17.91',
    })
    expect((await shop.query('P1')).block).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
    expect((await shop.refund('P1', 'R2', '10.00')).block).toMatchObject({ refund_amount_cny: '71.62' })
    expect((await shop.query('P1')).block).toMatchObject({ alipay_trans_status: 'TRADE_CLOSED' })
    expect((await shop.refund('P1', 'R3', '0.01')).block).toEqual({
      result_code: 'FAILED',
      error: 'RETURN_AMOUNT_EXCEED',
      partner_trans_id: 'P1',
      partner_refund_id: 'R3',
    })
  })

  test('a queued REFUND is accepted, and the refund query tells when it is done', async () => {
    const { alipay_trans_id: tradeNo } = (await shop.pay('P1', '12.50')).block
    const accepted = await shop.refund('P1', 'R1', '12.50', { is_sync: 'N' })
    expect(accepted.block).toMatchObject({ result_code: 'SUCCESS' })
    expect((await shop.refundQuery('P1', 'R1')).block).toEqual({
      response_code: 'SUCCESS',
      refund_result_code: 'PROCESSING',
      out_trade_no: 'P1',
      out_return_no: 'R1',
      trade_no: tradeNo,
      gmt_create: '2026-03-02 10:00:00',
    })
    clock.advance(3000)
    expect((await shop.refundQuery('P1', 'R1')).block).toMatchObject({ refund_result_code: 'SUCCESS' })
  })

  test('the refund query tells an unknown refund from an unknown payment', async () => {
    await shop.pay('P1', '12.50')
    await shop.pay('P2', '12.50')
    await shop.refund('P2', 'R2', '1.00')
    expect((await shop.refundQuery('P1', 'R1')).block).toMatchObject({ response_code: 'NOT_FOUND' })
    expect((await shop.refundQuery('P1', 'R2')).block).toMatchObject({ response_code: 'NOT_FOUND' })
    expect((await shop.refundQuery('P9', 'R1')).block).toMatchObject({ response_code: 'TRADE_NOT_EXIST' })
  })

  test('a PAY repeated with other data is refused by the documented code', async () => {
    await shop.pay('P1', '12.50')
    expect((await shop.pay('P1', '12.50')).block).toMatchObject({ result_code: 'SUCCESS' })
    expect((await shop.pay('P1', '12.5')).block, 'the same amount written otherwise').toMatchObject({
      result_code: 'SUCCESS',
    })
    const codes = await Promise.all(
      [
        { buyer_identity_code: '288888888888590277' },
        { trans_amount: '12.51' },
        { currency: 'EUR' },
        { trans_name: 'Tea' },
        { extend_info: '{}' },
        { memo: 'new' },
      ].map(async (more) => (await shop.pay('P1', '12.50', more)).block['error']),
    )
    expect(codes).toEqual([
      'TRADE_BUYER_NOT_MATCH',
      ...Array.from({ length: 5 }, () => 'CONTEXT_INCONSISTENT'),
    ])
  })
})

describe('how calls may travel', () => {
  const signTypes = ['MD5', 'RSA', 'RSA2']
  const ways: readonly CallOptions[] = ['GET', 'POST'].flatMap((method) =>
    ['UTF-8', 'utf-8', 'GBK', 'GB2312'].flatMap((charset) =>
      signTypes.map((signType) => ({ method: method as 'GET' | 'POST', charset, signType })),
    ),
  )
  test.each(ways)(
    '$method in $charset signed with $signType is taken and answered alike',
    async (options) => {
      const more = {
        trans_name: '米卡咖啡 & Söhne <1>'.replace(
          'ö',
          options.charset?.startsWith('GB') === true ? 'o' : 'ö',
        ),
      }
      const answer = await shop.call(wire.pay, { ...payParameters('P1', '12.50'), ...more }, options)
      expect(answer.block).toMatchObject({ result_code: 'SUCCESS' })
      expect(answer.request).toMatchObject(more)
      expect(answer.signType).toBe(options.signType)
      expect(isAnswerSigned(answer, options.charset)).toBe(true)
    },
  )

  test.each(['url', 'body', 'both'] as const)('_input_charset in the %s', async (charsetIn) => {
    const answer = await shop.call(wire.query, { partner_trans_id: 'P1' }, { charsetIn })
    expect(answer.isSuccess).toBe('T')
    expect(answer.request).toMatchObject({ _input_charset: 'UTF-8', service: wire.query })
  })

  test('without _input_charset the gateway assumes GBK; CANCEL needs it', async () => {
    const options: CallOptions = { charset: 'GBK', charsetIn: 'nowhere' }
    const paid = await shop.call(wire.pay, { ...payParameters('P1', '1.00'), trans_name: '咖啡' }, options)
    expect(paid.block).toMatchObject({ result_code: 'SUCCESS' })
    const cancelled = await shop.call(
      wire.cancel,
      { out_trade_no: 'P1', timestamp: '1772416800000' },
      options,
    )
    expect(cancelled.error).toBe('INVALID_PARAMETER')
  })

  test.each([
    ['JPY', '1250', '1250', '59.76'],
    ['KRW', '38500', '38500', '199.43'],
    ['EUR', '0.01', '0.01', '0.08'],
    ['HKD', '100000000.00', '100000000.00', '91540000.00'],
  ])('%s %s is taken and charged in CNY', async (currency, amount, echoed, cny) => {
    expect((await shop.pay('P1', amount, { currency })).block).toMatchObject({
      currency,
      trans_amount: echoed,
      trans_amount_cny: cny,
    })
  })

  test('a price in another currency than the settlement', async () => {
    expect((await shop.pay('P1', '50.00', { currency: 'JPY', trans_currency: 'CNY' })).block).toMatchObject({
      currency: 'JPY',
      trans_currency: 'CNY',
      trans_amount: '50.00',
      trans_amount_cny: '50.00',
      exchange_rate: '0.04781000',
    })
  })
})

describe('how answers look', () => {
  test('GBK is declared and used; what GBK does not know is written as a reference', async () => {
    const answer = await shop.pay('P1', '12.50', { trans_name: '咖啡 🦊 "<&>\'', memo: 'a\tb\nc' })
    expect(answer.encoding).toBe('GBK')
    expect(answer.text).toContain('咖啡 &#129418; &quot;&lt;&amp;&gt;&apos;')
    expect(answer.request).toMatchObject({ trans_name: '咖啡 🦊 "<&>\'', memo: 'a\tb\nc' })
  })

  test('a strict XML parser reads every answer as meant', async () => {
    const answer = await shop.pay('P1', '12.50', { trans_name: 'x]]><y a="1">&amp;</y>' })
    expect(XMLValidator.validate(answer.text)).toBe(true)
    const parsed = new XMLParser({ parseTagValue: false }).parse(answer.text) as {
      alipay: { response: { alipay: unknown } }
    }
    expect(parsed.alipay.response.alipay).toEqual(answer.block)
  })

  test('UTF-8, the other spelling, the other error field and the other code are a choice', async () => {
    await restart({
      look: {
        encoding: 'UTF-8',
        unknownSpelling: 'UNKNOWN',
        queryErrorField: 'detail_error_code',
        notFoundCode: 'TRANS_NOT_FOUND',
      },
    })
    const waiting = await shop.pay('P1', '90.01')
    expect(waiting.encoding).toBe('UTF-8')
    expect(waiting.block).toMatchObject({ result_code: 'UNKNOWN' })
    expect((await shop.query('P9')).block).toEqual({
      result_code: 'FAIL',
      detail_error_code: 'TRANS_NOT_FOUND',
      detail_error_des: 'There is no such trade',
      partner_trans_id: 'P9',
    })
  })

  test('Chinese in an answer is written in the declared encoding and signed in that of the call', async () => {
    await restart({ look: { language: 'zh' } })
    await shop.pay('P1', '90.61')
    const answer = await shop.cancel('P1')
    expect(answer.block).toMatchObject({ detail_error_des: '交易状态不允许撤销' })
    expect(isAnswerSigned(answer, 'UTF-8')).toBe(true)
    expect(isAnswerSigned(answer, 'GBK')).toBe(false)
  })

  test('the HK edition takes HKD alone and says which wallet paid', async () => {
    await restart({ look: { edition: 'hk' } })
    expect((await shop.pay('P1', '12.50')).error).toBe('INVALID_PARAMETER')
    expect((await shop.pay('P1', '12.50', { currency: 'HKD' })).block).toMatchObject({
      payment_inst: 'ALIPAYCN',
    })
  })
})

describe('beside the wire', () => {
  const page = async (path: string): Promise<Response> => fetch(new URL(path, gateway.url))

  test.each(['/', '/gateway.do'])('the front page at %s says address, account and bad days', async (path) => {
    const text = await (await page(path)).text()
    expect(text).toContain(gateway.url)
    expect(text).toContain('2088000000007001')
    expect(text).toContain('| 90.19 | `009019` |')
  })

  test('the ledger and the calls can be read as JSON, the payment code masked', async () => {
    await shop.pay('P1', '12.50')
    await shop.refund('P1', 'R1', '2.50')
    const ledger = (await (await page('/ledger')).json()) as Record<string, unknown>
    expect(ledger).toMatchObject({
      now: '20260302100000',
      totals: { USD: { paid: '12.50', returned: '2.50' } },
      trades: [{ partner_trans_id: 'P1', status: 'TRADE_SUCCESS', returned: '2.50', pay_requests: 1 }],
      refunds: [{ partner_refund_id: 'R1', state: 'SUCCESS', amount: '2.50' }],
    })
    await shop.call(wire.pay, payParameters('P2', '1.00'), { signText: (text) => `${text}!` })
    const requests = await (await page('/requests')).text()
    expect(requests).not.toContain('285902802486590277')
    expect(JSON.parse(requests)).toMatchObject([
      { service: wire.pay, id: 'P1', outcome: 'SUCCESS' },
      { service: wire.refund, id: 'P1', refundId: 'R1', outcome: 'SUCCESS' },
      {
        service: wire.pay,
        id: 'P2',
        outcome: 'ILLEGAL_SIGN',
        expectedText: expect.stringContaining('28…0277'),
      },
    ])
  })

  test('calls are counted by service and by payment', async () => {
    await shop.pay('P1', '12.50')
    await shop.pay('P1', '12.50')
    await shop.query('P2')
    expect(gateway.requests.count(wire.pay, 'P1')).toBe(2)
    expect(gateway.requests.count(wire.pay, 'P2')).toBe(0)
    expect(gateway.requests.count(wire.query)).toBe(1)
    expect(gateway.ledger.payRequests('2088000000007001', 'P1')).toBe(2)
  })

  test('an answer is dated by the clock of the books, also one that comes late', async () => {
    const dateOf = async (call: Promise<Response>): Promise<string | null> => (await call).headers.get('date')
    expect(await dateOf(fetch(gateway.url))).toBe('Mon, 02 Mar 2026 02:00:00 GMT')
    const { query, body } = writeCall(wire.pay, payParameters('P1', '90.12'))
    const late = dateOf(fetch(`${gateway.url}${query}`, { method: 'POST', body: new URLSearchParams(body) }))
    while (gateway.requests.count(wire.pay) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    clock.advance(20_000)
    expect(await late).toBe('Mon, 02 Mar 2026 02:00:20 GMT')
  })

  test('the wire also answers at the root, other paths and methods do not', async () => {
    const atRoot = createShop(gateway.url.replace('gateway.do', ''))
    expect((await atRoot.pay('P1', '1.00')).isSuccess).toBe('T')
    expect((await page('/elsewhere')).status).toBe(404)
    expect((await fetch(gateway.url, { method: 'PUT' })).status).toBe(405)
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
    expect((await fetch(gateway.url, json)).status).toBe(415)
    const huge = {
      ...json,
      body: 'x'.repeat(70_000),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
    expect((await fetch(gateway.url, huge)).status).toBe(413)
  })
})
