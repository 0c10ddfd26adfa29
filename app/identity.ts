import { notingLastSeen, settleIdentity } from '../main/identity.ts'
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
  const why = settleIdentity(journal, {
    machine: machineMark(folder.folder),
    lastSeen: file.read(),
    chance: systemChance,
    now: systemClock.now(),
  })
  if (why !== undefined && why !== 'first-start') log.warn('identity-set', { why })
  return notingLastSeen(journal, (seen) => {
    const fault = file.write(seen)
    if (fault !== undefined) log.warn('last-seen-not-written', { message: fault })
  })
}
