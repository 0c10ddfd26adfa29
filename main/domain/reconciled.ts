import type { Brand } from './result.ts'
import type { Day } from './time.ts'

/** What a comparison of one line with its other side can come to (issue list; reconciliation 1.6). */
export type MatchOutcome =
  | 'matched'
  /** Matched, on another China day than the journal's. */
  | 'matched-late'
  | 'amount-differs'
  | 'currency-differs'
  | 'status-differs'
  | 'fee-differs'
  | 'duplicate-at-provider'
  | 'duplicate-in-journal'
  | 'missing-at-provider'
  | 'missing-in-journal'
  /** The file that should have it is not there yet. */
  | 'pending-file'
  /** Batch money, disputes and the like: no sale and no refund of a till. */
  | 'not-a-till-event'

export type ProviderFileKind = 'transaction' | 'settlement' | 'settlement-summary'

/** Names one line that needs a decision, the same at every run: `missing-at-provider PAYMENT 7577…`. */
export type DifferenceKey = Brand<string, 'DifferenceKey'>

export type Decision = 'accepted' | 'claimed' | 'written-off' | 'wait'

export interface ProviderFileFacts {
  /** SHA-256 of its bytes, hex: what a file is known by. */
  readonly sha256: string
  readonly name: string
  readonly account: string
  readonly fileKind: ProviderFileKind
  /** The day in its name, China time. */
  readonly day: Day
  /** 1 for the first file of that account, kind and day; a changed one is the next. */
  readonly version: number
  readonly lines: number
  readonly bytes: number
  readonly source: 'sftp' | 'screen' | 'command-line'
}

/** Why a file is not used: `line` counts from 1, absent when it is about the whole file. */
export interface FileFault {
  readonly line?: number
  readonly what: string
}

export type ReconciliationBody =
  | { readonly kind: 'provider-file-kept'; readonly file: ProviderFileFacts }
  | {
      readonly kind: 'provider-file-quarantined'
      readonly sha256: string
      readonly name: string
      readonly faults: readonly FileFault[]
    }
  /** A day as it was matched. A late file makes the next version. */
  | {
      readonly kind: 'day-reconciled'
      readonly day: Day
      readonly version: number
      readonly files: readonly string[]
      readonly counts: Readonly<Partial<Record<MatchOutcome, number>>>
      /** SHA-256, hex, of the whole result: the same input gives the same. */
      readonly digest: string
    }
  | {
      readonly kind: 'difference-decided'
      readonly difference: DifferenceKey
      readonly decision: Decision
      readonly note: string
    }
  /** What the bank credited for one settlement day and currency, typed in. */
  | {
      readonly kind: 'bank-credited'
      readonly day: Day
      readonly currency: string
      readonly minor: number
      readonly note: string
    }

export type ExportBody =
  | {
      readonly kind: 'exported'
      readonly what: string
      readonly format: string
      readonly from: Day
      readonly to: Day
      readonly rows: number
      readonly sha256: string
    }
  /** Files that were kept longer than they must be are gone; the journal itself never loses an entry. */
  | {
      readonly kind: 'purged'
      readonly what: string
      readonly before: Day
      readonly files: readonly string[]
    }
