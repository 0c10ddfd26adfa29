import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { LastSeen } from '../main/identity.ts'

/**
 * How far the journal of live sales had come, in a file beside the data folder and not in it: whoever puts yesterday's
 * folder back leaves it as it is, and the till sees that sales are missing (reliability F33). It is written with each
 * sale and not waited for: after a power cut it may be a few sales behind, which only makes it see less.
 */
export interface LastSeenFile {
  readonly read: () => LastSeen | undefined
  /** Says why when it cannot be written, which keeps nobody from selling. */
  readonly write: (seen: LastSeen) => string | undefined
}

export const lastSeenFile = (file: string): LastSeenFile => ({
  read: () => {
    try {
      const { entry } = JSON.parse(readFileSync(file, 'utf8')) as { entry?: unknown }
      return typeof entry === 'number' && Number.isSafeInteger(entry) ? { entry } : undefined
    } catch {
      return undefined
    }
  },
  write: (seen) => {
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify(seen)}\n`, { mode: 0o600 })
      renameSync(`${file}.new`, file)
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  },
})
