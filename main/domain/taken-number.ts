import type { PayOutcome, QueryOutcome, TradeFacts } from './outcome.ts'
import type { Payment, PaymentNews } from './payment.ts'

/**
 * A PAY leaves once, so a gateway that says "this number again, from another buyer or with other data" (spot-pay 5.5)
 * speaks of a payment that another till has made under it: a copy of this one (reliability F35).
 */
const takenCodes = new Set(['TRADE_BUYER_NOT_MATCH', 'CONTEXT_INCONSISTENT'])

/** What we call a number whose trade was paid before we asked for it. */
export const paidBefore = 'PAID_BEFORE_IT_WAS_ASKED'

/** A trade cannot be paid before its PAY was made. Both times are the gateway's; this much they may be apart, ms. */
const earlierMs = 5 * 60_000

const isPaidBefore = ({ paidAt }: TradeFacts, { createdAt }: Payment, skewMs: number | undefined): boolean =>
  skewMs !== undefined && paidAt !== undefined && paidAt + earlierMs < createdAt + skewMs

/** Why the trade that the answer speaks of cannot be ours, if so. `skewMs` is the gateway's clock less ours. */
const takenNumber = (
  payment: Payment,
  outcome: PayOutcome | QueryOutcome,
  skewMs: number | undefined,
): string | undefined => {
  switch (outcome.type) {
    case 'refused':
      return payment.state === 'sending' && takenCodes.has(outcome.code) ? outcome.code : undefined
    case 'paid':
      return isPaidBefore(outcome.facts, payment, skewMs) ? paidBefore : undefined
    case 'trade':
      return isPaidBefore(outcome.facts, payment, skewMs) ? paidBefore : undefined
    case 'not-found':
    case 'unknown':
    case 'not-sent':
      return undefined
  }
}

/** The news as it may be believed: what speaks of another till's payment is no news of ours but that. */
export const believable = (payment: Payment, news: PaymentNews, skewMs: number | undefined): PaymentNews => {
  if (news.type !== 'pay-answered' && news.type !== 'query-answered') return news
  const code = takenNumber(payment, news.outcome, skewMs)
  return code === undefined ? news : { type: 'number-taken', code }
}
