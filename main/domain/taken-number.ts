import type { Payment, PaymentNews } from './payment.ts'

/**
 * A PAY leaves once, so a gateway that says "this number again, from another buyer or with other data" (spot-pay 5.5)
 * speaks of a payment that another till has made under it: a copy of this one (reliability F35).
 */
export const takenCodes: ReadonlySet<string> = new Set(['TRADE_BUYER_NOT_MATCH', 'CONTEXT_INCONSISTENT'])

/**
 * The news as it may be believed: what speaks of another till's payment is no news of ours but that. Times prove
 * nothing here: by a clock or a zone that is wrong, a customer who has paid would be taken for somebody else's.
 */
export const believable = (payment: Payment, news: PaymentNews): PaymentNews =>
  news.type === 'pay-answered' &&
  news.outcome.type === 'refused' &&
  payment.state === 'sending' &&
  takenCodes.has(news.outcome.code)
    ? { type: 'number-taken', code: news.outcome.code }
    : news
