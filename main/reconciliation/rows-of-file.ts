import type { ProviderFileFacts } from '../domain/reconciled.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { Decimal } from './files/decimal.ts'
import { isFailedRefund, type FileHead, type ProviderLine } from './files/line.ts'
import { directionOf, type ProviderRow } from './provider-row.ts'
import type { TillEvent } from './till-event.ts'

/** States in which a line says of itself that no money moved (reconciliation 2.4: latest status of all transactions). */
const unmoved = new Set(['FAIL', 'FAILED', 'PENDING', 'PROCESSING'])
const hasFailed = (line: ProviderLine): boolean =>
  isFailedRefund(line) || unmoved.has(line.status?.toUpperCase() ?? '')

/** A line, read with the file's unit, as the matching sees it: whole minor units in the direction that the type says. */
export const rowOf = (
  line: ProviderLine,
  facts: Pick<ProviderFileFacts, 'name' | 'day' | 'fileKind'>,
  signs: FileHead['signs'],
): ProviderRow => {
  // Legacy files print no sign that could be relied on; Antom's printed one must agree with the type (0.3). Nothing
  // here is -0, which no JSON keeps.
  const turned = ({ units }: Decimal): number =>
    (signs === 'by-type' ? Math.abs(units) : directionOf(line.type) * units) + 0
  const { gross, net, fee, settleCurrency } = line
  return {
    source: facts.fileKind === 'transaction' ? 'transactions' : 'settlement',
    account: line.account,
    file: facts.name,
    line: line.line,
    fileDay: facts.day,
    type: line.type,
    rawType: line.typeText,
    merchantRef: line.merchantRef,
    providerRef: line.providerRef,
    originalRef: line.originalMerchantRef ?? '',
    minor: turned(line.amount),
    currency: line.currency,
    ...(gross === undefined ? {} : { settleMinor: turned(gross) }),
    ...(settleCurrency === undefined ? {} : { settleCurrency }),
    // Printed, a fee is money that leaves the shop, below zero for a payment; here it is a cost.
    ...(fee === undefined ? {} : { feeMinor: (signs === 'by-type' ? turned(fee) : -turned(fee)) + 0 }),
    ...(net === undefined ? {} : { netMinor: turned(net) }),
    ...(line.occurredAt === undefined ? {} : { at: line.occurredAt }),
    ...(line.settledAt === undefined ? {} : { settledAt: line.settledAt }),
    ...(hasFailed(line) ? { failed: true } : {}),
  }
}

/** Share of the compared lines that must speak for a unit before it is believed (reconciliation 2.6). */
const speaking = 0.95

/**
 * Decides whether a report that does not say so prints major or minor units (reconciliation 2.6), or names the line that
 * disagrees with most when too many do: then nothing may be matched. `lines` are read as major. A decimal point says major, for all of
 * the report. Without one, each line speaks for the unit under which its amount is nearer to the till's own, so that a
 * wrong amount is a line that differs and not a day that cannot be compared. A report that has none of our ids says
 * nothing of the till either way.
 */
export const decideUnit = (
  lines: Iterable<ProviderLine>,
  expectedOf: (line: ProviderLine) => Pick<TillEvent, 'minor' | 'currency'> | undefined,
): Result<'major' | 'minor', number> => {
  const spoken = { major: 0, minor: 0 }
  const first: { major?: number; minor?: number } = {}
  for (const line of lines) {
    if (line.hasPoint === true) return ok('major')
    const expected = expectedOf(line)
    const { units, scale } = line.amount
    // Nothing, and a currency without decimals, are the same in both.
    if (expected?.currency !== line.currency || expected.minor === 0 || units === 0 || scale === 0) continue
    // Of cents one reading is a hundred times the other; half way between them is ten times.
    const unit = Math.abs(units) <= expected.minor * 10 ** (scale / 2) ? 'major' : 'minor'
    spoken[unit] += 1
    first[unit] ??= line.line
  }
  const [most, odd] =
    spoken.minor > spoken.major ? (['minor', first.major] as const) : (['major', first.minor] as const)
  return odd === undefined || spoken[most] >= (spoken.major + spoken.minor) * speaking ? ok(most) : err(odd)
}
