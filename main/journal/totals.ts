import type { EntryBody } from '../domain/entry.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import { canonicalJson } from './canonical.ts'

/**
 * Turnover counters, part of every record and of its hash: how many entries there are, and what was ever paid and
 * refunded, in minor units by currency. They only grow, so that a deleted stretch shows as a jump, and two of them
 * subtracted are the takings between two points (reliability 4).
 */
export interface Totals {
  readonly entries: number
  readonly gross: Readonly<Record<string, number>>
  readonly refunded: Readonly<Record<string, number>>
}

export const noTotals: Totals = { entries: 0, gross: {}, refunded: {} }

/** What was counted before. A paid payment may be written again, and must not be counted again. */
export interface Counted {
  readonly isPaid: (id: PaymentId) => boolean
  readonly isRefunded: (id: RefundId) => boolean
}

const grown = (
  sums: Readonly<Record<string, number>>,
  currency: string,
  minor: number,
): Readonly<Record<string, number>> => ({ ...sums, [currency]: (sums[currency] ?? 0) + minor })

/** The totals with this entry. `counted` speaks of the entries before it. */
export const addToTotals = (totals: Totals, body: EntryBody, counted: Counted): Totals => {
  const entries = totals.entries + 1
  if (body.kind === 'payment-requested' || body.kind === 'payment-changed') {
    const { id, state, amount } = body.payment
    if (state === 'paid' && !counted.isPaid(id)) {
      return { ...totals, entries, gross: grown(totals.gross, amount.currency, amount.minor) }
    }
  }
  if (body.kind === 'refund-requested' || body.kind === 'refund-changed') {
    const { id, state, amount } = body.refund
    if (state === 'refunded' && !counted.isRefunded(id)) {
      return { ...totals, entries, refunded: grown(totals.refunded, amount.currency, amount.minor) }
    }
  }
  return { ...totals, entries }
}

/** Whether a body can change a sum at all, from its text: most cannot, and need not be parsed to know. */
export const mayChangeSums = (kind: string, body: string): boolean =>
  (kind.startsWith('payment-') && body.includes('"state":"paid"')) ||
  (kind.startsWith('refund-') && body.includes('"state":"refunded"'))

export const totalsText = (totals: Totals): string => canonicalJson(totals)
