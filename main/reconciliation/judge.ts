import type { MatchedLine, MatchRule } from '../contract/reconciliation.ts'
import { isPaymentId, isRefundId } from '../domain/ids.ts'
import type { MatchOutcome } from '../domain/reconciled.ts'
import { beginOfBeijingDay, beijingDay, dayAfter, dayMs, type Day } from '../domain/time.ts'
import { aboutOf, type Pairing } from './pairing.ts'
import { directionOf, hasOwnPrice, movedBy, type ProviderRow } from './provider-row.ts'
import type { MatchTerms } from './terms.ts'
import type { TillEvent } from './till-event.ts'

export type Risk = NonNullable<MatchedLine['atRisk']>
export interface Verdict {
  readonly outcome: MatchOutcome
  readonly rule: MatchRule
  readonly atRisk?: Risk
}

/** What is known besides the two sides of one pairing. */
export interface JudgeContext {
  readonly terms: MatchTerms
  /** China's day now. */
  readonly today: Day
  readonly hasFile: (day: Day) => boolean
  /** Sales of which the files have the payment and what undid it, to the same amount: they come to nothing. */
  readonly undone: ReadonlySet<string>
  /** Sales that were paid and cancelled on one China day, with neither in a file. */
  readonly absentPairs: ReadonlySet<string>
  /** Of sales that were closed unpaid, when either half happened, UTC ms. */
  readonly closings: ReadonlyMap<string, readonly number[]>
}

const risk = (whose: Risk['whose'], minor: number, currency: string | undefined): Pick<Verdict, 'atRisk'> =>
  minor > 0 && currency !== undefined ? { atRisk: { minor, currency, whose } } : {}

/** What the fee of a line should be by the contract; `undefined` when that is not to be checked. Halves go up. */
export const contractFee = (row: ProviderRow, terms: MatchTerms): number | undefined => {
  if (terms.feeBasisPoints === undefined || row.settleMinor === undefined || row.feeMinor === undefined) {
    return undefined
  }
  if (row.type === 'OTHER') return undefined
  if (row.type !== 'PAYMENT' && !terms.refundReturnsFee) return 0
  return Number((BigInt(row.settleMinor) * BigInt(terms.feeBasisPoints) + 5000n) / 10_000n)
}

/** What the shop loses by a fee that is another one than it should be: paid too much, or got back too little. */
export const feeLoss = (row: ProviderRow, expected: number): number =>
  directionOf(row.type) * ((row.feeMinor ?? 0) - expected)

/** Whether the id was made by a till that the settings name, by its digits of the installation (main/domain/ids.ts). */
const isOfOtherTill = (id: string, terms: MatchTerms): boolean =>
  (isPaymentId(id) || isRefundId(id)) && terms.otherTills.includes(id.slice(1, 10))

/** A line of no event of this till. */
export const strangerVerdict = (row: ProviderRow, terms: MatchTerms, undone: boolean): Verdict => {
  if (row.type === 'OTHER') return { outcome: 'not-a-till-event', rule: 'none' }
  if (isOfOtherTill(row.merchantRef, terms) || isOfOtherTill(row.originalRef, terms) || terms.otherSystems) {
    return { outcome: 'not-a-till-event', rule: 'other-till' }
  }
  const whose = row.type === 'PAYMENT' ? 'customer' : 'shop'
  const minor = undone || row.failed === true ? 0 : Math.abs(movedBy(row, 0))
  return { outcome: 'missing-in-journal', rule: 'none', ...risk(whose, minor, row.currency) }
}

/** A second line about an event that has one already, or a second event about one trade. */
const extraVerdict = ({ event, row, rule }: Pairing): Verdict => {
  if (event !== undefined) {
    const whose = event.type === 'PAYMENT' ? 'shop' : 'customer'
    return { outcome: 'duplicate-in-journal', rule, ...risk(whose, event.minor, event.currency) }
  }
  const whose = row?.type === 'PAYMENT' ? 'customer' : 'shop'
  const minor = row === undefined ? 0 : Math.abs(movedBy(row, 0))
  return { outcome: 'duplicate-at-provider', rule, ...risk(whose, minor, row?.currency) }
}

/** Whether the file that should have it may still come: its own day's, or near midnight that of the day beside it. */
export const isPending = ({ at }: TillEvent, { terms, today, hasFile }: JudgeContext): boolean => {
  const day = beijingDay(at)
  if (!hasFile(day)) return true
  const sinceMidnight = at - beginOfBeijingDay(day)
  const near = terms.nearMidnightMinutes * 60_000
  const beside = sinceMidnight < near ? -1 : sinceMidnight >= dayMs - near ? 1 : 0
  if (beside === 0) return false
  const other = dayAfter(day, beside)
  // A day without a sale has no file; after two days nobody waits for it any more.
  return !hasFile(other) && today <= dayAfter(other, 2)
}

const missingVerdict = (event: TillEvent, context: JudgeContext): Verdict => {
  if (isPending(event, context)) return { outcome: 'pending-file', rule: 'none' }
  if (context.absentPairs.has(event.payment)) return { outcome: 'matched', rule: 'absent-pair' }
  const whose = event.type === 'PAYMENT' ? 'shop' : 'customer'
  return { outcome: 'missing-at-provider', rule: 'none', ...risk(whose, event.minor, event.currency) }
}

/** How the line contradicts what the journal says happened, and whose loss it is. */
export const statusRisk = (event: TillEvent, row: ProviderRow): Pick<Verdict, 'atRisk'> => {
  if (row.failed === true) {
    return risk(event.type === 'PAYMENT' ? 'shop' : 'customer', event.minor, event.currency)
  }
  if (row.type === 'PAYMENT') return risk('customer', Math.abs(movedBy(row, 0)), row.currency)
  // A refund that the till has asked for and knows no end of yet is no loss.
  if (event.moved === 'open') return {}
  return risk('shop', Math.abs(movedBy(row, 0)), row.currency)
}

const contradicts = (event: TillEvent, row: ProviderRow, context: JudgeContext): boolean => {
  if (row.failed === true) return event.moved === 'yes'
  return event.moved !== 'yes' && !context.undone.has(event.payment)
}

/** Too little taken in, or too much given back, is the shop's loss; the other way round it is the customer's. */
const amountVerdict = (
  expected: number,
  row: ProviderRow,
  minor: number,
  currency: string,
  rule: MatchRule,
): Verdict => {
  const shopGets = directionOf(row.type) * (minor - expected)
  return {
    outcome: 'amount-differs',
    rule,
    ...risk(shopGets < 0 ? 'shop' : 'customer', Math.abs(shopGets), currency),
  }
}

/** An older file has no price, only what is settled, in a currency that the contract names (reconciliation 1.2). */
export const isPriceUnseen = (
  event: { readonly currency?: string },
  row: ProviderRow,
  terms: MatchTerms,
): boolean =>
  row.currency !== event.currency && !hasOwnPrice(row) && row.currency === terms.settlementCurrency

/** Whether the other half of a sale that was closed unpaid has a day of its own, whose file may still come. */
const isHalfAwaited = (event: TillEvent, { today, hasFile, closings }: JudgeContext): boolean =>
  event.moved === 'pair' &&
  (closings.get(event.payment) ?? []).some((at) => {
    const day = beijingDay(at)
    return !hasFile(day) && today <= dayAfter(day, 2)
  })

const pairVerdict = (event: TillEvent, row: ProviderRow, rule: MatchRule, context: JudgeContext): Verdict => {
  if (contradicts(event, row, context) && row.failed !== true && isHalfAwaited(event, context)) {
    return { outcome: 'pending-file', rule }
  }
  if (contradicts(event, row, context)) return { outcome: 'status-differs', rule, ...statusRisk(event, row) }
  if (row.failed === true) return { outcome: 'matched', rule }
  const isUnseen = isPriceUnseen(event, row, context.terms)
  if (row.currency !== event.currency && !isUnseen) {
    return { outcome: 'currency-differs', rule, ...risk('shop', event.minor, event.currency) }
  }
  const moved = movedBy(row, event.minor)
  if (moved !== event.minor && !isUnseen) {
    return amountVerdict(event.minor, row, moved, event.currency, rule)
  }
  if (rule === 'merchant-ref-other-trade') return { outcome: 'status-differs', rule }
  const fee = contractFee(row, context.terms)
  if (fee !== undefined && Math.abs((row.feeMinor ?? 0) - fee) > context.terms.feeToleranceMinor) {
    return { outcome: 'fee-differs', rule, ...risk('shop', feeLoss(row, fee), row.settleCurrency) }
  }
  return { outcome: beijingDay(event.at) === row.fileDay ? 'matched' : 'matched-late', rule }
}

/** A line of which the till knows the sale, and the opposite: a cancel of a sale that it counts as paid. */
const sideVerdict = (row: ProviderRow, sale: TillEvent, context: JudgeContext): Verdict => {
  if (row.type === 'OTHER') return { outcome: 'not-a-till-event', rule: 'none' }
  if (row.type === 'REFUND') return strangerVerdict(row, context.terms, false)
  // Paid and undone, of a sale that the till does not count as paid either: both sides say the same.
  if (sale.moved !== 'yes' && context.undone.has(sale.payment)) {
    return { outcome: 'matched', rule: 'merchant-ref' }
  }
  return { outcome: 'status-differs', rule: 'merchant-ref', ...statusRisk(sale, row) }
}

/** What a pairing comes to; `undefined` when neither side says that anything happened. */
export const judge = (pairing: Pairing, context: JudgeContext): Verdict | undefined => {
  const { event, row, rule, sale } = pairing
  // One more line that says of itself that nothing moved is nobody's loss.
  if (pairing.extra === true) return row?.failed === true ? undefined : extraVerdict(pairing)
  if (event !== undefined && row !== undefined) {
    if (row.failed === true && event.moved !== 'yes') return undefined
    return pairVerdict(event, row, rule, context)
  }
  if (event !== undefined) return event.moved === 'yes' ? missingVerdict(event, context) : undefined
  if (row === undefined) return undefined
  if (row.failed === true) return undefined
  return sale === undefined
    ? strangerVerdict(row, context.terms, context.undone.has(row.merchantRef))
    : sideVerdict(row, sale, context)
}

const sameMoney = (a: ProviderRow, b: ProviderRow): boolean =>
  a.currency === b.currency && movedBy(a, 0) === movedBy(b, 0)

/** Fills what `JudgeContext` says of pairs of a payment and its cancel (reconciliation 1.5). */
export const cancelledPairs = (
  pairings: readonly Pairing[],
): Pick<JudgeContext, 'undone' | 'absentPairs' | 'closings'> => {
  const payments = new Map<string, ProviderRow>()
  const undoings: (readonly [string, ProviderRow])[] = []
  const absent = new Map<string, { paid?: TillEvent; cancelled?: TillEvent }>()
  const closings = new Map<string, readonly number[]>()
  for (const pairing of pairings) {
    const { event, row, extra } = pairing
    if (extra === true) continue
    if (event?.moved === 'pair') {
      closings.set(event.payment, [...(closings.get(event.payment) ?? []), event.at])
    }
    if (row !== undefined && row.failed !== true) {
      const about = aboutOf(pairing)
      if (row.type === 'PAYMENT') payments.set(about, row)
      else if (row.type === 'CANCEL' || row.type === 'REVERSAL') undoings.push([about, row])
    } else if (row === undefined && event?.moved === 'yes' && event.type !== 'REFUND') {
      const known = absent.get(event.payment) ?? {}
      absent.set(event.payment, {
        ...known,
        ...(event.type === 'PAYMENT' ? { paid: event } : { cancelled: event }),
      })
    }
  }
  const undone = new Set<string>()
  for (const [about, row] of undoings) {
    const payment = payments.get(about)
    if (payment !== undefined && sameMoney(payment, row)) undone.add(about)
  }
  const absentPairs = new Set<string>()
  for (const [payment, { paid, cancelled }] of absent) {
    const areSame =
      paid !== undefined &&
      cancelled !== undefined &&
      paid.minor === cancelled.minor &&
      beijingDay(paid.at) === beijingDay(cancelled.at)
    if (areSame) absentPairs.add(payment)
  }
  return { undone, absentPairs, closings }
}
