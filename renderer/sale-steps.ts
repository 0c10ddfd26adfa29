import type { CurrentPayment } from '../main/contract.ts'
import { isChargedOtherwise, isFinal, type Payment } from '../main/domain/payment.ts'
import {
  paidShownMs,
  type Note,
  type NoteKind,
  type Panel,
  type SaleCommand,
  type SaleState,
  type SaleStep,
} from './sale-state.ts'

/** What the moves of the sale screen are made of. */

export const stay = (state: SaleState, ...commands: readonly SaleCommand[]): SaleStep => ({ state, commands })
export const sound = (name: Extract<SaleCommand, { type: 'sound' }>['sound']): SaleCommand => ({
  type: 'sound',
  sound: name,
})
export const note = (kind: NoteKind, atMs: number, values?: Readonly<Record<string, string>>): Note =>
  values === undefined ? { type: 'plain', kind, atMs } : { type: 'plain', kind, values, atMs }
export const remark = (state: SaleState, said: Note, ...commands: readonly SaleCommand[]): SaleStep =>
  stay({ ...state, note: said }, ...commands)

export const isOpen = (current: CurrentPayment | undefined): current is CurrentPayment =>
  current !== undefined && !isFinal(current.payment)

/** Paid as it should be: the goods may go. */
export const isGood = (payment: Payment): boolean => payment.state === 'paid' && !payment.givenUp

/** A page that is only read: the next digit closes it and begins the sale. */
export const isReading = ({ type }: Panel): boolean =>
  type === 'help' ||
  type === 'diagnosis' ||
  type === 'story' ||
  type === 'receipt' ||
  type === 'sales' ||
  type === 'camera' ||
  type === 'change'

/** A page that a scanned receipt may take the place of: it is only read, or leads to a sale that is given back. */
const givesWay = (panel: Panel): boolean =>
  isReading(panel) ||
  ['refund', 'code', 'closing'].includes(panel.type) ||
  (panel.type === 'cash' && ['menu', 'refund', 'x', 'closings'].includes(panel.page))

/** A receipt opens its page at any time, but in the place of a page on which somebody is at work. */
export const receiptScanned = (state: SaleState, panel: Panel, nowMs: number): SaleStep =>
  state.panel === undefined || givesWay(state.panel)
    ? stay({ ...state, panel, note: undefined })
    : remark(state, note('close-panel', nowMs), sound('ignored'))

/** A result after which the same amount may be scanned again, because no money has moved. */
export const isRetryable = (payment: Payment): boolean =>
  payment.state === 'not-sent' ||
  ((payment.state === 'declined' || payment.state === 'cancelled') &&
    payment.watch.foundPaid === undefined &&
    !isChargedOtherwise(payment))

export const emptied = (state: SaleState): SaleState => ({
  ...state,
  keyed: '',
  undo: [],
  confirmed: false,
  held: undefined,
  note: undefined,
})

/** Turns away from a final result. A paid one stays in sight for its time. */
export const leave = (state: SaleState, current: CurrentPayment, nowMs: number): SaleState => {
  const since = state.finalSince?.id === current.payment.id ? state.finalSince.atMs : nowMs
  return {
    ...emptied(state),
    left: current.payment.id,
    lingering: isGood(current.payment) ? { current, untilMs: since + paidShownMs } : undefined,
  }
}

/** The till lets go of a payment once its cancel has been tried: it is chased on, and the next customer is served. */
export const mayBeLeft = (payment: Payment): boolean => payment.state === 'cancelling' && payment.cancels > 0

export const busyNote = (current: CurrentPayment | undefined, nowMs: number): Note =>
  note(current !== undefined && mayBeLeft(current.payment) ? 'busy-cancelling' : 'busy', nowMs)
