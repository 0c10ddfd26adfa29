import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Drawer, DrawerState, PrintFault } from '../../main/ports.ts'
import type { OpenLink } from '../links/link.ts'
import { printerTimingDefault, sessionOn, within, type PrinterSession } from '../printer/session.ts'

/** Patience with the device that the drawer hangs on, milliseconds. */
export interface DrawerTiming {
  /** For a line that somebody else holds, and for the device to take the bytes: it may be in the middle of a receipt. */
  readonly takeMs: number
  /** For the answer about the switch. */
  readonly answerMs: number
  /** For the drawer to spring open. */
  readonly springMs: number
  /** For what is on its way when the till closes. */
  readonly closeMs: number
}
export const drawerTimingDefault: DrawerTiming = {
  takeMs: 5000,
  answerMs: printerTimingDefault.answerMs,
  springMs: 1500,
  closeMs: 1500,
}
const lookEveryMs = 100

/** Which level of the switch means open; it depends on the wires, and is learned in set-up. */
export type DrawerSwitch = 'none' | 'high-open' | 'low-open'

/**
 * A drawer that hangs on a printer or on a customer display. Each kick opens the line anew, beside the receipts: a
 * printer that is out of paper refuses a receipt, and must not keep the drawer shut. Without a switch it is said
 * whether the device took the kick, with one whether the drawer opened.
 */
export const createLineDrawer = (
  open: OpenLink,
  pulse: Uint8Array,
  wiring: DrawerSwitch = 'none',
  timings: Partial<DrawerTiming> = {},
): Drawer => {
  const timing = { ...drawerTimingDefault, ...timings }
  const closing = new AbortController()
  let line: Promise<unknown> = Promise.resolve()

  /** One visit. Visits follow each other, because most lines take one at a time. */
  const visit = async <T>(
    work: (session: PrinterSession) => Promise<T>,
    refused: (fault: PrintFault) => T,
  ): Promise<T> => {
    const turn = line.then(async () => {
      if (closing.signal.aborted) return refused('closed')
      const tooLong = new AbortController()
      const patience = setTimeout(() => tooLong.abort(), timing.takeMs)
      const link = await open(AbortSignal.any([closing.signal, tooLong.signal]))
      clearTimeout(patience)
      if (!link.ok) return refused(closing.signal.aborted ? 'closed' : link.error)
      const { takeMs: stallMs, takeMs: closeMs, answerMs } = timing
      const session = sessionOn(link.value, { ...printerTimingDefault, stallMs, closeMs, answerMs })
      try {
        return await work(session)
      } finally {
        await session.drop()
      }
    })
    line = turn
    return await turn
  }

  const stateOf = async (session: PrinterSession): Promise<DrawerState> => {
    if (wiring === 'none') return 'unknown'
    const level = await session.drawerLevel()
    if (level === 'unknown') return 'unknown'
    return (level === 'high') === (wiring === 'high-open') ? 'open' : 'closed'
  }
  const sprang = async (session: PrinterSession): Promise<DrawerState> => {
    for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
      const state = await stateOf(session)
      if (state !== 'closed' || waitedMs >= timing.springMs) return state
      await within(new Promise(() => {}), lookEveryMs, undefined)
    }
  }

  return {
    open: () =>
      visit<Result<void, PrintFault | 'stayed-shut'>>(async (session) => {
        if ((await session.send(pulse)) !== 'taken')
          return err(closing.signal.aborted ? 'closed' : 'timed-out')
        const state = await sprang(session)
        if (state !== 'unknown') return state === 'open' ? ok(undefined) : err('stayed-shut')
        // One that says nothing of its switch is believed to have opened when the kick has reached it. On a network a
        // printer hangs up when it has read everything; one that keeps the line open has taken it all the same.
        const ended = await session.finish()
        return ended === 'closed' || ended === 'kept-open' ? ok(undefined) : err('timed-out')
      }, err),
    state: () => (wiring === 'none' ? Promise.resolve('unknown') : visit(stateOf, () => 'unknown')),
    close: async () => {
      await within(line, timing.closeMs, undefined)
      closing.abort()
      // What is called off ends at once, unless the system itself hangs in opening or letting go of the line.
      await within(line, timing.closeMs, undefined)
    },
  }
}
