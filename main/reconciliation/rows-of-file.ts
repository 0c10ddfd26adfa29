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

/** Share of the compared lines that must agree before a unit is believed (reconciliation 2.6). */
const agreeing = 0.95

/**
 * Decides whether a report that does not say so prints major or minor units, by comparing with the till's own amounts
 * for ids that both have. `lines` are read as major. `undefined` when neither fits, and then nothing may be matched. A
 * report that has none of our ids says nothing of the till either way.
 */
export const decideUnit = (
  lines: Iterable<ProviderLine>,
  expectedOf: (line: ProviderLine) => Pick<TillEvent, 'minor' | 'currency'> | undefined,
): 'major' | 'minor' | undefined => {
  let compared = 0
  let asMajor = 0
  let asMinor = 0
  for (const line of lines) {
    const expected = expectedOf(line)
    if (expected === undefined || expected.currency !== line.currency) continue
    compared += 1
    const { units, scale } = line.amount
    if (Math.abs(units) === expected.minor) asMajor += 1
    if (Math.abs(units) === expected.minor * 10 ** scale) asMinor += 1
  }
  if (asMajor >= compared * agreeing) return 'major'
  return asMinor >= compared * agreeing ? 'minor' : undefined
}
