import type { Brand } from './result.ts'

/** Our id of one payment attempt, `partner_trans_id` on the wire. Never used twice. */
export type PaymentId = Brand<string, 'PaymentId'>
/** Our id of one refund, `partner_refund_id` on the wire. Never used twice, never equal to a payment's. */
export type RefundId = Brand<string, 'RefundId'>
/** Nine digits drawn once at installation, so that two tills never make the same id, whatever their clocks say. */
export type InstallationId = Brand<string, 'InstallationId'>

/**
 * An id is 28 digits, which Code 128 prints in set C and no wallet's payment code uses:
 *
 *     7 123456789 00000042 31415926 07
 *     │ │         │        │        └─ check digits, ISO 7064 MOD 97-10 over the 26 before
 *     │ │         │        └────────── chance, so that a restored old copy of the till makes new ids
 *     │ │         └─────────────────── running number of this till
 *     │ └───────────────────────────── installation
 *     └─────────────────────────────── 7 payment, 8 refund; 5 and 6 the same in training
 */
const leading = { live: { payment: '7', refund: '8' }, training: { payment: '5', refund: '6' } } as const
export type Mode = keyof typeof leading

export interface IdParts {
  readonly mode: Mode
  readonly installation: InstallationId
  readonly number: number
  /** Eight digits of chance. */
  readonly chance: string
}

const remainder97 = (digits: string): number => {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest
}
const checkDigits = (digits: string): string => String(98 - remainder97(`${digits}00`)).padStart(2, '0')

const makeId = (kind: 'payment' | 'refund', { mode, installation, number, chance }: IdParts): string => {
  if (!/^\d{9}$/.test(installation) || !/^\d{8}$/.test(chance) || !Number.isInteger(number) || number < 1) {
    throw new RangeError('an id needs nine digits of installation, eight of chance and a number from 1')
  }
  const body = `${leading[mode][kind]}${installation}${String(number % 100_000_000).padStart(8, '0')}${chance}`
  return body + checkDigits(body)
}

export const paymentId = (parts: IdParts): PaymentId => makeId('payment', parts) as PaymentId
export const refundId = (parts: IdParts): RefundId => makeId('refund', parts) as RefundId

const hasId = (text: string, kind: 'payment' | 'refund'): boolean =>
  /^\d{28}$/.test(text) &&
  (text.startsWith(leading.live[kind]) || text.startsWith(leading.training[kind])) &&
  remainder97(text) === 1

export const isPaymentId = (text: string): text is PaymentId => hasId(text, 'payment')
export const isRefundId = (text: string): text is RefundId => hasId(text, 'refund')
/** Which number range an id of ours belongs to. */
export const modeOf = (id: PaymentId | RefundId): Mode =>
  id.startsWith(leading.training.payment) || id.startsWith(leading.training.refund) ? 'training' : 'live'
