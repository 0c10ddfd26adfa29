import type { Answer } from '../contract/answer.ts'
import type { CashRefusal, ClosingView, ShiftView } from '../contract/cash.ts'
import type { CashDesk } from '../desks.ts'
import type { CashBody, Closing, ClosingSeal, Denominations } from '../domain/cash.ts'
import { denominationsByCurrency } from '../domain/denominations.ts'
import type { Entry } from '../domain/entry.ts'
import { minorUnitsMax, money, type Money } from '../domain/money.ts'
import { instant } from '../domain/time.ts'
import { JournalFault, type Journal } from '../journal/journal.ts'
import type { Clock, ClosingSigner, Drawer, PrintFault, Printer } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { closingText, keptClosing, lastClosing, nameOf, openRange, type KeptClosing } from './closing.ts'
import { closingBytes, closingSvg, closingTextFace } from './faces.ts'
import { closingPaper, type ClosingPaper, type Stored } from './paper.ts'

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
    if (!known.includes(Number(value))) return refuse('unknown-denomination')
    sum += Number(value) * count
    if (count > 0) kept[String(Number(value))] = count
  }
  return sum > minorUnitsMax ? refuse('too-large') : { ok: true, value: { sum, kept } }
}

export const createShifts = (parts: ShiftsParts): Shifts => {
  const { settings, journal, clock, signer, printer } = parts
  const { currency, cash } = settings
  const denominations = [...(cash.denominations ?? denominationsByCurrency[currency])].sort((a, b) => b - a)
  const inCurrency = (minor: number): Money => money(minor, currency)

  let range = openRange(journal, lastClosing(journal), signer.sha256)
  let drawerFault: PrintFault | undefined

  /** The entry of the shift that is open. */
  const openShift = (): Extract<Entry['body'], { kind: 'shift-opened' }> | undefined => {
    const entry = journal.newest('shift-opened')
    return entry !== undefined && entry.seq >= range.from && entry.body.kind === 'shift-opened'
      ? entry.body
      : undefined
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

  /** Asks the drawer to open and goes on; that it did not is told by the next view. */
  const kick = (): void => {
    if (cash.drawer === 'none') return
    void parts.drawer.open().then((opened) => {
      const fault = opened.ok ? undefined : opened.error
      if (fault === drawerFault) return
      drawerFault = fault
      parts.changed()
    })
  }

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

  /** A disk that does not even let us read stops the till, and is answered like one that does not let us write. */
  const reading = <T>(read: () => Answer<T, CashRefusal>, about: string): Answer<T, CashRefusal> => {
    try {
      return read()
    } catch (fault) {
      if (!(fault instanceof JournalFault)) throw fault
      parts.onFault(fault, about, about)
      return refuse('till-stopped')
    }
  }

  const paperOf = (closing: Closing, stored?: Stored): ClosingPaper =>
    closingPaper(settings, closing, stored, signer.sha256)
  const shown = (closing: Closing, stored?: Stored): ClosingView => {
    const paper = paperOf(closing, stored)
    const { columns } = settings.printer
    return {
      kind: stored === undefined ? 'x' : 'z',
      closing,
      ...(stored === undefined ? {} : { seal: stored.seal }),
      svg: closingSvg(paper, columns),
      text: closingTextFace(paper, columns),
    }
  }

  const current = (): Closing => range.closing(clock.now().at, parts.operator())
  /** Before the drawer is counted nobody is told what must be in it (blind count). */
  const x = (): Closing => {
    const closing = current()
    return {
      ...closing,
      cash: closing.cash.map(({ expected, ...block }) =>
        block.counted === undefined || expected === undefined ? block : { ...block, expected },
      ),
    }
  }
  const kept = (number: number): KeptClosing | undefined => keptClosing(journal, number)
  const paperFor = (number: number | undefined): Answer<ClosingPaper, CashRefusal> =>
    reading<ClosingPaper>(() => {
      if (number === undefined) return { ok: true, value: paperOf(x()) }
      const found = kept(number)
      return found === undefined
        ? refuse('unknown-closing')
        : { ok: true, value: paperOf(found.closing, found) }
    }, 'paper')

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
      reading<{ number: number; change: Money }>(() => {
        const refusal = refusedCash(amount)
        if (refusal !== undefined) return refuse(refusal)
        if (tendered < amount) return refuse('not-enough')
        if (tendered > minorUnitsMax) return refuse('too-large')
        const number = lastNumber('cash-sold') + 1
        const change = inCurrency(tendered - amount)
        const sold = written(
          { kind: 'cash-sold', number, amount: inCurrency(amount), tendered: inCurrency(tendered), change },
          { number, change },
        )
        if (sold.ok) kick()
        return sold
      }, 'cash-sold'),
    refund: ({ amount, reason }) =>
      reading<{ number: number }>(() => {
        const refusal = refusedCash(amount)
        if (refusal !== undefined) return refuse(refusal)
        if (reason.trim() === '') return refuse('reason-missing')
        if (amount > range.tally().expected(currency)) return refuse('more-than-there')
        const number = lastNumber('cash-refunded') + 1
        const refunded = written(
          { kind: 'cash-refunded', number, amount: inCurrency(amount), reason: reason.trim() },
          { number },
        )
        if (refunded.ok) kick()
        return refunded
      }, 'cash-refunded'),
    move: ({ direction, amount, reason }) =>
      reading<true>(() => {
        const refusal = refusedCash(amount)
        if (refusal !== undefined) return refuse(refusal)
        if (reason.trim() === '') return refuse('reason-missing')
        const there = range.tally().expected(currency)
        if (direction === 'out' && amount > there) return refuse('more-than-there')
        if (direction === 'in' && there + amount > minorUnitsMax) return refuse('too-large')
        const moved = written<true>(
          { kind: 'cash-moved', direction, amount: inCurrency(amount), reason: reason.trim() },
          true,
        )
        if (moved.ok) kick()
        return moved
      }, 'cash-moved'),
    openDrawer: (why) =>
      reading<true>(() => {
        if (!cash.enabled) return refuse('not-allowed')
        if (why.trim() === '') return refuse('reason-missing')
        const noted = written<true>({ kind: 'drawer-opened', why: why.trim() }, true)
        // Only what is in the books opens the drawer.
        if (noted.ok) kick()
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
        return written(
          { kind: 'cash-counted', shift: shift.shift, denominations: count.value.kept, total },
          { total },
        )
      }, 'cash-counted'),
    x: () => reading<ClosingView>(() => ({ ok: true, value: shown(x()) }), 'x'),
    close: () =>
      reading<ClosingView>(() => {
        // From here to the end of the append nothing else runs: what is counted is what the closing stands behind. The
        // journal refuses a closing that does not end with its very head.
        const now = clock.now()
        const closing = range.closing(now.at, parts.operator())
        const seal = signer.sign(closingText(closing))
        let entry: Entry | undefined
        try {
          const stamp = { now, operator: closing.closedBy }
          ;[entry] = journal.append(stamp, { kind: 'day-closed', closing, seal })
        } catch (fault) {
          parts.onFault(fault, String(closing.number), 'day-closed')
          return refuse('till-stopped')
        }
        if (entry === undefined) return refuse('till-stopped')
        range = openRange(journal, closing, signer.sha256)
        parts.changed()
        return { ok: true, value: shown(closing, { seal, seq: entry.seq, hash: entry.hash }) }
      }, 'day-closed'),
    closings: (limit) => {
      const list: { closing: Closing; seal: ClosingSeal }[] = []
      for (let number = range.number - 1; number >= 1 && list.length < limit; number -= 1) {
        const found = kept(number)
        if (found !== undefined) list.push({ closing: found.closing, seal: found.seal })
      }
      return list
    },
    closing: (number) => {
      const found = kept(number)
      return found && shown(found.closing, found)
    },
    print: async (number) => {
      const paper = paperFor(number)
      if (!paper.ok) return paper
      const printed = await printer.print(closingBytes(paper.value, settings.printer.columns))
      return printed.ok ? { ok: true, value: true } : printed
    },
    pdf: async (number) => {
      const paper = paperFor(number)
      if (!paper.ok) return paper
      const base64 = await parts.pdf(paper.value)
      return { ok: true, value: { name: `${paper.value.name}.pdf`, base64 } }
    },
  }

  const view = (): ShiftView => {
    const entry = journal.newest('shift-opened')
    const shift = openShift()
    return {
      ...(shift === undefined || entry === undefined
        ? {}
        : {
            open: {
              shift: shift.shift,
              openedAt: instant(entry.at),
              openedBy: nameOf(journal, entry.operator),
              counted: isCounted(),
            },
          }),
      nextClosing: range.number,
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
    close: () => parts.drawer.close(),
  }
}
