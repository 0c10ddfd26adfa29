import type { Payment } from '../../main/domain/payment.ts'
import type { Refund } from '../../main/domain/refund.ts'
import type { Journal } from '../../main/journal/journal.ts'

/** What one till believes and has said, as the checker keeps it beside the gateway's books. */
export interface Belief {
  payment: Payment
  readonly refunds: Map<string, Refund>
}
export interface Books {
  readonly beliefs: Map<string, Belief>
  readonly ids: Set<string>
  readonly discrepancies: Set<string>
  /** What the journal has said to have on disk. */
  head: { readonly seq: number; readonly hash: string }
  stopped: boolean
  /** Sales whose end has been on the screen. */
  readonly endsShown: Set<string>
  /** Nothing has been shown since the start. */
  isFresh: boolean
  /** The folder is an older copy, and nothing of it has been opened yet. */
  isOlder: boolean
  /** Sales are missing from it, which the screen has not said yet. */
  hasToHalt: boolean
  /** Its journal says so. */
  hasHalted: boolean
  /** Since when its program has run without a pause. */
  awakeSince: number
  /** The faulty journal of the run that is on. */
  journal: Journal | undefined
}

export const emptyBooks = (): Books => ({
  beliefs: new Map(),
  ids: new Set(),
  discrepancies: new Set(),
  head: { seq: 0, hash: '' },
  stopped: false,
  endsShown: new Set(),
  isFresh: true,
  isOlder: false,
  hasToHalt: false,
  hasHalted: false,
  awakeSince: 0,
  journal: undefined,
})
