import type { PaymentId, RefundId } from '../domain/ids.ts'
import { formatAmount, type Currency } from '../domain/money.ts'
import type { BuyerCode } from '../domain/scan.ts'
import { beijingStamp, type Instant } from '../domain/time.ts'
import type { PayOrder, Prepared, RefundOrder } from '../ports.ts'
import type { GatewaySettings } from '../settings.ts'
import { ambiguousParameter } from './ambiguity.ts'

/** The five services of the product, by their names on the wire (spot-pay 3). */
export const services = {
  pay: 'alipay.acquire.overseas.spot.pay',
  query: 'alipay.acquire.overseas.query',
  cancel: 'alipay.acquire.cancel',
  refund: 'alipay.acquire.overseas.spot.refund',
  refundQuery: 'alipay.acquire.refund.query',
} as const

type Optional = Readonly<Record<string, string | undefined>>

/** Leaves out what has no value: the wire wants it neither sent nor signed (spot-pay 1). */
const present = (parameters: Optional): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parameters).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  )

/** Compact JSON of string values in the order given; nothing when no value is given. */
const compactJson = (values: Optional): string | undefined => {
  const kept = present(values)
  return Object.keys(kept).length === 0 ? undefined : JSON.stringify(kept)
}

const prepare = (settings: GatewaySettings, service: string, own: Optional): Prepared => {
  const parameters = present({
    service,
    partner: settings.partner,
    // Left out, some editions assume GBK (spot-pay 1).
    _input_charset: 'UTF-8',
    ...own,
  })
  const ambiguous = ambiguousParameter(parameters)
  // The profile check names this setting long before a sale; here it must not get as far as the journal.
  if (ambiguous !== undefined) throw new RangeError(`${ambiguous} cannot be signed`)
  return { service, parameters }
}

/** What `currency` on the wire says: the settlement currency, which is the price's own unless arranged (spot-pay 3.2). */
export const wireCurrency = (settings: GatewaySettings, price: Currency): Currency =>
  settings.settlementCurrency ?? price

const extendInfo = ({ extendInfo: info }: GatewaySettings): string | undefined =>
  compactJson({
    secondary_merchant_id: info.secondaryMerchantId,
    secondary_merchant_name: info.secondaryMerchantName,
    secondary_merchant_industry: info.secondaryMerchantIndustry,
    store_id: info.storeId,
    store_name: info.storeName,
    terminal_id: info.terminalId,
    sys_service_provider_id: info.serviceProviderId,
  })

const tradeInformation = ({ tradeInformation: info }: GatewaySettings): string | undefined =>
  compactJson({
    goods_info: info?.goodsInfo,
    business_type: info?.businessType,
    total_quantity: info?.totalQuantity,
  })

/** Parameters of a PAY (spot-pay 3.2). The same order and code are the same parameters at every repeat. */
export const payParameters = (settings: GatewaySettings, order: PayOrder, code: BuyerCode): Prepared => {
  const price = order.amount.currency
  const currency = wireCurrency(settings, price)
  return prepare(settings, services.pay, {
    alipay_seller_id: settings.sellerId ?? settings.partner,
    trans_name: settings.transName,
    partner_trans_id: order.id,
    currency,
    trans_currency: currency === price ? undefined : price,
    trans_amount: formatAmount(order.amount),
    buyer_identity_code: code,
    identity_code_type: settings.identityCodeType,
    trans_create_time: settings.sendCreateTime ? beijingStamp(order.createdAt) : undefined,
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    extend_info: extendInfo(settings),
    memo: settings.memo,
    trade_information: tradeInformation(settings),
    notify_url: settings.notifyUrl,
  })
}

/** Parameters of a QUERY (spot-pay 3.3). */
export const queryParameters = (settings: GatewaySettings, payment: PaymentId): Prepared =>
  prepare(settings, services.query, { partner_trans_id: payment })

/** `yyyy-MM-dd HH:mm:ss` in Beijing time, the other way in which CANCEL's timestamp is written (spot-pay 3.4). */
const beijingText = (at: Instant): string =>
  beijingStamp(at).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6')

/** Parameters of a CANCEL (spot-pay 3.4), where our id has another name. */
export const cancelParameters = (settings: GatewaySettings, payment: PaymentId, at: Instant): Prepared => {
  const timestamps = { milliseconds: String(at), 'beijing-text': beijingText(at), none: undefined }
  return prepare(settings, services.cancel, {
    out_trade_no: payment,
    timestamp: timestamps[settings.cancelTimestamp],
    terminal_timestamp: settings.sendTerminalTimestamp ? String(at) : undefined,
  })
}

/** Parameters of a REFUND (spot-pay 3.5). */
export const refundParameters = (settings: GatewaySettings, order: RefundOrder): Prepared => {
  const reason =
    settings.refundReason === 'none' ? {} : { [settings.refundReason]: settings.refundReasonText }
  return prepare(settings, services.refund, {
    partner_trans_id: order.payment,
    partner_refund_id: order.id,
    refund_amount: formatAmount(order.amount),
    currency: wireCurrency(settings, order.amount.currency),
    is_sync: order.kind === 'immediate' ? 'Y' : 'N',
    // A refund that is done in the answer sends no notification (spot-pay 5.6).
    notify_url: order.kind === 'queued' ? settings.notifyUrl : undefined,
    ...reason,
  })
}

/** Parameters of a refund query (spot-pay 3.6). */
export const refundQueryParameters = (
  settings: GatewaySettings,
  payment: PaymentId,
  refund: RefundId,
): Prepared => prepare(settings, services.refundQuery, { out_trade_no: payment, out_return_no: refund })
