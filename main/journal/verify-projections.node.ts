import Database from 'better-sqlite3'
import type { EntryTable } from './entries.node.ts'
import { migrations } from './migrations.ts'
import { createProjector } from './projections.node.ts'
import { bodyOf } from './record.ts'
import type { Connection } from './storage.node.ts'
import type { Flaw } from './verdict.ts'

/** The objects of a file's schema, as SQLite keeps them. */
const schemaOf = (connection: Connection): string =>
  JSON.stringify(
    connection.prepare('select type, name, tbl_name, sql from sqlite_schema order by type, name').raw().all(),
  )

const emptyJournal = (version: number): Connection => {
  const connection = new Database(':memory:')
  for (const step of migrations) if (step.version <= version) connection.exec(step.sql)
  return connection
}

const differsFrom: Flaw = {
  error: 'schema-differs',
  what: 'it has other tables, indexes or triggers than a journal has',
}

/** Whether `entries` is the table itself, before anything is read from it: a view of that name could show anything. */
export const flawOfEntryTable = (connection: Connection): Flaw | undefined => {
  const sqlOf = (of: Connection): unknown =>
    JSON.stringify(
      of.prepare("select type, sql from sqlite_schema where name = 'entries' collate nocase").raw().all(),
    )
  const wanted = emptyJournal(1)
  try {
    return sqlOf(connection) === sqlOf(wanted) ? undefined : differsFrom
  } finally {
    wanted.close()
  }
}

/** A table, view or trigger more or less, or one that says something else than it does in a journal. */
export const flawOfSchema = (connection: Connection): Flaw | undefined => {
  const version = Number(connection.pragma('user_version', { simple: true }))
  const wanted = emptyJournal(version)
  try {
    return schemaOf(connection) === schemaOf(wanted) ? undefined : differsFrom
  } finally {
    wanted.close()
  }
}

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
    // Entries were added and the till stopped before it had projected them: it will at its next start.
    if (version === 0) return undefined
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
