import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isFinal } from '../../../main/domain/payment.ts'
import { until, untilState } from '../../till/shop.ts'
import { keepsTheGoods, meantime, openLineShop, type LineShop } from './line-shop.ts'
import type { HttpReply, Play } from './proxy.ts'
import { changed, reply, restated, say, twice, written } from './replies.ts'

/**
 * The PAY is executed and answered wrongly, or by somebody else. Whatever comes: it is no answer, the cashier reads
 * that nothing is certain, the truth is asked for, and the sale is booked once.
 */
let line: LineShop
beforeAll(async () => (line = await openLineShop()))
afterAll(async () => {
  line.summary('wrong answers')
  await line.close()
})

const untrusted = 'Not confirmed: the answer cannot be trusted'
const unsure = 'Not confirmed: Alipay is not sure'

const text = (change: (xml: string) => string): Play =>
  changed((body) => Buffer.from(change(body.toString('latin1')), 'latin1'))
const inserted = (mark: string, bytes: readonly number[]): Play =>
  changed((body) => {
    const at = body.indexOf(mark) + mark.length
    return Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)])
  })
/** An answer that says it is UTF-8, with these bytes beside the signed block. */
const labelledUtf8 = (bytes: string): Play =>
  changed(
    (body) =>
      Buffer.from(
        body
          .toString('latin1')
          .replace('"GBK"', '"UTF-8"')
          .replace('<is_success>', `<note>${bytes}</note><is_success>`),
        'latin1',
      ),
    'UTF-8',
  )
const page = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Play =>
  say(reply(status, body, { 'content-type': 'text/html;charset=utf-8', ...headers }))
const other = (digits: string): string => `${digits.slice(0, -1)}${digits.endsWith('0') ? '1' : '0'}`
const field = (name: string, value: string | undefined): Play =>
  restated((block) => ({ ...block, [name]: value }))

/** Answers kept from other payments, to be played again. */
let older: Buffer
const olderAnswer: Play = (socket) => void socket.write(older)

type Row = readonly [rows: string, what: string, play: Play, headline: string]
const rows: readonly Row[] = [
  ['F19', 'the answer to an older payment', olderAnswer, untrusted],
  [
    'F19',
    'the answer for another trade',
    restated((block) => ({
      ...block,
      partner_trans_id: other(block['partner_trans_id'] ?? ''),
      out_trade_no: other(block['out_trade_no'] ?? ''),
    })),
    untrusted,
  ],
  [
    'F19',
    "the answer for another till, which names only Alipay's number",
    restated((block) => ({ ...block, partner_trans_id: undefined, out_trade_no: undefined })),
    untrusted,
  ],
  [
    'F19',
    'the echo of another partner',
    text((xml) => xml.replace(/(<param name="partner">)\d+/, '$12088000000000000')),
    untrusted,
  ],
  [
    'F19',
    'the echo of another service',
    text((xml) => xml.replace(/(<param name="service">)[^<]+/, '$1alipay.acquire.cancel')),
    untrusted,
  ],
  ['F19', 'the answer to a query', field('alipay_trans_status', 'TRADE_SUCCESS'), untrusted],
  ['F19', 'the answer to a cancel', field('retry_flag', 'N'), untrusted],
  ['F19', 'the answer to a refund', field('partner_refund_id', '7123456789000000423141592607'), untrusted],
  [
    'F20',
    'the sign-in page of a network, as 200',
    page(200, '<!DOCTYPE html><html><body>Welcome, please sign in</body></html>'),
    untrusted,
  ],
  [
    'F20',
    'the sign-in page as well-formed XML',
    page(200, '<html><body><is_success>T</is_success></body></html>'),
    untrusted,
  ],
  ['F20', 'an empty 200', page(200, ''), untrusted],
  ['F20', "a proxy's error page", page(502, '<html>Bad Gateway</html>'), unsure],
  ['F20', 'a demand to sign in to the proxy', page(407, '', { 'proxy-authenticate': 'Basic' }), unsure],
  ['F21', 'a 500', page(500, 'Internal Server Error'), unsure],
  [
    'F21',
    'a 503 with a maintenance page',
    page(503, '<html>We will be back soon</html>', { 'retry-after': '0' }),
    unsure,
  ],
  ['F21', 'a maintenance page as 200', page(200, '<html>We will be back soon</html>'), untrusted],
  ['F21', 'a 429', page(429, '', { 'retry-after': '0' }), unsure],
  [
    'F21',
    'SYSTEM_ERROR in a signed answer',
    restated((block) => ({
      result_code: 'FAILED',
      error: 'SYSTEM_ERROR',
      partner_trans_id: block['partner_trans_id'],
    })),
    unsure,
  ],
  [
    'F21',
    'SYSTEM_ERROR in an unsigned refusal',
    say(reply(200, '<alipay><is_success>F</is_success><error>SYSTEM_ERROR</error></alipay>')),
    unsure,
  ],
  ['F22', 'a wrong signature', restated((block) => block, 'wrong-signature'), untrusted],
  ['F22', 'no signature', restated((block) => block, 'no-signature'), untrusted],
  ['F22', 'a signature of another type, valid', restated((block) => block, 'other-sign-type'), untrusted],
  [
    'F22',
    'a type that fits no signature',
    text((xml) => xml.replace('<sign_type>RSA2', '<sign_type>RSA')),
    untrusted,
  ],
  [
    'F22',
    'one digit of the amount changed after signing',
    text((xml) => xml.replace(/(<trans_amount>\d)/, '$19')),
    untrusted,
  ],
  [
    'F22',
    'a signature that says the payment failed, and is wrong',
    text((xml) => xml.replace('>SUCCESS<', '>FAILED<')),
    untrusted,
  ],
  [
    'F22',
    'the signature of an older answer',
    text((xml) => xml.replace(/<sign>[^<]*/, `<sign>${/<sign>([^<]*)/.exec(older.toString('latin1'))?.[1]}`)),
    untrusted,
  ],
  ['F23', 'bytes that are no characters', inserted('<param name="service">', [0xff, 0xff]), untrusted],
  ['F23', 'GBK that is labelled as UTF-8', labelledUtf8('\xd6\xd0\xb9\xfa'), untrusted],
  ['F23', 'an overlong slash', labelledUtf8('\xc0\xaf'), untrusted],
  ['F23', 'a lone surrogate', labelledUtf8('\xed\xa0\x80'), untrusted],
  [
    'F23',
    'a byte order mark of another charset',
    changed((body) => Buffer.concat([Buffer.from([0xff, 0xfe]), body])),
    untrusted,
  ],
  ['F23', 'a charset that nobody speaks', text((xml) => xml.replace('"GBK"', '"UTF-7"')), untrusted],
  ['F24', 'a DTD that expands to a million', restated((block) => block, 'doctype'), untrusted],
  [
    'F24',
    'a result that stands twice',
    text((xml) => xml.replace('<result_code>', '<result_code>SUCCESS</result_code><result_code>')),
    untrusted,
  ],
  [
    'F24',
    'a second signed block',
    text((xml) => xml.replace('<response>', '<response><alipay><result_code>SUCCESS</result_code></alipay>')),
    untrusted,
  ],
  [
    'F24',
    'a comment within the amount',
    text((xml) => xml.replace(/<trans_amount>(\d)/, '<trans_amount>$1<!-- -->')),
    untrusted,
  ],
  [
    'F24',
    'depth without end',
    text((xml) => xml.replace('<is_success>', `${'<a>'.repeat(20_000)}<is_success>`)),
    untrusted,
  ],
  ['F24', 'eight megabytes of blanks', restated((block) => block, 'oversized'), untrusted],
  ['F24', 'no end of the document', text((xml) => xml.slice(0, -1)), untrusted],
  ['F25', 'another amount, signed', field('trans_amount', '1250.00'), untrusted],
  ['F25', 'no amount, signed', field('trans_amount', undefined), untrusted],
  ['F25', 'another currency, signed', field('currency', 'EUR'), untrusted],
  ['F25', 'a result that nobody knows, signed', field('result_code', 'PROCESSING'), unsure],
  ['F25', 'no result, signed', field('result_code', undefined), unsure],
  ['F25', 'a success in small letters, signed', field('result_code', 'success'), unsure],
]

describe('a PAY that was executed and answered by', () => {
  beforeAll(async () => {
    const id = line.sell(1250, {
      pay: [
        {
          reply: (socket, said) => {
            older = Buffer.concat([Buffer.from(said.head, 'latin1'), said.body])
            socket.write(older)
          },
        },
      ],
    })
    await untilState(line.shop.till, id, 'paid')
  })

  test.each(rows)('%s: %s is asked about and booked once', async (_rows, _what, play, headline) => {
    const id = line.sell(1250, { pay: [{ reply: play }] })
    await until(line.shop.till, id, ({ payment }) => isFinal(payment))
    expect(line.shop.till.find(id)?.payment.state).toBe('paid')
    expect(meantime(line, id)[0]).toBe(headline)
    expect(keepsTheGoods(line, id)).toBe(true)
    expect(line.violations(id)).toEqual([])
  })

  test.each([301, 302, 303, 307, 308])('F20: a %i is not followed', async (status) => {
    const elsewhere = await openLineShop()
    try {
      const id = line.sell(1250, { pay: [{ reply: page(status, '', { location: elsewhere.proxy.url }) }] })
      await untilState(line.shop.till, id, 'paid')
      expect(meantime(line, id)[0]).toBe(unsure)
      expect(elsewhere.proxy.connections()).toBe(0)
      expect(line.violations(id)).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  test('F19: its own answer twice is one sale, and the second one answers no later call', async () => {
    const id = line.sell(1250, { pay: [{ reply: twice }] })
    const next = line.sell(1250)
    await untilState(line.shop.till, id, 'paid')
    const third = line.sell(1250)
    for (const payment of [next, third]) await untilState(line.shop.till, payment, 'paid')
    for (const payment of [id, next, third]) expect(line.violations(payment)).toEqual([])
  })

  test('F19: two answers that are swapped on the line answer neither payment, and both are booked once', async () => {
    const waiting: { socket: Socket; said: HttpReply }[] = []
    const swapped: Play = (socket, said) => {
      waiting.push({ socket, said })
      const [first, second] = waiting
      if (first === undefined || second === undefined) return
      first.socket.write(written(second.said))
      second.socket.write(written(first.said))
    }
    const ids = [1250, 1250].map((minor) => line.sell(minor, { pay: [{ reply: swapped }] }))
    for (const id of ids) {
      await untilState(line.shop.till, id, 'paid')
      expect(meantime(line, id)[0]).toBe(untrusted)
      expect(line.violations(id)).toEqual([])
    }
  })

  test('F23: the correct charset is read: Chinese words in GBK, signed, are a sale', async () => {
    const id = line.sell(1250, { pay: [{ reply: field('detail_error_des', '支付成功') }] })
    await untilState(line.shop.till, id, 'paid')
    expect(line.sightings(id).map(({ state }) => state)).toEqual(['sending', 'paid'])
    expect(line.violations(id)).toEqual([])
  })
})

test('F12 F22 F25: answers that cannot be trusted are lines for the technician', () => {
  const whys = line.log.filter(({ event }) => event === 'gateway-not-trusted').map(({ why }) => why)
  for (const why of ['wrong-signature', 'unsigned', 'wrong-sign-type', 'wrong-echo', 'unknown-result']) {
    expect(whys).toContain(why)
  }
})
