import type { PaymentId, RefundId } from '../domain/ids.ts'
import type { Money } from '../domain/money.ts'

/**
 * What the guard has seen pass in this run, apart from everything that the engine believes. It starts empty: what a
 * run before has heard counts for nothing, because whatever is still open is asked about anew.
 */
export interface Evidence {
  /** Intents on disk whose PAY has not left, by the mark of the exact text that was sealed into them. */
  readonly unsent: Map<string, PaymentId>
  /** Refunds on disk that are not final, by the same mark. */
  readonly refunds: Map<string, RefundId>
  /** What a verified answer has shown as paid, and how much. */
  readonly shownPaid: Map<PaymentId, Money>
  readonly shownClosed: Set<PaymentId>
  readonly shownRefunded: Set<RefundId>
}

/** More than this many answers are not waited to be believed: the oldest are forgotten. */
const keptMax = 1000

export const noteShownPaid = ({ shownPaid }: Evidence, id: PaymentId, amount: Money): void => {
  shownPaid.set(id, amount)
  const [oldest] = shownPaid.keys()
  if (shownPaid.size > keptMax && oldest !== undefined) shownPaid.delete(oldest)
}

export const noteShownClosed = ({ shownClosed }: Evidence, id: PaymentId): void => {
  shownClosed.add(id)
  const [oldest] = shownClosed
  if (shownClosed.size > keptMax && oldest !== undefined) shownClosed.delete(oldest)
}

export const noEvidence = (): Evidence => ({
  unsent: new Map(),
  refunds: new Map(),
  shownPaid: new Map(),
  shownClosed: new Set(),
  shownRefunded: new Set(),
})
