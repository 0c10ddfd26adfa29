import { isCashId, isPaymentId, isRefundId, type CashId, type PaymentId, type RefundId } from './ids.ts'
import type { Brand } from './result.ts'

/** The digits of a wallet's payment code. A secret that can spend: in memory only, never stored or logged in clear. */
export type BuyerCode = Brand<string, 'BuyerCode'>

/** What a scanned text is, judged by its shape alone. */
export type Scan =
  | { readonly kind: 'payment-code'; readonly code: BuyerCode; readonly wallet: 'alipay' | 'unlisted' }
  /** A payment code of a wallet that this till cannot charge; named, so that the cashier can say it. */
  | { readonly kind: 'other-wallet'; readonly wallet: 'WeChat Pay' | 'UnionPay' }
  /** Our own number, from one of our receipts. */
  | { readonly kind: 'receipt'; readonly id: PaymentId }
  | { readonly kind: 'refund-receipt'; readonly id: RefundId }
  | { readonly kind: 'cash-receipt'; readonly id: CashId }
  /** Alipay's number of a trade, from the customer's bill. */
  | { readonly kind: 'order-number'; readonly number: string }
  | { readonly kind: 'badge'; readonly badge: string }
  | { readonly kind: 'unknown'; readonly text: string }

export type ScanKind = Scan['kind']

const documented = /^(?:2[5-9]|30)\d{14,22}$/ // spot-pay 6
const longAlipay = /^(?:2[5-9]|30)\d{23,30}$/ // reserved lengths of the code standard, 25 to 32
const wechat = /^1[0-5]\d{16}$/
const unionPay = /^62\d{17}$/
const tradeNumber = /^20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{8,24}$/
const badgeShape = /^ST-B-([A-Z0-9]{6,32})$/
const plausibleCode = /^\d{16,32}$/
const brokenId = /^[4-9]\d{27}$/ // a number of ours whose check digits do not fit

/** Longest text that is looked at; a longer one is unknown whatever it says. */
export const scanLengthMax = 64

/**
 * Says what was scanned. A code of digits that no list knows is still a payment code (`unlisted`): wallets open new
 * ranges faster than tills are updated, and only the gateway may refuse one (spot-pay 6).
 */
export const classifyScan = (scanned: string): Scan => {
  const text = scanned.trim()
  if (text.length > scanLengthMax) return { kind: 'unknown', text: text.slice(0, scanLengthMax) }
  if (documented.test(text) || longAlipay.test(text)) {
    return { kind: 'payment-code', code: text as BuyerCode, wallet: 'alipay' }
  }
  if (wechat.test(text)) return { kind: 'other-wallet', wallet: 'WeChat Pay' }
  if (unionPay.test(text)) return { kind: 'other-wallet', wallet: 'UnionPay' }
  if (isPaymentId(text)) return { kind: 'receipt', id: text }
  if (isRefundId(text)) return { kind: 'refund-receipt', id: text }
  if (isCashId(text)) return { kind: 'cash-receipt', id: text }
  if (tradeNumber.test(text)) return { kind: 'order-number', number: text }
  const badge = badgeShape.exec(text)?.[1]
  if (badge !== undefined) return { kind: 'badge', badge }
  if (plausibleCode.test(text) && !brokenId.test(text))
    return { kind: 'payment-code', code: text as BuyerCode, wallet: 'unlisted' }
  return { kind: 'unknown', text }
}

/** First two and last four digits, the most of a code that may be shown (spot-pay 11.7). */
export const maskBuyerCode = (code: string): string => `${code.slice(0, 2)}…${code.slice(-4)}`
