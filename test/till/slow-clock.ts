import { instant, type Instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'

/** Everything that was promised is done: a handful of turns is more than any chain of calls in the till. */
export const calm = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve()
}

/** A clock that moves only when told to, and whose wall time can be set like a shop's clock by hand. */
export interface SlowClock extends Clock {
  /** Lets time pass, timer by timer; what a timer sets off is done before the next one rings. */
  readonly pass: (ms: number) => Promise<void>
  /** Sets the wall clock forward or back. No timer notices. */
  readonly jump: (ms: number) => void
  readonly timers: () => number
  /** Milliseconds until the next timer rings; `undefined` when none is set. */
  readonly nextIn: () => number | undefined
}

export const createSlowClock = (start: Instant): SlowClock => {
  let mono = 0
  let offset: number = start
  let timers: { readonly due: number; readonly callback: () => void }[] = []
  const next = () => timers.toSorted((one, other) => one.due - other.due)[0]
  return {
    now: () => ({ at: instant(offset + mono), mono }),
    after: (ms, callback) => {
      const timer = { due: mono + Math.max(0, ms), callback }
      timers.push(timer)
      return () => (timers = timers.filter((other) => other !== timer))
    },
    pass: async (ms) => {
      const end = mono + ms
      await calm()
      for (;;) {
        const timer = next()
        if (timer === undefined || timer.due > end) break
        timers = timers.filter((other) => other !== timer)
        mono = Math.max(mono, timer.due)
        timer.callback()
        await calm()
      }
      mono = end
    },
    jump: (ms) => (offset += ms),
    timers: () => timers.length,
    nextIn: () => {
      const timer = next()
      return timer === undefined ? undefined : timer.due - mono
    },
  }
}
