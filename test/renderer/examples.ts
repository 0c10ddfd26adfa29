import type { CurrentPayment, PaymentView, TillView } from '../../main/contract.ts'
import type { Entry, EntryBody } from '../../main/domain/entry.ts'
import { paymentId, refundId, type InstallationId, type PaymentId } from '../../main/domain/ids.ts'
import { money, subtractMoney, type Currency } from '../../main/domain/money.ts'
import type { Silence, Unsent } from '../../main/domain/outcome.ts'
import { isMoneyTaken, type Attempt, type Payment, type Watch } from '../../main/domain/payment.ts'
import { mayGoBack, type Refund, type RefundRequest } from '../../main/domain/refund.ts'
import { instant } from '../../main/domain/time.ts'

/** Payments, refunds and views of every kind, for the screen to show. */

const installation = '123456789' as InstallationId
export const morning = instant(Date.UTC(2026, 10, 20, 9, 12, 4))
export const idOf = (number: number, mode: 'live' | 'training' = 'live'): PaymentId =>
  paymentId({ mode, installation, number, chance: '31415926' })
export const alipayCode = '281234567890123456'
export const tradeNumber = '2026112022001004821'

export const attempt = (number = 1, minor = 3850, currency: Currency = 'USD'): Attempt => ({
  id: idOf(number),
  amount: money(minor, currency),
  buyerCode: { hmac: 'ab'.repeat(32), lastFour: '3456' },
  operator: 'lin',
  createdAt: instant(morning + number * 60_000),
  attended: true,
})

const over: Watch = { stage: 'over', closing: false }
export const facts = { alipayTransId: tradeNumber, amountCny: '276.43' }
type Make<S extends Payment['state']> = (attempt: Attempt) => Extract<Payment, { state: S }>

export const sending: Make<'sending'> = (of) => ({ ...of, state: 'sending', limitMono: 60_000 })
export const waiting = (of: Attempt, why: Silence | 'interrupted'): Payment => ({
  ...of,
  state: 'waiting',
  why,
  queries: 2,
  tradeSeen: why === 'waiting-for-buyer',
  limitMono: 60_000,
  facts: why === 'waiting-for-buyer' ? { alipayTransId: tradeNumber } : {},
})
export const cancelling = (of: Attempt, because: 'limit' | 'cashier', cancels = 1): Payment => ({
  ...of,
  state: 'cancelling',
  because,
  cancels,
  tradeSeen: true,
  facts: {},
})
export const paid = (of: Attempt, givenUp = false): Payment => ({
  ...of,
  state: 'paid',
  paidAt: instant(of.createdAt + 4000),
  givenUp,
  facts: { ...facts, alipayTransId: `${tradeNumber}${of.id.slice(16, 18)}${4821 + of.amount.minor}` },
})
export const declined = (of: Attempt, code = 'BUYER_BALANCE_NOT_ENOUGH', watch: Watch = over): Payment => ({
  ...of,
  state: 'declined',
  code,
  endedAt: instant(of.createdAt + 3000),
  watch,
})
export const cancelled = (
  of: Attempt,
  because: 'limit' | 'cashier' | 'closed-by-gateway',
  rest: { readonly action?: 'close' | 'refund'; readonly watch?: Watch } = {},
): Payment => ({
  ...of,
  state: 'cancelled',
  because,
  endedAt: instant(of.createdAt + 62_000),
  facts: {},
  ...(rest.action === undefined ? {} : { action: rest.action }),
  watch: rest.watch ?? over,
})
export const notSent = (of: Attempt, why: Unsent): Payment => ({
  ...of,
  state: 'not-sent',
  why,
  endedAt: instant(of.createdAt + 10),
})

const silences: readonly (Silence | 'interrupted')[] = [
  'timed-out',
  'connection-lost',
  'http-status',
  'too-large',
  'wrong-charset',
  'not-xml',
  'not-an-answer',
  'unsigned',
  'wrong-signature',
  'wrong-sign-type',
  'wrong-echo',
  'other-amount',
  'unknown-result',
  'system-error',
  'waiting-for-buyer',
  'interrupted',
]
const unsents: readonly Unsent[] = [
  'no-such-host',
  'refused',
  'unreachable',
  'connect-timed-out',
  'tls',
  'not-configured',
]
const foundPaid: Watch = { stage: 'over', closing: false, foundPaid: facts }

/** One payment of every kind that there is. */
export const everyPayment = (): readonly Payment[] => [
  sending(attempt()),
  ...silences.map((why) => waiting(attempt(), why)),
  cancelling(attempt(), 'limit'),
  cancelling(attempt(), 'cashier', 0),
  { ...cancelling(attempt(), 'cashier'), lastRefusal: 'TRADE_HAS_FINISHED' } as Payment,
  paid(attempt()),
  paid(attempt(), true),
  declined(attempt()),
  declined(attempt(), ''),
  declined(attempt(), 'A_CODE_OF_TOMORROW', foundPaid),
  cancelled(attempt(), 'limit'),
  cancelled(attempt(), 'cashier', { action: 'close' }),
  cancelled(attempt(), 'cashier', { action: 'refund' }),
  cancelled(attempt(), 'closed-by-gateway'),
  cancelled(attempt(), 'limit', { watch: foundPaid }),
  ...unsents.map((why) => notSent(attempt(), why)),
]

export const refundRequest = (number = 1, minor = 1000): RefundRequest => ({
  id: refundId({ mode: 'live', installation, number: number + 900, chance: '27182818' }),
  payment: idOf(number),
  amount: money(minor, 'USD'),
  operator: 'lin',
  origin: 'cashier',
  kind: 'immediate',
  createdAt: instant(morning + number * 60_000 + 600_000),
})
export const refunded = (number = 1, minor = 1000): Refund => ({
  ...refundRequest(number, minor),
  state: 'refunded',
  refundedAt: instant(morning + number * 60_000 + 601_000),
  facts: {},
})
/** The customer paid for a sale that was given up, and the refund of it all, which started by itself, was refused. */
export const foundPaidAndRefused = (number = 1): PaymentView => {
  const payment = declined(attempt(number), 'A_CODE_OF_TOMORROW', foundPaid)
  const request = { ...refundRequest(number, payment.amount.minor), origin: 'automatic' } as const
  return viewOf(payment, [
    { ...request, state: 'refused', code: 'REASON_TRADE_BEEN_FREEZEN', endedAt: morning },
  ])
}
/** One refund of every kind that there is. */
export const everyRefund = (): readonly Refund[] => [
  { ...refundRequest(), state: 'held' },
  { ...refundRequest(), state: 'sending' },
  { ...refundRequest(), state: 'unknown', why: 'timed-out', tries: 2 },
  { ...refundRequest(), state: 'short-of-funds', code: 'REASON_TRADE_REFUND_FEE_ERR', tries: 1 },
  { ...refundRequest(), state: 'accepted', queries: 1, facts: {} },
  refunded(),
  { ...refundRequest(), state: 'refused', code: 'REFUND_AMT_RESTRICTION', endedAt: morning },
  { ...refundRequest(), state: 'refused', code: '', endedAt: morning },
  { ...refundRequest(), state: 'refused', code: 'ILLEGAL_ARGUMENT', endedAt: morning, madeLater: true },
]

export const viewOf = (payment: Payment, refunds: readonly Refund[] = []): PaymentView => ({
  payment,
  refunds,
  refundable: isMoneyTaken(payment)
    ? refunds.filter(mayGoBack).reduce((rest, refund) => subtractMoney(rest, refund.amount), payment.amount)
    : money(0, payment.amount.currency),
})
export const currentOf = (
  payment: Payment,
  elapsedMs = 4200,
  refunds: readonly Refund[] = [],
): CurrentPayment => ({
  ...viewOf(payment, refunds),
  elapsedMs,
  ...(payment.state === 'sending' || payment.state === 'waiting' ? { limitInMs: 60_000 - elapsedMs } : {}),
})

export const lastSales = (): readonly PaymentView[] => [
  viewOf(paid(attempt(58, 3850))),
  viewOf(paid(attempt(55, 1200)), [refunded(55, 450)]),
  viewOf(declined(attempt(51, 750))),
  viewOf(paid(attempt(50, 750)), [refunded(50, 750)]),
  viewOf(cancelled(attempt(42, 12_990), 'cashier')),
  viewOf(paid(attempt(40, 129_900))),
  viewOf(notSent(attempt(33, 2400), 'unreachable')),
  viewOf(paid(attempt(31, 2400))),
]

export const quietView = (change: Partial<TillView> = {}): TillView => ({
  mode: 'live',
  till: 'till-3',
  shop: 'Café Morgenstern',
  timeZone: 'Europe/Vienna',
  currency: 'USD',
  language: 'en',
  scannedCodeLifeMs: 45_000,
  terminator: 'enter',
  gateway: { state: 'online', tookMs: 182.4 },
  signType: 'RSA2',
  last: [],
  open: [],
  openRefunds: [],
  discrepancies: [],
  failedPrints: [],
  scanners: [],
  ...change,
})

const entry = (seq: number, at: number, body: EntryBody): Entry => ({
  seq,
  at: morning + at,
  mono: at,
  till: 'till-3',
  operator: 'lin',
  body,
  prev: '0f'.repeat(32),
  hash: '3c'.repeat(32),
})
const service = 'alipay.acquire.overseas.spot.pay'
/** A payment that was waited for, asked about and paid, and of which a part was given back. */
export const story = (): readonly Entry[] => [
  entry(412, 0, {
    kind: 'payment-requested',
    payment: sending(attempt(58)),
    call: { service, signedTextHmac: '5d'.repeat(32) },
  }),
  entry(413, 1240, {
    kind: 'payment-changed',
    payment: waiting(attempt(58), 'waiting-for-buyer'),
    news: 'pay-answered',
    call: {
      service,
      outcome: 'unknown waiting-for-buyer',
      tookMs: 1231,
      httpStatus: 200,
      answerSha256: '7a'.repeat(32),
    },
  }),
  entry(414, 6250, {
    kind: 'payment-changed',
    payment: paid(attempt(58)),
    news: 'query-answered',
    call: {
      service: 'alipay.acquire.overseas.query',
      outcome: 'trade TRADE_SUCCESS',
      tookMs: 184,
      httpStatus: 200,
    },
  }),
  entry(415, 6900, {
    kind: 'print-changed',
    job: {
      number: 7,
      receipt: 'payment',
      of: idOf(58),
      for: 'customer',
      copy: 0,
      state: 'failed',
      fault: 'paper-out',
    },
  }),
  entry(431, 600_000, {
    kind: 'refund-requested',
    refund: { ...refundRequest(58, 450), state: 'sending' },
    call: { service: 'alipay.acquire.spot.refund' },
    parameters: {},
  }),
  entry(432, 600_700, {
    kind: 'refund-changed',
    refund: refunded(58, 450),
    news: 'refund-answered',
    call: { service: 'alipay.acquire.spot.refund', outcome: 'refunded', tookMs: 644, httpStatus: 200 },
  }),
]
