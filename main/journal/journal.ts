import type { Discrepancy, Entry, EntryBody, PrintJob, SubjectKind } from '../domain/entry.ts'
import type { PaymentId, PrintedId, RefundId } from '../domain/ids.ts'
import type { Payment } from '../domain/payment.ts'
import type { Refund, RefusedRefund } from '../domain/refund.ts'
import type { Moment } from '../domain/time.ts'
import type { JournalRecord } from './record.ts'

/** Who did it and when: what every append needs beside the body. */
export interface Stamp {
  readonly now: Moment
  readonly operator: string
}

/** Kinds of which the newest entry is the one that counts. */
export type CountingKind = 'identity-set' | 'till-halted' | 'halt-acknowledged' | SubjectKind

/** A payment with the refunds made of it. */
export interface PaymentRecord {
  readonly payment: Payment
  /** Sequence and hash of the entry that last changed it: printed on the receipt as paper's witness. */
  readonly seq: number
  readonly hash: string
  readonly refunds: readonly Refund[]
}
export interface RefundRecord {
  readonly refund: Refund
  readonly seq: number
  readonly hash: string
  /** The parameters of the request, to send the same bytes again. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface PaymentFilter {
  /** Instants in ms, from inclusive, to exclusive. */
  readonly from?: number
  readonly to?: number
  readonly limit?: number
}

export interface EntryFilter {
  /** Instants in ms, from inclusive, to exclusive. */
  readonly from?: number
  readonly to?: number
  /** Numbers of entries, both inclusive. A long journal is walked in such stretches, so that none takes long. */
  readonly firstSeq?: number
  readonly lastSeq?: number
}

/**
 * The journal as the engine sees it. `append` is durable when it returns, all bodies in one transaction with their
 * projections. It throws `JournalFault` when the disk did not take it; the journal is then closed for good.
 */
export interface Journal {
  readonly append: (stamp: Stamp, ...bodies: readonly EntryBody[]) => readonly Entry[]
  readonly payment: (id: PaymentId) => PaymentRecord | undefined
  readonly paymentByTransId: (alipayTransId: string) => PaymentRecord | undefined
  readonly refund: (id: RefundId) => RefundRecord | undefined
  /** Newest first. */
  readonly payments: (filter?: PaymentFilter) => readonly PaymentRecord[]
  /** By when they were asked for, newest first. */
  readonly refunds: (filter?: PaymentFilter) => readonly Refund[]
  /** The one that was requested last by the order of the entries: a clock that was set back cannot hide it. */
  readonly lastPayment: () => PaymentRecord | undefined
  /** Not final, or final with questions left to ask; oldest first. */
  readonly openPayments: () => readonly Payment[]
  readonly openRefunds: () => readonly Refund[]
  /** Refused, and still asked about for a late copy of their request. */
  readonly watchedRefunds: () => readonly RefusedRefund[]
  readonly discrepancies: () => readonly Discrepancy[]
  readonly printJobs: (states: readonly PrintJob['state'][]) => readonly PrintJob[]
  /** Number of the newest print job, 0 when there was none. */
  readonly lastPrintJob: () => number
  /** How often a receipt was printed or offered for print; the next one's copy number. */
  readonly copies: (of: PrintedId, receiptFor: PrintJob['for']) => number
  /** The newest entry of a kind, on that subject, that counts until the next one of it. */
  readonly newest: (kind: CountingKind, subject?: string) => Entry | undefined
  /** The newest entry on each subject of a kind (`main/domain/subject.ts`), in the order of the entries. */
  readonly newestOfEach: (kind: SubjectKind) => readonly Entry[]
  /** Every entry about a payment and its refunds, oldest first: its story. */
  readonly story: (id: PaymentId) => readonly Entry[]
  readonly entries: (filter?: EntryFilter) => Iterable<Entry>
  /** The same as they lie on disk, with the totals and the very text that was hashed: for whoever walks the chain. */
  readonly records: (filter?: EntryFilter) => Iterable<JournalRecord>
  readonly head: () => { readonly seq: number; readonly hash: string }
  readonly installation: string
  /** `undefined` while all is well; else why nothing may be written any more. */
  readonly fault: () => JournalFault | undefined
  readonly backup: (file: string) => Promise<void>
  readonly close: () => void
}

export type JournalFaultKind =
  | 'in-use'
  | 'newer-version'
  | 'not-a-journal'
  | 'broken-chain'
  | 'witness-disagrees'
  | 'unsafe-settings'
  | 'disk'

/** The journal cannot be trusted or written. Nothing may be sold any more. */
export class JournalFault extends Error {
  readonly kind: JournalFaultKind
  readonly seq: number | undefined
  constructor(kind: JournalFaultKind, message: string, seq?: number) {
    super(message)
    this.name = 'JournalFault'
    this.kind = kind
    this.seq = seq
  }
}
