import type { EntryBody } from './entry.ts'
import type { CashId } from './ids.ts'
import type { Money } from './money.ts'
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
      /** The sale by whose receipt it was given back, and what is then left of it, minor units. */
      readonly of?: { readonly sale: CashId; readonly left: number }
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
      /** counted - expected when it was counted, minor units: it stays, whatever is counted afterwards. Absent in old entries. */
      readonly difference?: number
    }
  /** Why a count is not what was expected; void as soon as cash moves or somebody counts again. */
  | {
      readonly kind: 'cash-explained'
      readonly shift: number
      /** Of the newest count, or of the one before it that was furthest off, minor units of the shift's currency; never 0. */
      readonly difference: number
      readonly reason: string
    }
  | { readonly kind: 'day-closed'; readonly closing: Closing; readonly seal: ClosingSeal }

const cashKinds: Readonly<Record<CashBody['kind'], true>> = {
  'shift-opened': true,
  'cash-sold': true,
  'cash-refunded': true,
  'cash-moved': true,
  'drawer-opened': true,
  'cash-counted': true,
  'cash-explained': true,
  'day-closed': true,
}
export const isCashBody = (body: EntryBody): body is CashBody => Object.hasOwn(cashKinds, body.kind)

/** One line of a closing's table. */
export interface ClosingLine {
  readonly type: 'sale' | 'refund'
  readonly method: 'alipay' | 'cash'
  readonly currency: string
  readonly count: number
  readonly minor: number
}

export interface CountAndSum {
  readonly count: number
  /** Minor units. */
  readonly minor: number
}

/** What became of wallet payments in one currency: each counts in the range in which it first came to that. */
export interface AlipayBlock {
  readonly currency: string
  readonly paid: CountAndSum
  readonly refunded: CountAndSum
  readonly cancelled: CountAndSum
  /** Refused by Alipay, or never sent. */
  readonly declined: CountAndSum
  /** Given up and found paid afterwards; the till gives it back by itself, which counts as refunded. */
  readonly foundPaid: CountAndSum
  /** Not known at the end of the range, whenever it was begun. */
  readonly unknown: CountAndSum
}

/** The drawer in one currency. */
export interface CashBlock {
  readonly currency: string
  readonly float: number
  readonly sold: number
  readonly refunded: number
  readonly movedIn: number
  readonly movedOut: number
  /** float + sold - refunded + movedIn - movedOut. Every Z tells it; an X only after the drawer was counted. */
  readonly expected?: number
  /** Absent when nobody has counted since the last cash entry: "not counted". */
  readonly counted?: number
  /** counted - expected: below zero, money is missing. */
  readonly difference?: number
  /**
   * The count of the range that was furthest off when it was taken, where the newest one is not as far off or no longer
   * holds: neither counting again nor moving cash undoes it.
   */
  readonly earlier?: CountedOff
  /** Why there is a difference, in the words of whoever closed. */
  readonly reason?: string
}

/** Minor units; `difference` is what was counted less what was expected then. */
export interface CountedOff {
  readonly counted: number
  readonly difference: number
}

/** What is not settled when the day is closed, and is listed instead of keeping anybody from closing. */
export interface OpenQuestion {
  /**
   * `payment`: not known yet. `refund`: asked and not done; `held` and `sending` ones are perhaps not sent yet. `print`: a
   * paper that did not come out. `china-day`: wallet money moved on it, and it was not matched with the provider's files.
   */
  readonly of: 'payment' | 'refund' | 'print' | 'china-day'
  /** Payment, refund, number of the print job, or the day. */
  readonly id: string
  readonly state?: string
  readonly minor?: number
  readonly currency?: string
}

/** What one Z says: facts of the entries from `from` to `to`, both included, stored with the Z and never made anew. */
export interface Closing {
  /** 1, 2, 3 ... without a gap. */
  readonly number: number
  /** Absent when no shift was opened. */
  readonly shift?: number
  /** When the shift was opened; without one, when entry `from` was written. */
  readonly openedAt: Instant
  readonly closedAt: Instant
  /** As the journal names them, `operators` has their names. Absent when no shift was opened. */
  readonly openedBy?: string
  readonly closedBy: string
  readonly from: number
  readonly to: number
  /** Sales before refunds, each by method and currency. */
  readonly lines: readonly ClosingLine[]
  /** By currency, of those that occur. */
  readonly alipay: readonly AlipayBlock[]
  readonly cash: readonly CashBlock[]
  readonly openQuestions: readonly OpenQuestion[]
  /** Times that the drawer was opened without a sale. */
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
  /** Everybody who wrote an entry of the range or closed it, by the name that they had then. */
  readonly operators: readonly { readonly id: string; readonly name: string }[]
}

/** Ed25519 over the canonical JSON of the closing, base64; and the public key that checks it, SPKI in base64. */
export interface ClosingSeal {
  readonly publicKey: string
  readonly signature: string
}

/** Whether nothing happened in the range that a closing would tell of: no sale, no refund, no cash, no drawer. */
export const isEmptyClosing = ({ lines, alipay, cash, drawerOpenings }: Closing): boolean =>
  lines.length === 0 &&
  cash.length === 0 &&
  drawerOpenings === 0 &&
  alipay.every(({ cancelled, declined, foundPaid, unknown }) =>
    [cancelled, declined, foundPaid, unknown].every(({ count }) => count === 0),
  )
