import type { ReceiptFor } from '../domain/entry.ts'
import { modeOf, type CashId, type PaymentId } from '../domain/ids.ts'
import { addMoney, formatMoney, money, subtractMoney, type Money } from '../domain/money.ts'
import type { TradeFacts } from '../domain/outcome.ts'
import { isChargedOtherwise, type Payment } from '../domain/payment.ts'
import { hasGoneBack, type Refund } from '../domain/refund.ts'
import { localTime, type Instant } from '../domain/time.ts'
import type { PaymentRecord, RefundRecord } from '../journal/journal.ts'
import type { Settings } from '../settings.ts'
import { headings, labels, notes, wallets, type Language, type Words } from './wording.ts'

/** One line of the paper. `number` is grouped by four, `amount` is printed large. */
export interface Row {
  readonly label: Words
  readonly value: string
  readonly shape: 'text' | 'number' | 'amount'
}

/** Everything that stands on one paper, before anyone decides how wide the paper is. */
export interface Receipt {
  readonly kind: 'payment' | 'refund' | 'cash-sale' | 'cash-refund' | 'cancelled' | 'pending' | 'not-paid'
  readonly for: ReceiptFor
  /** The language that comes first. Both are always printed. */
  readonly language: Language
  /** The number range says so, not the settings: a training sale stays one after the till went live. */
  readonly training: boolean
  readonly shop: { readonly name: string; readonly address: readonly string[]; readonly taxId?: string }
  readonly heading: Words
  /** Blocks with a rule between them. */
  readonly blocks: readonly (readonly Row[])[]
  /** The payment's number, scannable: the number we refund by, on refund papers too. Never the customer's code. */
  readonly code: { readonly label: Words; readonly id: PaymentId | CashId }
  readonly notes: readonly Words[]
  /** Journal sequence and the first eight hex digits of its hash: the paper is a witness of the journal. */
  readonly record: { readonly seq: number; readonly hash: string }
  readonly copy?: { readonly number: number; readonly printedAt: string }
}

/** What the paper is printed for. `copy` is 0 for the original; `printedAt` is shown on copies only. */
export interface Edition {
  readonly for: ReceiptFor
  readonly copy: number
  readonly printedAt: Instant
}

export const text = (label: Words, value: string | undefined): Row[] =>
  value === undefined || value === '' ? [] : [{ label, value, shape: 'text' }]
const numberRow = (label: Words, value: string | undefined): Row[] =>
  value === undefined || value === '' ? [] : [{ label, value, shape: 'number' }]
export const amountRow = (label: Words, value: Money): Row => ({
  label,
  value: formatMoney(value),
  shape: 'amount',
})

/**
 * The gateway masks the buyer's login, and it is printed as received. Should one ever arrive in clear, its middle
 * is hidden here, because paper lies about (security S27).
 */
export const maskedLogin = (login: string): string => {
  if (login.includes('*')) return login
  const [name = '', domain] = login.split('@')
  const shown = name.length > 6 ? `${name.slice(0, 3)}****${name.slice(-2)}` : `${name.slice(0, 1)}****`
  return domain === undefined ? shown : `${shown}@${domain}`
}

const walletName = (wallet: string | undefined, language: Language): string => {
  const name = wallet === 'ALIPAYHK' ? wallets.ALIPAYHK : wallets.ALIPAYCN
  return language === 'en' ? `${name.en} ${name.zh}` : `${name.zh} ${name.en}`
}

export const common = (settings: Settings, id: PaymentId | CashId, edition: Edition) => ({
  for: edition.for,
  language: settings.language,
  training: modeOf(id) === 'training',
  shop: {
    name: settings.shop.name,
    address: settings.shop.address,
    ...(settings.shop.taxId === undefined ? {} : { taxId: settings.shop.taxId }),
  },
  ...(edition.copy === 0
    ? {}
    : {
        copy: {
          number: edition.copy,
          printedAt: localTime(edition.printedAt, settings.shop.timeZone),
        },
      }),
})

export const counterRows = (settings: Settings, operatorLabel: Words, operator: string): Row[] => {
  const store = settings.gateway?.extendInfo
  return [
    ...text(labels.store, [store?.storeName, store?.storeId].filter(Boolean).join(' ')),
    ...text(labels.till, store?.terminalId ?? settings.till),
    ...text(operatorLabel, operator),
  ]
}

/** `transAmountCny` and the rate are the provider's words; we never compute them (reconciliation: 3.2). */
const cnyRows = (label: Words, cny: string | undefined, facts: TradeFacts, settledIn: string): Row[] =>
  cny === undefined
    ? []
    : [
        ...text(label, `CNY ${cny}`),
        ...text(labels.rate, facts.exchangeRate && `1 ${settledIn} = CNY ${facts.exchangeRate}`),
      ]

const settlementCurrency = (settings: Settings, price: Money): string =>
  settings.gateway?.settlementCurrency ?? price.currency

const factsOf = (payment: Payment): TradeFacts => ('facts' in payment ? payment.facts : {})

const sumOfRefunded = (payment: Payment, refunds: readonly Refund[]): Money =>
  refunds
    .filter(hasGoneBack)
    .reduce((sum, refund) => addMoney(sum, refund.amount), money(0, payment.amount.currency))

interface Standing {
  readonly kind: Receipt['kind']
  readonly heading: Words
  readonly time: Row[]
  readonly notes: readonly Words[]
}

const standingOf = (payment: Payment, zone: string): Standing => {
  const at = (label: Words, when: Instant): Row[] => text(label, localTime(when, zone))
  switch (payment.state) {
    case 'paid':
      return {
        kind: 'payment',
        heading: headings.paid,
        time: at(labels.time, payment.paidAt),
        notes: payment.givenUp ? [notes.paidAfterGivenUp, notes.keep] : [notes.keep],
      }
    case 'cancelled':
      return {
        kind: 'cancelled',
        heading: headings.cancelled,
        time: at(labels.endedAt, payment.endedAt),
        // Only the gateway's own word makes a promise about the customer's money; silence about it makes none.
        notes:
          payment.watch.foundPaid !== undefined
            ? [notes.paidAfterGivenUp]
            : payment.action === 'close' && !isChargedOtherwise(payment)
              ? [notes.nothingCharged]
              : payment.action === 'refund'
                ? [notes.moneyReturned]
                : [],
      }
    case 'declined':
    case 'not-sent':
      return {
        kind: 'not-paid',
        heading: headings.notPaid,
        time: at(labels.endedAt, payment.endedAt),
        notes:
          payment.state === 'declined' && payment.watch.foundPaid !== undefined
            ? [notes.paidAfterGivenUp]
            : [],
      }
    case 'sending':
    case 'waiting':
    case 'cancelling':
      return {
        kind: 'pending',
        heading: headings.pending,
        time: at(labels.startedAt, payment.createdAt),
        notes: [notes.waiting],
      }
  }
}

/** The paper of a payment in whatever state it is in. PAID only when the payment is known to be paid. */
export const paymentReceipt = (settings: Settings, record: PaymentRecord, edition: Edition): Receipt => {
  const { payment } = record
  const facts = factsOf(payment)
  const standing = standingOf(payment, settings.shop.timeZone)
  const settledIn = settlementCurrency(settings, payment.amount)
  const refunded = sumOfRefunded(payment, record.refunds)
  return {
    ...common(settings, payment.id, edition),
    kind: standing.kind,
    heading: standing.heading,
    blocks: [
      counterRows(settings, labels.cashier, payment.operator),
      [
        ...text(labels.method, walletName(facts.wallet, settings.language)),
        amountRow(labels.amount, payment.amount),
        ...cnyRows(labels.amountCny, facts.amountCny, facts, settledIn),
        ...text(labels.discount, facts.merchantDiscount && `${settledIn} ${facts.merchantDiscount}`),
        ...(refunded.minor === 0 ? [] : text(labels.refundedSoFar, formatMoney(refunded))),
        ...standing.time,
      ],
      [
        ...numberRow(labels.alipayNumber, facts.alipayTransId),
        ...text(labels.buyer, facts.buyerLogin === undefined ? undefined : maskedLogin(facts.buyerLogin)),
      ],
    ],
    code: { label: labels.orderNumber, id: payment.id },
    notes: standing.notes,
    record: { seq: record.seq, hash: record.hash.slice(0, 8) },
  }
}

/** When it ended as far as the till was told then; that Alipay made a refused one later has no time of its own. */
const endedAt = (refund: Refund): Instant | undefined =>
  refund.state === 'refunded' ? refund.refundedAt : refund.state === 'refused' ? refund.endedAt : undefined

/**
 * Refunds done up to and with this one, so that a copy printed next week says what the original said, unless one before it
 * turned out to have been made after all.
 */
const refundedUpTo = (refund: Refund, all: readonly Refund[]): readonly Refund[] => {
  if (refund.state !== 'refunded') return all
  return all.filter((other) => other.id === refund.id || (endedAt(other) ?? Infinity) < refund.refundedAt)
}

const refundStanding = (refund: Refund, zone: string): Standing => {
  const automatic = refund.origin === 'automatic' ? [notes.automatic] : []
  switch (refund.state) {
    case 'refunded':
      return {
        kind: 'refund',
        heading: headings.refunded,
        time: text(labels.refundTime, localTime(refund.refundedAt, zone)),
        notes: [notes.toPayer, ...automatic],
      }
    case 'refused':
      return refund.madeLater === true
        ? {
            kind: 'refund',
            heading: headings.refunded,
            time: text(labels.startedAt, localTime(refund.createdAt, zone)),
            notes: [notes.madeLater, notes.toPayer, ...automatic],
          }
        : {
            kind: 'refund',
            heading: headings.refundRefused,
            time: text(labels.endedAt, localTime(refund.endedAt, zone)),
            notes: [],
          }
    case 'held':
    case 'sending':
    case 'unknown':
    case 'short-of-funds':
    case 'accepted':
      return {
        kind: 'pending',
        heading: headings.refundPending,
        time: text(labels.startedAt, localTime(refund.createdAt, zone)),
        notes: [notes.waiting],
      }
  }
}

/** The paper of a refund, with what is left of the payment. */
export const refundReceipt = (
  settings: Settings,
  record: RefundRecord,
  of: PaymentRecord,
  edition: Edition,
): Receipt => {
  const { refund } = record
  const { payment } = of
  const standing = refundStanding(refund, settings.shop.timeZone)
  const facts = 'facts' in refund ? refund.facts : {}
  const refunded = sumOfRefunded(payment, refundedUpTo(refund, of.refunds))
  const reason = record.parameters['refund_reason'] ?? record.parameters['refund_reson']
  return {
    ...common(settings, payment.id, edition),
    kind: standing.kind,
    heading: standing.heading,
    blocks: [
      counterRows(settings, labels.approvedBy, refund.operator),
      [
        ...text(labels.method, walletName(factsOf(payment).wallet, settings.language)),
        amountRow(hasGoneBack(refund) ? labels.refundAmount : labels.refundAsked, refund.amount),
        ...cnyRows(labels.refundCny, facts.refundCny, facts, settlementCurrency(settings, payment.amount)),
        ...text(labels.originalAmount, formatMoney(payment.amount)),
        ...text(labels.refundedSoFar, formatMoney(refunded)),
        ...text(labels.remaining, formatMoney(subtractMoney(payment.amount, refunded))),
        ...standing.time,
        ...text(labels.reason, reason),
      ],
      [
        ...numberRow(labels.refundId, refund.id),
        ...numberRow(labels.alipayNumber, facts.alipayTransId ?? factsOf(payment).alipayTransId),
      ],
    ],
    code: { label: labels.originalOrderNumber, id: payment.id },
    notes: standing.notes,
    record: { seq: record.seq, hash: record.hash.slice(0, 8) },
  }
}
