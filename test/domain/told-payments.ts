import { paymentId, type InstallationId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { CancelOutcome, PayOutcome, QueryOutcome } from '../../main/domain/outcome.ts'
import {
  chaseTimingDefault as timing,
  type Payment,
  type PaymentEffect,
  type PaymentNews,
  type StepContext,
} from '../../main/domain/payment.ts'
import { openPayment, stepPayment } from '../../main/domain/payment-step.ts'
import { instant } from '../../main/domain/time.ts'

/** A payment from noon on, and what it can be told. */

export const noon = Date.parse('2026-11-20T04:00:00Z') // noon in Beijing
export const after = (ms: number): StepContext => ({
  now: { at: instant(noon + ms), mono: 1000 + ms },
  timing,
})
export const attempt = {
  id: paymentId({ mode: 'live', installation: '123456789' as InstallationId, number: 1, chance: '00000000' }),
  amount: money(1250, 'USD'),
  buyerCode: { hmac: 'ab', lastFour: '0277' },
  operator: 'anna',
  createdAt: instant(noon),
  attended: true,
}
export const sending = openPayment(attempt, after(0)).payment

export const pay = (outcome: PayOutcome): PaymentNews => ({ type: 'pay-answered', outcome })
export const query = (outcome: QueryOutcome): PaymentNews => ({ type: 'query-answered', outcome })
export const cancel = (outcome: CancelOutcome): PaymentNews => ({ type: 'cancel-answered', outcome })
export const trade = (
  status: 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED' | 'TRADE_FINISHED',
): QueryOutcome => ({
  type: 'trade',
  status,
  facts: { alipayTransId: '2026112022001400000000000001' },
})
export const paid = pay({
  type: 'paid',
  facts: { alipayTransId: '2026112022001400000000000001' },
  amount: attempt.amount,
})
export const askPassword = pay({ type: 'unknown', why: 'waiting-for-buyer' })
export const silence = pay({ type: 'unknown', why: 'timed-out' })
export const notFound = query({ type: 'not-found', code: 'TRADE_NOT_EXIST' })
export const cancelled = cancel({ type: 'cancelled', facts: {} })

/** What becomes of a payment that hears this, at these milliseconds. */
export const tell = (
  from: Payment,
  ...heard: readonly (readonly [number, PaymentNews])[]
): { payment: Payment; effects: readonly PaymentEffect[] } => {
  let payment = from
  let effects: readonly PaymentEffect[] = []
  for (const [ms, news] of heard) ({ payment, effects } = stepPayment(payment, news, after(ms)))
  return { payment, effects }
}
