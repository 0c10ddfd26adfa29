import { describe, expect, test } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { advices } from '../../main/domain/codes.ts'
import { takenCodes } from '../../main/domain/taken-number.ts'
import type { Answer } from '../../main/gateway/envelope.ts'
import { judgeCancel, judgePay, judgeQuery, judgeRefund, judgeRefundQuery } from '../../main/gateway/judge.ts'
import { paidFields, payment, paySent } from './answers.ts'

const answered = (fields: Readonly<Record<string, string>>): Answer => ({ kind: 'answered', fields })
const refused = (error: string): Answer => ({ kind: 'refused', error })
const silent: Answer = { kind: 'silent', why: 'wrong-signature' }
const usd = { amount: money(10, 'USD'), wireCurrency: 'USD' } as const

/** `paid`, `refused CODE`, `unknown why CODE`: an outcome in a word or three. */
const said = (outcome: { type: string; why?: string; code?: string; status?: string }): string =>
  [outcome.type, outcome.status, outcome.why, outcome.code].filter((word) => word !== undefined).join(' ')

describe('a PAY (spot-pay 3.2)', () => {
  const pay = (answer: Answer): string => said(judgePay(answer, paySent))
  const rows: readonly (readonly [string, Answer, string])[] = [
    ['T SUCCESS', answered(paidFields), 'paid'],
    [
      'T FAILED',
      answered({ result_code: 'FAILED', error: 'BUYER_BALANCE_NOT_ENOUGH' }),
      'refused BUYER_BALANCE_NOT_ENOUGH',
    ],
    ['T FAIL', answered({ result_code: 'FAIL', detail_error_code: 'X_Y', error: 'Z' }), 'refused X_Y'],
    ['T FAILED without a code', answered({ result_code: 'FAILED' }), 'refused '],
    ['F', refused('ILLEGAL_SIGN'), 'refused ILLEGAL_SIGN'],
    [
      'T FAILED SYSTEM_ERROR',
      answered({ result_code: 'FAILED', error: 'SYSTEM_ERROR' }),
      'unknown system-error SYSTEM_ERROR',
    ],
    [
      'T FAILED ACQ.SYSTEM_ERROR',
      answered({ result_code: 'FAILED', error: 'ACQ.SYSTEM_ERROR' }),
      'unknown system-error ACQ.SYSTEM_ERROR',
    ],
    [
      'T FAILED by a payment of another customer',
      answered({ result_code: 'FAILED', error: 'TRADE_BUYER_NOT_MATCH' }),
      'refused TRADE_BUYER_NOT_MATCH',
    ],
    [
      'F by a payment of another customer: nobody has signed that, and it would end all asking',
      refused('TRADE_BUYER_NOT_MATCH'),
      'unknown unsigned TRADE_BUYER_NOT_MATCH',
    ],
    ['F by another payment', refused('CONTEXT_INCONSISTENT'), 'unknown unsigned CONTEXT_INCONSISTENT'],
    ['F SYSTEM_ERROR', refused('SYSTEM_ERROR'), 'unknown system-error SYSTEM_ERROR'],
    ['F system_error', refused('system_error'), 'unknown system-error system_error'],
    ['F ERROR', refused('ERROR'), 'unknown system-error ERROR'],
    ['F TRADE_HAS_SUCCESS', refused('TRADE_HAS_SUCCESS'), 'unknown unknown-result TRADE_HAS_SUCCESS'],
    [
      'T FAILED TRADE_HAS_SUCCESS',
      answered({ result_code: 'FAILED', error: 'TRADE_HAS_SUCCESS' }),
      'unknown unknown-result TRADE_HAS_SUCCESS',
    ],
    ['T UNKNOW', answered({ result_code: 'UNKNOW', partner_trans_id: payment }), 'unknown waiting-for-buyer'],
    [
      'T UNKNOWN with a code',
      answered({ result_code: 'UNKNOWN', error: 'USER_PAYING' }),
      'unknown waiting-for-buyer USER_PAYING',
    ],
    [
      'T UNKNOW SYSTEM_ERROR',
      answered({ result_code: 'UNKNOW', error: 'SYSTEM_ERROR' }),
      'unknown system-error SYSTEM_ERROR',
    ],
    [
      'T with a result nobody knows',
      answered({ ...paidFields, result_code: 'OK' }),
      'unknown unknown-result',
    ],
    ['T in lower case', answered({ ...paidFields, result_code: 'success' }), 'unknown unknown-result'],
    ['T without a result', answered({ ...paidFields, result_code: '' }), 'unknown unknown-result'],
    ['no believable answer', silent, 'unknown wrong-signature'],
  ]
  test.each(rows)('%s', (_row, answer, expected) => {
    expect(pay(answer)).toBe(expected)
  })

  test('every code but the three ambiguous ones is a refusal, in both spots; that a number is taken wants a signature', () => {
    const open = new Set(['SYSTEM_ERROR', 'ERROR', 'TRADE_HAS_SUCCESS'])
    for (const { code } of advices) {
      const type = open.has(code) ? 'unknown' : 'refused'
      expect(judgePay(refused(code), paySent)).toMatchObject({
        type: takenCodes.has(code) ? 'unknown' : type,
        code,
      })
      expect(judgePay(answered({ result_code: 'FAILED', error: code }), paySent)).toMatchObject({
        type,
        code,
      })
    }
    expect(pay(refused('NEVER_HEARD_OF'))).toBe('refused NEVER_HEARD_OF')
  })

  test('paid carries the facts of the trade and the amount that was asked for', () => {
    expect(
      judgePay(answered({ ...paidFields, m_discount_amount: '0.01', payment_inst: 'ALIPAYHK' }), paySent),
    ).toEqual({
      type: 'paid',
      amount: money(10, 'USD'),
      facts: {
        alipayTransId: '2020010222001400000000000001',
        buyerLogin: 'tes***@alipay.com',
        paidAt: Date.UTC(2020, 0, 2, 3, 4, 10),
        amountCny: '0.70',
        exchangeRate: '6.96230000',
        merchantDiscount: '0.01',
        wallet: 'ALIPAYHK',
      },
    })
  })

  test.each(['0.1', '0.10'])('%s is the amount that was sent', (trans_amount) => {
    expect(pay(answered({ ...paidFields, trans_amount }))).toBe('paid')
  })

  const foreign: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'names another payment': { partner_trans_id: `${payment.slice(0, -1)}8` },
    'names another payment beside ours': { out_trade_no: '1' },
    'names no payment': { partner_trans_id: '' },
    'names another amount': { trans_amount: '0.01' },
    'names ten times the amount': { trans_amount: '1.00' },
    'names no amount': { trans_amount: '' },
    'writes the amount oddly': { trans_amount: '1e-1' },
    'writes the amount with a blank': { trans_amount: ' 0.10' },
    'names another currency': { currency: 'HKD' },
    'names no currency': { currency: '' },
    'prices in another currency': { trans_currency: 'CNY' },
    'is the answer to a QUERY': { alipay_trans_status: 'WAIT_BUYER_PAY' },
    'is the answer to a REFUND': { partner_refund_id: '8' },
    'is the answer to a CANCEL': { retry_flag: 'N' },
  }
  test.each(Object.entries(foreign))('a SUCCESS that %s is not paid', (_what, change) => {
    expect(judgePay(answered({ ...paidFields, ...change }), paySent)).toMatchObject({
      type: 'unknown',
      why: 'wrong-echo',
    })
  })

  test('a FAILED for another payment refuses nothing of ours', () => {
    expect(pay(answered({ result_code: 'FAILED', error: 'X', partner_trans_id: '1' }))).toBe(
      'unknown wrong-echo',
    )
  })

  test('a price apart from the settlement currency is matched as it was sent', () => {
    const sent = { ...paySent, currency: 'USD', trans_currency: 'CNY' }
    const outcome = judgePay(answered({ ...paidFields, trans_currency: 'CNY' }), sent)
    expect(outcome).toMatchObject({ type: 'paid', amount: money(10, 'CNY') })
    expect(said(judgePay(answered({ ...paidFields, currency: 'CNY' }), sent))).toBe('unknown wrong-echo')
  })

  test('whole currencies are matched whole', () => {
    const sent = { ...paySent, currency: 'JPY', trans_amount: '1250' }
    const jpy = { ...paidFields, currency: 'JPY', trans_amount: '1250' }
    expect(said(judgePay(answered(jpy), sent))).toBe('paid')
    expect(said(judgePay(answered({ ...jpy, trans_amount: '12.50' }), sent))).toBe('unknown wrong-echo')
  })
})

describe('a QUERY (spot-pay 3.3)', () => {
  const sent = { ...paySent, partner_trans_id: payment }
  const trade = {
    alipay_trans_status: 'TRADE_SUCCESS',
    currency: 'USD',
    out_trade_no: payment,
    partner_trans_id: payment,
    result_code: 'SUCCESS',
    trans_amount: '0.1',
  }
  const query = (answer: Answer): string => said(judgeQuery(answer, sent, usd))
  const { trans_amount: _amount, currency: _currency, ...bare } = trade
  const rows: readonly (readonly [string, Answer, string])[] = [
    ['paid', answered(trade), 'trade TRADE_SUCCESS'],
    [
      'paid and past refunds',
      answered({ ...trade, alipay_trans_status: 'TRADE_FINISHED' }),
      'trade TRADE_FINISHED',
    ],
    [
      'waiting, without an amount',
      answered({ ...bare, alipay_trans_status: 'WAIT_BUYER_PAY' }),
      'trade WAIT_BUYER_PAY',
    ],
    [
      'closed, without an amount',
      answered({ ...bare, alipay_trans_status: 'TRADE_CLOSED' }),
      'trade TRADE_CLOSED',
    ],
    ['paid under out_trade_no alone', answered({ ...trade, partner_trans_id: '' }), 'trade TRADE_SUCCESS'],
    ['paid without an amount', answered(bare), 'unknown wrong-echo'],
    ['paid with another amount', answered({ ...trade, trans_amount: '0.11' }), 'unknown other-amount'],
    ['paid in another currency', answered({ ...trade, currency: 'HKD' }), 'unknown other-amount'],
    ['another payment', answered({ ...trade, out_trade_no: '1' }), 'unknown wrong-echo'],
    [
      'no payment named',
      answered({ ...trade, out_trade_no: '', partner_trans_id: '' }),
      'unknown wrong-echo',
    ],
    [
      'closed, no payment named',
      answered({ alipay_trans_status: 'TRADE_CLOSED', result_code: 'SUCCESS' }),
      'unknown wrong-echo',
    ],
    [
      'a state nobody knows',
      answered({ ...trade, alipay_trans_status: 'TRADE_PENDING' }),
      'unknown unknown-result',
    ],
    ['the answer to a PAY', answered(paidFields), 'unknown unknown-result'],
    [
      'the answer to a CANCEL',
      answered({ out_trade_no: payment, result_code: 'SUCCESS', retry_flag: 'N' }),
      'unknown wrong-echo',
    ],
    [
      'TRADE_NOT_EXIST',
      answered({ result_code: 'FAIL', error: 'TRADE_NOT_EXIST' }),
      'not-found TRADE_NOT_EXIST',
    ],
    [
      'TRANS_NOT_FOUND',
      answered({ result_code: 'FAILED', detail_error_code: 'TRANS_NOT_FOUND' }),
      'not-found TRANS_NOT_FOUND',
    ],
    [
      'FAIL of another kind',
      answered({ result_code: 'FAIL', error: 'ILLEGAL_ARGUMENT' }),
      'refused ILLEGAL_ARGUMENT',
    ],
    [
      'FAIL SYSTEM_ERROR',
      answered({ result_code: 'FAIL', error: 'SYSTEM_ERROR' }),
      'unknown system-error SYSTEM_ERROR',
    ],
    ['UNKNOW', answered({ result_code: 'UNKNOW', partner_trans_id: payment }), 'unknown unknown-result'],
    ['F', refused('ILLEGAL_SIGN'), 'refused ILLEGAL_SIGN'],
    ['F SYSTEM_ERROR', refused('SYSTEM_ERROR'), 'unknown system-error SYSTEM_ERROR'],
    ['nothing believable', silent, 'unknown wrong-signature'],
  ]
  test.each(rows)('%s', (_row, answer, expected) => {
    expect(query(answer)).toBe(expected)
  })
})

describe('a CANCEL (spot-pay 3.4)', () => {
  const sent = { service: 'alipay.acquire.cancel', out_trade_no: payment }
  const cancelled = { out_trade_no: payment, result_code: 'SUCCESS', retry_flag: 'N' }
  const failed = { ...cancelled, result_code: 'FAIL', detail_error_code: 'TRADE_CANCEL_TIME_OUT' }
  const cancel = (answer: Answer): unknown => judgeCancel(answer, sent)

  test('SUCCESS is cancelled, with the action if one is named', () => {
    expect(cancel(answered(cancelled))).toEqual({ type: 'cancelled', facts: {} })
    expect(cancel(answered({ ...cancelled, action: 'refund', trade_no: '20' }))).toEqual({
      type: 'cancelled',
      action: 'refund',
      facts: { alipayTransId: '20' },
    })
    expect(cancel(answered({ ...cancelled, action: 'close' }))).toMatchObject({ action: 'close' })
  })
  test('FAIL is a refusal that says whether to try again', () => {
    expect(cancel(answered({ ...failed, retry_flag: 'Y' }))).toMatchObject({
      type: 'refused',
      mayRetry: true,
    })
    expect(cancel(answered(failed))).toEqual({
      type: 'refused',
      code: 'TRADE_CANCEL_TIME_OUT',
      mayRetry: false,
    })
    expect(cancel(answered({ ...failed, retry_flag: '' }))).toEqual({
      type: 'refused',
      code: 'TRADE_CANCEL_TIME_OUT',
    })
    expect(cancel(refused('HAS_NO_PRIVILEGE'))).toEqual({ type: 'refused', code: 'HAS_NO_PRIVILEGE' })
  })
  const unclear: readonly (readonly [string, Answer, string])[] = [
    ['UNKNOW', answered({ ...failed, result_code: 'UNKNOW', detail_error_code: '' }), 'unknown-result'],
    ['FAIL SYSTEM_ERROR', answered({ ...failed, detail_error_code: 'SYSTEM_ERROR' }), 'system-error'],
    ['F SYSTEM_ERROR', refused('SYSTEM_ERROR'), 'system-error'],
    ['another payment', answered({ ...cancelled, out_trade_no: '1' }), 'wrong-echo'],
    ['no payment named', answered({ result_code: 'SUCCESS' }), 'wrong-echo'],
    ['the answer to a PAY', answered({ ...paidFields, out_trade_no: payment }), 'wrong-echo'],
    ['the answer to a QUERY', answered({ ...cancelled, alipay_trans_status: 'TRADE_SUCCESS' }), 'wrong-echo'],
    ['nothing believable', silent, 'wrong-signature'],
  ]
  test.each(unclear)('%s leaves it open', (_row, answer, why) => {
    expect(cancel(answer)).toMatchObject({ type: 'unknown', why })
  })
})

describe('a REFUND (spot-pay 3.5)', () => {
  const id = '8123456789000000513141592612'
  const sent = { partner_trans_id: payment, partner_refund_id: id, refund_amount: '0.10', currency: 'USD' }
  const done = { ...sent, result_code: 'SUCCESS', refund_amount_cny: '0.70', exchange_rate: '7' }
  const refund = (answer: Answer): string => said(judgeRefund(answer, sent))
  const rows: readonly (readonly [string, Answer, string])[] = [
    ['SUCCESS', answered(done), 'refunded'],
    ['SUCCESS with the amount written short', answered({ ...done, refund_amount: '0.1' }), 'refunded'],
    ['SUCCESS for another refund', answered({ ...done, partner_refund_id: '1' }), 'unknown wrong-echo'],
    ['SUCCESS for no refund', answered({ ...done, partner_refund_id: '' }), 'unknown wrong-echo'],
    ['SUCCESS for another payment', answered({ ...done, partner_trans_id: '1' }), 'unknown wrong-echo'],
    ['SUCCESS of another amount', answered({ ...done, refund_amount: '0.01' }), 'unknown wrong-echo'],
    ['SUCCESS in another currency', answered({ ...done, currency: 'CNY' }), 'unknown wrong-echo'],
    ['the answer to the PAY', answered(paidFields), 'unknown wrong-echo'],
    [
      'FAILED',
      answered({ result_code: 'FAILED', error: 'RETURN_AMOUNT_EXCEED' }),
      'refused RETURN_AMOUNT_EXCEED',
    ],
    [
      'FAILED SYSTEM_ERROR',
      answered({ result_code: 'FAILED', error: 'SYSTEM_ERROR' }),
      'unknown system-error SYSTEM_ERROR',
    ],
    ['UNKNOW', answered({ result_code: 'UNKNOW' }), 'unknown unknown-result'],
    ['F', refused('ILLEGAL_ARGUMENT'), 'refused ILLEGAL_ARGUMENT'],
    ['F SYSTEM_ERROR', refused('SYSTEM_ERROR'), 'unknown system-error SYSTEM_ERROR'],
    ['nothing believable', silent, 'unknown wrong-signature'],
  ]
  test.each(rows)('%s', (_row, answer, expected) => {
    expect(refund(answer)).toBe(expected)
  })
  test('keeps what the customer got back', () => {
    expect(judgeRefund(answered(done), sent)).toMatchObject({
      facts: { refundCny: '0.70', exchangeRate: '7' },
    })
  })
})

describe('a refund query (spot-pay 3.6)', () => {
  const sent = { out_trade_no: payment, out_return_no: '8' }
  const found = { response_code: 'SUCCESS', refund_result_code: 'SUCCESS', ...sent }
  const ask = (answer: Answer): string => said(judgeRefundQuery(answer, sent))
  const rows: readonly (readonly [string, Answer, string])[] = [
    ['done', answered(found), 'refund SUCCESS'],
    [
      'in work',
      answered({
        ...found,
        refund_result_code: 'PROCESSING',
        refund_error_code: 'MERCHANT_BALANCE_NOT_ENOUGH',
      }),
      'refund PROCESSING MERCHANT_BALANCE_NOT_ENOUGH',
    ],
    ['failed', answered({ ...found, refund_result_code: 'FAILED' }), 'refund FAILED'],
    ['called off', answered({ ...found, refund_result_code: 'CANCELED' }), 'refund CANCELED'],
    ['a state nobody knows', answered({ ...found, refund_result_code: 'DONE' }), 'unknown unknown-result'],
    ['another refund', answered({ ...found, out_return_no: '9' }), 'unknown wrong-echo'],
    ['no refund named', answered({ ...found, out_return_no: '' }), 'unknown wrong-echo'],
    ['NOT_FOUND', answered({ response_code: 'NOT_FOUND' }), 'not-found NOT_FOUND'],
    ['TRADE_NOT_EXIST', answered({ response_code: 'TRADE_NOT_EXIST' }), 'not-found TRADE_NOT_EXIST'],
    ['ACCESS_FORBIDDEN', answered({ response_code: 'ACCESS_FORBIDDEN' }), 'refused ACCESS_FORBIDDEN'],
    ['QUERY_FAILED', answered({ response_code: 'QUERY_FAILED' }), 'unknown system-error QUERY_FAILED'],
    ['a response nobody knows', answered({ response_code: 'MAYBE' }), 'unknown unknown-result MAYBE'],
    ['the answer to the REFUND', answered({ result_code: 'SUCCESS' }), 'unknown unknown-result'],
    ['F', refused('ILLEGAL_SIGN'), 'refused ILLEGAL_SIGN'],
    ['nothing believable', silent, 'unknown wrong-signature'],
  ]
  test.each(rows)('%s', (_row, answer, expected) => {
    expect(ask(answer)).toBe(expected)
  })
})
