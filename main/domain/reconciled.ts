import type { PaymentId } from './ids.ts'
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
  /** Settled, and the journal has it, but no transaction file. */
  | 'missing-in-transactions'
  /** The file that should have it is not there yet. */
  | 'pending-file'
  /** Batch money, disputes and the like: no sale and no refund of a till. */
  | 'not-a-till-event'

export type ProviderFileKind = 'transaction' | 'settlement' | 'settlement-summary'

/** Names one line of a reconciled day, the same at every run and whatever comes of it: `transactions PAYMENT 7577…`. */
export type DifferenceKey = Brand<string, 'DifferenceKey'>

export type Decision = 'accepted' | 'claimed' | 'written-off' | 'wait'

export interface ProviderFileFacts {
  /** SHA-256 of its bytes, hex: what a file is known by. */
  readonly sha256: string
  readonly name: string
  readonly account: string
  readonly fileKind: ProviderFileKind
  /** Which of the known layouts it has, `spot_txn_v1` (reconciliation 1.2 to 1.8, 2.1). */
  readonly profile: string
  /** China day that it is about: of its transactions, or on which it was settled. */
  readonly day: Day
  /** Names the files of one day that stand beside each other: batch, currency and number in the batch. '' for a single one. */
  readonly part: string
  /** 1 for the first file of that account, kind, day and part; a changed one is the next, and the newest counts. */
  readonly version: number
  /** What amounts are printed in; `undecided`: the comparison with the journal has to say (reconciliation 2.6). */
  readonly unit: 'major' | 'minor' | 'undecided'
  readonly encoding: 'utf-8' | 'gb18030'
  readonly lines: number
  readonly bytes: number
  readonly source: 'sftp' | 'screen' | 'command-line' | 'practice'
  /** Name of the ZIP that it came in. */
  readonly archive?: string
  /** What a person may want to know of it, and does not keep it from being used. At most the first twenty. */
  readonly findings: readonly FileFault[]
  readonly findingsInAll: number
  /** How it differs from the version before; absent for the first one. */
  readonly difference?: FileDifference
}

/** What a new version of a file has, by lines that name the same event (type and both ids). */
export interface FileDifference {
  readonly added: number
  readonly gone: number
  readonly changed: number
  /** The first hundred of them. `line` counts from 1, in the new file, and in the old one for what is gone. */
  readonly lines: readonly {
    readonly what: 'added' | 'gone' | 'changed'
    readonly line: number
    readonly type: string
    readonly merchantRef: string
    readonly providerRef: string
  }[]
}

/** What can be wrong with a provider's file, or worth a look in it. `file-sentences.ts` says it to people. */
export const fileFaultKinds = [
  // The file as a whole is not used.
  'empty',
  'too-large',
  'workbook',
  'archive',
  'binary',
  'not-text',
  'unknown-columns',
  'missing-column',
  'repeated-column',
  'bad-first-line',
  'no-account',
  'other-account',
  'no-day',
  'not-kept',
  'several-days',
  'count-differs',
  'no-end-mark',
  'after-end-mark',
  // One line is wrong, and so the file is not used.
  'line-too-long',
  'bad-quotes',
  'control-character',
  'more-cells',
  'fewer-cells',
  'blank-cell',
  'not-an-amount',
  'not-a-currency',
  'not-a-time',
  // Worth a look; the file is used.
  'name-disagrees',
  'unknown-type',
  'unknown-fee-column',
  'refund-failed',
  'other-day',
  'net-differs',
  'cny-differs',
  'cny-net-differs',
  'rate-differs',
  'converted-differs',
  'batch-differs',
] as const
export type FileFaultKind = (typeof fileFaultKinds)[number]

export interface FileFault {
  /** From 1; absent when it is about the whole file. */
  readonly line?: number
  readonly kind: FileFaultKind
  /** What stands there, and what should; for the sentence. */
  readonly found?: string
  readonly wanted?: string
}

/** Why the provider's server gave nothing. */
export const serverFaultKinds = [
  'host-key-unknown',
  'host-key-changed',
  'login-refused',
  'no-password',
  'unreachable',
  'timed-out',
  'broken-off',
  'no-such-folder',
  'size-differs',
  'file-too-large',
  'shelf-full',
] as const
export type ServerFaultKind = (typeof serverFaultKinds)[number]

export interface ServerFault {
  readonly kind: ServerFaultKind
  /** The server's fingerprint, its address, the file: what the sentence needs. */
  readonly detail: string
}

/** One line of a day that needs a decision, as far as the journal keeps it. */
export interface ReconciledDifference {
  readonly key: DifferenceKey
  readonly outcome: MatchOutcome
  /** Sixteen hex digits of the SHA-256 of what both sides say. */
  readonly mark: string
  readonly payment?: PaymentId
  readonly atRisk?: { readonly minor: number; readonly currency: string; readonly whose: 'shop' | 'customer' }
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
      /** What was settled on that day, net in minor units, which the bank credits; absent when nothing was. */
      readonly settled?: readonly { readonly currency: string; readonly minor: number }[]
      /** A sum differs by something else than the lines that somebody decides on. */
      readonly unexplained?: true
      /** SHA-256, hex, of the whole result: the same input gives the same. */
      readonly digest: string
      /** What needs a decision, by money at risk; at most the first thousand. */
      readonly differences: readonly ReconciledDifference[]
      readonly differencesInAll: number
    }
  | {
      readonly kind: 'difference-decided'
      readonly difference: DifferenceKey
      readonly decision: Decision
      readonly note: string
      /** Mark of the line as it was decided on: with another one the decision no longer covers it. */
      readonly covers: string
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

/** Bytes of a provider's file that go to the till in one message, and how many such parts a file may have. */
export const filePartBytes = 135_000
export const filePartsMax = 1100
