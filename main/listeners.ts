import type { TillNotice } from './contract.ts'
import type { Log } from './ports.ts'

/** The screens and hosts that want to know. */
export interface Listeners {
  /** Returns a way to stop. */
  readonly add: (listener: (notice: TillNotice) => void) => () => void
  /**
   * Never throws: a screen that falls over is its own affair, and the payment behind the notice goes on. Without
   * listeners the notice is not even made.
   */
  readonly tell: (notice: () => TillNotice) => void
}

export const createListeners = (log: Log): Listeners => {
  const listeners = new Set<(notice: TillNotice) => void>()
  const guarded = (event: string, run: () => void): void => {
    try {
      run()
    } catch (fault) {
      log.error(event, { message: String(fault) })
    }
  }
  return {
    add: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (notice) => {
      if (listeners.size === 0) return
      guarded('notice-broke', () => {
        const told = notice()
        for (const listener of listeners) guarded('listener-broke', () => listener(told))
      })
    },
  }
}
