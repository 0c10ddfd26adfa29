import { randomBytes, randomInt } from 'node:crypto'
import { instant } from '../main/domain/time.ts'
import type { Chance, Clock } from '../main/ports.ts'

const timerMax = 2 ** 31 - 1

/** This machine's clocks and timers. A longer wait than a timer holds is cut: whoever wakes looks at the clock again. */
export const systemClock: Clock = {
  now: () => ({ at: instant(Date.now()), mono: Math.floor(performance.now()) }),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(timerMax, Math.max(0, ms)))
    return () => clearTimeout(timer)
  },
}

export const systemChance: Chance = {
  bytes: (length) => randomBytes(length),
  digits: (length) => Array.from({ length }, () => String(randomInt(10))).join(''),
}
