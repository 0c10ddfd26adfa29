import type { Answer } from '../contract/answer.ts'
import type { CashRefusal, ClosingView } from '../contract/cash.ts'
import type { CashDesk } from '../desks.ts'
import type { CashBody, Closing } from '../domain/cash.ts'
import type { Entry } from '../domain/entry.ts'
import { closingPaperId } from '../domain/ids.ts'
import { JournalFault } from '../journal/journal.ts'
import { createPress } from '../receipts/press.ts'
import {
  closingText,
  keptClosing,
  lastClosing,
  openRange,
  type KeptClosing,
  type OpenRange,
} from './closing.ts'
import { closingDocument, closingSvg, closingTextFace } from './faces.ts'
import { closingPaper, type ClosingPaper, type Stored } from './paper.ts'
import type { ShiftsParts } from './shifts.ts'

const refuse = <E extends CashRefusal>(error: E): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
})

/** X and Z: made, kept, looked at again, on paper and as a file. */
export interface Closings {
  readonly desk: Pick<CashDesk, 'x' | 'close' | 'closings' | 'closing' | 'print' | 'pdf'>
  /** What the next Z will take. */
  readonly range: () => OpenRange
  readonly close: () => void
  /** A disk that does not even let us read stops the till, and is answered like one that does not let us write. */
  readonly reading: <T>(read: () => Answer<T, CashRefusal>, about: string) => Answer<T, CashRefusal>
}

/**
 * A till that never closed a day has all its entries in one range. They are read in small pieces between the sales, and
 * so are those of a long day, so that an X or a Z at the counter only has the last seconds left to read.
 */
const readAheadMost = 200
const readOnMs = 20
const restMs = 10_000

export const createClosings = (parts: ShiftsParts): Closings => {
  const { settings, journal, clock, signer, printer } = parts
  const { columns } = settings.printer
  const press = parts.press ?? createPress(settings.printer)
  const rangeAfter = (before: Closing | undefined): OpenRange =>
    openRange(journal, before, signer.sha256, settings.currency)
  let range = rangeAfter(lastClosing(journal))

  const reading: Closings['reading'] = (read, about) => {
    try {
      return read()
    } catch (fault) {
      if (!(fault instanceof JournalFault)) throw fault
      parts.onFault(fault, about, about)
      return refuse('till-stopped')
    }
  }

  let callOff: () => void = () => undefined
  const readAhead = (): void => {
    try {
      callOff = clock.after(range.readAhead(readAheadMost) ? readOnMs : restMs, readAhead)
    } catch {
      // A journal that cannot be read is found by whoever needs it, and told there.
    }
  }
  callOff = clock.after(restMs, readAhead)

  const paperOf = (closing: Closing, stored?: Stored): ClosingPaper =>
    closingPaper(settings, closing, stored, signer.sha256)
  const shown = (closing: Closing, stored?: Stored): ClosingView => {
    const paper = paperOf(closing, stored)
    return {
      kind: stored === undefined ? 'x' : 'z',
      closing,
      ...(stored === undefined ? {} : { seal: stored.seal }),
      svg: closingSvg(paper, columns),
      text: closingTextFace(paper, columns),
    }
  }

  /** Before the drawer is counted nobody is told what must be in it (blind count). */
  const x = (): Closing => {
    const closing = range.closing(clock.now().at, parts.operator())
    return {
      ...closing,
      cash: closing.cash.map(({ expected, ...block }) =>
        block.counted === undefined || expected === undefined ? block : { ...block, expected },
      ),
    }
  }
  const paperFor = (number: number | undefined): Answer<ClosingPaper, CashRefusal> =>
    reading<ClosingPaper>(() => {
      if (number === undefined) return { ok: true, value: paperOf(x()) }
      const found = keptClosing(journal, number)
      return found === undefined
        ? refuse('unknown-closing')
        : { ok: true, value: paperOf(found.closing, found) }
    }, 'paper')

  /**
   * The entry that says why a count differs, if there is a word of it; `missing` where the settings want one. Every count
   * of the range is asked about, or whoever was told what is missing would count again, or move a cent.
   */
  const explained = (
    given: string,
  ): Extract<CashBody, { kind: 'cash-explained' }> | 'missing' | undefined => {
    const tally = range.tally()
    const [shift, differences] = [tally.shift(), tally.differences()]
    const [difference] = differences
    const reason = given.trim()
    if (shift === undefined || difference === undefined) return undefined
    if (reason !== '') return { kind: 'cash-explained', shift: shift.shift, difference, reason }
    const { explainAbove = Infinity } = settings.cash
    return differences.some((by) => Math.abs(by) > explainAbove) ? 'missing' : undefined
  }

  /**
   * From the counting to the end of the append nothing else runs, because nothing here waits; and the journal itself
   * refuses a closing that does not end with its very head (closing-place.ts).
   */
  const close = (given: string): Answer<ClosingView, CashRefusal> => {
    const now = clock.now()
    const operator = parts.operator()
    const explanation = explained(given)
    if (explanation === 'missing') return refuse('difference-unexplained')
    const write = (body: CashBody, about: string): Entry | undefined => {
      try {
        return journal.append({ now, operator }, body)[0]
      } catch (fault) {
        parts.onFault(fault, about, body.kind)
        return undefined
      }
    }
    // The reason is an entry before the closing, so that the closing follows from entries alone.
    if (explanation !== undefined && write(explanation, explanation.kind) === undefined) {
      return refuse('till-stopped')
    }
    const closing = range.closing(now.at, operator)
    const seal = signer.sign(closingText(closing))
    const entry = write({ kind: 'day-closed', closing, seal }, String(closing.number))
    if (entry === undefined) return refuse('till-stopped')
    range = rangeAfter(closing)
    parts.changed()
    return { ok: true, value: shown(closing, { seal, seq: entry.seq, hash: entry.hash }) }
  }

  return {
    reading,
    range: () => range,
    close: () => callOff(),
    desk: {
      x: () => reading<ClosingView>(() => ({ ok: true, value: shown(x()) }), 'x'),
      close: ({ reason = '' } = {}) => reading(() => close(reason), 'day-closed'),
      closings: (limit) => {
        const first = Math.max(1, range.number - limit)
        const numbers = Array.from({ length: range.number - first }, (_, index) => range.number - 1 - index)
        const read = reading<readonly KeptClosing[]>(
          () => ({ ok: true, value: numbers.flatMap((number) => keptClosing(journal, number) ?? []) }),
          'closings',
        )
        return read.ok ? read.value.map(({ closing, seal }) => ({ closing, seal })) : []
      },
      closing: (number) => {
        const read = reading<KeptClosing | undefined>(
          () => ({ ok: true, value: keptClosing(journal, number) }),
          'closing',
        )
        return read.ok && read.value ? shown(read.value.closing, read.value) : undefined
      },
      print: async (number) => {
        // What is in the books is kept until it is on paper; an X of now is asked for again. Where there is no printer,
        // nothing will ever come out.
        if (number !== undefined && settings.printer.address !== undefined) {
          const queued = await parts.printing.enqueue(closingPaperId(number), 'merchant')
          if (queued.ok) return { ok: true, value: true }
          return queued.error === 'unknown-payment' ? refuse('unknown-closing') : queued
        }
        const paper = paperFor(number)
        if (!paper.ok) return paper
        const printed = await printer.print(await press.bytes(closingDocument(paper.value, press.columns)))
        return printed.ok ? { ok: true, value: true } : printed
      },
      pdf: async (number) => {
        const paper = paperFor(number)
        if (!paper.ok) return paper
        const base64 = await parts.pdf(paper.value)
        return { ok: true, value: { name: `${paper.value.name}.pdf`, base64 } }
      },
    },
  }
}
