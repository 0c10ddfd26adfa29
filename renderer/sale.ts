import type { TillView } from '../main/contract.ts'
import type { Money } from '../main/domain/money.ts'
import { isFinal } from '../main/domain/payment.ts'
import { classifyScan } from '../main/domain/scan.ts'
import { amountOf, dropDigit, keyDigits, type PadDigits } from './amount.ts'
import {
  currentOf,
  isLocked,
  noteShownMs,
  type NoteKind,
  type SaleCommand,
  type SaleEvent,
  type SaleState,
  type SaleStep,
} from './sale-state.ts'
import { cashPageAt } from './cash/pages.ts'
import { cashAsked, cashSold } from './cash/steps.ts'
import { setUpPageAt } from './setup/pages.ts'
import {
  busyNote,
  emptied,
  isGood,
  isOpen,
  isReading,
  isRetryable,
  leave,
  mayBeLeft,
  note,
  receiptScanned,
  remark,
  sound,
  stay,
} from './sale-steps.ts'

const undoMax = 16

const digitsKeyed = (state: SaleState, view: TillView, digits: PadDigits, nowMs: number): SaleStep => {
  const current = currentOf(state)
  if (state.asking !== undefined || isOpen(current)) {
    return remark(state, busyNote(current, nowMs), sound('ignored'))
  }
  const begun = current === undefined ? state : leave(state, current, nowMs)
  const keyed = keyDigits(begun.keyed, digits, view.currency)
  const next: readonly SaleCommand[] = current === undefined ? [] : [{ type: 'next' }]
  if (keyed === begun.keyed && keyed !== '') {
    return remark(begun, note('amount-full', nowMs), ...next, sound('ignored'))
  }
  const prepare: readonly SaleCommand[] = begun.keyed === '' && keyed !== '' ? [{ type: 'prepare' }] : []
  const undo = [...begun.undo, begun.keyed].slice(-undoMax)
  return stay({ ...begun, keyed, undo, confirmed: false, note: undefined }, ...next, ...prepare)
}

/** Digits that the screen took for an amount and that were the head of a slow scanner's code. */
const takenBack = (state: SaleState, count: number): SaleState => {
  const keyed = count === 0 ? undefined : state.undo[Math.max(0, state.undo.length - count)]
  return keyed === undefined ? state : { ...state, keyed, undo: state.undo.slice(0, -count) }
}

const charge = (state: SaleState, amount: Money, scanned: string, nowMs: number): SaleStep =>
  stay(
    {
      ...state,
      asking: { amount, atMs: nowMs },
      used: { scanned, atMs: nowMs },
      held: undefined,
      note: undefined,
      lingering: undefined,
    },
    { type: 'charge', amount, scanned },
  )

const needsConfirmation = (state: SaleState, view: TillView, amount: Money): boolean =>
  view.confirmAbove !== undefined && amount.minor > view.confirmAbove && !state.confirmed

const confirmed = (state: SaleState, view: TillView, nowMs: number): SaleStep => {
  const current = currentOf(state)
  if (state.asking !== undefined) return remark(state, note('busy', nowMs), sound('ignored'))
  if (current !== undefined) {
    if (isFinal(current.payment)) return stay(leave(state, current, nowMs), { type: 'next' })
    if (mayBeLeft(current.payment)) return stay({ ...state, note: undefined }, { type: 'next' })
    return remark(state, note('busy', nowMs), sound('ignored'))
  }
  const amount = amountOf(state.keyed, view.currency)
  if (amount.minor === 0) return remark(state, note('no-amount', nowMs), sound('ignored'))
  // With a code in hand, the Enter that charges it is the confirmation as well.
  if (state.held !== undefined)
    return charge({ ...state, confirmed: true }, amount, state.held.scanned, nowMs)
  return remark({ ...state, confirmed: true }, note('scan-now', nowMs))
}

const hold = (state: SaleState, scanned: string, kind: NoteKind, nowMs: number): SaleStep =>
  remark(
    { ...state, held: { scanned, lastFour: scanned.slice(-4), atMs: nowMs } },
    note(kind, nowMs),
    sound('ignored'),
  )

const paymentCodeScanned = (state: SaleState, view: TillView, code: string, nowMs: number): SaleStep => {
  const current = currentOf(state)
  if (current !== undefined && isRetryable(current.payment)) {
    return charge(state, current.payment.amount, code, nowMs)
  }
  // A trigger that fires twice sends the code of the sale just paid once more.
  if (state.used?.scanned === code && state.keyed === '') {
    return remark(state, note('same-code', nowMs), sound('ignored'))
  }
  const begun = current === undefined ? state : leave(state, current, nowMs)
  const amount = amountOf(begun.keyed, view.currency)
  const next: readonly SaleCommand[] = current === undefined ? [] : [{ type: 'next' }]
  if (amount.minor === 0) {
    const step = hold(begun, code, 'code-held', nowMs)
    return stay(step.state, ...next, ...step.commands)
  }
  if (needsConfirmation(begun, view, amount)) return hold(begun, code, 'confirm-first', nowMs)
  return charge(begun, amount, code, nowMs)
}

const scanned = (state: SaleState, view: TillView, text: string, nowMs: number): SaleStep => {
  const trimmed = text.trim()
  const current = currentOf(state)
  if (view.stopped !== undefined) return stay(state, sound('failure'))
  if (state.asking !== undefined || isOpen(current)) {
    const same = state.used?.scanned === trimmed
    return remark(state, same ? note('same-code', nowMs) : busyNote(current, nowMs), sound('ignored'))
  }
  const scan = classifyScan(trimmed)
  switch (scan.kind) {
    case 'payment-code': {
      const { panel } = state
      // The camera and the typed code are ways of scanning, and the change was given to the customer before; any other
      // panel is in the way of a sale.
      if (panel === undefined || ['camera', 'code', 'change'].includes(panel.type)) {
        return paymentCodeScanned({ ...state, panel: undefined }, view, scan.code, nowMs)
      }
      return remark(state, note('close-panel', nowMs), sound('ignored'))
    }
    case 'cash-receipt':
      return receiptScanned(state, { type: 'receipt', of: scan.id }, nowMs)
    case 'receipt':
    case 'refund-receipt':
    case 'order-number':
      return receiptScanned(state, { type: 'refund', text: trimmed }, nowMs)
    case 'other-wallet':
      return remark(state, note('other-wallet', nowMs, { wallet: scan.wallet }), sound('failure'))
    case 'badge':
      return remark(state, note('badge', nowMs), sound('ignored'))
    case 'unknown':
      return remark(state, note('unknown-scan', nowMs), sound('failure'))
  }
}

const viewed = (state: SaleState, view: TillView, nowMs: number): SaleStep => {
  const before = state.view?.current?.payment
  const { current } = view
  // Whoever comes next finds nothing of the one before.
  const kept: SaleState = isLocked(view) ? { ...emptied(state), panel: undefined } : state
  const seen: SaleState = { ...kept, view, viewAtMs: nowMs }
  if (current === undefined) return stay({ ...seen, left: undefined })
  const { payment } = current
  const isNew = before?.id !== payment.id
  // The amount has become the payment's; what is keyed from now on belongs to the next one.
  const taken: SaleState =
    isNew && state.asking !== undefined ? { ...emptied(seen), asking: undefined, left: undefined } : seen
  const becameFinal = isFinal(payment) && (isNew || (before !== undefined && !isFinal(before)))
  if (!becameFinal) return stay(taken)
  const since: SaleState = { ...taken, finalSince: { id: payment.id, atMs: nowMs }, note: undefined }
  // A screen that was just opened shows the last result without making a noise about it.
  return state.view === undefined ? stay(since) : stay(since, sound(isGood(payment) ? 'success' : 'failure'))
}

const ticked = (state: SaleState, view: TillView | undefined, nowMs: number): SaleStep => {
  const lifeMs = view?.scannedCodeLifeMs ?? 0
  const dropsHeld = state.held !== undefined && nowMs - state.held.atMs >= lifeMs
  const dropsUsed = state.used !== undefined && nowMs - state.used.atMs >= lifeMs
  const dropsNote = state.note !== undefined && nowMs - state.note.atMs >= noteShownMs
  const dropsLingering = state.lingering !== undefined && nowMs >= state.lingering.untilMs
  if (!dropsHeld && !dropsUsed && !dropsNote && !dropsLingering) return stay(state)
  const next: SaleState = {
    ...state,
    held: dropsHeld ? undefined : state.held,
    used: dropsUsed ? undefined : state.used,
    note: dropsHeld ? note('code-dropped', nowMs) : dropsNote ? undefined : state.note,
    lingering: dropsLingering ? undefined : state.lingering,
  }
  return dropsHeld ? stay(next, sound('ignored')) : stay(next)
}

const stopAsked = (state: SaleState): SaleStep => {
  const current = currentOf(state)
  if (!isOpen(current) || current.payment.state === 'cancelling') return stay(state)
  return stay(state, { type: 'abort', id: current.payment.id })
}

const escaped = (state: SaleState, nowMs: number): SaleStep => {
  if (state.panel !== undefined) return stay({ ...state, panel: undefined, note: undefined })
  const current = currentOf(state)
  if (state.asking !== undefined) return remark(state, note('busy', nowMs), sound('ignored'))
  if (current === undefined) return stay(emptied(state))
  if (isFinal(current.payment)) return stay(leave(state, current, nowMs), { type: 'next' })
  return current.payment.state === 'cancelling'
    ? remark(state, busyNote(current, nowMs), sound('ignored'))
    : stopAsked(state)
}

/**
 * The sale screen as one pure function: given what it shows and what happened at `nowMs` (a monotonic clock), what it
 * shows next and what the till is told. It knows keys and scans; everything about money is the till's.
 */
export const stepSale = (state: SaleState, event: SaleEvent, nowMs: number): SaleStep => {
  const { view } = state
  switch (event.type) {
    case 'view':
      return viewed(state, event.view, nowMs)
    case 'tick':
      return ticked(state, view, nowMs)
    case 'open':
      return isLocked(view) ? stay(state) : stay({ ...state, panel: event.panel, note: undefined })
    case 'close-panel':
      return stay({ ...state, panel: undefined })
    case 'cash':
      return view === undefined || isLocked(view) ? stay(state) : cashAsked(state, view)
    case 'cash-sold':
      return cashSold(state, event.sold, nowMs)
    case 'noted':
      return remark(state, note(event.kind, nowMs))
    case 'till-lost':
      return remark({ ...state, asking: undefined }, note('till-lost', nowMs))
    case 'charge-answered':
      return event.refusal === undefined
        ? stay(state)
        : remark(
            { ...state, asking: undefined },
            { type: 'charge-refused', refusal: event.refusal, atMs: nowMs },
            sound('failure'),
          )
    case 'print-answered':
      return event.fault === undefined
        ? remark(state, note('printed', nowMs))
        : remark(state, { type: 'print-failed', fault: event.fault, atMs: nowMs }, sound('failure'))
    case 'stop':
      return stopAsked(state)
    case 'dismiss': {
      const current = currentOf(state)
      return current === undefined || isOpen(current)
        ? stay(state)
        : stay({ ...leave(state, current, nowMs), lingering: undefined }, { type: 'next' })
    }
    case 'escape':
      return isLocked(view) ? stay(state) : escaped(state, nowMs)
    case 'digits-taken-back':
      return stay(takenBack(state, event.count))
    case 'digits':
    case 'backspace':
    case 'clear':
    case 'confirm':
    case 'scanned':
    case 'scan-broken':
      return view === undefined || isLocked(view) ? stay(state) : handled(state, view, event, nowMs)
  }
}

const handled = (
  state: SaleState,
  view: TillView,
  event: Extract<
    SaleEvent,
    { type: 'digits' | 'backspace' | 'clear' | 'confirm' | 'scanned' | 'scan-broken' }
  >,
  nowMs: number,
): SaleStep => {
  if (event.type === 'scanned') return scanned(takenBack(state, event.tookBack ?? 0), view, event.text, nowMs)
  if (event.type === 'scan-broken') {
    return remark(takenBack(state, event.tookBack ?? 0), note('broken-scan', nowMs), sound('failure'))
  }
  if (view.stopped !== undefined) return stay(state)
  switch (event.type) {
    case 'digits':
      if (state.panel?.type === 'cash' && state.panel.page === 'menu') {
        const page = cashPageAt(event.digits, view)
        return page === undefined ? stay(state) : stay({ ...state, panel: { type: 'cash', page } })
      }
      if (state.panel?.type === 'setup' && state.panel.page === 'devices') {
        const page = setUpPageAt(event.digits)
        return page === undefined ? stay(state) : stay({ ...state, panel: { type: 'setup', page } })
      }
      return state.panel === undefined || isReading(state.panel)
        ? digitsKeyed({ ...state, panel: undefined }, view, event.digits, nowMs)
        : stay(state)
    case 'confirm':
      return confirmed(state, view, nowMs)
    case 'backspace':
      return currentOf(state) === undefined && state.asking === undefined
        ? stay({ ...state, keyed: dropDigit(state.keyed), undo: [], confirmed: false, note: undefined })
        : stay(state)
    case 'clear':
      return currentOf(state) === undefined && state.asking === undefined ? stay(emptied(state)) : stay(state)
  }
}
