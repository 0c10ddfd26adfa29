import type { Answer } from '../contract/answer.ts'
import type { CashRefusal, CashSaleView, ShiftView } from '../contract/cash.ts'
import type { CashDesk } from '../desks.ts'
import type { CashBody, Denominations } from '../domain/cash.ts'
import { denominationsByCurrency } from '../domain/denominations.ts'
import type { Entry } from '../domain/entry.ts'
import type { CashId } from '../domain/ids.ts'
import { minorUnitsMax, money, type Money } from '../domain/money.ts'
import type { Outlays } from '../domain/outlay.ts'
import { instant } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { operatorName } from '../journal/operator-name.ts'
import type { Clock, ClosingSigner, Drawer, Printer } from '../ports.ts'
import { findCashSale, idOfCash, leftOfSale } from '../receipts/cash-record.ts'
import type { Press } from '../receipts/press.ts'
import type { PrintQueue } from '../receipts/printing.ts'
import type { Settings } from '../settings.ts'
import { createClosings } from './closings.ts'
import { createDrawerWatch } from './drawer-watch.ts'
import type { ClosingPaper } from './paper.ts'

export interface CashParts {
  readonly signer: ClosingSigner
  readonly drawer: Drawer
  /** The same paper as a PDF of A4 pages, base64. */
  readonly pdf: (paper: ClosingPaper) => Promise<string>
}

export interface ShiftsParts extends CashParts {
  readonly settings: Settings
  readonly journal: Journal
  readonly clock: Clock
  readonly printer: Printer
  readonly press?: Press
  /** Where the papers of closings wait for the printer. */
  readonly printing: Pick<PrintQueue, 'enqueue'>
  /** As many receipts as the settings want of a sale that has just been done. */
  readonly printByRule: (of: CashId, drawerTold: Promise<void>) => void
  /** A sale in cash is in the books, and the customer gets this back. */
  readonly onSold: (sale: { readonly id: CashId; readonly amount: Money; readonly change: Money }) => void
  readonly operator: () => string
  /** False when the till has stopped or halted: nothing is taken, but a day can still be counted and closed. */
  readonly isSelling: () => boolean
  /** Something that a view tells is different now. */
  readonly changed: () => void
  /** The journal did not take it. From here on nothing is sold. */
  readonly onFault: (fault: unknown, about: string, news: string) => void
}

/** The drawer, its shifts and the closing of the day. */
export interface Shifts {
  readonly desk: CashDesk
  readonly view: () => ShiftView
  /** Whether the settings want a shift before anything is sold, and there is none. */
  readonly lacksShift: () => boolean
  /** The entries that the next closing takes begin with `from`, and this money was handed out in them. */
  readonly sinceClosing: () => { readonly from: number; readonly outlays: Outlays }
  readonly close: () => Promise<void>
}

const refuse = <E extends CashRefusal>(error: E): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
})

/** Sums up a count; a value that the currency does not have, or too much money for a till, is refused. */
const countedSum = (
  denominations: Denominations,
  known: readonly number[],
): Answer<{ readonly sum: number; readonly kept: Denominations }, 'unknown-denomination' | 'too-large'> => {
  const kept: Record<string, number> = {}
  let sum = 0
  for (const [value, count] of Object.entries(denominations)) {
    // '05' beside '5' would be two counts of one note, of which one is kept.
    if (!known.some((one) => String(one) === value)) return refuse('unknown-denomination')
    sum += Number(value) * count
    if (count > 0) kept[value] = count
  }
  return sum > minorUnitsMax ? refuse('too-large') : { ok: true, value: { sum, kept } }
}

export const createShifts = (parts: ShiftsParts): Shifts => {
  const { settings, journal, clock } = parts
  const { currency, cash } = settings
  const denominations = [...(cash.denominations ?? denominationsByCurrency[currency])].sort((a, b) => b - a)
  const inCurrency = (minor: number): Money => money(minor, currency)

  const closings = createClosings(parts)
  const { reading } = closings

  const openedEntry = (): Entry | undefined => {
    const entry = journal.newest('shift-opened')
    return entry !== undefined && entry.seq >= closings.range().from ? entry : undefined
  }
  const openShift = (): Extract<Entry['body'], { kind: 'shift-opened' }> | undefined => {
    const body = openedEntry()?.body
    return body?.kind === 'shift-opened' ? body : undefined
  }

  /** Somebody has counted, and no cash has moved since. Asked at every view, so from the newest entries alone. */
  const isCounted = (): boolean => {
    const [count = 0, ...moves] = (
      ['cash-counted', 'shift-opened', 'cash-sold', 'cash-refunded', 'cash-moved'] as const
    ).map((kind) => journal.newest(kind)?.seq ?? 0)
    return moves.every((move) => move < count)
  }

  const write = (body: CashBody): Entry | undefined => {
    try {
      const [entry] = journal.append({ now: clock.now(), operator: parts.operator() }, body)
      parts.changed()
      return entry
    } catch (fault) {
      parts.onFault(fault, body.kind, body.kind)
      return undefined
    }
  }
  const written = <T>(body: CashBody, value: T): Answer<T, CashRefusal> =>
    write(body) === undefined ? refuse('till-stopped') : { ok: true, value }

  const drawer = createDrawerWatch({
    drawer: parts.drawer,
    clock,
    openMs: settings.drawer.openSeconds * 1000,
    changed: parts.changed,
  })
  const kick = (): Promise<void> => (cash.drawer === 'none' ? Promise.resolve() : drawer.kick())

  /** What every act with cash needs: a till that takes it, and an open shift in the till's currency. */
  const refusedCash = (amount?: number): CashRefusal | undefined => {
    if (!cash.enabled) return 'not-allowed'
    if (!parts.isSelling()) return 'till-stopped'
    const shift = openShift()
    if (shift === undefined) return 'no-shift'
    if (shift.float.currency !== currency) return 'wrong-currency'
    if (amount === undefined) return undefined
    if (amount === 0) return 'no-amount'
    return amount > minorUnitsMax ? 'too-large' : undefined
  }

  const lastNumber = (kind: 'cash-sold' | 'cash-refunded'): number => {
    const body = journal.newest(kind)?.body
    return body?.kind === 'cash-sold' || body?.kind === 'cash-refunded' ? body.number : 0
  }

  const saleOf = (id: CashId): CashSaleView | undefined => {
    const sale = findCashSale(journal, id)
    return sale && { id, number: sale.body.number, amount: sale.body.amount, left: leftOfSale(journal, sale) }
  }

  const desk: CashDesk = {
    openShift: ({ float, denominations: counted }) =>
      reading<ShiftView>(() => {
        if (!parts.isSelling()) return refuse('till-stopped')
        if (openShift() !== undefined) return refuse('shift-open')
        if (float > minorUnitsMax) return refuse('too-large')
        const count = counted === undefined ? undefined : countedSum(counted, denominations)
        if (count?.ok === false) return count
        if (count !== undefined && count.value.sum !== float) return refuse('float-differs')
        const last = journal.newest('shift-opened')?.body
        const opened = write({
          kind: 'shift-opened',
          shift: (last?.kind === 'shift-opened' ? last.shift : 0) + 1,
          float: inCurrency(float),
          ...(count === undefined ? {} : { denominations: count.value.kept }),
        })
        return opened === undefined ? refuse('till-stopped') : { ok: true, value: view() }
      }, 'shift-opened'),
    sell: ({ amount, tendered }) =>
      reading<{ number: number; id: CashId; change: Money }>(() => {
        const refusal = refusedCash(amount)
        if (refusal !== undefined) return refuse(refusal)
        if (tendered < amount) return refuse('not-enough')
        // What is to be in the drawer must stay a sum that can be counted.
        const there = closings.range().tally().expected(currency)
        if (tendered > minorUnitsMax || there + amount > minorUnitsMax) return refuse('too-large')
        const number = lastNumber('cash-sold') + 1
        const change = inCurrency(tendered - amount)
        const sold = write({
          kind: 'cash-sold',
          number,
          amount: inCurrency(amount),
          tendered: inCurrency(tendered),
          change,
        })
        const id = sold && idOfCash(journal, sold)
        if (id === undefined) return refuse('till-stopped')
        // Most printers talk to one at a time, and the customer waits for the change and not for the paper.
        parts.printByRule(id, kick())
        parts.onSold({ id, amount: inCurrency(amount), change })
        return { ok: true, value: { number, id, change } }
      }, 'cash-sold'),
    sale: (id) => {
      const read = reading<CashSaleView | undefined>(() => ({ ok: true, value: saleOf(id) }), 'sale')
      return read.ok ? read.value : undefined
    },
    refund: ({ amount, reason, of }) =>
      reading<{ number: number; id: CashId }>(() => {
        const refusal = refusedCash(amount)
        if (refusal !== undefined) return refuse(refusal)
        if (reason.trim() === '') return refuse('reason-missing')
        const sale = of && saleOf(of)
        if (of !== undefined && sale?.amount.currency !== currency) return refuse('unknown-sale')
        if (sale !== undefined && amount > sale.left.minor) return refuse('more-than-left')
        if (amount > closings.range().tally().expected(currency)) return refuse('more-than-there')
        const number = lastNumber('cash-refunded') + 1
        const refunded = write({
          kind: 'cash-refunded',
          number,
          amount: inCurrency(amount),
          reason: reason.trim(),
          ...(sale === undefined ? {} : { of: { sale: sale.id, left: sale.left.minor - amount } }),
        })
        const id = refunded && idOfCash(journal, refunded)
        if (id === undefined) return refuse('till-stopped')
        parts.printByRule(id, kick())
        return { ok: true, value: { number, id } }
      }, 'cash-refunded'),
    move: ({ direction, amount, reason }) =>
      reading<true>(() => {
        const refusal = refusedCash(amount)
        if (refusal !== undefined) return refuse(refusal)
        if (reason.trim() === '') return refuse('reason-missing')
        const there = closings.range().tally().expected(currency)
        if (direction === 'out' && amount > there) return refuse('more-than-there')
        if (direction === 'in' && there + amount > minorUnitsMax) return refuse('too-large')
        const moved = written<true>(
          { kind: 'cash-moved', direction, amount: inCurrency(amount), reason: reason.trim() },
          true,
        )
        if (moved.ok) void kick()
        return moved
      }, 'cash-moved'),
    openDrawer: (why) =>
      reading<true>(() => {
        if (!cash.enabled) return refuse('not-allowed')
        if (why.trim() === '') return refuse('reason-missing')
        const noted = written<true>({ kind: 'drawer-opened', why: why.trim() }, true)
        // Only what is in the books opens the drawer.
        if (noted.ok) void kick()
        return noted
      }, 'drawer-opened'),
    count: (counted) =>
      reading<{ total: Money }>(() => {
        if (!cash.enabled) return refuse('not-allowed')
        const shift = openShift()
        if (shift === undefined) return refuse('no-shift')
        if (shift.float.currency !== currency) return refuse('wrong-currency')
        const count = countedSum(counted, denominations)
        if (!count.ok) return count
        const total = inCurrency(count.value.sum)
        const difference = total.minor - closings.range().tally().expected(currency)
        return written(
          { kind: 'cash-counted', shift: shift.shift, denominations: count.value.kept, total, difference },
          { total },
        )
      }, 'cash-counted'),
    ...closings.desk,
  }

  const view = (): ShiftView => {
    const drawerFault = drawer.fault()
    const entry = openedEntry()
    const shift = openShift()
    return {
      ...(shift === undefined || entry === undefined
        ? {}
        : {
            open: {
              shift: shift.shift,
              openedAt: instant(entry.at),
              openedBy: operatorName(journal, entry.operator),
              counted: isCounted(),
            },
          }),
      ...(cash.explainAbove === undefined ? {} : { explainAbove: cash.explainAbove }),
      nextClosing: closings.range().number,
      takesCash: cash.enabled,
      shiftWanted: cash.requireShift,
      denominations,
      ...(drawerFault === undefined ? {} : { drawerFault }),
    }
  }

  return {
    desk,
    view,
    lacksShift: () => cash.requireShift && openShift() === undefined,
    sinceClosing: () => ({ from: closings.range().from, outlays: closings.range().outlays() }),
    close: () => {
      closings.close()
      drawer.stop()
      return parts.drawer.close()
    },
  }
}
