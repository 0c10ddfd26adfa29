import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { beijing, createFakeClock } from './fake-clock.ts'
import {
  createShop,
  payParameters,
  wire,
  writeCall,
  type CallOptions,
  type Parameters,
  type Shop,
} from './shop.ts'

let gateway: TrainingGateway
let shop: Shop
beforeAll(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: createFakeClock(beijing('2026-03-02 10:00:00')) })
  shop = createShop(gateway.url)
})
afterAll(() => gateway.close())

const pay = (more: Parameters = {}): Parameters => ({ ...payParameters('P1', '12.50'), ...more })
const refund = (more: Parameters = {}): Parameters => ({
  partner_trans_id: 'P1',
  partner_refund_id: 'R1',
  refund_amount: '1.00',
  currency: 'USD',
  ...more,
})
const longId = 'x'.repeat(65)

type Row = readonly [what: string, service: string, parameters: Parameters, code: string]
const rows: readonly Row[] = [
  ['an unknown service', 'alipay.acquire.overseas.spot.pey', pay(), 'ILLEGAL_EXTERFACE'],
  ['a service in other case', 'Alipay.acquire.cancel', pay(), 'ILLEGAL_EXTERFACE'],
  ['an unknown partner', wire.pay, pay({ partner: '2088000000009999' }), 'ILLEGAL_PARTNER'],
  [
    'another seller than the partner',
    wire.pay,
    pay({ alipay_seller_id: '2088000000009999' }),
    'SELLER_NOT_EXIST',
  ],
  ...[
    'alipay_seller_id',
    'trans_name',
    'partner_trans_id',
    'currency',
    'trans_amount',
    'buyer_identity_code',
    'identity_code_type',
    'biz_product',
  ].map((name): Row => [`PAY without ${name}`, wire.pay, pay({ [name]: '' }), 'INVALID_PARAMETER']),
  ...(
    [
      { partner_trans_id: longId },
      { trans_name: 'x'.repeat(257) },
      { currency: 'usd' },
      { currency: 'VND' },
      { currency: 'TWD' },
      { trans_currency: 'USD' },
      { trans_amount: '0' },
      { trans_amount: '0.00' },
      { trans_amount: '-1.00' },
      { trans_amount: '+1.00' },
      { trans_amount: '1,250.00' },
      { trans_amount: '1e3' },
      { trans_amount: '.50' },
      { trans_amount: '1.' },
      { trans_amount: '100.999' },
      { trans_amount: '100000000.01' },
      { trans_amount: '12.50 ' },
      { currency: 'JPY', trans_amount: '12.50' },
      { currency: 'JPY', trans_amount: '1250.00' },
      { currency: 'KRW', trans_amount: '1250.0' },
      { buyer_identity_code: '2859028024865902x' },
      { buyer_identity_code: '285902802486590' },
      { buyer_identity_code: '2859028024865902772859028' },
      { buyer_identity_code: '135902802486590277' },
      { buyer_identity_code: '315902802486590277' },
      { identity_code_type: 'sound' },
      { biz_product: 'OVERSEAS_QRCODE_PAY' },
      { trans_create_time: '2026-03-02 10:00:00' },
      { trans_create_time: '20260230100000' },
      { quantity: '1.5' },
      { extend_info: 'store' },
      { extend_info: '["store"]' },
      { extend_info: '{"store_id":1}' },
      { extend_info: '{"store_id":"a b"}' },
      { extend_info: '{"secondary_merchant_industry":"food"}' },
      { trade_information: '{' },
      { notify_url: 'not an address' },
      { notify_url: `https://shop.example/${'x'.repeat(200)}` },
      { memo: 'null' },
      { memo: 'a\u0001b' },
      { terminal_timestamp: 'now' },
    ] satisfies readonly Parameters[]
  ).map((more): Row => [`PAY with ${JSON.stringify(more)}`, wire.pay, pay(more), 'INVALID_PARAMETER']),
  ['QUERY without any number', wire.query, {}, 'INVALID_PARAMETER'],
  ['QUERY with a long number', wire.query, { partner_trans_id: longId }, 'INVALID_PARAMETER'],
  ['CANCEL without any number', wire.cancel, { timestamp: '1772416800000' }, 'INVALID_PARAMETER'],
  ['CANCEL without timestamp', wire.cancel, { out_trade_no: 'P1' }, 'INVALID_PARAMETER'],
  ['CANCEL with seconds', wire.cancel, { out_trade_no: 'P1', timestamp: '1772416800' }, 'INVALID_PARAMETER'],
  ...(
    [
      { partner_trans_id: '' },
      { partner_refund_id: '' },
      { partner_refund_id: longId },
      { partner_refund_id: 'P1' },
      { refund_amount: '' },
      { refund_amount: '0.00' },
      { refund_amount: '100.999' },
      { currency: '' },
      { is_sync: 'yes' },
      { refund_reason: 'x'.repeat(129) },
      { refund_reson: 'x'.repeat(129) },
    ] satisfies readonly Parameters[]
  ).map((more): Row => [
    `REFUND with ${JSON.stringify(more)}`,
    wire.refund,
    refund(more),
    'INVALID_PARAMETER',
  ]),
  ['refund query without the payment', wire.refundQuery, { out_return_no: 'R1' }, 'INVALID_PARAMETER'],
  ['refund query without the refund', wire.refundQuery, { out_trade_no: 'P1' }, 'INVALID_PARAMETER'],
]

describe('a call that is not well formed is refused unsigned and leaves no trace', () => {
  test.each(rows)('%s', async (_, service, parameters, code) => {
    const answer = await shop.call(service, parameters)
    expect(answer).toMatchObject({
      isSuccess: 'F',
      error: code,
      sign: undefined,
      signType: undefined,
      request: {},
      block: {},
    })
    expect(gateway.ledger.trades(beijing('2026-03-02 10:00:00'))).toEqual([])
  })

  test('what is documented to be allowed is allowed', async () => {
    const other = await startTrainingGateway({
      port: 0,
      clock: createFakeClock(beijing('2026-03-02 10:00:00')),
    })
    const shopThere = createShop(other.url)
    const allowed: readonly Parameters[] = [
      { trans_create_time: '', extend_info: '' },
      { identity_code_type: 'QRcode' },
      { trans_currency: 'CNY' },
      { quantity: '2', memo: 'note', notify_url: 'https://shop.example/notify' },
      { buyer_identity_code: '2510010201234567' },
      { buyer_identity_code: '251001020123456789012345' },
      { trade_information: '{"goods_info":"Tea^1|Cake^1","business_type":"4"}' },
      { partner_trans_id: 'x'.repeat(64), trans_name: '茶'.repeat(256) },
      { something_new: 'is ignored' },
      { notify_url: 'https://shop.example/notify?shop=1&till=2' },
      { partner_trans_id: 'odd&name=value' },
    ]
    for (const [index, more] of allowed.entries()) {
      const answer = await shopThere.call(wire.pay, { ...payParameters(`P${index}`, '10'), ...more })
      expect([more, answer.block['result_code']]).toEqual([more, 'SUCCESS'])
    }
    for (const timestamp of ['1772416800000', '2026-03-02 10:00:00']) {
      const answer = await shopThere.call(wire.cancel, { out_trade_no: 'P0', timestamp })
      expect(answer.block).toMatchObject({ result_code: 'SUCCESS' })
    }
    await other.close()
  })

  test('the gateway can be stricter about the store and milder about the time of a cancel', async () => {
    const clock = createFakeClock(beijing('2026-03-02 10:00:00'))
    const strictness = { extendInfo: 'required', cancelTimestamp: 'optional' } as const
    const other = await startTrainingGateway({ port: 0, clock, strictness })
    const shopThere = createShop(other.url)
    const whole = {
      secondary_merchant_id: 'M001',
      secondary_merchant_name: 'Mika',
      secondary_merchant_industry: '5812',
      store_id: 'S001',
      store_name: 'Mika',
    }
    expect((await shopThere.pay('P1', '1.00')).error).toBe('INVALID_PARAMETER')
    expect((await shopThere.pay('P1', '1.00', { extend_info: JSON.stringify(whole) })).isSuccess).toBe('T')
    expect((await shopThere.call(wire.cancel, { out_trade_no: 'P1' })).isSuccess).toBe('T')
    await other.close()
  })
})

describe('a signature that does not fit is refused, and the tester hears why', () => {
  const send = async (options: CallOptions, parameters = pay()): Promise<[string, string | null]> => {
    const { query, body } = writeCall(wire.pay, parameters, options)
    const response = await fetch(`${gateway.url}${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const code = /<error>(.*)<\/error>/.exec(await response.text())?.[1] ?? ''
    return [code, response.headers.get('x-training-reason')]
  }
  const md5 = { signType: 'MD5' } as const

  test.each([
    ['a changed text', { signText: (text: string) => `${text}x` }, 'does not fit'],
    [
      'sign_type signed',
      { signText: (text: string) => text.replace('&trans_amount', '&sign_type=RSA2&trans_amount') },
      'sign_type was signed',
    ],
    [
      '_input_charset left out',
      { signText: (text: string) => text.replace('_input_charset=UTF-8&', '') },
      '_input_charset was not signed',
    ],
    ['a key joined with &', { ...md5, signText: (text: string) => `${text}&` }, '"&"'],
    ['a key joined with &key=', { ...md5, signText: (text: string) => `${text}&key=` }, '"&key="'],
    ['upper-case MD5', { ...md5, spoilSignature: (sign: string) => sign.toUpperCase() }, 'lower-case'],
    ['plus signs read as spaces', { spoilSignature: (sign: string) => sign.replaceAll('+', ' ') }, '"+"'],
    ['no signature at all', { spoilSignature: () => '' }, 'sign is missing'],
    [
      'the signature of another sign type',
      { spoilSignature: () => '0123456789abcdef0123456789abcdef' },
      'does not fit',
    ],
  ] satisfies readonly (readonly [string, CallOptions, string])[])('%s', async (_, options, reason) => {
    // The text is chosen so that its RSA2 signature holds a plus sign, whatever the row does with it.
    const [code, why] = await send(options, pay({ memo: 'plus' }))
    expect(code).toBe('ILLEGAL_SIGN')
    expect(why).toContain(reason)
  })

  test('a text signed in another charset than the one it names', async () => {
    const parameters = pay({ trans_name: '咖啡' })
    const inGbk =
      new URLSearchParams(writeCall(wire.pay, parameters, { charset: 'GBK' }).body).get('sign') ?? ''
    const [code] = await send({ spoilSignature: () => inGbk }, parameters)
    expect(code).toBe('ILLEGAL_SIGN')
  })

  test.each(['DSA', 'md5', ''])('sign_type "%s" is refused by its own code', async (signType) => {
    const { body, query } = writeCall(wire.pay, pay())
    const changed = body.replace(/sign_type=[^&]*/, signType === '' ? 'x=y' : `sign_type=${signType}`)
    const response = await fetch(`${gateway.url}${query}`, {
      method: 'POST',
      body: changed,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await response.text()).toContain('<error>ILLEGAL_SIGN_TYPE</error>')
  })

  test.each([
    ['bytes that are not in the charset', 'memo=%ff%ff', 'ILLEGAL_SIGN'],
    ['a broken percent sign', 'memo=%zz', 'INVALID_PARAMETER'],
    ['a parameter twice with two values', 'partner=2088000000000000', 'INVALID_PARAMETER'],
    ['two charsets', '_input_charset=GBK', 'INVALID_PARAMETER'],
    ['more parameters than any call has', 'a=&'.repeat(101), 'INVALID_PARAMETER'],
  ])('%s', async (_, piece, code) => {
    const { body, query } = writeCall(wire.pay, pay())
    const response = await fetch(`${gateway.url}${query}`, {
      method: 'POST',
      body: `${body}&${piece}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await response.text()).toContain(`<error>${code}</error>`)
  })

  test('an unknown charset', async () => {
    const { body } = writeCall(wire.pay, pay())
    const response = await fetch(`${gateway.url}?_input_charset=latin1`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await response.text()).toContain('<error>INVALID_PARAMETER</error>')
  })
})
