import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { Day } from '../domain/time.ts'
import { checkSpan, day } from './day.ts'
import { output, type Answer } from './answer.ts'

/** What a manager sees of a stretch of shop days. Amounts are minor units. */
export interface Figures {
  readonly from: Day
  readonly to: Day
  readonly timeZone: string
  /** Of all sums below but those that name their own. */
  readonly currency: string
  /** Others in which something was sold or given back in these days: their sums are in the exports only. */
  readonly otherCurrencies: readonly string[]
  /** By local hour of the shop, 0 to 23. */
  readonly hours: readonly {
    readonly hour: number
    readonly alipay: number
    readonly cash: number
    readonly sales: number
  }[]
  readonly days: readonly {
    readonly day: Day
    readonly alipay: number
    readonly cash: number
    readonly refunded: number
  }[]
  readonly outcomes: readonly { readonly state: string; readonly count: number; readonly minor: number }[]
  /** Of calls to pay, milliseconds. Absent when there was none. */
  readonly latency?: {
    readonly p50: number
    readonly p95: number
    readonly max: number
    readonly count: number
  }
  readonly latencyByHour: readonly { readonly hour: number; readonly p50: number; readonly p95: number }[]
  readonly declines: readonly { readonly code: string; readonly count: number; readonly minor: number }[]
  /** Of now, whatever the days. `since`: UTC ms. */
  readonly openQuestions: readonly {
    readonly id: string
    readonly of: 'payment' | 'refund'
    readonly minor: number
    readonly currency: string
    readonly since: number
  }[]
  /** Of now, whatever the days: paid less refunded, as far as it is in no settlement file yet. */
  readonly unsettled: readonly { readonly currency: string; readonly minor: number; readonly count: number }[]
}

export const exportKinds = ['sales', 'closings', 'reconciliation', 'bookkeeping', 'journal'] as const
export const exportFormats = ['csv', 'csv-for-machines', 'xlsx', 'jsonl'] as const

export type ExportRefusal =
  /** The journal is evidence for machines: it has no workbook. */
  | 'no-such-format'
  /** `to` is before `from`, or one of them is no day. */
  | 'wrong-span'
  /** More than ten years (`spanYearsMax`). */
  | 'span-too-long'
  /** More rows than a workbook holds, or more bytes than a screen takes: another format, or the command line. */
  | 'too-many'
  /** A day could not be matched, or its matching was called off by closing the till. */
  | 'not-matched'
  | 'till-stopped'

/** A file on its way to the screen: its bytes in parts, in order, and at the end what it is. */
export type ExportProgress =
  | { readonly state: 'working'; readonly rows: number }
  | { readonly state: 'part'; readonly base64: string }
  | {
      readonly state: 'done'
      readonly name: string
      readonly rows: number
      readonly bytes: number
      readonly sha256: string
    }
  | { readonly state: 'failed'; readonly why: ExportRefusal }

export type PurgedKind = 'provider-file' | 'log'

/** What a purge takes away, or would take away. The journal is never among it. */
export interface PurgeList {
  readonly before: Day
  /** Files of this day and of later ones have to be kept. */
  readonly keptFrom: Readonly<Record<PurgedKind, Day>>
  readonly files: readonly {
    readonly what: PurgedKind
    readonly name: string
    /** Of a provider's file the China day that it is about; of a log the last shop day on which it was written. */
    readonly day: Day
    readonly bytes: number
  }[]
  /** False: this is what would go. */
  readonly done: boolean
  /** What could not be taken away, in the words of the disk. The rest is gone. */
  readonly faults: readonly string[]
}
export type PurgeRefusal =
  /** Files of these days have to be kept: settings `reports.keepFilesDays` and `reports.keepLogsDays`. */
  'must-be-kept' | 'needs-second-person' | 'till-stopped'
/** To look, no day has to be known: without one, what is told is all that need not be kept any more. */
export type PurgeInput =
  | { readonly really: false; readonly before?: Day | undefined }
  | { readonly really: true; readonly before: Day; readonly token?: string | undefined }

export const reportsContract = {
  figures: oc.input(z.strictObject({ from: day, to: day }).check(checkSpan)).output(output<Figures>()),
  /** Leaving the stream calls it off. */
  export: oc
    .input(
      z
        .strictObject({ what: z.enum(exportKinds), format: z.enum(exportFormats), from: day, to: day })
        .check(checkSpan),
    )
    .output(eventIterator(output<ExportProgress>())),
  /** `really: false` only tells what would go. */
  purge: oc
    .input(
      z.discriminatedUnion('really', [
        z.strictObject({ really: z.literal(false), before: day.optional() }),
        z.strictObject({ really: z.literal(true), before: day, token: z.string().max(64).optional() }),
      ]),
    )
    .output(output<Answer<PurgeList, PurgeRefusal>>()),
}
