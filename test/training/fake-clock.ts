import { instant, type Instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'

/** A clock that moves only when it is told to. Timers fire in the order of their times. */
export interface FakeClock extends Clock {
  readonly advance: (ms: number) => void
}

/** A time of day in Beijing, `2026-03-02 10:00:00`. */
export const beijing = (text: string): Instant => instant(Date.parse(`${text.replace(' ', 'T')}+08:00`))

export const createFakeClock = (start: Instant): FakeClock => {
  let at: number = start
  let timers: { readonly due: number; readonly callback: () => void }[] = []
  return {
    now: () => ({ at: instant(Math.floor(at)), mono: at - start }),
    after: (ms, callback) => {
      const timer = { due: at + ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance: (ms) => {
      const end = at + ms
      for (;;) {
        const next = timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0]
        if (next === undefined) break
        timers = timers.filter((other) => other !== next)
        at = Math.max(at, next.due)
        next.callback()
      }
      at = end
    },
  }
}
