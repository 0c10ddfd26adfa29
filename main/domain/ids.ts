import type { Brand } from './result.ts'

/** Our id of one payment attempt, `partner_trans_id` on the wire. Never used twice. */
export type PaymentId = Brand<string, 'PaymentId'>
/** Our id of one refund, `partner_refund_id` on the wire. Never used twice, never equal to a payment's. */
export type RefundId = Brand<string, 'RefundId'>
/** What stands on the receipt of a sale or a refund in cash, and names its entry. */
export type CashId = Brand<string, 'CashId'>
/** Names the paper of a closing among the print jobs: `Z12`. */
export type ClosingPaperId = Brand<string, 'ClosingPaperId'>
/** What a customer gets a receipt of. */
export type ReceiptId = PaymentId | RefundId | CashId
/** Everything that the till prints and keeps in its print queue. */
export type PrintedId = ReceiptId | ClosingPaperId
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
 *     └─────────────────────────────── 7 payment, 8 refund, 9 cash; 5, 6 and 4 the same in training
 *
 * A sale or a refund in cash has the number of its entry in the place of the chance: it follows from the entry, and
 * leads back to it.
 */
const leading = {
  live: { payment: '7', refund: '8', cash: '9' },
  training: { payment: '5', refund: '6', cash: '4' },
} as const
type Kind = keyof (typeof leading)['live']
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

const makeId = (kind: Kind, { mode, installation, number, chance }: IdParts): string => {
  if (!/^\d{9}$/.test(installation) || !/^\d{8}$/.test(chance) || !Number.isInteger(number) || number < 1) {
    throw new RangeError('an id needs nine digits of installation, eight of chance and a number from 1')
  }
  const body = `${leading[mode][kind]}${installation}${String(number % 100_000_000).padStart(8, '0')}${chance}`
  return body + checkDigits(body)
}

export const paymentId = (parts: IdParts): PaymentId => makeId('payment', parts) as PaymentId
export const refundId = (parts: IdParts): RefundId => makeId('refund', parts) as RefundId

const hasId = (text: string, kind: Kind): boolean =>
  /^\d{28}$/.test(text) &&
  (text.startsWith(leading.live[kind]) || text.startsWith(leading.training[kind])) &&
  remainder97(text) === 1

export const isPaymentId = (text: string): text is PaymentId => hasId(text, 'payment')
export const isRefundId = (text: string): text is RefundId => hasId(text, 'refund')
export const isCashId = (text: string): text is CashId => hasId(text, 'cash')
/** Which number range an id of ours belongs to. */
export const modeOf = (id: ReceiptId): Mode =>
  Object.values(leading.training).some((digit) => id.startsWith(digit)) ? 'training' : 'live'

const seqMax = 99_999_999
/** `number` of the sale or refund, and `seq` of the entry that keeps it; a journal has fewer than a hundred million. */
export const cashId = ({
  seq,
  ...parts
}: Pick<IdParts, 'mode' | 'installation' | 'number'> & { readonly seq: number }): CashId =>
  makeId('cash', { ...parts, chance: String(seq % (seqMax + 1)).padStart(8, '0') }) as CashId
export const entryOfCash = (id: CashId): number => Number(id.slice(18, 26))
export const numberOfCash = (id: CashId): number => Number(id.slice(10, 18))

export const closingPaperId = (number: number): ClosingPaperId => `Z${number}` as ClosingPaperId
/** The closing's number; `undefined` when it is no paper of a closing. */
export const closingOfPaper = (id: PrintedId): number | undefined =>
  /^Z[1-9]\d{0,8}$/.test(id) ? Number(id.slice(1)) : undefined
