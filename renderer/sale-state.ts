import type { ClosingView } from '../main/contract/cash.ts'
import type { ChargeRefusal, CurrentPayment, TillView } from '../main/contract.ts'
import type { CashId, PaymentId, RefundId } from '../main/domain/ids.ts'
import type { Money } from '../main/domain/money.ts'
import type { PadDigits, Keyed } from './amount.ts'
import type { CashPage } from './cash/pages.ts'
import type { SetUpPage } from './setup/pages.ts'

/** What stands over the sale screen. Only one at a time; Esc closes it. */
export type Panel =
  | { readonly type: 'refund'; readonly text?: string }
  | { readonly type: 'story'; readonly id: PaymentId }
  | { readonly type: 'receipt'; readonly of: PaymentId | RefundId; readonly payment: PaymentId }
  /** Of a sale or a refund in cash: its paper says all there is of it. */
  | { readonly type: 'receipt'; readonly of: CashId; readonly payment?: undefined }
  | { readonly type: 'sales' }
  | { readonly type: 'camera' }
  | { readonly type: 'code' }
  | { readonly type: 'help' }
  | { readonly type: 'diagnosis' }
  | { readonly type: 'settings' }
  | { readonly type: 'setup'; readonly page: SetUpPage }
  | { readonly type: 'people' }
  | { readonly type: 'office' }
  /** `of`: the sale that is given back, by its receipt. */
  | { readonly type: 'cash'; readonly page: CashPage; readonly of?: CashId }
  /** `view`: it was closed just now, and need not be asked for. */
  | { readonly type: 'closing'; readonly number: number; readonly view?: ClosingView }
  | { readonly type: 'tender'; readonly amount: Money }
  | { readonly type: 'change'; readonly sold: CashSale }

/** A sale that was paid in notes and coins, and is in the books. */
export interface CashSale {
  readonly number: number
  /** On its receipt. */
  readonly id: CashId
  readonly amount: Money
  readonly tendered: Money
  readonly change: Money
}

/** A short remark to the cashier about the last key or scan. `values` fill the gaps of its text. */
export type NoteKind =
  | 'scan-now'
  | 'no-amount'
  | 'code-held'
  | 'code-dropped'
  | 'confirm-first'
  | 'busy'
  | 'busy-cancelling'
  | 'same-code'
  | 'other-wallet'
  | 'badge'
  | 'unknown-scan'
  | 'broken-scan'
  | 'amount-full'
  | 'close-panel'
  | 'till-lost'
  | 'not-open'
  | 'nothing-to-print'
  | 'printing'
  | 'printed'
  | 'not-allowed'
export type Note =
  | {
      readonly type: 'plain'
      readonly kind: NoteKind
      readonly values?: Readonly<Record<string, string>>
      readonly atMs: number
    }
  | { readonly type: 'charge-refused'; readonly refusal: ChargeRefusal; readonly atMs: number }
  | { readonly type: 'print-failed'; readonly fault: string; readonly atMs: number }

/** A payment code scanned before its amount was confirmed. In memory only, and not for long. */
export interface HeldCode {
  readonly scanned: string
  readonly lastFour: string
  readonly atMs: number
}

export interface SaleState {
  readonly keyed: Keyed
  /** What was keyed before each of the last digits, to undo those that turn out to be the head of a slow scan. */
  readonly undo: readonly Keyed[]
  /** The large amount that is keyed now was confirmed. */
  readonly confirmed: boolean
  readonly held?: HeldCode | undefined
  /** The code that was charged last, to know the second half of a double scan; forgotten like a held one. */
  readonly used?: { readonly scanned: string; readonly atMs: number } | undefined
  /** A charge was given to the till and not yet answered. */
  readonly asking?: { readonly amount: Money; readonly atMs: number } | undefined
  /** The final payment that the cashier has turned away from; the till may not have heard it yet. */
  readonly left?: PaymentId | undefined
  /** A paid result that is still shown, though the next sale has begun. */
  readonly lingering?: { readonly current: CurrentPayment; readonly untilMs: number } | undefined
  /** When the result on the screen became final. */
  readonly finalSince?: { readonly id: PaymentId; readonly atMs: number } | undefined
  readonly note?: Note | undefined
  readonly panel?: Panel | undefined
  readonly view?: TillView | undefined
  /** When `view` came, on the clock of this page: what its times are counted from. */
  readonly viewAtMs: number
}

/** People have been entered, and nobody is signed in: nothing of the shop is shown or done. */
export const isLocked = (view: TillView | undefined): boolean =>
  view?.people !== undefined && view.people.signedIn === undefined

export const saleAtStart: SaleState = { keyed: '', undo: [], confirmed: false, viewAtMs: 0 }

export type SaleEvent =
  | { readonly type: 'digits'; readonly digits: PadDigits }
  | { readonly type: 'backspace' }
  | { readonly type: 'clear' }
  /** Enter on the sale screen, or the button that says the same. */
  | { readonly type: 'confirm' }
  /** The button of a final result: it was seen, and need not stay. */
  | { readonly type: 'dismiss' }
  /** Esc: close the panel, or stop the payment, or clear. */
  | { readonly type: 'escape' }
  /** `tookBack`: how many of the last digits were part of this code after all. */
  | { readonly type: 'scanned'; readonly text: string; readonly tookBack?: number }
  | { readonly type: 'scan-broken'; readonly tookBack?: number }
  /** The last digits were part of a code that is dealt with elsewhere. */
  | { readonly type: 'digits-taken-back'; readonly count: number }
  | { readonly type: 'view'; readonly view: TillView }
  | { readonly type: 'charge-answered'; readonly refusal?: ChargeRefusal }
  /** A command did not reach the till, or its answer did not come back. */
  | { readonly type: 'till-lost' }
  | { readonly type: 'noted'; readonly kind: NoteKind }
  | { readonly type: 'print-answered'; readonly fault?: string }
  | { readonly type: 'open'; readonly panel: Panel }
  | { readonly type: 'close-panel' }
  /** F10: cash for what is keyed, or the pages of the drawer. */
  | { readonly type: 'cash' }
  | { readonly type: 'cash-sold'; readonly sold: CashSale }
  | { readonly type: 'stop' }
  | { readonly type: 'tick' }

export type SaleCommand =
  | { readonly type: 'charge'; readonly amount: Money; readonly scanned: string }
  | { readonly type: 'abort'; readonly id: PaymentId }
  | { readonly type: 'next' }
  | { readonly type: 'prepare' }
  | { readonly type: 'sound'; readonly sound: 'success' | 'failure' | 'ignored' }

export interface SaleStep {
  readonly state: SaleState
  readonly commands: readonly SaleCommand[]
}

/** A paid result stays at least this long, so that it is seen even when the next amount is keyed at once. */
export const paidShownMs = 1500
/** How long a remark stands when nothing else replaces it. */
export const noteShownMs = 8000

/** The payment that the counter is busy with, unless the cashier has turned away from its result. */
export const currentOf = (state: SaleState): CurrentPayment | undefined => {
  const current = state.view?.current
  return current !== undefined && current.payment.id !== state.left ? current : undefined
}

/** What the left pane shows. */
export type Face =
  | { readonly type: 'loading' }
  | { readonly type: 'stopped' }
  | { readonly type: 'amount' }
  | { readonly type: 'asking'; readonly amount: Money; readonly sinceMs: number }
  | { readonly type: 'result'; readonly current: CurrentPayment; readonly lingering: boolean }

export const faceOf = (state: SaleState, nowMs: number): Face => {
  if (state.view === undefined) return { type: 'loading' }
  if (state.view.stopped !== undefined) return { type: 'stopped' }
  const current = currentOf(state)
  if (state.asking !== undefined) {
    return { type: 'asking', amount: state.asking.amount, sinceMs: state.asking.atMs }
  }
  if (current !== undefined) return { type: 'result', current, lingering: false }
  if (state.lingering !== undefined && nowMs < state.lingering.untilMs) {
    return { type: 'result', current: state.lingering.current, lingering: true }
  }
  return { type: 'amount' }
}
