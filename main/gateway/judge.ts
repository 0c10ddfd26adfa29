import { isCurrency, parseMoney, sameMoney, type Currency, type Money } from '../domain/money.ts'
import type {
  CancelOutcome,
  PayOutcome,
  QueryOutcome,
  RefundFacts,
  RefundOutcome,
  RefundQueryOutcome,
  Silence,
  TradeFacts,
  TradeStatus,
} from '../domain/outcome.ts'
import { takenCodes } from '../domain/taken-number.ts'
import { parseBeijingStamp } from '../domain/time.ts'
import type { Answer } from './envelope.ts'

/** Fields of a signed answer, or the parameters that were sent. */
export type Fields = Readonly<Record<string, string>>

/** The two currencies of a call: what the shop prices in, and what `currency` on the wire says (spot-pay 3.2). */
export interface ExpectedAmount {
  readonly amount: Money
  readonly wireCurrency: Currency
}

type Unknown = Extract<PayOutcome, { type: 'unknown' }>
const unknown = (why: Silence, code = '', facts?: TradeFacts): Unknown => ({
  type: 'unknown',
  why,
  ...(code === '' ? {} : { code }),
  ...(facts === undefined ? {} : { facts }),
})

/** A field that is there and not empty. */
const value = (fields: Fields, name: string): string | undefined => {
  const text = Object.hasOwn(fields, name) ? fields[name] : undefined
  return text === '' ? undefined : text
}
const codeOf = (fields: Fields): string => value(fields, 'detail_error_code') ?? value(fields, 'error') ?? ''

/** Alipay's own faults: the call may or may not have had an effect (spot-pay 3.2; `ERROR` is a client's experience). */
const isSystemFault = (code: string): boolean =>
  /(?:^|[._])SYSTEM_ERROR$/i.test(code) || /^ERROR$/i.test(code)

const isRefusal = (result: string | undefined): boolean => result === 'FAIL' || result === 'FAILED'
const isUnknown = (result: string | undefined): boolean => result === 'UNKNOW' || result === 'UNKNOWN'

const kept = (fields: Fields, name: string): string | undefined => value(fields, name)?.slice(0, 128)

const factsOf = (fields: Fields): TradeFacts => {
  const paidAt = parseBeijingStamp(fields['alipay_pay_time'] ?? '')
  const texts = {
    alipayTransId: kept(fields, 'alipay_trans_id') ?? kept(fields, 'trade_no'),
    buyerLogin: kept(fields, 'alipay_buyer_login_id'),
    amountCny: kept(fields, 'trans_amount_cny'),
    exchangeRate: kept(fields, 'exchange_rate'),
    merchantDiscount: kept(fields, 'm_discount_forex_amount') ?? kept(fields, 'm_discount_amount'),
    wallet: kept(fields, 'payment_inst'),
  }
  const present = Object.entries(texts).filter(([, text]) => text !== undefined)
  return { ...Object.fromEntries(present), ...(paidAt.ok ? { paidAt: paidAt.value } : {}) }
}

type Echo = 'ours' | 'missing' | 'foreign'
/** Whether the answer names our id, in any of the fields that may carry it; one foreign field makes it foreign. */
const echoOf = (fields: Fields, names: readonly string[], id: string | undefined): Echo => {
  const given = names.map((name) => value(fields, name)).filter((echoed) => echoed !== undefined)
  if (given.some((echoed) => echoed !== id)) return 'foreign'
  return given.length === 0 ? 'missing' : 'ours'
}

/** Whether the answer speaks of the amount and currency that were sent; `0.1` and `0.10` are one amount. */
const amountEcho = (fields: Fields, { amount, wireCurrency }: ExpectedAmount): Echo => {
  const currencies = [
    [value(fields, 'currency'), wireCurrency],
    [value(fields, 'trans_currency'), amount.currency],
  ]
  if (currencies.some(([echoed, sent]) => echoed !== undefined && echoed !== sent)) return 'foreign'
  const text = value(fields, 'trans_amount')
  if (text !== undefined) {
    const echoed = parseMoney(text, amount.currency)
    if (!echoed.ok || !sameMoney(echoed.value, amount)) return 'foreign'
  }
  return text === undefined || value(fields, 'currency') === undefined ? 'missing' : 'ours'
}

/** What the parameters of a PAY asked for. A map that says no amount is a mistake in the program. */
const amountSent = (sent: Fields): ExpectedAmount => {
  const wireCurrency = sent['currency'] ?? ''
  const price = sent['trans_currency'] ?? wireCurrency
  if (!isCurrency(wireCurrency) || !isCurrency(price)) throw new RangeError('a PAY without a currency')
  const amount = parseMoney(sent['trans_amount'] ?? '', price)
  if (!amount.ok) throw new RangeError('a PAY without an amount')
  return { amount: amount.value, wireCurrency }
}

/** Fields that only the answer to another service has: with one of them, this is not the answer to our call (F19). */
const belongsElsewhere = (fields: Fields, names: readonly string[]): boolean =>
  names.some((name) => value(fields, name) !== undefined)

/** Judges the answer to a PAY: the documented table, row by row (spot-pay 3.2). `sent` are its parameters. */
export const judgePay = (answer: Answer, sent: Fields): PayOutcome => {
  if (answer.kind === 'silent') return unknown(answer.why)
  if (answer.kind === 'refused') {
    // Believed, it would end all asking about this number; and whoever took the call says it signed.
    return takenCodes.has(answer.error) ? unknown('unsigned', answer.error) : judgePayRefusal(answer.error)
  }
  const { fields } = answer
  const echo = echoOf(fields, ['partner_trans_id', 'out_trade_no'], sent['partner_trans_id'])
  const expected = amountSent(sent)
  const amount = amountEcho(fields, expected)
  // A QUERY answers SUCCESS with our id and amount for a trade that nobody has paid yet.
  const elsewhere = ['alipay_trans_status', 'partner_refund_id', 'response_code', 'retry_flag']
  if (echo === 'foreign' || amount === 'foreign' || belongsElsewhere(fields, elsewhere)) {
    return unknown('wrong-echo')
  }
  const result = value(fields, 'result_code')
  const code = codeOf(fields)
  if (result === 'SUCCESS') {
    return echo === 'ours' && amount === 'ours'
      ? { type: 'paid', facts: factsOf(fields), amount: expected.amount }
      : unknown('wrong-echo', code, factsOf(fields))
  }
  if (isRefusal(result)) return judgePayRefusal(code, factsOf(fields))
  if (!isUnknown(result)) return unknown('unknown-result', code)
  return unknown(isSystemFault(code) ? 'system-error' : 'waiting-for-buyer', code, factsOf(fields))
}

const judgePayRefusal = (code: string, facts?: TradeFacts): PayOutcome => {
  if (isSystemFault(code)) return unknown('system-error', code, facts)
  // Paid under this id already: the opposite of a refusal, to be confirmed by a QUERY (spot-pay 3.8).
  if (/(?:^|\.)TRADE_HAS_SUCCESS$/.test(code)) return unknown('unknown-result', code, facts)
  return { type: 'refused', code }
}

const tradeStatuses: readonly string[] = [
  'WAIT_BUYER_PAY',
  'TRADE_SUCCESS',
  'TRADE_CLOSED',
  'TRADE_FINISHED',
] satisfies readonly TradeStatus[]
const isTradeStatus = (text: string): text is TradeStatus => tradeStatuses.includes(text)
const notFound = new Set(['TRADE_NOT_EXIST', 'TRANS_NOT_FOUND'])

const judgeQueryRefusal = (code: string): QueryOutcome => {
  if (isSystemFault(code)) return unknown('system-error', code)
  return notFound.has(code) ? { type: 'not-found', code } : { type: 'refused', code }
}

/**
 * Judges the answer to a QUERY (spot-pay 3.3): `SUCCESS` says only that the query worked, the state is in
 * `alipay_trans_status`. Paid is believed with our id, amount and currency only; paid with another amount is neither
 * paid nor nothing.
 */
export const judgeQuery = (answer: Answer, sent: Fields, expected: ExpectedAmount): QueryOutcome => {
  if (answer.kind === 'silent') return unknown(answer.why)
  if (answer.kind === 'refused') return judgeQueryRefusal(answer.error)
  const { fields } = answer
  const echo = echoOf(fields, ['partner_trans_id', 'out_trade_no'], sent['partner_trans_id'])
  const amount = amountEcho(fields, expected)
  const elsewhere = ['partner_refund_id', 'response_code', 'retry_flag']
  if (echo === 'foreign' || belongsElsewhere(fields, elsewhere)) return unknown('wrong-echo')
  const result = value(fields, 'result_code')
  const code = codeOf(fields)
  const status = value(fields, 'alipay_trans_status') ?? ''
  const isPaid = status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED'
  if (amount === 'foreign') {
    return unknown(result === 'SUCCESS' && isPaid && echo === 'ours' ? 'other-amount' : 'wrong-echo')
  }
  if (isRefusal(result)) return judgeQueryRefusal(code)
  if (result !== 'SUCCESS' || !isTradeStatus(status)) {
    return unknown(isSystemFault(code) ? 'system-error' : 'unknown-result', code)
  }
  if (echo === 'missing' || (isPaid && amount === 'missing')) return unknown('wrong-echo')
  return { type: 'trade', status, facts: factsOf(fields) }
}

const retryFlag = (fields: Fields): boolean | undefined => {
  const flag = value(fields, 'retry_flag')
  return flag === 'Y' ? true : flag === 'N' ? false : undefined
}

/** Judges the answer to a CANCEL (spot-pay 3.4). A cancel of a trade that never existed succeeds as well. */
export const judgeCancel = (answer: Answer, sent: Fields): CancelOutcome => {
  if (answer.kind === 'silent') return unknown(answer.why)
  if (answer.kind === 'refused') {
    return isSystemFault(answer.error)
      ? unknown('system-error', answer.error)
      : { type: 'refused', code: answer.error }
  }
  const { fields } = answer
  const echo = echoOf(fields, ['out_trade_no', 'partner_trans_id'], sent['out_trade_no'])
  // The answer to a PAY or a QUERY may say SUCCESS with our id too, and then the customer has paid.
  const elsewhere = [
    'alipay_trans_status',
    'alipay_pay_time',
    'trans_amount',
    'partner_refund_id',
    'response_code',
  ]
  if (echo === 'foreign' || belongsElsewhere(fields, elsewhere)) return unknown('wrong-echo')
  const result = value(fields, 'result_code')
  const code = codeOf(fields)
  if (result === 'SUCCESS') {
    if (echo === 'missing') return unknown('wrong-echo')
    const action = value(fields, 'action')
    const facts = factsOf(fields)
    return action === 'close' || action === 'refund'
      ? { type: 'cancelled', action, facts }
      : { type: 'cancelled', facts }
  }
  if (!isRefusal(result) || isSystemFault(code)) {
    return unknown(isSystemFault(code) ? 'system-error' : 'unknown-result', code, factsOf(fields))
  }
  const mayRetry = retryFlag(fields)
  return { type: 'refused', code, ...(mayRetry === undefined ? {} : { mayRetry }) }
}

const refundFactsOf = (fields: Fields): RefundFacts => {
  const refundCny = kept(fields, 'refund_amount_cny')
  return { ...factsOf(fields), ...(refundCny === undefined ? {} : { refundCny }) }
}

/** Both texts are read in hundredths, whatever the currency: only their being equal matters here. */
const sameAmountText = (a: string, b: string): boolean => {
  const [first, second] = [parseMoney(a, 'USD'), parseMoney(b, 'USD')]
  return first.ok && second.ok && sameMoney(first.value, second.value)
}
const isForeignRefund = (fields: Fields, sent: Fields): boolean => {
  const currency = value(fields, 'currency')
  const amount = value(fields, 'refund_amount')
  if (currency !== undefined && currency !== sent['currency']) return true
  return amount !== undefined && !sameAmountText(amount, sent['refund_amount'] ?? '')
}

/** Judges the answer to a REFUND (spot-pay 3.5): as a PAY's, and unknown is sent again under the same id. */
export const judgeRefund = (answer: Answer, sent: Fields): RefundOutcome => {
  if (answer.kind === 'silent') return unknown(answer.why)
  if (answer.kind === 'refused') {
    return isSystemFault(answer.error)
      ? unknown('system-error', answer.error)
      : { type: 'refused', code: answer.error }
  }
  const { fields } = answer
  const echo = echoOf(fields, ['partner_refund_id'], sent['partner_refund_id'])
  const payment = echoOf(fields, ['partner_trans_id', 'out_trade_no'], sent['partner_trans_id'])
  const elsewhere = ['alipay_trans_status', 'trans_amount', 'response_code', 'retry_flag']
  const foreign = echo === 'foreign' || payment === 'foreign' || isForeignRefund(fields, sent)
  if (foreign || belongsElsewhere(fields, elsewhere)) return unknown('wrong-echo')
  const result = value(fields, 'result_code')
  const code = codeOf(fields)
  if (result === 'SUCCESS') {
    return echo === 'ours' ? { type: 'refunded', facts: refundFactsOf(fields) } : unknown('wrong-echo')
  }
  if (isRefusal(result) && !isSystemFault(code)) return { type: 'refused', code }
  return unknown(isSystemFault(code) ? 'system-error' : 'unknown-result', code)
}

const refundStatuses = ['SUCCESS', 'FAILED', 'CANCELED', 'PROCESSING'] as const

const judgeRefundQueryRefusal = (code: string): RefundQueryOutcome => {
  if (isSystemFault(code) || code === 'QUERY_FAILED') return unknown('system-error', code)
  return code === 'NOT_FOUND' || notFound.has(code) ? { type: 'not-found', code } : { type: 'refused', code }
}

/** Judges the answer to a refund query (spot-pay 3.6), whose words differ from those of the other four calls. */
export const judgeRefundQuery = (answer: Answer, sent: Fields): RefundQueryOutcome => {
  if (answer.kind === 'silent') return unknown(answer.why)
  if (answer.kind === 'refused') return judgeRefundQueryRefusal(answer.error)
  const { fields } = answer
  const refund = echoOf(fields, ['out_return_no'], sent['out_return_no'])
  const payment = echoOf(fields, ['out_trade_no'], sent['out_trade_no'])
  if (refund === 'foreign' || payment === 'foreign') return unknown('wrong-echo')
  const response = value(fields, 'response_code')
  if (response === undefined) return unknown('unknown-result', codeOf(fields))
  if (response !== 'SUCCESS') {
    const named = ['ACCESS_FORBIDDEN', 'NOT_FOUND', 'QUERY_FAILED', 'TRADE_NOT_EXIST', 'SYSTEM_ERROR']
    return named.includes(response) ? judgeRefundQueryRefusal(response) : unknown('unknown-result', response)
  }
  const status = refundStatuses.find((known) => known === value(fields, 'refund_result_code'))
  if (status === undefined) return unknown('unknown-result')
  if (refund === 'missing' || payment === 'missing') return unknown('wrong-echo')
  const code = value(fields, 'refund_error_code')
  return { type: 'refund', status, ...(code === undefined ? {} : { code }), facts: refundFactsOf(fields) }
}
