import { formatAmount, isCurrency, parseMoney, type Currency, type Money } from '../domain/money.ts'
import { err, ok, type Result } from '../domain/result.ts'
import * as field from './fields.ts'
import type { FieldRule } from './fields.ts'
import type { TradeAsked } from './ledger.ts'
import type { RefundAsked } from './refund-book.ts'
import { refusal, type Refusal } from './refusal.ts'
import type { PayOrder } from './trade.ts'
import { buyerOf } from './wallet.ts'

/** The services of the wire that this gateway speaks (spot-pay 3). */
export const services = {
  pay: 'alipay.acquire.overseas.spot.pay',
  query: 'alipay.acquire.overseas.query',
  cancel: 'alipay.acquire.cancel',
  refund: 'alipay.acquire.overseas.spot.refund',
  refundQuery: 'alipay.acquire.refund.query',
} as const
export type Service = keyof typeof services

export type TrainingCall =
  | { readonly service: 'pay'; readonly order: PayOrder; readonly code: string }
  | { readonly service: 'query'; readonly asked: TradeAsked }
  | { readonly service: 'cancel'; readonly asked: TradeAsked }
  | { readonly service: 'refund'; readonly asked: RefundAsked }
  | {
      readonly service: 'refundQuery'
      readonly partner: string
      readonly paymentId: string
      readonly refundId: string
    }

/** Where sources of the wire disagree, how strict to be. */
export interface Strictness {
  /** `required`: PAY without the whole documented set of store and secondary merchant is refused (spot-pay 3.2). */
  readonly extendInfo: 'optional' | 'required'
  /** CANCEL is documented to need `timestamp`; clients in the field leave it out (spot-pay 3.4). */
  readonly cancelTimestamp: 'optional' | 'required'
  /** The HK edition takes HKD alone (spot-pay 8). */
  readonly edition: 'global' | 'hk'
}

type Parameters = Readonly<Record<string, string>>
type Rules = Readonly<Record<string, { readonly needed: boolean; readonly rule: FieldRule }>>

const needed = (rule: FieldRule) => ({ needed: true, rule })
const optional = (rule: FieldRule) => ({ needed: false, rule })
const id = field.upTo(64)
const milliseconds = field.shaped(/^\d{13}$/, 'must be milliseconds since 1970, 13 digits')

const rulesOf = (service: Service, parameters: Parameters, strictness: Strictness): Rules => {
  const currency = strictness.edition === 'hk' ? field.oneOf('HKD') : field.settlementCurrency
  const common: Rules = {
    notify_url: optional(field.notifyUrl),
    terminal_timestamp: optional(milliseconds),
  }
  switch (service) {
    case 'pay':
      return {
        ...common,
        alipay_seller_id: needed(field.shaped(/^2088\d{12}$/, '16 digits beginning with 2088')),
        trans_name: needed(field.upTo(256)),
        partner_trans_id: needed(id),
        currency: needed(currency),
        trans_currency: optional(field.pricingCurrency),
        trans_amount: needed(field.amountIn(parameters['trans_currency'] ?? parameters['currency'])),
        quantity: optional(field.shaped(/^[1-9]\d{0,8}$/, 'must be a whole number')),
        buyer_identity_code: needed(field.identityCode),
        identity_code_type: needed(field.oneOf('barcode', 'QRcode', 'qrcode')),
        trans_create_time: optional(field.createTime),
        biz_product: needed(field.oneOf('OVERSEAS_MBARCODE_PAY')),
        extend_info: {
          needed: strictness.extendInfo === 'required',
          rule: field.extendInfo(strictness.extendInfo === 'required'),
        },
        trade_information: optional(field.jsonOfStrings),
      }
    case 'query':
      return { ...common, partner_trans_id: optional(id), alipay_trans_id: optional(id) }
    case 'cancel':
      return {
        ...common,
        _input_charset: needed(() => undefined),
        timestamp: { needed: strictness.cancelTimestamp === 'required', rule: field.cancelTimestamp },
        out_trade_no: optional(id),
        trade_no: optional(id),
      }
    case 'refund':
      return {
        ...common,
        partner_trans_id: needed(id),
        alipay_trans_id: optional(id),
        partner_refund_id: needed(id),
        refund_amount: needed(field.amountIn(parameters['currency'])),
        currency: needed(currency),
        refund_reason: optional(field.upTo(128)),
        refund_reson: optional(field.upTo(128)),
        is_sync: optional(field.oneOf('Y', 'N')),
      }
    case 'refundQuery':
      return { ...common, out_trade_no: needed(id), out_return_no: needed(field.upTo(128)) }
  }
}

const ruleBroken = (parameters: Parameters, rules: Rules): Refusal | undefined => {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === 'null') return refusal('INVALID_PARAMETER', `${name}: the word null is not a value`)
  }
  for (const [name, { needed, rule }] of Object.entries(rules)) {
    const value = parameters[name]
    const fault = value === undefined ? (needed ? 'is missing' : undefined) : rule(value)
    if (fault !== undefined) return refusal('INVALID_PARAMETER', `${name}: ${fault}`)
  }
  return undefined
}

/** What travels with an order without being one of its terms: a repeat may bring it changed (spot-pay 5.5). */
const notTerms = new Set([
  '_input_charset',
  'buyer_identity_code',
  'identity_code_type',
  'notify_url',
  'partner',
  'service',
  'sign',
  'sign_type',
  'terminal_timestamp',
  'timestamp',
  'trans_amount',
])

/** Only for values that the rules have passed. */
const amountOf = (text: string, currency: string): Money => {
  if (!isCurrency(currency)) throw new Error(`${currency} passed the rules and is no currency`)
  const amount = parseMoney(text, currency)
  if (!amount.ok) throw new Error(`${text} passed the rules and is no amount`)
  return amount.value
}

const orderOf = (parameters: Parameters, value: (name: string) => string): PayOrder => {
  const price = amountOf(value('trans_amount'), parameters['trans_currency'] ?? value('currency'))
  const terms = Object.entries(parameters).filter(([name]) => !notTerms.has(name))
  return {
    partner: value('partner'),
    id: value('partner_trans_id'),
    buyer: buyerOf(value('buyer_identity_code')),
    price,
    settlement: value('currency') as Currency,
    terms: JSON.stringify(
      [...terms, ['trans_amount', formatAmount(price)] as const].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }
}

/**
 * Takes the parameters of a call whose signature is already known to be good, and makes of them what is asked; or
 * says with which documented code it is refused.
 */
export const readCall = (
  service: Service,
  parameters: Parameters,
  strictness: Strictness,
): Result<TrainingCall, Refusal> => {
  const broken = ruleBroken(parameters, rulesOf(service, parameters, strictness))
  if (broken !== undefined) return err(broken)
  const value = (name: string): string => {
    const found = parameters[name]
    if (found === undefined) throw new Error(`${name} passed the rules and is missing`)
    return found
  }
  const partner = value('partner')
  switch (service) {
    case 'pay':
      return value('alipay_seller_id') === partner
        ? ok({ service, order: orderOf(parameters, value), code: value('buyer_identity_code') })
        : err(refusal('SELLER_NOT_EXIST', 'alipay_seller_id must be the partner id'))
    case 'query':
    case 'cancel': {
      const names =
        service === 'query'
          ? (['partner_trans_id', 'alipay_trans_id'] as const)
          : (['out_trade_no', 'trade_no'] as const)
      const asked = { partner, id: parameters[names[0]], tradeNo: parameters[names[1]] }
      return asked.id === undefined && asked.tradeNo === undefined
        ? err(refusal('INVALID_PARAMETER', `${names[0]} or ${names[1]} is needed`))
        : ok({ service, asked })
    }
    case 'refund': {
      if (value('partner_refund_id') === value('partner_trans_id')) {
        return err(refusal('INVALID_PARAMETER', 'partner_refund_id must differ from partner_trans_id'))
      }
      const asked: RefundAsked = {
        partner,
        id: value('partner_refund_id'),
        paymentId: value('partner_trans_id'),
        tradeNo: parameters['alipay_trans_id'],
        amount: amountOf(value('refund_amount'), value('currency')),
        immediate: parameters['is_sync'] === 'Y',
      }
      return ok({ service, asked })
    }
    case 'refundQuery':
      return ok({ service, partner, paymentId: value('out_trade_no'), refundId: value('out_return_no') })
  }
}
