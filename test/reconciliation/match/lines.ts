import type { Day } from '../../../main/domain/time.ts'
import { matchDay, type DayInput } from '../../../main/reconciliation/match-day.node.ts'
import type { ProviderRow } from '../../../main/reconciliation/provider-row.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import type { TillEvent } from '../../../main/reconciliation/till-event.ts'

/** Single events and lines, to say in one test what becomes of them. */

export const day = '2026-03-02' as Day
export const noon = Date.parse('2026-03-02T12:00:00+08:00')
export const event = (id: string, more: Partial<TillEvent> = {}): TillEvent => ({
  type: 'PAYMENT',
  id,
  payment: id as TillEvent['payment'],
  providerRef: `trade-${id}`,
  minor: 1250,
  currency: 'EUR',
  at: noon,
  moved: 'yes',
  state: 'paid',
  ...more,
})
let lines = 0
export const row = (merchantRef: string, more: Partial<ProviderRow> = {}): ProviderRow => ({
  source: 'transactions',
  account: '2088000000000011',
  file: 'transactions.txt',
  line: (lines += 1),
  fileDay: day,
  type: 'PAYMENT',
  rawType: 'PAYMENT',
  merchantRef,
  providerRef: `trade-${merchantRef}`,
  originalRef: '',
  minor: 1250,
  currency: 'EUR',
  settleMinor: 1250,
  settleCurrency: 'EUR',
  feeMinor: 15,
  at: noon,
  ...more,
})
export const transactionFile = { fileKind: 'transaction', day, sha256: 'a' } as DayInput['files'][number]
/** What a day of these events and lines comes to: the key, outcome and rule of each line. */
export const match = (
  events: readonly TillEvent[],
  transactions: readonly ProviderRow[],
  more: Partial<DayInput> = {},
): readonly string[] => {
  const input = {
    day,
    today: '2026-03-04' as Day,
    terms: usualTerms,
    settlements: [],
    files: [transactionFile],
  }
  return matchDay({ ...input, events, transactions, ...more }).lines.map(
    ({ key, outcome, rule }) => `${key}: ${outcome} by ${rule}`,
  )
}
