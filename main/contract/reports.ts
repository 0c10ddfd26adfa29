import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Day } from '../domain/time.ts'
import { output, type Answer } from './answer.ts'

/** What a manager sees of a stretch of shop days. Amounts are minor units. */
export interface Figures {
  readonly from: Day
  readonly to: Day
  readonly timeZone: string
  readonly currency: string
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
  readonly openQuestions: readonly { readonly id: string; readonly minor: number; readonly since: number }[]
  /** Paid and not refunded, and in no settlement file yet. */
  readonly unsettled: readonly { readonly currency: string; readonly minor: number; readonly count: number }[]
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/) as unknown as z.ZodType<Day, string>

export const exportKinds = ['sales', 'closings', 'reconciliation', 'bookkeeping', 'journal'] as const
export const exportFormats = ['csv', 'csv-for-machines', 'xlsx', 'jsonl'] as const

export const reportsContract = {
  figures: oc.input(z.strictObject({ from: day, to: day })).output(output<Figures>()),
  export: oc
    .input(z.strictObject({ what: z.enum(exportKinds), format: z.enum(exportFormats), from: day, to: day }))
    .output(
      output<
        Answer<
          { readonly name: string; readonly base64: string; readonly rows: number },
          'no-such-format' | 'too-many' | 'till-stopped'
        >
      >(),
    ),
}
