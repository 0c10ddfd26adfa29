import type { FileFault, FileFaultKind } from '../../domain/reconciled.ts'
import { beijingDay, type Day } from '../../domain/time.ts'
import { grossByQuote, isKnownAntomType } from './antom-line.ts'
import {
  decimalText,
  isWithin,
  magnitude,
  minus,
  parseDecimal,
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
const rateFindings = ({
  line,
  raw,
  amount,
  currency,
  gross,
  settleCurrency,
}: ProviderLine): readonly FileFault[] => {
  const rate = parseDecimal(raw['Trans_forex_rate'] ?? '')
  if (rate === undefined || gross === undefined || currency === settleCurrency) return []
  const ways = [product(amount, rate, gross.scale), quotient(amount, rate, gross.scale)]
  if (ways.some((way) => way !== undefined && isWithin(way, gross, cent))) return []
  return differs(line, 'rate-differs', gross, ways[0], cent)
}

export const legacyFindings = (read: ProviderLine, day: Day | undefined): readonly FileFault[] => {
  const { line, gross, fee, net, cnyAmount, cnyNet, rate, occurredAt } = read
  const on = occurredAt === undefined ? undefined : beijingDay(occurredAt)
  return [
    ...(legacyType(read.typeText) === 'OTHER'
      ? [{ line, kind: 'unknown-type' as const, found: read.typeText }]
      : []),
    ...(isFailedRefund(read) ? [{ line, kind: 'refund-failed' as const, found: read.merchantRef }] : []),
    ...(day === undefined || on === undefined || on === day
      ? []
      : [{ line, kind: 'other-day' as const, found: on, wanted: day }]),
    ...(gross && fee ? differs(line, 'net-differs', net, magnitude(minus(gross, fee)), exactly) : []),
    ...differs(line, 'cny-differs', cnyAmount, times(gross, rate, 4), cent),
    ...differs(line, 'cny-net-differs', cnyNet, times(net, rate, 4), twoCents),
    ...rateFindings(read),
  ]
}

export const antomFindings = (read: ProviderLine, unit: AmountUnit): readonly FileFault[] => {
  const { line, amount, currency, gross, fee, net, settleCurrency, raw } = read
  const tolerance = unit === 'major' ? twoCents : twoWhole
  const unknown = isKnownAntomType(read.typeText)
    ? []
    : [{ line, kind: 'unknown-type' as const, found: read.typeText }]
  // Money of the batch has a net and nothing that it comes from (2.6).
  if (gross === undefined || (gross.units === 0 && (fee?.units ?? 0) === 0)) return unknown
  const quoted =
    settleCurrency &&
    grossByQuote(
      amount,
      currency,
      settleCurrency,
      raw['quoteCurrencyPair'] ?? '',
      parseDecimal(raw['quotePrice'] ?? ''),
    )
  return [
    ...unknown,
    ...differs(
      line,
      'converted-differs',
      gross,
      unit === 'major' ? quoted || undefined : undefined,
      tolerance,
    ),
    ...differs(line, 'net-differs', net, sum(fee === undefined ? [gross] : [gross, fee]), tolerance),
  ]
}
