import type { Clock } from './ports.ts'

/** What is to be done when, by subject and kind. A new date for the same thing replaces the old one. */
export interface Agenda {
  readonly set: (subject: string, kind: string, afterMs: number, run: () => void) => void
  readonly clear: (subject: string) => void
  /** Whether anything at all is to be done about it. */
  readonly has: (subject: string) => boolean
  readonly stop: () => void
}

/**
 * `patienceMs` says how long everything has to wait at least but what is due at once: a person or a limit asked for
 * that.
 */
export const createAgenda = (clock: Clock, patienceMs: () => number = () => 0): Agenda => {
  const dates = new Map<string, Map<string, () => void>>()
  let stopped = false
  const clear = (subject: string): void => {
    for (const callOff of dates.get(subject)?.values() ?? []) callOff()
    dates.delete(subject)
  }
  return {
    set: (subject, kind, afterMs, run) => {
      if (stopped) return
      const own = dates.get(subject) ?? new Map<string, () => void>()
      dates.set(subject, own)
      own.get(kind)?.()
      own.set(
        kind,
        clock.after(afterMs === 0 ? 0 : Math.max(afterMs, patienceMs()), () => {
          own.delete(kind)
          if (own.size === 0) dates.delete(subject)
          run()
        }),
      )
    },
    clear,
    has: (subject) => dates.has(subject),
    stop: () => {
      stopped = true
      for (const subject of dates.keys()) clear(subject)
    },
  }
}
