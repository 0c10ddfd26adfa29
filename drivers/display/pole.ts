import type { CustomerView } from '../../main/domain/customer-view.ts'
import { err, ok, type Result } from '../../main/domain/result.ts'
import type { CustomerDisplay } from '../../main/ports.ts'
import type { LinkFault, OpenLink } from '../links/link.ts'
import { within } from '../printer/session.ts'
import type { PoleDialect } from './dialects.ts'

export interface PoleTiming {
  /** For the display to take what it is given: two lines at 2400 baud are a quarter of a second. */
  readonly takeMs: number
  /** Until a display that is away is tried again. */
  readonly againMs: number
}
export const poleTimingDefault: PoleTiming = { takeMs: 2000, againMs: 3000 }

/** Shows one view, once. The line is free for others when this resolves. */
export const writeView = async (
  open: OpenLink,
  dialect: PoleDialect,
  view: CustomerView,
  signal: AbortSignal,
  takeMs: number = poleTimingDefault.takeMs,
): Promise<Result<void, LinkFault | 'timed-out'>> => {
  const link = await open(signal)
  if (!link.ok) return link
  const taken = await within(link.value.write(dialect.bytes(view)), takeMs, 'late')
  const isShown = taken === 'taken' && (await within(link.value.end(), takeMs, 'late')) === 'closed'
  await link.value.drop()
  return isShown ? ok(undefined) : err('timed-out')
}

/**
 * A display on a serial line. Only the newest view matters: what could not be shown in time is never shown later. The
 * line is opened for each view anew, so that a display which was unplugged comes back, and a drawer can hang on it.
 */
export const createPoleDisplay = (
  open: OpenLink,
  dialect: PoleDialect,
  timings: Partial<PoleTiming> = {},
): CustomerDisplay => {
  const timing = { ...poleTimingDefault, ...timings }
  const closing = new AbortController()
  let wanted: CustomerView | undefined
  let shown: string | undefined
  let working: Promise<void> | undefined
  let wake = (): void => {}

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, timing.againMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const work = async (): Promise<void> => {
    for (;;) {
      const view = wanted
      if (view === undefined || closing.signal.aborted) return
      const mark = JSON.stringify(view)
      if (mark === shown) return
      // From here on nobody knows what stands there.
      shown = undefined
      if ((await writeView(open, dialect, view, closing.signal, timing.takeMs)).ok) shown = mark
      else if (wanted === view) await pause()
    }
  }
  const start = (): void => {
    working ??= work().finally(() => {
      working = undefined
      if (wanted !== undefined && JSON.stringify(wanted) !== shown && !closing.signal.aborted) start()
    })
  }

  return {
    show: (view) => {
      wanted = view
      wake()
      start()
    },
    close: async () => {
      if (wanted !== undefined) {
        const { amount: _, ...rest } = wanted
        wanted = { ...rest, state: 'idle' }
        wake()
        start()
        await within(working ?? Promise.resolve(), timing.takeMs, undefined)
      }
      closing.abort()
      wake()
      await working
    },
  }
}
