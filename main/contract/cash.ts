import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Closing, ClosingSeal, Denominations } from '../domain/cash.ts'
import { isCashId, type CashId } from '../domain/ids.ts'
import type { Money } from '../domain/money.ts'
import type { Instant } from '../domain/time.ts'
import type { PrintFault } from '../ports.ts'
import { output, type Answer } from './answer.ts'

/** The drawer's period, as every view tells it. What is expected in the drawer is not told before it is counted. */
export interface ShiftView {
  readonly open?: {
    readonly shift: number
    readonly openedAt: Instant
    /** The name of who opened it. */
    readonly openedBy: string
    /** Somebody has counted, and no cash has moved since. */
    readonly counted: boolean
  }
  /** Differences above so many minor units are closed with a reason only. */
  readonly explainAbove?: number
  /** Number of the next Z. */
  readonly nextClosing: number
  /** False: the settings say that this till takes no cash. The day is closed all the same. */
  readonly takesCash: boolean
  /** The settings want an open shift for every sale. */
  readonly shiftWanted: boolean
  /** Values of the notes and coins that are counted, minor units, largest first. */
  readonly denominations: readonly number[]
  /**
   * Why the drawer did not open by itself the last time that it should: it is opened by its key. `left-open`: it opened,
   * and its switch says that it still is, after longer than the settings want.
   */
  readonly drawerFault?: PrintFault | 'stayed-shut' | 'left-open'
}

export type CashRefusal =
  | 'no-shift'
  | 'shift-open'
  | 'no-amount'
  | 'not-enough'
  | 'too-large'
  /** The open shift is in another currency than the settings have now. */
  | 'wrong-currency'
  | 'reason-missing'
  /** What was counted differs by more than the settings let go without a reason. */
  | 'difference-unexplained'
  /** A count names a note or coin that the currency does not have. */
  | 'unknown-denomination'
  /** The float and the count of it are different sums. */
  | 'float-differs'
  | 'more-than-there'
  /** No sale in cash of this till and its currency has that number. */
  | 'unknown-sale'
  /** Of the sale, after what was given back by its receipt before. */
  | 'more-than-left'
  | 'unknown-closing'
  | 'needs-second-person'
  | 'not-allowed'
  | 'till-stopped'

/** A sale in cash, by its receipt. */
export interface CashSaleView {
  readonly id: CashId
  readonly number: number
  readonly amount: Money
  /** What can still be given back of it. */
  readonly left: Money
}

/** An X or a Z as it is looked at: numbers for the screen, faces for paper. */
export interface ClosingView {
  /** An X has the number of the Z to come. */
  readonly kind: 'x' | 'z'
  readonly closing: Closing
  readonly seal?: ClosingSeal
  readonly svg: string
  readonly text: string
}

const minor = z.int().min(0).max(10_000_000_000)
const reason = z.string().trim().max(128)
const denominations = z.record(z.string().regex(/^[1-9]\d{0,9}$/), z.int().min(0).max(100_000))
const number = z.int().min(1)
const cashId = z.string().refine(isCashId) as unknown as z.ZodType<CashId, string>
/** Of a second person who has agreed. */
const token = z.string().max(64).optional()

/** Amounts are minor units of the till's currency. */
export const cashContract = {
  openShift: oc
    .input(z.strictObject({ float: minor, denominations: denominations.optional() }))
    .output(output<Answer<ShiftView, CashRefusal>>()),
  /** Change is `tendered` less `amount`; the drawer opens and the receipt prints by itself. `id` stands on that. */
  sell: oc
    .input(z.strictObject({ amount: minor, tendered: minor }))
    .output(
      output<Answer<{ readonly number: number; readonly id: CashId; readonly change: Money }, CashRefusal>>(),
    ),
  sale: oc.input(z.strictObject({ id: cashId })).output(output<CashSaleView | null>()),
  /** `of`: by the receipt of that sale, and never more than is left of it. The drawer opens and the receipt prints by itself. */
  refund: oc
    .input(z.strictObject({ amount: minor, reason, of: cashId.optional(), token }))
    .output(output<Answer<{ readonly number: number; readonly id: CashId }, CashRefusal>>()),
  move: oc
    .input(z.strictObject({ direction: z.enum(['in', 'out']), amount: minor, reason, token }))
    .output(output<Answer<true, CashRefusal>>()),
  openDrawer: oc.input(z.strictObject({ why: reason })).output(output<Answer<true, CashRefusal>>()),
  count: oc
    .input(z.strictObject({ denominations }))
    .output(output<Answer<{ readonly total: Money }, CashRefusal>>()),
  /** Writes nothing. */
  x: oc.output(output<Answer<ClosingView, CashRefusal>>()),
  /** `reason`: why what was counted is not what was expected; kept only when there is a difference. */
  close: oc
    .input(z.strictObject({ reason: reason.optional() }).prefault({}))
    .output(output<Answer<ClosingView, CashRefusal>>()),
  /** Newest first. */
  closings: oc
    .input(z.strictObject({ limit: z.int().min(1).max(400) }))
    .output(output<readonly { readonly closing: Closing; readonly seal: ClosingSeal }[]>()),
  closing: oc.input(z.strictObject({ number })).output(output<ClosingView | null>()),
  print: oc.input(z.strictObject({ number: number.optional() })).output(output<Answer<true, string>>()),
  /** Base64 of a PDF. Without a number: the X of now. */
  pdf: oc
    .input(z.strictObject({ number: number.optional() }))
    .output(output<Answer<{ readonly name: string; readonly base64: string }, CashRefusal>>()),
}
export type { Denominations }
