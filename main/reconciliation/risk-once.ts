import { contractFee, feeLoss, type Risk, type Verdict } from './judge.ts'
import type { Pairing } from './pairing.ts'
import { directionOf, identityOf, type ProviderRow } from './provider-row.ts'
import type { MatchTerms } from './terms.ts'
import type { TillEvent } from './till-event.ts'

/**
 * Money at risk of one sale is counted once (docs/reconciliation.md): a line of the settlement says what may be lost by
 * the journal's own amount, less what the line of the first level counts of it already. Where the first level sees
 * nothing at risk, what it has is as good as the journal's own.
 */

/** What the first level says, as far as the settlement has to know it. */
export interface FirstLevel {
  readonly said: (left: Pairing) => Verdict | undefined
  /** How many lines too many it has about the same. */
  readonly extras: (left: Pairing) => number
}

/** A price, or a settled amount, in minor units. */
export interface Sum {
  readonly minor: number
  readonly currency: string
}

/** `shopGets`: so much more than it should, or less where it is below zero. */
const riskOf = (shopGets: number, currency: string): Risk | undefined =>
  shopGets === 0
    ? undefined
    : { minor: Math.abs(shopGets), currency, whose: shopGets < 0 ? 'shop' : 'customer' }

/** What is left of a risk when the line of the first level has counted some of it. */
export const lessCounted = (risk: Risk | undefined, counted: Risk | undefined): Risk | undefined => {
  if (counted === undefined || risk?.whose !== counted.whose || risk.currency !== counted.currency) {
    return risk
  }
  return risk.minor > counted.minor ? { ...risk, minor: risk.minor - counted.minor } : undefined
}

/** What should be settled by the journal; nothing of what it says never moved. */
const ownMinor = ({ event }: Pairing, expected: Sum, said: Verdict | undefined): number => {
  if (said?.atRisk === undefined) return expected.minor
  if (event?.moved !== 'yes') return 0
  return event.currency === expected.currency ? event.minor : expected.minor
}

/** Of a settlement line with another amount than is expected by the transaction file, or by the journal without it. */
export const amountRisk = (
  left: Pairing,
  row: ProviderRow,
  minor: number,
  expected: Sum,
  said: Verdict | undefined,
): Risk | undefined => {
  // All of the sale is counted.
  if (said?.outcome === 'currency-differs') return undefined
  const { currency } = expected
  const direction = directionOf(row.type)
  const counted = said?.outcome === 'fee-differs' ? undefined : said?.atRisk
  if (counted !== undefined && counted.currency !== currency) {
    // For want of a rate: a step back is the same money, and a step further is more of it.
    const step = riskOf(direction * (minor - expected.minor), currency)
    return step?.whose === counted.whose ? step : undefined
  }
  return lessCounted(riskOf(direction * (minor - ownMinor(left, expected, said)), currency), counted)
}

/** Of a sale that is not settled at all, or in another currency: all that the journal has of it, the shop's. */
export const wholeRisk = (left: Pairing, expected: Sum, said: Verdict | undefined): Risk | undefined => {
  if (said?.outcome === 'currency-differs') return undefined
  const own = ownMinor(left, expected, said)
  const isPayment = (left.event ?? left.row)?.type === 'PAYMENT'
  // Of a refund that was made in part only the rest is counted, as the customer's.
  const minor = Math.abs(isPayment ? own : Math.min(own, expected.minor))
  return lessCounted(riskOf(-minor, expected.currency), said?.atRisk)
}

/** Of a settlement line with another fee, or a net that is not amount less fee, which costs the shop `loss`. */
export const feeRisk = (
  left: Pairing,
  row: ProviderRow,
  loss: number,
  terms: MatchTerms,
  said: Verdict | undefined,
): Risk | undefined => {
  const counted = said?.atRisk
  if (said?.outcome === 'currency-differs') return undefined
  // The price is counted as lost, and the fee is a part of it.
  if (said?.outcome === 'missing-at-provider' && counted?.whose === 'shop') return undefined
  const contract =
    said?.outcome === 'fee-differs' && left.row !== undefined ? contractFee(left.row, terms) : undefined
  const whole = contract === undefined ? loss : feeLoss(row, contract)
  const risk = whole > 0 ? riskOf(-whole, row.settleCurrency ?? '') : undefined
  return said?.outcome === 'fee-differs' ? lessCounted(risk, counted) : risk
}

/** Notes what the first level says; only of what has a risk or another fee anything is kept. */
export const createFirstLevel = (pairings: readonly Pairing[]) => {
  const verdicts = new Map<Pairing, Verdict>()
  const extras = new Map<TillEvent | string, number>()
  for (const { extra, row, rule, sale } of pairings) {
    if (extra !== true || row === undefined) continue
    const about = rule === 'none' || sale === undefined ? identityOf(row) : sale
    extras.set(about, (extras.get(about) ?? 0) + 1)
  }
  const level: FirstLevel = {
    said: (left) => verdicts.get(left),
    extras: ({ event, row }) => {
      const about = event ?? (row === undefined ? undefined : identityOf(row))
      return about === undefined ? 0 : (extras.get(about) ?? 0)
    },
  }
  return {
    level,
    note: (pairing: Pairing, verdict: Verdict): void => {
      if (verdict.atRisk !== undefined || verdict.outcome === 'fee-differs') verdicts.set(pairing, verdict)
    },
  }
}
