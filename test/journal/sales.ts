import type { CallRecord, Discrepancy, EntryBody, PrintJob } from '../../main/domain/entry.ts'
import {
  paymentId,
  refundId,
  type InstallationId,
  type PaymentId,
  type RefundId,
} from '../../main/domain/ids.ts'
import { money, type Currency } from '../../main/domain/money.ts'
import type { Attempt, Payment } from '../../main/domain/payment.ts'
import type { Refund, RefundRequest } from '../../main/domain/refund.ts'
import { instant, type Day } from '../../main/domain/time.ts'
import type { Stamp } from '../../main/journal/journal.ts'

export const stampAt = (second: number): Stamp => ({
  now: { at: instant(1_795_000_000_000 + second * 1000), mono: 1000 + second * 1000 },
  operator: 'Lena',
})

const installation = '123456789' as InstallationId
export const paymentNumber = (number: number): PaymentId =>
  paymentId({ mode: 'training', installation, number, chance: '31415926' })
export const refundNumber = (number: number): RefundId =>
  refundId({ mode: 'training', installation, number, chance: '27182818' })

export const buyerCode = '286501738264915047'

export const attempt = (number: number, minor = 1250, currency: Currency = 'EUR'): Attempt => ({
  id: paymentNumber(number),
  amount: money(minor, currency),
  buyerCode: { hmac: 'c'.repeat(64), lastFour: buyerCode.slice(-4) },
  operator: 'Lena',
  createdAt: instant(1_795_000_000_000 + number * 1000),
  attended: true,
})

const call: CallRecord = {
  service: 'alipay.acquire.overseas.spot.pay',
  parameters: { buyer_identity_code: '28…5047', partner_trans_id: paymentNumber(1), trans_name: '咖啡 Café' },
  signedTextHmac: 'd'.repeat(64),
}

export const tradeOfPayment = (number: number): string => `20261120220014${String(number).padStart(12, '0')}`

export const sending = (number: number, minor?: number, currency?: Currency): Payment => ({
  ...attempt(number, minor, currency),
  state: 'sending',
  limitMono: 61_000,
})
export const waiting = (number: number, minor?: number, currency?: Currency): Payment => ({
  ...attempt(number, minor, currency),
  state: 'waiting',
  why: 'waiting-for-buyer',
  queries: 2,
  tradeSeen: true,
  limitMono: 61_000,
  facts: { alipayTransId: tradeOfPayment(number) },
})
export const paid = (number: number, minor?: number, currency?: Currency): Payment => ({
  ...attempt(number, minor, currency),
  state: 'paid',
  paidAt: instant(1_795_000_003_000 + number * 1000),
  givenUp: false,
  facts: { alipayTransId: tradeOfPayment(number), buyerLogin: 'li***@example.cn', amountCny: '98.50' },
})
export const declined = (number: number, stage: 'soon' | 'over', minor?: number): Payment => ({
  ...attempt(number, minor),
  state: 'declined',
  code: 'BUYER_BALANCE_NOT_ENOUGH',
  endedAt: instant(1_795_000_002_000 + number * 1000),
  watch: { stage, closing: false },
})

export const requested = (payment: Payment): EntryBody => ({ kind: 'payment-requested', payment, call })
export const changed = (payment: Payment, news = 'pay-answered'): EntryBody => ({
  kind: 'payment-changed',
  payment,
  news,
  call: {
    service: call.service,
    outcome: payment.state,
    answerSha256: 'e'.repeat(64),
    httpStatus: 200,
    tookMs: 412,
  },
})

export const refundRequest = (number: number, of: number, minor = 1250): RefundRequest => ({
  id: refundNumber(number),
  payment: paymentNumber(of),
  amount: money(minor, 'EUR'),
  operator: 'Lena',
  origin: 'cashier',
  kind: 'immediate',
  createdAt: instant(1_795_000_100_000 + number * 1000),
})
export const refundSending = (number: number, of: number, minor?: number): Refund => ({
  ...refundRequest(number, of, minor),
  state: 'sending',
})
export const refunded = (number: number, of: number, minor?: number): Refund => ({
  ...refundRequest(number, of, minor),
  state: 'refunded',
  refundedAt: instant(1_795_000_101_000 + number * 1000),
  facts: { refundCny: '98.50' },
})
export const refundParameters = (number: number): Readonly<Record<string, string>> => ({
  partner_refund_id: refundNumber(number),
  refund_reason: 'returned goods',
})
export const refundAsked = (refund: Refund, number: number): EntryBody => ({
  kind: 'refund-requested',
  refund,
  call: { service: 'alipay.acquire.overseas.spot.refund' },
  parameters: refundParameters(number),
})
export const refundChanged = (refund: Refund): EntryBody => ({
  kind: 'refund-changed',
  refund,
  news: 'refund-answered',
})

export const discrepancy = (number: number, seen = false): Discrepancy => ({
  payment: paymentNumber(number),
  kind: 'paid-after-given-up',
  day: '2026-11-20' as Day,
  seen,
})
export const raised = (number: number): EntryBody => ({
  kind: 'discrepancy-raised',
  discrepancy: discrepancy(number),
  amount: attempt(number).amount,
})
export const seen = (number: number): EntryBody => ({
  kind: 'discrepancy-seen',
  payment: paymentNumber(number),
  discrepancy: 'paid-after-given-up',
})
export const job = (number: number, state: PrintJob['state'], more: Partial<PrintJob> = {}): PrintJob => ({
  number,
  receipt: 'payment',
  of: paymentNumber(1),
  for: 'customer',
  copy: 0,
  state,
  ...more,
})
export const printed = (of: PrintJob): EntryBody => ({ kind: 'print-changed', job: of })
