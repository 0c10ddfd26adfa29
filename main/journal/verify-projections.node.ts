import type { EntryTable } from './entries.node.ts'
import { createProjector } from './projections.node.ts'
import { projectionVersion } from './projections.ts'
import { bodyOf } from './record.ts'
import { emptyJournal } from './schema.node.ts'
import type { Connection } from './storage.node.ts'
import type { Flaw } from './verdict.ts'

const tablesOf = (connection: Connection): readonly string[] =>
  connection
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and name <> 'entries' order by name",
    )
    .pluck()
    .all()

/**
 * Makes the projections anew in memory and compares. The chain does not cover them: whoever edits one can hide an open
 * payment from the till's lists, though not change its amount.
 */
export const flawOfProjections = (connection: Connection, entries: EntryTable): Flaw | undefined => {
  const differs: Flaw = {
    error: 'projection-differs',
    what: 'an index of the till does not follow from the entries, which are whole',
  }
  const wanted = emptyJournal(Number(connection.pragma('user_version', { simple: true })))
  try {
    const version = connection.prepare<[], number>('select version from projected').pluck().get()
    // Entries were added and the till stopped before it had projected them, or they are as a till of another version
    // made them, as in a backup from before an update: either way they are made anew at the next start.
    if (version !== projectionVersion) return undefined
    const there = createProjector(connection)
    const projector = createProjector(wanted)
    for (const record of entries.walk(1)) projector.project(record.seq, bodyOf(record))
    projector.markCurrent()
    if (!there.areSound()) return differs
    for (const table of tablesOf(wanted)) {
      const rows = (of: Connection): string =>
        JSON.stringify(of.prepare(`select * from ${table}`).raw().all())
      if (rows(connection) !== rows(wanted)) return differs
    }
    return undefined
  } catch {
    return differs
  } finally {
    wanted.close()
  }
}
