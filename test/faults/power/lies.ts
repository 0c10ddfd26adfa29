import Database from 'better-sqlite3'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * What a careless change or a bad disk would do, planted into this process from outside, because production has no
 * switch for it. A loop of power cuts that does not notice them proves nothing.
 */
export type Lie =
  /** SQLite runs with `synchronous` off and says that it is full. */
  | 'journal-not-synced'
  /** Neither does the witness wait for the disk. */
  | 'nothing-synced'

type Pragma = (this: Database.Database, source: string, options?: Database.PragmaOptions) => unknown

const offButSaysFull = (): void => {
  const prototype = Database.prototype as { pragma: Pragma }
  const { pragma } = prototype
  prototype.pragma = function (source, options) {
    if (/^synchronous\s*=/.test(source)) return pragma.call(this, 'synchronous = 0', options)
    if (source === 'synchronous') return 2
    return pragma.call(this, source, options)
  }
}

const writeWithoutWaiting = (): void => {
  const { openSync } = fs
  const patched = fs as { openSync: typeof openSync; fsyncSync: typeof fs.fsyncSync }
  patched.openSync = (path, flags, mode) =>
    openSync(path, typeof flags === 'number' ? flags & ~fs.constants.O_DSYNC : flags, mode)
  patched.fsyncSync = () => undefined
  syncBuiltinESMExports()
}

export const tell = (lie: Lie): void => {
  offButSaysFull()
  if (lie === 'nothing-synced') writeWithoutWaiting()
}
