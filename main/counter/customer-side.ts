import type { TillNotice, TillView } from '../contract.ts'
import { lookAtCounter, type Counter, type CustomerLook } from '../domain/customer-view.ts'
import type { Money } from '../domain/money.ts'
import { isFinal } from '../domain/payment.ts'
import type { Refund } from '../domain/refund.ts'
import type { Clock, CustomerDisplay } from '../ports.ts'
import type { Settings } from '../settings.ts'

export interface CustomerSideParts {
  readonly settings: Settings
  readonly clock: Clock
  readonly customerDisplay?: CustomerDisplay | undefined
  readonly onNotice: (listener: (notice: TillNotice) => void) => () => void
  /** The customer is to see something else now. */
  readonly changed: () => void
}

/** What the counter shows to the customer, and what only the customer's side has to remember. */
export interface CustomerSide {
  /** The next sale is keyed so far; without an amount nothing is. */
  readonly key: (amount?: Money, inCash?: boolean) => void
  /** A sale in notes and coins is done. */
  readonly cashSold: (sale: NonNullable<Counter['cashSold']>) => void
  /** Gives back what it was told. */
  readonly refunded: (refund: Refund) => Refund
  /** The view with what the customer sees, in a shop that turns a display to the customer; `isAttended` by somebody. */
  readonly added: (view: TillView, isAttended: boolean) => TillView
  readonly close: () => Promise<void>
}

/** A refund that took longer, milliseconds, was of a customer who has gone. */
const stillHereMs = 60_000

export const createCustomerSide = (parts: CustomerSideParts): CustomerSide => {
  const { settings, clock, customerDisplay, changed } = parts
  const { window, pole } = settings.display
  const isWanted = window === 'on' || pole.dialect !== 'none'
  let look: CustomerLook | undefined
  let keyed: Counter['keyed']
  let refunded: Counter['refunded']
  let cashSold: Counter['cashSold']
  let isAsking = false
  let callOff: () => void = () => undefined
  const stopShowing =
    customerDisplay &&
    parts.onNotice((notice) => {
      if (notice.type === 'view' && notice.view.customer) customerDisplay.show(notice.view.customer)
    })
  return {
    key: (amount, inCash = false) => {
      if (!isWanted) return
      // Keys that come late are those of the sale that is asked about, and would hide how it ends.
      keyed = isAsking || !amount ? undefined : { amount, state: inCash ? 'pay-cash' : 'show-code' }
      changed()
    },
    cashSold: (sale) => {
      cashSold = sale
      keyed = undefined
      changed()
    },
    refunded: (refund) => {
      const { id, amount, origin, createdAt } = refund
      // What the till gives back by itself is another customer's than the one who stands here.
      if (origin === 'cashier' && clock.now().at - createdAt < stillHereMs) refunded = { id, amount }
      return refund
    },
    added: (view, isAttended) => {
      if (!isWanted) return view
      const { language, mode, shop, current, stopped, shift } = view
      isAsking = current !== undefined && !isFinal(current.payment)
      // Nobody is asked for money that nobody would take; whoever comes next finds nothing of the one before.
      if (!isAttended) keyed = undefined
      if (!isAttended || shift?.open === undefined) cashSold = undefined
      const counter: Counter = {
        language,
        mode,
        shop,
        ...(current && current.beforeStart !== true ? { current } : {}),
        ...(keyed && stopped === undefined && { keyed }),
        ...(refunded && { refunded }),
        ...(cashSold && { cashSold }),
      }
      look = lookAtCounter(look, counter, clock.now().mono)
      callOff()
      callOff = look.lookAgainMs === undefined ? () => undefined : clock.after(look.lookAgainMs, changed)
      return { ...view, customer: look.view }
    },
    close: async () => {
      stopShowing?.()
      callOff()
      await customerDisplay?.close()
    },
  }
}
