import { decimalsByCurrency, isCurrency, parseMoney } from '../domain/money.ts'
import { parseBeijingStamp } from '../domain/time.ts'

/** Says what is wrong with the value of one parameter; nothing when it is well formed. */
export type FieldRule = (value: string) => string | undefined

export const upTo =
  (lengthMax: number): FieldRule =>
  (value) =>
    value.length > lengthMax ? `longer than ${lengthMax} characters` : undefined
export const oneOf =
  (...allowed: readonly string[]): FieldRule =>
  (value) =>
    allowed.includes(value) ? undefined : `must be ${allowed.join(' or ')}`
export const shaped =
  (shape: RegExp, say: string): FieldRule =>
  (value) =>
    shape.test(value) ? undefined : say

const notPricing = new Set(['MOP', 'TWD'])
/** `currency`: the list of the contract page (spot-pay 7). MOP and TWD can only be priced in, not settled. */
export const settlementCurrency: FieldRule = (value) =>
  isCurrency(value) && !notPricing.has(value) ? undefined : 'not a settlement currency, upper case ISO 4217'
export const pricingCurrency = oneOf('MOP', 'TWD', 'CNY')

/** Amount in major units; JPY and KRW are whole numbers, without a point (spot-pay 7). */
export const amountIn =
  (currency: string | undefined): FieldRule =>
  (value) => {
    if (currency === undefined || !isCurrency(currency)) return undefined // The currency itself is the fault then.
    const amount = parseMoney(value, currency)
    if (!amount.ok) {
      return amount.error === 'too-large'
        ? 'more than 100000000.00'
        : `not an amount of ${currency}, which takes ${decimalsByCurrency[currency]} decimals`
    }
    if (decimalsByCurrency[currency] === 0 && value.includes('.')) return `${currency} takes no decimal point`
    return amount.value.minor === 0 ? 'must be more than zero' : undefined
  }

export const identityCode = shaped(
  /^(?:2[5-9]|30)\d{14,22}$/,
  'a payment code has 16 to 24 digits and begins with 25 to 30',
)
export const createTime: FieldRule = (value) =>
  parseBeijingStamp(value).ok ? undefined : 'must be a real time, yyyyMMddHHmmss'

/** CANCEL's `timestamp`: documents say milliseconds, Alipay's SDK writes a date; both are taken (spot-pay 3.4). */
export const cancelTimestamp: FieldRule = (value) =>
  /^\d{13}$/.test(value) ||
  parseBeijingStamp(value.replaceAll(/^(....)-(..)-(..) (..):(..):(..)$/g, '$1$2$3$4$5$6')).ok
    ? undefined
    : 'must be milliseconds since 1970 (13 digits) or yyyy-MM-dd HH:mm:ss'

export const notifyUrl: FieldRule = (value) => {
  if (value.length > 200) return 'longer than 200 characters'
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? undefined
    : 'not an http or https address'
}

const storeKey = /^[A-Za-z0-9_-]{1,32}$/
const extendRules: Readonly<Record<string, FieldRule>> = {
  secondary_merchant_id: shaped(storeKey, 'up to 32 letters, digits, - and _'),
  secondary_merchant_industry: shaped(/^\d{4}$/, 'four digits, the merchant category code'),
  store_id: shaped(storeKey, 'up to 32 letters, digits, - and _'),
  sys_service_provider_id: shaped(/^2088\d{12}$/, '16 digits beginning with 2088'),
}
const extendNeeded = [
  'secondary_merchant_id',
  'secondary_merchant_name',
  'secondary_merchant_industry',
  'store_id',
  'store_name',
]

const stringsOfJson = (text: string): Readonly<Record<string, string>> | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.values(value).every((entry) => typeof entry === 'string')
    ? (value as Record<string, string>)
    : undefined
}

export const jsonOfStrings: FieldRule = (value) =>
  stringsOfJson(value) === undefined ? 'must be a JSON object whose values are strings' : undefined

/** `extend_info` (spot-pay 3.2). `isWholeSetNeeded`: also refuse when a field of the documented set is missing. */
export const extendInfo =
  (isWholeSetNeeded: boolean): FieldRule =>
  (value) => {
    const entries = stringsOfJson(value)
    if (entries === undefined) return 'must be a JSON object whose values are strings'
    for (const [key, rule] of Object.entries(extendRules)) {
      const entry = entries[key]
      const fault = entry === undefined ? undefined : rule(entry)
      if (fault !== undefined) return `${key}: ${fault}`
    }
    const missing = isWholeSetNeeded ? extendNeeded.find((key) => entries[key] === undefined) : undefined
    return missing === undefined ? undefined : `${missing} is missing`
  }
