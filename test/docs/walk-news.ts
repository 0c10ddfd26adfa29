import { advices } from '../../main/domain/codes.ts'
import { money } from '../../main/domain/money.ts'
import type {
  CancelOutcome,
  PayOutcome,
  QueryOutcome,
  RefundOutcome,
  RefundQueryOutcome,
  Silence,
  TradeStatus,
  Unsent,
} from '../../main/domain/outcome.ts'
import type { PaymentNews } from '../../main/domain/payment.ts'
import type { RefundNews } from '../../main/domain/refund.ts'
import { judgePay } from '../../main/gateway/judge.ts'

/**
 * Everything that a payment or a refund can ever hear. Each table lists a union of the product completely: a name
 * that is added there does not compile here until the walk knows it.
 */

const namesOf = <Name extends string>(table: Readonly<Record<Name, true>>): readonly Name[] =>
  Object.keys(table) as Name[]

export const silences = namesOf<Silence>({
  'timed-out': true,
  'connection-lost': true,
  'http-status': true,
  'too-large': true,
  'wrong-charset': true,
  'not-xml': true,
  'not-an-answer': true,
  unsigned: true,
  'wrong-signature': true,
  'wrong-sign-type': true,
  'wrong-echo': true,
  'other-amount': true,
  'unknown-result': true,
  'system-error': true,
  'waiting-for-buyer': true,
})
export const unsents = namesOf<Unsent>({
  'no-such-host': true,
  refused: true,
  unreachable: true,
  'connect-timed-out': true,
  tls: true,
  'not-configured': true,
})
const tradeStatuses = namesOf<TradeStatus>({
  WAIT_BUYER_PAY: true,
  TRADE_SUCCESS: true,
  TRADE_CLOSED: true,
  TRADE_FINISHED: true,
})
const refundStatuses = namesOf<Extract<RefundQueryOutcome, { type: 'refund' }>['status']>({
  SUCCESS: true,
  FAILED: true,
  CANCELED: true,
  PROCESSING: true,
})

export const price = money(3850, 'USD')
const trade = { alipayTransId: '2026112022001004821' }
const unknown = silences.flatMap((why) => [
  { type: 'unknown' as const, why },
  { type: 'unknown' as const, why, facts: trade },
])
const notSent = unsents.map((why) => ({ type: 'not-sent' as const, why }))

/** Every documented code, none at all, and one that nobody has heard of yet. */
export const codes: readonly string[] = [...advices.map(({ code }) => code), '', 'A_CODE_OF_TOMORROW']

/** What the judge makes of a PAY's signed refusal by each of them: some leave the payment open. */
const judged = codes.map((error) =>
  judgePay(
    { kind: 'answered', fields: { result_code: 'FAILED', error } },
    { partner_trans_id: '1', trans_amount: '38.50', trans_currency: 'USD', currency: 'USD' },
  ),
)
/** The codes with which a payment can end as declined. */
export const decliningCodes: readonly string[] = judged.flatMap((outcome) =>
  outcome.type === 'refused' ? [outcome.code] : [],
)
/** Stands for any code: the steps look at very few, and the words are read for each of them apart. */
export const anyCode = 'ANY_CODE'

export const payOutcomes: readonly PayOutcome[] = [
  { type: 'paid', facts: trade, amount: price },
  { type: 'paid', facts: {}, amount: price },
  ...judged.filter(({ type }) => type !== 'refused'),
  { type: 'refused', code: anyCode },
  ...unknown,
  ...notSent,
]
export const queryOutcomes: readonly QueryOutcome[] = [
  ...tradeStatuses.map((status) => ({ type: 'trade' as const, status, facts: trade })),
  { type: 'not-found', code: 'TRADE_NOT_EXIST' },
  { type: 'refused', code: 'ILLEGAL_SIGN' },
  ...unknown,
  ...notSent,
]
export const cancelOutcomes: readonly CancelOutcome[] = [
  { type: 'cancelled', facts: {} },
  { type: 'cancelled', facts: trade },
  { type: 'cancelled', action: 'close', facts: trade },
  { type: 'cancelled', action: 'refund', facts: trade },
  { type: 'refused', code: 'TRADE_HAS_FINISHED' },
  { type: 'refused', code: 'TRADE_CANCEL_TIME_OUT', mayRetry: false },
  { type: 'refused', code: anyCode },
  { type: 'refused', code: 'SYSTEM_ERROR', mayRetry: true },
  ...unknown,
  ...notSent,
]
const refundOutcomes: readonly RefundOutcome[] = [
  { type: 'refunded', facts: {} },
  { type: 'refused', code: anyCode },
  { type: 'refused', code: 'SELLER_BALANCE_NOT_ENOUGH' },
  ...unknown,
  ...notSent,
]
const refundQueryOutcomes: readonly RefundQueryOutcome[] = [
  ...refundStatuses.map((status) => ({ type: 'refund' as const, status, code: anyCode, facts: {} })),
  { type: 'not-found', code: 'NOT_FOUND' },
  { type: 'refused', code: 'ACCESS_FORBIDDEN' },
  ...unknown,
  ...notSent,
]

type NewsTable<News extends { readonly type: string }> = {
  readonly [Type in News['type']]: readonly Extract<News, { type: Type }>[]
}
const allOf = <News extends { readonly type: string }>(table: NewsTable<News>): readonly News[] =>
  (Object.values(table) as readonly (readonly News[])[]).flat()

export const paymentNews: readonly PaymentNews[] = allOf<PaymentNews>({
  'pay-answered': payOutcomes.map((outcome) => ({ type: 'pay-answered', outcome })),
  'query-answered': queryOutcomes.map((outcome) => ({ type: 'query-answered', outcome })),
  'cancel-answered': cancelOutcomes.map((outcome) => ({ type: 'cancel-answered', outcome })),
  'number-taken': [{ type: 'number-taken', code: 'TRADE_BUYER_NOT_MATCH' }],
  'abort-asked': [{ type: 'abort-asked' }],
  released: [{ type: 'released' }],
  resumed: [{ type: 'resumed' }],
  'query-asked': [{ type: 'query-asked' }],
})
export const refundNews: readonly RefundNews[] = allOf<RefundNews>({
  'refund-answered': refundOutcomes.map((outcome) => ({ type: 'refund-answered', outcome })),
  'refund-query-answered': refundQueryOutcomes.map((outcome) => ({ type: 'refund-query-answered', outcome })),
  'trade-answered': queryOutcomes.map((outcome) => ({ type: 'trade-answered', outcome })),
  resumed: [{ type: 'resumed' }],
  due: [{ type: 'due' }],
})
