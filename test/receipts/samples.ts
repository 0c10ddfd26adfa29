import {
  paymentId,
  refundId,
  type InstallationId,
  type Mode,
  type PaymentId,
  type RefundId,
} from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { TradeFacts } from '../../main/domain/outcome.ts'
import type { Payment } from '../../main/domain/payment.ts'
import type { Refund } from '../../main/domain/refund.ts'
import { instant } from '../../main/domain/time.ts'
import type { PaymentRecord, RefundRecord } from '../../main/journal/journal.ts'
import type { Edition } from '../../main/receipts/receipt.ts'
import { parseSettings, type Settings } from '../../main/settings.ts'

/** A café in Linz in early March: 10:04:11 there, 17:04:11 in Beijing. */
export const paidAt = instant(Date.UTC(2026, 2, 2, 9, 4, 11))

export const settingsWith = (
  more: Record<string, unknown> = {},
  shop: Record<string, unknown> = {},
): Settings => {
  const settings = parseSettings({
    mode: 'live',
    till: 'T03',
    currency: 'EUR',
    shop: {
      name: 'Café Example Linz',
      address: ['Hauptplatz 1', '4020 Linz'],
      taxId: 'ATU12345678',
      timeZone: 'Europe/Vienna',
      ...shop,
    },
    ...more,
  })
  if (!settings.ok) throw new Error(JSON.stringify(settings.error))
  return settings.value
}

const parts = (mode: Mode, number: number) => ({
  mode,
  installation: '123456789' as InstallationId,
  number,
  chance: '31415926',
})
export const livePayment: PaymentId = paymentId(parts('live', 42))
export const trainingPayment: PaymentId = paymentId(parts('training', 42))
export const liveRefund: RefundId = refundId(parts('live', 43))
export const secondRefund: RefundId = refundId(parts('live', 44))

export const tradeFacts: TradeFacts = {
  alipayTransId: '2026030222001400010000000017',
  buyerLogin: '138****12',
  amountCny: '98.03',
  exchangeRate: '7.8423',
  wallet: 'ALIPAYCN',
}

const attempt = (id: PaymentId) => ({
  id,
  amount: money(1250, 'EUR'),
  buyerCode: { hmac: 'c'.repeat(64), lastFour: '2345' },
  operator: 'Anna',
  createdAt: instant(paidAt - 9000),
  attended: true,
})

export const paid = (
  id: PaymentId = livePayment,
  facts: TradeFacts = tradeFacts,
  givenUp = false,
): Payment => ({
  ...attempt(id),
  state: 'paid',
  paidAt,
  givenUp,
  facts,
})
export const cancelled = (action?: 'close' | 'refund'): Payment => ({
  ...attempt(livePayment),
  state: 'cancelled',
  because: 'cashier',
  ...(action === undefined ? {} : { action }),
  endedAt: paidAt,
  facts: {},
  watch: { stage: 'over', closing: false },
})
export const declined: Payment = {
  ...attempt(livePayment),
  state: 'declined',
  code: 'BUYER_BALANCE_NOT_ENOUGH',
  endedAt: paidAt,
  watch: { stage: 'over', closing: false },
}
export const notSent: Payment = {
  ...attempt(livePayment),
  state: 'not-sent',
  why: 'refused',
  endedAt: paidAt,
}
export const sending: Payment = { ...attempt(livePayment), state: 'sending', limitMono: 1 }
export const waiting: Payment = {
  ...attempt(livePayment),
  state: 'waiting',
  why: 'timed-out',
  queries: 1,
  tradeSeen: false,
  limitMono: 1,
  facts: {},
}
export const cancelling: Payment = {
  ...attempt(livePayment),
  state: 'cancelling',
  because: 'limit',
  cancels: 1,
  tradeSeen: true,
  facts: {},
}

export const refunded = (id: RefundId, minor: number, minutesLater: number): Refund => ({
  id,
  payment: livePayment,
  amount: money(minor, 'EUR'),
  operator: 'Bela',
  origin: 'cashier',
  kind: 'immediate',
  createdAt: instant(paidAt + minutesLater * 60_000 - 2000),
  state: 'refunded',
  refundedAt: instant(paidAt + minutesLater * 60_000),
  facts: { refundCny: '39.21' },
})

export const recordOf = (payment: Payment, refunds: readonly Refund[] = []): PaymentRecord => ({
  payment,
  seq: 42,
  hash: `1a2b3c4d${'e'.repeat(56)}`,
  refunds,
})
export const refundRecordOf = (refund: Refund, parameters: Record<string, string> = {}): RefundRecord => ({
  refund,
  seq: 57,
  hash: `9f8e7d6c${'0'.repeat(56)}`,
  parameters,
})

export const original: Edition = { for: 'customer', copy: 0, printedAt: instant(paidAt + 1000) }
export const secondCopy: Edition = { for: 'customer', copy: 2, printedAt: instant(paidAt + 3_600_000) }
export const merchantCopy: Edition = { ...original, for: 'merchant' }
