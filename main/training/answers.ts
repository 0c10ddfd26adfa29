import { formatAmount } from '../domain/money.ts'
import { beijingStamp } from '../domain/time.ts'
import type { Charset } from '../gateway/charset.ts'
import type { CancelReply, PayReply, TradeAsked } from './ledger.ts'
import { exchangeRate, fenOf, formatFen } from './rates.ts'
import type { RefundAsked, RefundReply } from './refund-book.ts'
import type { TrainingCall } from './requests.ts'
import type { Says } from './spoil.ts'
import type { PayOrder, Trade, TradeRefund } from './trade.ts'
import type { Fields } from './xml.ts'

/** Where real answers differ from each other, how these shall look. */
export interface Look {
  /** What the XML declares; real bodies say GBK whatever the call said (spot-pay 1). */
  readonly encoding: Charset
  readonly unknownSpelling: 'UNKNOW' | 'UNKNOWN'
  /** QUERY's error stands in `error` by the documents and in `detail_error_code` by clients (spot-pay 3.1). */
  readonly queryErrorField: 'error' | 'detail_error_code'
  readonly notFoundCode: 'TRADE_NOT_EXIST' | 'TRANS_NOT_FOUND'
  readonly edition: 'global' | 'hk'
  /** Language of `detail_error_des`. Chinese shows whether a client decodes and verifies more than ASCII. */
  readonly language: 'en' | 'zh'
}
export const lookDefault: Look = {
  encoding: 'GBK',
  unknownSpelling: 'UNKNOW',
  queryErrorField: 'error',
  notFoundCode: 'TRADE_NOT_EXIST',
  edition: 'global',
  language: 'en',
}

const sentences: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  CANCEL_NOT_ALLOWED: { en: 'The state of the trade does not allow to cancel it', zh: '交易状态不允许撤销' },
  SYSTEM_ERROR: { en: 'System error, please try again', zh: '系统繁忙，请稍后重试' },
  TRADE_CANCEL_TIME_OUT: {
    en: 'The time to cancel is over, please refund',
    zh: '已超过可撤销时间，请使用退款',
  },
  TRADE_HAS_FINISHED: { en: 'The trade is finished', zh: '交易已经完结' },
  TRADE_NOT_EXIST: { en: 'There is no such trade', zh: '交易不存在' },
  TRADE_STATUS_ERROR: { en: 'The trade is busy, please try again', zh: '交易处理中，请重试' },
  TRANS_NOT_FOUND: { en: 'There is no such trade', zh: '交易不存在' },
}
const sentence = (code: string, { language }: Look): Fields => {
  const text = sentences[code]?.[language]
  return text === undefined ? {} : { detail_error_des: text }
}

/** What is known of a trade that stands (spot-pay 3.2, 3.3). */
const tradeFields = ({ order, tradeNo, paidAt }: Trade, { edition }: Look): Fields => ({
  partner_trans_id: order.id,
  out_trade_no: order.id,
  alipay_trans_id: tradeNo,
  alipay_buyer_login_id: order.buyer.login,
  alipay_buyer_user_id: order.buyer.id,
  currency: order.settlement,
  ...(order.settlement !== order.price.currency && { trans_currency: order.price.currency }),
  trans_amount: formatAmount(order.price),
  ...(paidAt !== undefined && {
    alipay_pay_time: beijingStamp(paidAt),
    exchange_rate: exchangeRate(order.settlement),
    trans_amount_cny: formatFen(fenOf(order.price)),
    ...(edition === 'hk' && { payment_inst: 'ALIPAYCN' }),
  }),
})

export const payBlock = (order: PayOrder, reply: PayReply, look: Look): Fields => {
  switch (reply.type) {
    case 'paid':
      return { result_code: 'SUCCESS', ...tradeFields(reply.trade, look) }
    case 'waiting':
      return {
        result_code: look.unknownSpelling,
        partner_trans_id: order.id,
        alipay_trans_id: reply.trade.tradeNo,
      }
    case 'failed':
      return { result_code: 'FAILED', error: reply.code, partner_trans_id: order.id }
  }
}

export const queryBlock = (asked: TradeAsked, trade: Trade | undefined, look: Look): Fields =>
  trade === undefined
    ? queryFailure(asked, look.notFoundCode, look)
    : { result_code: 'SUCCESS', alipay_trans_status: trade.status, ...tradeFields(trade, look) }

const queryFailure = ({ id }: TradeAsked, code: string, look: Look): Fields => ({
  result_code: 'FAIL',
  [look.queryErrorField]: code,
  ...(look.queryErrorField === 'detail_error_code' && sentence(code, look)),
  ...(id !== undefined && { partner_trans_id: id }),
})

const cancelNames = (asked: TradeAsked, trade: Trade | undefined): Fields => ({
  ...(asked.id !== undefined && { out_trade_no: asked.id }),
  ...(trade !== undefined && { out_trade_no: trade.order.id, trade_no: trade.tradeNo }),
})
export const cancelBlock = (asked: TradeAsked, reply: CancelReply, look: Look): Fields =>
  reply.type === 'cancelled'
    ? {
        result_code: 'SUCCESS',
        retry_flag: 'N',
        ...cancelNames(asked, reply.trade),
        ...(reply.action !== undefined && { action: reply.action }),
      }
    : {
        result_code: 'FAIL',
        retry_flag: reply.mayRetry ? 'Y' : 'N',
        detail_error_code: reply.code,
        ...sentence(reply.code, look),
        ...cancelNames(asked, reply.trade),
      }

const refundNames = (asked: RefundAsked): Fields => ({
  partner_trans_id: asked.paymentId,
  partner_refund_id: asked.id,
})
export const refundBlock = (asked: RefundAsked, reply: RefundReply): Fields =>
  reply.type === 'failed'
    ? { result_code: 'FAILED', error: reply.code, ...refundNames(asked) }
    : {
        result_code: 'SUCCESS',
        ...refundNames(asked),
        alipay_trans_id: reply.trade.tradeNo,
        currency: asked.amount.currency,
        refund_amount: formatAmount(asked.amount),
        exchange_rate: exchangeRate(reply.trade.order.settlement),
        refund_amount_cny: formatFen(reply.refund.amountFen),
      }

/** `yyyy-MM-dd HH:mm:ss` in Beijing, as the refund query writes times (spot-pay 3.6). */
const beijingText = (stamp: string): string =>
  stamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6')

export const refundQueryBlock = (
  asked: { readonly paymentId: string; readonly refundId: string },
  trade: Trade | undefined,
  refund: TradeRefund | undefined,
): Fields => {
  const names = { out_trade_no: asked.paymentId, out_return_no: asked.refundId }
  if (trade === undefined) return { response_code: 'TRADE_NOT_EXIST', ...names }
  if (refund?.paymentId !== asked.paymentId) return { response_code: 'NOT_FOUND', ...names }
  return {
    response_code: 'SUCCESS',
    refund_result_code: refund.state,
    ...(refund.state === 'FAILED' && refund.code !== undefined && { refund_error_code: refund.code }),
    trade_no: trade.tradeNo,
    gmt_create: beijingText(beijingStamp(refund.createdAt)),
    ...names,
  }
}

/** The block of an answer that says something else than what is so. */
export const saidBlock = (call: TrainingCall, says: Says, look: Look): Fields => {
  const spelling = says.result === 'UNKNOW' ? look.unknownSpelling : says.result
  const result = { result_code: spelling, ...(says.code !== undefined && { error: says.code }) }
  switch (call.service) {
    case 'pay':
      return { ...result, partner_trans_id: call.order.id }
    case 'query':
      return queryFailure(call.asked, says.code ?? 'SYSTEM_ERROR', look)
    case 'cancel':
      return {
        result_code: spelling,
        retry_flag: says.mayRetry === false ? 'N' : 'Y',
        ...(says.code !== undefined && { detail_error_code: says.code, ...sentence(says.code, look) }),
        ...cancelNames(call.asked, undefined),
      }
    case 'refund':
      return { ...result, ...refundNames(call.asked) }
    case 'refundQuery':
      return {
        response_code: 'QUERY_FAILED',
        out_trade_no: call.paymentId,
        out_return_no: call.refundId,
      }
  }
}
