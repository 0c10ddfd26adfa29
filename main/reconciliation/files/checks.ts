import type { FileFault, FileFaultKind } from '../../domain/reconciled.ts'
import { beijingDay, type Day, type Instant } from '../../domain/time.ts'
import { isKnownAntomType } from './antom-line.ts'
import {
  decimalText,
  isWithin,
  magnitude,
  minus,
  product,
  quotient,
  sum,
  type AmountUnit,
  type Decimal,
} from './decimal.ts'
import { isFailedRefund, type ProviderLine } from './line.ts'
import { legacyType } from './legacy-line.ts'

/** Arithmetic and words of a line that do not fit, as findings: the file is used all the same (1.4, 2.6). */

const hundredths = (units: number): Decimal => ({ units, scale: 2 })
const exactly = hundredths(0)
const cent = hundredths(1)
const twoCents = hundredths(2)
/** Where a report prints minor units, or may do so, two of them are two whole ones. */
const twoWhole = hundredths(200)

const differs = (
  line: number,
  kind: FileFaultKind,
  found: Decimal | undefined,
  wanted: Decimal | undefined,
  tolerance: Decimal,
): readonly FileFault[] =>
  found === undefined || wanted === undefined || isWithin(found, wanted, tolerance)
    ? []
    : [{ line, kind, found: decimalText(found), wanted: decimalText(wanted) }]

const times = (a: Decimal | undefined, b: Decimal | undefined, places: number): Decimal | undefined =>
  a && b && product(a, b, places)

/** The direction of Trans_forex_rate is nowhere said (1.4): only what fits neither way is told. */
const rateFindings = ({ line, amount, gross, priceRate }: ProviderLine): readonly FileFault[] => {
  if (gross === undefined || priceRate === undefined) return []
  const ways = [product(amount, priceRate, gross.scale), quotient(amount, priceRate, gross.scale)]
  if (ways.some((way) => way !== undefined && isWithin(way, gross, cent))) return []
  return differs(line, 'rate-differs', gross, ways[0], cent)
}

/** A China day with its first instant, and the first one after it. */
export interface DaySpan {
  readonly day: Day
  readonly from: Instant
  readonly to: Instant
}

const wordFindings = (read: ProviderLine, span: DaySpan | undefined): readonly FileFault[] => {
  const { line, typeText, merchantRef, occurredAt } = read
  const findings: FileFault[] = []
  if (legacyType(typeText) === 'OTHER') findings.push({ line, kind: 'unknown-type', found: typeText })
  if (isFailedRefund(read)) findings.push({ line, kind: 'refund-failed', found: merchantRef })
  if (span !== undefined && occurredAt !== undefined && (occurredAt < span.from || occurredAt >= span.to)) {
    findings.push({ line, kind: 'other-day', found: beijingDay(occurredAt), wanted: span.day })
  }
  return findings
}

export const legacyFindings = (read: ProviderLine, span: DaySpan | undefined): readonly FileFault[] => {
  const { line, gross, fee, net, cnyAmount, cnyNet, rate } = read
  return [
    ...wordFindings(read, span),
    ...(gross && fee && net ? differs(line, 'net-differs', net, magnitude(minus(gross, fee)), exactly) : []),
    ...(cnyAmount ? differs(line, 'cny-differs', cnyAmount, times(gross, rate, 4), cent) : []),
    ...(cnyNet ? differs(line, 'cny-net-differs', cnyNet, times(net, rate, 4), twoCents) : []),
    ...rateFindings(read),
  ]
}

export const antomFindings = (read: ProviderLine, unit: AmountUnit): readonly FileFault[] => {
  const { line, gross, grossByQuote, fee, net } = read
  const tolerance = unit === 'major' ? twoCents : twoWhole
  const findings: FileFault[] = []
  if (!isKnownAntomType(read.typeText)) findings.push({ line, kind: 'unknown-type', found: read.typeText })
  // Money of the batch has a net and nothing that it comes from (2.6).
  if (gross === undefined || (gross.units === 0 && (fee?.units ?? 0) === 0)) return findings
  const wanted = sum(fee === undefined ? [gross] : [gross, fee])
  return [
    ...findings,
    ...differs(line, 'converted-differs', gross, grossByQuote, tolerance),
    ...differs(line, 'net-differs', net, wanted, tolerance),
  ]
}
