import { JournalFault, type Journal } from '../main/journal/journal.ts'
import type { Log } from '../main/ports.ts'
import { systemClock } from './system.ts'

/**
 * Writes down that the drawer is opened by settings which are tried: the till inside would open it by its own. False when
 * it cannot be kept, and then the drawer stays shut.
 */
export const noteDrawer = (
  journal: Journal | undefined,
  log: Log,
  why: string,
  operator = 'cashier',
): boolean => {
  try {
    journal?.append({ now: systemClock.now(), operator }, { kind: 'drawer-opened', why })
    return journal !== undefined
  } catch (fault) {
    if (!(fault instanceof JournalFault)) throw fault
    log.error('journal-fault', { kind: fault.kind, news: 'drawer-opened' })
    return false
  }
}
