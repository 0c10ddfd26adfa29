import type { CashId, RefundId } from './ids.ts'
import type { Money } from './money.ts'
import { isChargedOtherwise, isFinal, type Payment } from './payment.ts'

/**
 * All that the customer may see, on a pole display or a second screen: how far the sale is, and how much it is. No ids,
 * no codes, no names of people, no texts of errors.
 */
export interface CustomerView {
  readonly state: CustomerState
  /** Absent when idle. Of `change` it is what the customer gets back. */
  readonly amount?: Money
  readonly language: 'en' | 'zh'
  readonly mode: 'training' | 'live'
  readonly shop: string
}

/**
 * `show-code`: an amount was keyed, and the customer may hold up the code. `pay-cash`: it is to be paid in notes and
 * coins. `change`: it was, and so much comes back. `waiting`: asked, and not known yet; it asks the customer for nothing, because the sale may be on its way to
 * being undone.
 */
export type CustomerState =
  'idle' | 'show-code' | 'pay-cash' | 'change' | 'waiting' | 'paid' | 'not-paid' | 'refunded'

/** What the till knows of its counter: a part of its view for the cashier's screen. */
export interface Counter {
  readonly language: 'en' | 'zh'
  readonly mode: 'training' | 'live'
  readonly shop: string
  readonly current?: { readonly payment: Payment }
  /** The amount of the next sale as far as it is keyed, and what the customer is asked for. */
  readonly keyed?: { readonly amount: Money; readonly state: 'show-code' | 'pay-cash' }
  /** The refund that went through last. */
  readonly refunded?: { readonly id: RefundId; readonly amount: Money }
  /** The sale in notes and coins that was done last, for as long as its shift is open. */
  readonly cashSold?: { readonly id: CashId; readonly amount: Money; readonly change: Money }
}

/** How long a result of a wallet stays when nobody begins the next sale, milliseconds. */
export const resultShownMs = 20_000

/** One look of the customer's display at the counter, and what it must remember until the next. */
export interface CustomerLook {
  readonly view: CustomerView
  /** Milliseconds after which to look again though nothing was told, because the result will be over. */
  readonly lookAgainMs?: number
  readonly result?: Result
  readonly seen: { readonly sale?: string; readonly refund?: string; readonly cashSale?: string }
}
interface Result {
  readonly state: 'paid' | 'not-paid' | 'refunded' | 'waiting' | 'change'
  readonly amount: Money
  readonly sinceMs: number
}

/** Notes and coins are counted out for as long as it takes: how much they are stays until the next thing happens. */
const staysMs = (state: Result['state']): number => (state === 'change' ? Infinity : resultShownMs)

/** Which word is true for the money of a customer whose payment is final. */
const wordFor = (payment: Payment): Result['state'] => {
  if (payment.state === 'paid') return 'paid'
  if (payment.state === 'cancelled' && payment.action === 'refund') return 'refunded'
  // The customer's money was taken after all and goes back: until that is told, neither word would be true.
  const isTaken = 'watch' in payment && payment.watch.foundPaid !== undefined
  return isTaken || isChargedOtherwise(payment) ? 'waiting' : 'not-paid'
}

const resultOfCash = ({ amount, change }: NonNullable<Counter['cashSold']>, sinceMs: number): Result =>
  change.minor === 0 ? { state: 'paid', amount, sinceMs } : { state: 'change', amount: change, sinceMs }

/**
 * Looks at the counter, at `monoMs` on a clock that only runs forward. A result is shown when it comes, and not when it
 * was there at the first look: then it was another customer's, and a display that starts beside a till says nothing of it.
 */
export const lookAtCounter = (
  before: CustomerLook | undefined,
  counter: Counter,
  monoMs: number,
): CustomerLook => {
  const { language, mode, shop, current, keyed, refunded, cashSold } = counter
  const face = { language, mode, shop }
  const payment = current?.payment
  const ended =
    payment !== undefined && isFinal(payment)
      ? { mark: `${payment.id} ${wordFor(payment)}`, state: wordFor(payment), amount: payment.amount }
      : undefined
  // What could not be read at this look has been seen all the same, and is no news at the next.
  const seen = {
    ...before?.seen,
    ...(ended === undefined ? {} : { sale: ended.mark }),
    ...(refunded === undefined ? {} : { refund: refunded.id }),
    ...(cashSold === undefined ? {} : { cashSale: cashSold.id }),
  }
  const isNewSale = before !== undefined && ended !== undefined && ended.mark !== before.seen.sale
  const isNewRefund = before !== undefined && refunded !== undefined && refunded.id !== before.seen.refund
  const isNewCash = before !== undefined && cashSold !== undefined && cashSold.id !== before.seen.cashSale
  const result: Result | undefined = isNewCash
    ? resultOfCash(cashSold, monoMs)
    : isNewRefund
      ? { state: 'refunded', amount: refunded.amount, sinceMs: monoMs }
      : isNewSale
        ? { state: ended.state, amount: ended.amount, sinceMs: monoMs }
        : before?.result

  if (payment !== undefined && !isFinal(payment)) {
    return { view: { ...face, state: 'waiting', amount: payment.amount }, seen }
  }
  if (keyed !== undefined && keyed.amount.minor > 0) return { view: { ...face, ...keyed }, seen }
  const leftMs = result === undefined ? 0 : result.sinceMs + staysMs(result.state) - monoMs
  const isOver = leftMs <= 0 || (result?.state === 'change' && cashSold === undefined)
  if (result === undefined || isOver) return { view: { ...face, state: 'idle' }, seen }
  const view: CustomerView = { ...face, state: result.state, amount: result.amount }
  return { view, result, ...(leftMs === Infinity ? {} : { lookAgainMs: leftMs }), seen }
}
