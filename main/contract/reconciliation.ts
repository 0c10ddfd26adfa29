import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { PaymentId } from '../domain/ids.ts'
import type { Currency } from '../domain/money.ts'
import type {
  Decision,
  DifferenceKey,
  FileFault,
  MatchOutcome,
  ProviderFileFacts,
  ServerFault,
} from '../domain/reconciled.ts'
import { filePartBytes, filePartsMax } from '../domain/reconciled.ts'
import type { Day } from '../domain/time.ts'
import { day } from './day.ts'
import { output, type Answer } from './answer.ts'

/** One side of a matched line, as far as it is known there. Amounts are minor units. */
export interface LineSide {
  readonly type: 'PAYMENT' | 'REFUND' | 'CANCEL' | 'REVERSAL' | 'OTHER'
  readonly merchantRef?: string
  readonly providerRef?: string
  readonly minor?: number
  readonly currency?: string
  /** Of a file, in the settlement currency: before the fee, the fee, and after it. */
  readonly settleMinor?: number
  readonly feeMinor?: number
  readonly netMinor?: number
  readonly settleCurrency?: string
  readonly state?: string
  /** UTC ms. */
  readonly at?: number
  /** Of a file: its name and the line in it, from 1. */
  readonly file?: string
  readonly line?: number
}
/** Which rule put the two sides together (reconciliation 1.6, 2.7), or why nothing could. */
export type MatchRule =
  /** Our own id stands in the line. */
  | 'merchant-ref'
  /** Our own id stands in the line, with the number of another trade than Alipay had told us. */
  | 'merchant-ref-other-trade'
  /** Alipay's number of the trade, as an answer to the till gave it. */
  | 'provider-ref'
  /** Alipay's number, as a line of the transaction file gave it that names our id. */
  | 'provider-ref-of-transaction'
  /** Our id of the sale, in a line that has no id of its own that we gave. */
  | 'original-ref'
  /** Paid and cancelled on one day: neither is in the file, and both come to nothing (1.5). */
  | 'absent-pair'
  /** The id of another till or system that the settings name. */
  | 'other-till'
  | 'none'

/** One line of the till's day with what the provider says of it, at one of the first two levels. */
export interface MatchedLine {
  readonly key: DifferenceKey
  readonly level: 'transactions' | 'settlement'
  readonly outcome: MatchOutcome
  readonly rule: MatchRule
  /** The sale that it is about, where the till knows it: what is asked about and whose story is shown. */
  readonly payment?: PaymentId
  readonly till?: LineSide
  readonly provider?: LineSide
  /** Of a settlement line: the line of the transaction file that it was compared with. */
  readonly transaction?: LineSide
  /** Minor units that may be lost, and who may lose them; absent when nothing is. docs/reconciliation.md defines it. */
  readonly atRisk?: { readonly minor: number; readonly currency: string; readonly whose: 'shop' | 'customer' }
  /** What a decision on the line as it stands here covers; given with it. Absent where nothing is to be decided. */
  readonly mark?: string
  readonly decision?: {
    readonly decision: Decision
    readonly note: string
    readonly by: string
    readonly at: number
    /** The line is another one since it was decided: the decision no longer covers it. */
    readonly outdated?: true
  }
}

/** The three levels of one China day, each a sum per currency that must foot. */
export interface Footing {
  readonly level: 'journal-transactions' | 'transactions-settlement' | 'settlement-bank'
  readonly currency: string
  readonly left: number
  readonly right?: number
  readonly difference?: number
  /** What was said with the bank's credit; the word why it is another sum than was settled. */
  readonly note?: string
}
export interface DayReport {
  readonly day: Day
  readonly version: number
  readonly counts: Readonly<Partial<Record<MatchOutcome, number>>>
  readonly undecided: number
  readonly atRisk: readonly { readonly minor: number; readonly currency: string }[]
  readonly footings: readonly Footing[]
  /** Undecided first, then by money at risk. At most the first thousand. */
  readonly lines: readonly MatchedLine[]
  readonly linesInAll: number
  readonly files: readonly ProviderFileFacts[]
  /** No fee of the contract is set, so that the files' fees were held against each other only. */
  readonly feesUnchecked?: true
  /** How it differs from the version before, when a file came late or changed. */
  readonly changedSince?: { readonly version: number; readonly lines: readonly DifferenceKey[] }
  readonly digest: string
}
export interface DaySummary {
  readonly day: Day
  readonly version: number
  readonly state:
    | 'waiting-for-file'
    | 'late'
    /** Its files are there, and the till has not compared them yet. */
    | 'matching'
    /** They could not be compared; who opens the day is told why. */
    | 'not-matched'
    | 'to-decide'
    /** Settlement lines were settled on it, and of a currency of theirs no credit of the bank is typed in. */
    | 'enter-bank-credit'
    /** A sum differs by something that no line and no word with the bank's credit explains. */
    | 'sums-differ'
    | 'done'
    | 'nothing-sold'
  readonly undecided: number
  readonly atRisk: readonly { readonly minor: number; readonly currency: string }[]
}
export interface QuarantinedFile {
  readonly name: string
  readonly sha256: string
  readonly faults: readonly FileFault[]
}
export type FetchState =
  | { readonly state: 'not-configured' }
  /** UTC ms. `waiting`: settlement files that are read a second time before they count (reconciliation 0.9). */
  | { readonly state: 'idle'; readonly lastAt?: number; readonly nextAt?: number; readonly waiting: number }
  /** The till trains: nothing comes by itself, and who asks gets the files of today as if it were tomorrow. */
  | { readonly state: 'practice'; readonly lastAt?: number }
  /** `what` names the file that is being read; '' while the server is being reached. */
  | { readonly state: 'running'; readonly what: string }
  | { readonly state: 'failed'; readonly fault: ServerFault; readonly nextAt?: number }

export interface ReconciliationView {
  /** Newest first, at most forty. */
  readonly days: readonly DaySummary[]
  readonly fetch: FetchState
  readonly quarantined: readonly QuarantinedFile[]
}
/** Told in the till's view, so that the counter sees that somebody has to look. */
export interface ReconciliationSign {
  readonly undecided: number
  readonly lateFiles: number
}

export type FileAnswer =
  /** `replaces`: the number of the version that it takes the place of; `file.difference` says how they differ. */
  | { readonly result: 'kept'; readonly file: ProviderFileFacts; readonly replaces?: number }
  | { readonly result: 'known-already' }
  | { readonly result: 'quarantined'; readonly faults: readonly FileFault[] }

/** Of what somebody gave by hand, which may be a ZIP with several files. */
export type GivenAnswer =
  | FileAnswer
  | {
      readonly result: 'unpacked'
      readonly files: readonly { readonly name: string; readonly answer: FileAnswer }[]
    }

export type ReconcileFault =
  | { readonly why: 'till-stopped' }
  /**
   * The amounts of a report, `detail` is its name, are not in one unit; the one in `line` is in another than most. Nothing
   * is matched until the contract's is set.
   */
  | { readonly why: 'amount-unit'; readonly detail: string; readonly line: number }
  /** The thread that matches has failed; `detail` is what it said, for the technician. */
  | { readonly why: 'worker'; readonly detail: string }

export type ReconcileProgress =
  | { readonly state: 'working'; readonly done: number; readonly of: number }
  | { readonly state: 'done'; readonly report: DayReport }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly fault: ReconcileFault }

const currency = z.string().regex(/^[A-Z]{3}$/) as unknown as z.ZodType<Currency, string>
const key = z.string().min(1).max(256) as unknown as z.ZodType<DifferenceKey, string>

export const reconciliationContract = {
  view: oc.output(output<ReconciliationView>()),
  fetch: oc.output(output<Answer<FetchState, 'not-configured' | 'till-stopped'>>()),
  /** A file in parts, in order, because a message from a screen is short; answered with its last part. */
  take: oc
    .input(
      z.strictObject({
        name: z.string().min(1).max(200),
        /** The same for all parts of one file on one way. */
        upload: z.string().regex(/^[0-9a-f-]{8,40}$/),
        part: z.int().min(0).max(filePartsMax),
        parts: z.int().min(1).max(filePartsMax),
        base64: z.string().max((filePartBytes / 3) * 4),
      }),
    )
    .output(output<Answer<GivenAnswer | { readonly result: 'more' }, 'broken-off' | 'till-stopped'>>()),
  /** Matches one China day; leaving the stream calls it off. */
  run: oc.input(z.strictObject({ day })).output(eventIterator(output<ReconcileProgress>())),
  decide: oc
    .input(
      z.strictObject({
        difference: key,
        /** Of the line as it was shown. */
        mark: z.string().regex(/^[0-9a-f]{16}$/),
        decision: z.enum(['accepted', 'claimed', 'written-off', 'wait']),
        note: z.string().trim().min(1).max(500),
      }),
    )
    .output(output<Answer<true, 'unknown-difference' | 'line-changed' | 'till-stopped'>>()),
  bankCredit: oc
    .input(
      z.strictObject({
        day,
        currency,
        minor: z.int().min(-1e13).max(1e13),
        note: z.string().trim().max(200),
      }),
    )
    .output(output<Answer<true, 'till-stopped'>>()),
}
