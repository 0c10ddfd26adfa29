import type { TillView } from '../../main/contract.ts'
import type { Money } from '../../main/domain/money.ts'
import { amountOf } from '../amount.ts'
import { mayDoHere } from '../people/rights.ts'
import { currentOf, type CashSale, type SaleCommand, type SaleState, type SaleStep } from '../sale-state.ts'
import { emptied, isRetryable, leave, sound, stay } from '../sale-steps.ts'

/** What the customer may pay in cash: what is keyed, or what the wallet just refused, of which no money has moved. */
const payableInCash = (state: SaleState, view: TillView): Money | undefined => {
  const current = currentOf(state)
  if (view.stopped !== undefined || state.asking !== undefined) return undefined
  if (current === undefined) return state.keyed === '' ? undefined : amountOf(state.keyed, view.currency)
  return isRetryable(current.payment) ? current.payment.amount : undefined
}

/** Opens cash for that amount, or the pages of the drawer when there is none. */
export const cashAsked = (state: SaleState, view: TillView): SaleStep => {
  const sells = view.shift?.takesCash === true && mayDoHere(view.people, 'sell-for-cash')
  const amount = sells ? payableInCash(state, view) : undefined
  return stay({
    ...state,
    panel: amount === undefined ? { type: 'cash', page: 'menu' } : { type: 'tender', amount },
    note: undefined,
  })
}

/** The sale is in the books: its change stands in sight until the next digit. */
export const cashSold = (state: SaleState, sold: CashSale, nowMs: number): SaleStep => {
  const current = currentOf(state)
  const begun = current === undefined ? emptied(state) : leave(state, current, nowMs)
  const next: readonly SaleCommand[] = current === undefined ? [] : [{ type: 'next' }]
  return stay({ ...begun, panel: { type: 'change', sold } }, ...next, sound('success'))
}
