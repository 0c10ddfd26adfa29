import Database from 'better-sqlite3'
import { migrations } from './migrations.ts'
import type { Connection } from './storage.node.ts'
import type { Flaw } from './verdict.ts'

/** A journal of that version in memory, with nothing in it. */
export const emptyJournal = (version: number): Connection => {
  const connection = new Database(':memory:')
  for (const step of migrations) if (step.version <= version) connection.exec(step.sql)
  return connection
}

/** The objects of a file's schema, as SQLite keeps them. */
const schemaOf = (connection: Connection, where = 'true'): string =>
  JSON.stringify(
    connection
      .prepare(`select type, name, tbl_name, sql from sqlite_schema where ${where} order by type, name`)
      .raw()
      .all(),
  )

const known = new Map<string, string>()
const wantedSchema = (version: number, where: string): string => {
  const key = `${version} ${where}`
  const found = known.get(key)
  if (found !== undefined) return found
  const connection = emptyJournal(version)
  try {
    const made = schemaOf(connection, where)
    known.set(key, made)
    return made
  } finally {
    connection.close()
  }
}

const differs: Flaw = {
  error: 'schema-differs',
  what: 'it has other tables, indexes or triggers than a journal has',
}
const compare = (connection: Connection, where: string): Flaw | undefined => {
  const version = Number(connection.pragma('user_version', { simple: true }))
  return schemaOf(connection, where) === wantedSchema(version, where) ? undefined : differs
}

/** Whether `entries` is the table itself, before anything is read from it: a view of that name could show anything. */
export const flawOfEntryTable = (connection: Connection): Flaw | undefined =>
  compare(connection, "name = 'entries' collate nocase")

/**
 * A table, view, index or trigger more or less, or one that says something else than it does in a journal. A trigger
 * of somebody else could change what the next append leaves behind.
 */
export const flawOfSchema = (connection: Connection): Flaw | undefined => compare(connection, 'true')
