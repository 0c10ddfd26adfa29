import type { MatchRule } from '../contract/reconciliation.ts'
import { beginOfBeijingDay, beijingDay, dayAfter, dayMs, type Day } from '../domain/time.ts'
import {
  contractFee,
  isPending,
  isPriceUnseen,
  statusRisk,
  strangerVerdict,
  type JudgeContext,
  type Risk,
  type Verdict,
} from './judge.ts'
import { aboutOf, type Pairing } from './pairing.ts'
import { directionOf, hasOwnPrice, movedBy, type ProviderRow } from './provider-row.ts'
import { amountRisk, feeRisk, lessCounted, wholeRisk, type FirstLevel, type Sum } from './risk-once.ts'
import { comesToNothing, isUndoing, type PaidOut, type Settled } from './settlement-pairing.ts'
import type { TillEvent } from './till-event.ts'

export interface SettlementContext extends JudgeContext {
  /** The latest China day of a payment in any settlement file; days up to it are settled. */
  readonly settledThrough?: Day
  readonly firstLevel: FirstLevel
  /** By sale, as `aboutOf` names it. */
  readonly paidOut: ReadonlyMap<string, PaidOut>
}

/** Whether the settlement that should have it may still come. */
const mayComeLater = (at: number, { terms, today, settledThrough }: SettlementContext): boolean => {
  const day = beijingDay(at)
  if (today > dayAfter(day, terms.settledWithinDays)) return false
  if (settledThrough === undefined || settledThrough < day) return true
  // So near to midnight it may have been paid on the next day by Alipay's clock.
  const near = terms.nearMidnightMinutes * 60_000
  return settledThrough === day && at >= beginOfBeijingDay(day) + dayMs - near
}

/**
 * What the transaction file says, so that the lines of this level come to its difference; else what the till says.
 * `undefined` where neither says a price that the settlement's line could be held against.
 */
const expectedOf = (
  { event, row: of }: Pairing,
  row: ProviderRow,
  terms: JudgeContext['terms'],
): Sum | undefined =>
  of?.minor === undefined || isPriceUnseen(event ?? row, of, terms)
    ? event
    : { minor: of.minor, currency: of.currency ?? '' }

const withRisk = (verdict: Verdict, atRisk: Risk | undefined): Verdict =>
  atRisk === undefined ? verdict : { ...verdict, atRisk }

/** A line of the settlement whose money moved and that of the transaction file did not, or the other way round. */
const otherEnd = (left: Pairing, row: ProviderRow, rule: MatchRule, context: SettlementContext): Verdict => {
  const verdict: Verdict = { outcome: 'status-differs', rule }
  const said = context.firstLevel.said(left)
  if (row.failed !== true) {
    if (left.event === undefined) return strangerVerdict(row, context.terms, false)
    // That nothing moved is said at the first level, with all of the money.
    return left.event.moved === 'yes' ? verdict : { ...verdict, ...statusRisk(left.event, row) }
  }
  const expected = expectedOf(left, row, context.terms)
  const minor = Math.abs(expected?.minor ?? 0)
  if (expected === undefined || minor === 0) return verdict
  const whose = directionOf(row.type) === 1 ? 'shop' : 'customer'
  return withRisk(verdict, lessCounted({ minor, currency: expected.currency, whose }, said?.atRisk))
}

/** Amount less fee is the net, to the cent (1.4); of a line that does not say both, as the transaction file says them. */
const dueNet = (row: ProviderRow, other: ProviderRow | undefined): number | undefined => {
  const saying = row.settleMinor === undefined || row.feeMinor === undefined ? other : row
  const { settleMinor, feeMinor, settleCurrency } = saying ?? {}
  return settleMinor === undefined || feeMinor === undefined || settleCurrency !== row.settleCurrency
    ? undefined
    : settleMinor - feeMinor
}

const compare = (left: Pairing, row: ProviderRow, rule: MatchRule, context: SettlementContext): Verdict => {
  if (left.row !== undefined && (left.row.failed === true) !== (row.failed === true)) {
    return otherEnd(left, row, rule, context)
  }
  if (row.failed === true) return { outcome: 'matched', rule }
  const said = context.firstLevel.said(left)
  // A layout without columns of the price has the settled amount in their place, which is compared below.
  const { event } = left
  const hasPrice =
    left.row === undefined
      ? event === undefined || !isPriceUnseen(event, row, context.terms)
      : hasOwnPrice(row)
  const expected = hasPrice ? expectedOf(left, row, context.terms) : undefined
  if (expected !== undefined && row.currency !== expected.currency) {
    return withRisk({ outcome: 'currency-differs', rule }, wholeRisk(left, expected, said))
  }
  const other = left.row
  const currency = row.settleCurrency ?? ''
  const differs = (minor: number, from: Sum): Verdict =>
    withRisk({ outcome: 'amount-differs', rule }, amountRisk(left, row, minor, from, said))
  const settled =
    other?.settleMinor === undefined
      ? undefined
      : { minor: other.settleMinor, currency: other.settleCurrency }
  const isOtherSum =
    settled !== undefined && row.settleMinor !== undefined && settled.minor !== row.settleMinor
  // In one currency it is the settled amount that the level adds up; between two, the price is the journal's own.
  if (isOtherSum && settled.currency === row.settleCurrency && currency === row.currency) {
    return differs(row.settleMinor ?? 0, { minor: settled.minor, currency })
  }
  if (expected !== undefined && row.minor !== undefined) {
    const minor = other === undefined ? movedBy(row, expected.minor) : row.minor
    if (minor !== expected.minor) return differs(minor, expected)
  }
  if (settled !== undefined && row.settleMinor !== undefined) {
    if (settled.currency !== row.settleCurrency) {
      // Nothing of it is in the currency that was to be paid out: all of it, the shop.
      const whole = expected ?? { minor: settled.minor, currency: settled.currency ?? '' }
      return withRisk({ outcome: 'currency-differs', rule }, wholeRisk(left, whole, said))
    }
    if (isOtherSum) return differs(row.settleMinor, { minor: settled.minor, currency })
  }
  const { terms } = context
  const fee = other?.feeMinor ?? contractFee(row, terms)
  const tolerance = other?.feeMinor === undefined ? terms.feeToleranceMinor : 0
  const apart = row.feeMinor === undefined || fee === undefined ? 0 : row.feeMinor - fee
  const netApart = row.netMinor === undefined ? 0 : (dueNet(row, other) ?? row.netMinor) - row.netMinor
  if (Math.abs(apart) > tolerance || netApart !== 0) {
    const loss = directionOf(row.type) * (Math.abs(apart) > tolerance ? apart : netApart)
    return withRisk({ outcome: 'fee-differs', rule }, feeRisk(left, row, loss, terms, said))
  }
  return { outcome: 'matched', rule }
}

/** A line of an event of the till that no transaction file has; `undefined` while that is awaited, and all is well so far. */
const onlySettled = (
  left: Pairing,
  event: TillEvent,
  row: ProviderRow,
  rule: MatchRule,
  context: SettlementContext,
): Verdict | undefined => {
  // Paid and cancelled, and both lines there or none, is one and the same (1.5); and so is what did not move.
  const sale = context.paidOut.get(aboutOf(left))
  const isNothing = event.type !== 'REFUND' && sale !== undefined && comesToNothing(sale)
  const isPair = event.moved === 'pair' || context.absentPairs.has(event.payment)
  if (row.failed === true || (isNothing && isPair)) return { outcome: 'matched', rule }
  const isAwaited = event.moved === 'yes' && isPending(event, context)
  // The journal says that nothing moved, or that it all went back.
  if (!isAwaited && (event.moved !== 'yes' || isPair)) {
    return { outcome: 'status-differs', rule, ...statusRisk(event, row) }
  }
  const verdict = compare(left, row, rule, context)
  if (verdict.outcome !== 'matched') return verdict
  return isAwaited ? undefined : { outcome: 'missing-in-transactions', rule }
}

/**
 * What one settlement line, or the want of one, comes to. `undefined` while its other side may still come, and where the
 * sale comes to nothing on both sides.
 */
export const judgeSettlement = (
  { left, row, rule, extra, ordinal }: Settled,
  context: SettlementContext,
): Verdict | undefined => {
  if (row !== undefined && extra === true) {
    if (row.failed === true) return undefined
    // A line that is twice in the transaction file as well is counted there.
    const isCounted = left !== undefined && (ordinal ?? 2) <= 1 + context.firstLevel.extras(left)
    const minor = Math.abs(movedBy(row, 0))
    const whose = isUndoing(row.type) ? 'shop' : 'customer'
    const isLoss = row.type !== 'OTHER' && minor > 0 && !isCounted
    return {
      outcome: 'duplicate-at-provider',
      rule,
      ...(isLoss ? { atRisk: { minor, currency: row.currency ?? '', whose } } : {}),
    }
  }
  if (left === undefined) {
    return row === undefined ? undefined : strangerVerdict(row, context.terms, false)
  }
  const { event } = left
  if (row !== undefined) {
    return event !== undefined && left.row === undefined
      ? onlySettled(left, event, row, rule, context)
      : compare(left, row, rule, context)
  }
  const at = left.row?.at ?? event?.at
  if (at === undefined || mayComeLater(at, context)) return undefined
  // What is not in the transaction file either has been said at the first level.
  if (left.row === undefined || left.row.failed === true) return undefined
  const about = aboutOf(left)
  // Paid and cancelled: both lines or none (1.5), and not one of them.
  if (left.row.type !== 'REFUND' && context.undone.has(about) && !context.paidOut.has(about)) return undefined
  const isStranger = event === undefined && left.sale === undefined
  if (isStranger && strangerVerdict(left.row, context.terms, false).outcome === 'not-a-till-event') {
    return undefined
  }
  const { minor = 0, currency = '' } = left.row
  const verdict: Verdict = { outcome: 'missing-at-provider', rule: 'none' }
  if (left.row.type !== 'PAYMENT' || minor <= 0) return verdict
  return withRisk(verdict, wholeRisk(left, { minor, currency }, context.firstLevel.said(left)))
}
