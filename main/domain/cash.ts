import type { Money } from './money.ts'
import type { OperatorId } from './operator.ts'
import type { Instant } from './time.ts'

/** How many there are of each note and coin, by its value in minor units. */
export type Denominations = Readonly<Record<string, number>>

export type CashBody =
  | {
      readonly kind: 'shift-opened'
      readonly shift: number
      readonly float: Money
      readonly denominations?: Denominations
    }
  /** A sale that was paid in notes and coins. `number` runs through the whole journal. */
  | {
      readonly kind: 'cash-sold'
      readonly number: number
      readonly amount: Money
      readonly tendered: Money
      readonly change: Money
    }
  | {
      readonly kind: 'cash-refunded'
      readonly number: number
      readonly amount: Money
      readonly reason: string
    }
  | {
      readonly kind: 'cash-moved'
      readonly direction: 'in' | 'out'
      readonly amount: Money
      readonly reason: string
    }
  | { readonly kind: 'drawer-opened'; readonly why: string }
  /** Counted without having been told what is expected. The newest one of a shift counts. */
  | {
      readonly kind: 'cash-counted'
      readonly shift: number
      readonly denominations: Denominations
      readonly total: Money
    }
  | { readonly kind: 'day-closed'; readonly closing: Closing; readonly seal: ClosingSeal }

/** One line of a closing's table. */
export interface ClosingLine {
  readonly type: 'sale' | 'refund'
  readonly method: 'alipay' | 'cash'
  readonly currency: string
  readonly count: number
  readonly minor: number
}

/** What became of wallet payments, by currency. */
export interface AlipayBlock {
  readonly currency: string
  readonly paid: { readonly count: number; readonly minor: number }
  readonly refunded: { readonly count: number; readonly minor: number }
  readonly cancelled: { readonly count: number; readonly minor: number }
  readonly declined: { readonly count: number; readonly minor: number }
  /** Open when the day was closed: not known yet. */
  readonly unknown: { readonly count: number; readonly minor: number }
}

export interface CashBlock {
  readonly currency: string
  readonly float: number
  readonly sold: number
  readonly refunded: number
  readonly movedIn: number
  readonly movedOut: number
  /** float + sold - refunded + movedIn - movedOut. */
  readonly expected: number
  /** Absent when nobody has counted. */
  readonly counted?: number
  /** counted - expected: below zero, money is missing. */
  readonly difference?: number
}

/** What one Z says: facts of the entries from `from` to `to`, both included, stored with the Z and never made anew. */
export interface Closing {
  /** 1, 2, 3 ... without a gap. */
  readonly number: number
  readonly shift: number
  readonly openedAt: Instant
  readonly closedAt: Instant
  readonly openedBy: string
  readonly closedBy: string
  readonly from: number
  readonly to: number
  readonly lines: readonly ClosingLine[]
  readonly alipay: readonly AlipayBlock[]
  readonly cash: CashBlock
  readonly openQuestions: readonly string[]
  readonly drawerOpenings: number
  readonly integrity: {
    /** Hash of entry `to`. */
    readonly head: string
    /** The turnover counters of entry `to`, minor units by currency. */
    readonly gross: Readonly<Record<string, number>>
    readonly refunded: Readonly<Record<string, number>>
    /** SHA-256, hex, of the canonical text of the closing before; 64 zeros for the first. */
    readonly previous: string
  }
  readonly operators: readonly OperatorId[]
}

/** Ed25519 over the canonical JSON of the closing, base64; and the public key that checks it, SPKI in base64. */
export interface ClosingSeal {
  readonly publicKey: string
  readonly signature: string
}
