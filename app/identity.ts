import { settleIdentity } from '../main/identity.ts'
import type { Journal } from '../main/journal/journal.ts'
import type { Log } from '../main/ports.ts'
import type { DataFolder } from './data-folder.ts'
import { lastSeenFile } from './last-seen.ts'
import { machineMark } from './machine-mark.ts'
import { systemChance, systemClock } from './system.ts'

/**
 * The journal of live sales, once it is settled under which digits this till makes ids. From then on it notes beside
 * the data folder how far it has come. Throws `JournalFault`.
 */
export const withIdentity = (journal: Journal, folder: DataFolder, log: Log): Journal => {
  const file = lastSeenFile(folder.lastSeen)
  const note = (): void => {
    const fault = file.write({ entry: journal.head().seq })
    if (fault !== undefined) log.warn('last-seen-not-written', { message: fault })
  }
  const why = settleIdentity(journal, {
    machine: machineMark(folder.folder),
    lastSeen: file.read(),
    chance: systemChance,
    now: systemClock.now(),
  })
  if (why !== undefined && why !== 'first-start') log.warn('identity-set', { why })
  note()
  return {
    ...journal,
    append: (stamp, ...bodies) => {
      const entries = journal.append(stamp, ...bodies)
      if (bodies.some(({ kind }) => kind === 'payment-requested')) note()
      return entries
    },
    close: () => {
      note()
      journal.close()
    },
  }
}
