import type { Clock } from './ports.ts'

/** What is to be done when, by subject and kind. A new date for the same thing replaces the old one. */
export interface Agenda {
  readonly set: (subject: string, kind: string, afterMs: number, run: () => void | Promise<void>) => void
  readonly clear: (subject: string) => void
  /** Whether anything at all is to be done about it. */
  readonly has: (subject: string) => boolean
  readonly stop: () => void
}

/**
 * `patienceMs` says how long everything has to wait at least but what is due at once: a person or a limit asked for
 * that. `onFault` hears what broke in the middle of it: nobody waits for what an agenda does, so that it would end the
 * program otherwise. What it throws does.
 */
export const createAgenda = (
  clock: Clock,
  patienceMs: (() => number) | undefined,
  onFault: (fault: unknown, subject: string) => void,
): Agenda => {
  const dates = new Map<string, Map<string, () => void>>()
  let stopped = false
  const clear = (subject: string): void => {
    for (const callOff of dates.get(subject)?.values() ?? []) callOff()
    dates.delete(subject)
  }
  const carryOut = async (subject: string, run: () => void | Promise<void>): Promise<void> => {
    try {
      await run()
    } catch (fault) {
      onFault(fault, subject)
    }
  }
  return {
    set: (subject, kind, afterMs, run) => {
      if (stopped) return
      const own = dates.get(subject) ?? new Map<string, () => void>()
      dates.set(subject, own)
      own.get(kind)?.()
      own.set(
        kind,
        clock.after(afterMs === 0 ? 0 : Math.max(afterMs, patienceMs?.() ?? 0), () => {
          own.delete(kind)
          if (own.size === 0) dates.delete(subject)
          void carryOut(subject, run)
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
