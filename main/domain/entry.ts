import type { Day } from './time.ts'
import type { Money } from './money.ts'
import type { PaymentId, PrintedId } from './ids.ts'
import type { HaltReason, IdentityReason } from './halt.ts'
import type { DiscrepancyKind, Payment } from './payment.ts'
import type { Refund } from './refund.ts'
import type { CashBody } from './cash.ts'
import type { PeopleBody } from './operator.ts'
import type { ExportBody, ReconciliationBody } from './reconciled.ts'

/** What happened on the wire, as the journal keeps it: never the code, a key or a signature. */
export interface CallRecord {
  readonly service: string
  /** Parameters as sent, without `sign`, the buyer's code masked. */
  readonly parameters?: Readonly<Record<string, string>>
  /** HMAC-SHA256 of the exact string that was signed, under the till's own secret, hex: proves what was sent. */
  readonly signedTextHmac?: string
  /** The outcome in words: `paid`, `unknown timed-out`, `refused BUYER_BALANCE_NOT_ENOUGH`. */
  readonly outcome?: string
  readonly answerSha256?: string
  readonly httpStatus?: number
  readonly tookMs?: number
}

export interface Discrepancy {
  readonly payment: PaymentId
  readonly kind: DiscrepancyKind
  readonly day: Day
  readonly seen: boolean
}

export type PrintJobState = 'queued' | 'printed' | 'failed' | 'given-up'
export type ReceiptKind = 'payment' | 'refund' | 'cash-sale' | 'cash-refund' | 'closing'
export type ReceiptFor = 'customer' | 'merchant'
export interface PrintJob {
  /** Running number of the job in this journal. */
  readonly number: number
  readonly receipt: ReceiptKind
  readonly of: PrintedId
  readonly for: ReceiptFor
  /** 0 for the original, 1 for the first copy, and so on. */
  readonly copy: number
  readonly state: PrintJobState
  readonly fault?: string
}

/** Everything that is ever written. The whole new state stands in the entry, so that a story reads by itself. */
export type EntryBody =
  | {
      readonly kind: 'journal-opened'
      readonly version: string
      readonly installation: string
      readonly mode: 'live' | 'training'
    }
  | { readonly kind: 'till-started'; readonly version: string; readonly openQuestions: number }
  | { readonly kind: 'settings-changed'; readonly changed: readonly string[] }
  /** From here on new ids begin with these digits, because of where the till found itself. */
  | {
      readonly kind: 'identity-set'
      readonly installation: string
      /** SHA-256 of what tells this machine and this folder from their copies, hex. */
      readonly machine: string
      readonly why: IdentityReason
    }
  /** Nothing is sold from here on, until a technician has acknowledged it; what is open is still chased. */
  | {
      readonly kind: 'till-halted'
      readonly because: HaltReason
      /** The id that it is about, or what else names it. */
      readonly about: string
      readonly detail: string
    }
  /** A technician has looked at every halt before this. */
  | { readonly kind: 'halt-acknowledged'; readonly halt: number }
  /** The intent: on disk before the first byte leaves. */
  | { readonly kind: 'payment-requested'; readonly payment: Payment; readonly call: CallRecord }
  | {
      readonly kind: 'payment-changed'
      readonly payment: Payment
      readonly news: string
      readonly call?: CallRecord
    }
  | {
      readonly kind: 'refund-requested'
      readonly refund: Refund
      readonly call: CallRecord
      readonly parameters: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'refund-changed'
      readonly refund: Refund
      readonly news: string
      readonly call?: CallRecord
    }
  | { readonly kind: 'discrepancy-raised'; readonly discrepancy: Discrepancy; readonly amount: Money }
  | { readonly kind: 'discrepancy-seen'; readonly payment: PaymentId; readonly discrepancy: DiscrepancyKind }
  | { readonly kind: 'print-changed'; readonly job: PrintJob }
  | PeopleBody
  | CashBody
  | ReconciliationBody
  | ExportBody

/** What is not about a payment, and of which the newest entry on a subject counts: `main/domain/subject.ts`. */
export type SubjectBody = PeopleBody | CashBody | ReconciliationBody | ExportBody
export type SubjectKind = SubjectBody['kind']

/** One line of the journal as stored. `prev` and `hash` are SHA-256, hex. */
export interface Entry {
  readonly seq: number
  /** Wall clock, ms since 1970 UTC. */
  readonly at: number
  /** Monotonic ms of the run that wrote it. */
  readonly mono: number
  readonly till: string
  readonly operator: string
  readonly body: EntryBody
  readonly prev: string
  readonly hash: string
}
