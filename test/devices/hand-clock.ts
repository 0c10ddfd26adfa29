import { instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'

/** A clock that stands still until it is told how much time passes. */
export const handClock = () => {
  let now = 1_000_000
  let timers: { at: number; callback: () => void }[] = []
  const clock: Clock = {
    now: () => ({ at: instant(now), mono: now }),
    after: (ms, callback) => {
      const timer = { at: now + ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  /** Runs the timers that come due, and lets what they started finish. */
  const pass = async (ms: number): Promise<void> => {
    await settle()
    const end = now + ms
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      now = next.at
      timers = timers.filter((other) => other !== next)
      next.callback()
      await settle()
    }
    now = end
    await settle()
  }
  return { clock, pass, settle, pending: () => timers.length }
}
