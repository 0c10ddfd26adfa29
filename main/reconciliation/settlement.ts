import type { MatchRule } from '../contract/reconciliation.ts'
import { beginOfBeijingDay, beijingDay, dayAfter, dayMs, type Day } from '../domain/time.ts'
import { contractFee, strangerVerdict, type JudgeContext, type Risk, type Verdict } from './judge.ts'
import { dayOf, rowOrder, type Pairing } from './pairing.ts'
import { directionOf, hasOwnPrice, identityOf, movedBy, type ProviderRow } from './provider-row.ts'
import { amountRisk, feeRisk, wholeRisk, type FirstLevel, type Sum } from './risk-once.ts'

/** What the first level found of one event, and the settlement line that pays it out. */
export interface Settled {
  readonly left?: Pairing
  readonly row?: ProviderRow
  readonly rule: MatchRule
  readonly extra?: true
  readonly ordinal?: number
}

const isUndoing = (type: ProviderRow['type']): boolean => directionOf(type) === -1

/** Finds what a settlement line is about among what the first level knows of. */
const indexPairings = (pairings: readonly Pairing[]) => {
  const byName = new Map<string, Pairing>()
  const byTrade = new Map<string, Pairing>()
  const byNumber = new Map<string, Pairing>()
  const put = (map: Map<string, Pairing>, key: string, pairing: Pairing): void => {
    if (!key.endsWith('|') && !map.has(key)) map.set(key, pairing)
  }
  for (const pairing of pairings) {
    const { event, row, extra } = pairing
    if (extra === true) continue
    const type = event?.type ?? (row?.type === 'REVERSAL' ? 'CANCEL' : row?.type)
    put(byName, `${type}|${event?.id ?? ''}`, pairing)
    put(byName, `${type}|${row?.merchantRef ?? ''}`, pairing)
    if (event !== undefined && event.type !== 'REFUND') {
      put(byTrade, `${event.type}|${event.providerRef}`, pairing)
    }
    if (row !== undefined) put(byNumber, `${directionOf(row.type)}|${row.providerRef}`, pairing)
  }
  return (row: ProviderRow): { readonly left: Pairing; readonly rule: MatchRule } | undefined => {
    const named = (type: string): Pairing | undefined => byName.get(`${type}|${row.merchantRef}`)
    // A cancel has the type of a refund here; its id is the payment's, or Alipay's number once more (1.3, 1.5).
    const own = isUndoing(row.type) ? (named('REFUND') ?? named('CANCEL')) : named(row.type)
    if (own !== undefined) return { left: own, rule: 'merchant-ref' }
    const numbered = byNumber.get(`${directionOf(row.type)}|${row.providerRef}`)
    if (numbered !== undefined) return { left: numbered, rule: 'provider-ref-of-transaction' }
    const trade = byTrade.get(`${isUndoing(row.type) ? 'CANCEL' : row.type}|${row.providerRef}`)
    return trade === undefined ? undefined : { left: trade, rule: 'provider-ref' }
  }
}

/** A line of no event that the till knows counts for the day of its payment; money of a batch for the day it is settled. */
const ownDay = (row: ProviderRow): Day =>
  beijingDay(row.at ?? row.settledAt ?? beginOfBeijingDay(row.fileDay))

/**
 * Puts the settlement's lines to what the first level knows, by ids only. Gives what belongs to the report of `day`:
 * each of its pairings with its line or none, and each line of nobody of that day.
 */
export const pairSettlement = (
  pairings: readonly Pairing[],
  rows: readonly ProviderRow[],
  day: Day,
): readonly Settled[] => {
  const find = indexPairings(pairings)
  const claims = new Map<Pairing, { readonly row: ProviderRow; readonly rule: MatchRule }[]>()
  const loose = new Map<string, ProviderRow[]>()
  for (const row of rows) {
    const found = find(row)
    if (found === undefined) {
      if (ownDay(row) !== day) continue
      const identity = identityOf(row)
      loose.set(identity, [...(loose.get(identity) ?? []), row])
    } else if (dayOf(found.left) === day) {
      const known = claims.get(found.left)
      if (known === undefined) claims.set(found.left, [{ row, rule: found.rule }])
      else known.push({ row, rule: found.rule })
    }
  }
  const settled: Settled[] = []
  const isPaidOut = ({ event, row, extra }: Pairing): boolean =>
    extra !== true && row?.type !== 'OTHER' && (event?.moved === 'yes' || row !== undefined)
  for (const left of pairings) {
    if (dayOf(left) !== day) continue
    const claimed = claims.get(left)
    if (claimed === undefined) {
      if (isPaidOut(left)) settled.push({ left, rule: 'none' })
      continue
    }
    const sorted = claimed.length === 1 ? claimed : claimed.toSorted((a, b) => rowOrder(a.row, b.row))
    for (const [place, { row, rule }] of sorted.entries()) {
      settled.push({ left, row, rule, ...(place === 0 ? {} : { extra: true, ordinal: place + 1 }) })
    }
  }
  for (const same of loose.values()) {
    for (const [place, row] of same.toSorted(rowOrder).entries()) {
      settled.push({ row, rule: 'none', ...(place === 0 ? {} : { extra: true, ordinal: place + 1 }) })
    }
  }
  return settled
}

export interface SettlementContext extends JudgeContext {
  /** The latest China day of a payment in any settlement file; days up to it are settled. */
  readonly settledThrough?: Day
  readonly firstLevel: FirstLevel
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

/** What the transaction file says, so that the lines of this level come to its difference; else what the till says. */
const expectedOf = ({ event, row }: Pairing): Sum | undefined =>
  row?.minor === undefined ? event : { minor: row.minor, currency: row.currency ?? '' }

const withRisk = (verdict: Verdict, atRisk: Risk | undefined): Verdict =>
  atRisk === undefined ? verdict : { ...verdict, atRisk }

const compare = (left: Pairing, row: ProviderRow, rule: MatchRule, context: SettlementContext): Verdict => {
  const said = context.firstLevel.said(left)
  // A layout without columns of the price has the settled amount in their place, which is compared below.
  const hasPrice = left.row === undefined || hasOwnPrice(row)
  const expected = hasPrice ? expectedOf(left) : undefined
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
  // Amount less fee is the net, to the cent (1.4).
  const netApart =
    row.settleMinor === undefined || row.feeMinor === undefined || row.netMinor === undefined
      ? 0
      : row.settleMinor - row.feeMinor - row.netMinor
  if (Math.abs(apart) > tolerance || netApart !== 0) {
    const loss = directionOf(row.type) * (Math.abs(apart) > tolerance ? apart : netApart)
    return withRisk({ outcome: 'fee-differs', rule }, feeRisk(left, row, loss, terms, said))
  }
  return { outcome: 'matched', rule }
}

/**
 * What one settlement line, or the want of one, comes to. `undefined` while it may still come, and where the sale comes
 * to nothing on both sides.
 */
export const judgeSettlement = (
  { left, row, rule, extra, ordinal }: Settled,
  context: SettlementContext,
): Verdict | undefined => {
  if (row !== undefined && extra === true) {
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
  if (row !== undefined) return compare(left, row, rule, context)
  const { event } = left
  const at = left.row?.at ?? event?.at
  if (at === undefined || mayComeLater(at, context)) return undefined
  // What is not in the transaction file either has been said at the first level.
  if (left.row === undefined || left.row.failed === true) return undefined
  const about = event?.payment ?? left.sale?.payment ?? left.row.merchantRef
  // Paid and cancelled on one day: both lines or none (1.5).
  if (left.row.type !== 'REFUND' && context.undone.has(about)) return undefined
  const isStranger = event === undefined && left.sale === undefined
  if (isStranger && strangerVerdict(left.row, context.terms, false).outcome === 'not-a-till-event') {
    return undefined
  }
  const { minor = 0, currency = '' } = left.row
  const verdict: Verdict = { outcome: 'missing-at-provider', rule: 'none' }
  if (left.row.type !== 'PAYMENT' || minor <= 0) return verdict
  return withRisk(verdict, wholeRisk(left, { minor, currency }, context.firstLevel.said(left)))
}
