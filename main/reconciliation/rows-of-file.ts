import type { ProviderFileFacts } from '../domain/reconciled.ts'
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

/** Share of the compared lines that must speak for a unit before it is believed. */
const speaking = 2 / 3

/**
 * Decides whether a report that does not say so prints major or minor units, by comparing with the till's own amounts
 * for ids that both have (reconciliation 2.6). `lines` are read as major. Each speaks for the unit under which its amount
 * is nearer to the till's, so that a wrong amount among few lines is a line that differs and not a day that cannot be
 * compared. `undefined` when the lines contradict each other, and then nothing may be matched. A report that has none of
 * our ids says nothing of the till either way.
 */
export const decideUnit = (
  lines: Iterable<ProviderLine>,
  expectedOf: (line: ProviderLine) => Pick<TillEvent, 'minor' | 'currency'> | undefined,
): 'major' | 'minor' | undefined => {
  let asMajor = 0
  let asMinor = 0
  for (const line of lines) {
    const expected = expectedOf(line)
    const { units, scale } = line.amount
    // Nothing, and a currency without decimals, are the same in both.
    if (expected?.currency !== line.currency || expected.minor === 0 || units === 0 || scale === 0) continue
    // Of cents one reading is a hundred times the other; half way between them is ten times.
    if (Math.abs(units) <= expected.minor * 10 ** (scale / 2)) asMajor += 1
    else asMinor += 1
  }
  const needed = (asMajor + asMinor) * speaking
  if (asMajor >= needed) return 'major'
  return asMinor >= needed ? 'minor' : undefined
}
