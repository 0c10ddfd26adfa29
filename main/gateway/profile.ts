import type { Currency } from '../domain/money.ts'
import type { GatewaySettings, SettingsFault } from '../settings.ts'
import { hidesParameter } from './ambiguity.ts'

const fault = (field: string, message: string): SettingsFault => ({ field: `gateway.${field}`, message })
const missing = (field: string, why: string): SettingsFault => fault(field, `is missing: ${why}`)

/** Prices that may be settled in another currency, and that are never settled in (spot-pay 3.2, 7). */
const pricedApart: readonly Currency[] = ['MOP', 'TWD', 'CNY']
const neverSettled: readonly Currency[] = ['MOP', 'TWD']

const currencyFaults = (gateway: GatewaySettings, price: Currency): SettingsFault[] => {
  const settlement = gateway.settlementCurrency ?? price
  const faults: SettingsFault[] = []
  if (gateway.edition === 'hk' && (price !== 'HKD' || settlement !== 'HKD')) {
    faults.push(fault('edition', `the hk edition takes HKD only, not ${price}`))
  } else if (neverSettled.includes(settlement)) {
    faults.push(
      missing('settlementCurrency', `${settlement} can be a price and is settled in another currency`),
    )
  } else if (settlement !== price && !pricedApart.includes(price)) {
    faults.push(
      fault('settlementCurrency', `only prices in MOP, TWD and CNY are settled apart, ${price} is not`),
    )
  }
  return faults
}

const secondaryFields = ['secondaryMerchantId', 'secondaryMerchantName', 'secondaryMerchantIndustry'] as const
const storeFields = ['storeId', 'storeName'] as const

const partyFaults = (gateway: GatewaySettings): SettingsFault[] => {
  const { extendInfo: info, integration } = gateway
  const faults: SettingsFault[] = []
  const viaAcquirer = integration === 'acquirer' || integration === 'integrator-acquirer'
  const absent = secondaryFields.filter((field) => info[field] === undefined)
  if (viaAcquirer || absent.length < secondaryFields.length) {
    const why = viaAcquirer
      ? 'the acquirer names the shop by it'
      : 'the secondary merchant is sent whole or not'
    faults.push(...absent.map((field) => missing(`extendInfo.${field}`, why)))
  }
  const stores = storeFields.filter((field) => info[field] === undefined)
  faults.push(
    ...stores.map((field) => missing(`extendInfo.${field}`, 'payments without a store may be blocked')),
  )
  if (integration === 'integrator' && info.serviceProviderId === undefined) {
    faults.push(missing('extendInfo.serviceProviderId', "the integrator's partner id"))
  }
  if (gateway.sellerId !== undefined && gateway.sellerId !== gateway.partner) {
    faults.push(fault('sellerId', 'must be the partner id'))
  }
  return faults
}

const wireTexts = (gateway: GatewaySettings): readonly (readonly [string, string | undefined])[] => [
  ['transName', gateway.transName],
  ['memo', gateway.memo],
  ['notifyUrl', gateway.notifyUrl],
  ['refundReasonText', gateway.refundReason === 'none' ? undefined : gateway.refundReasonText],
  ['tradeInformation.goodsInfo', gateway.tradeInformation?.goodsInfo],
  ['extendInfo.secondaryMerchantName', gateway.extendInfo.secondaryMerchantName],
  ['extendInfo.storeName', gateway.extendInfo.storeName],
]

const textFault = (text: string, isJson: boolean, isHongKong: boolean): string | undefined => {
  if (text === '') return 'is empty; leave it out instead'
  if (text === 'null') return 'the word null is no value on the wire'
  if (text !== text.trim()) return 'begins or ends with a blank, which a signature may not survive'
  // oxlint-disable-next-line eslint/no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text) || !text.isWellFormed()) return 'has characters that do not print'
  if (hidesParameter(text)) return 'must not contain a piece like &name=, which reads as another parameter'
  return isHongKong && !isJson && text.includes('"')
    ? 'must not contain the double quote " (hk edition)'
    : undefined
}

/**
 * What the account, the edition and the way of integration ask for beyond each field's own form (spot-pay 2, 3.2, 8).
 * Every fault names its setting. No faults: every call of this profile can be built and signed.
 */
export const checkProfile = (gateway: GatewaySettings, price: Currency): readonly SettingsFault[] => {
  const isHongKong = gateway.edition === 'hk'
  const faults = [...currencyFaults(gateway, price), ...partyFaults(gateway)]
  for (const [field, text] of wireTexts(gateway)) {
    if (text === undefined) continue
    const message = textFault(text, field.includes('.'), isHongKong)
    if (message !== undefined) faults.push(fault(field, message))
  }
  if (isHongKong && gateway.refundReason === 'refund_reason') {
    faults.push(fault('refundReason', 'the hk edition spells it refund_reson'))
  }
  return faults
}
