import Database from 'better-sqlite3'
import { journalFaultOf } from './faults.node.ts'
import { JournalFault } from './journal.ts'
import type { Migration } from './migration.ts'
import { applicationId, migrations, newestVersion } from './migrations.ts'
import { flawOfSchema } from './schema.node.ts'
import { systemStorage, type Connection, type Storage } from './storage.node.ts'

const number = (connection: Connection, pragma: string): unknown =>
  connection.pragma(pragma, { simple: true })

/**
 * How the file is written, each with the value that must be read back. `synchronous` is a property of the connection
 * and not of the file: it is set at every open and believed only when read back (reliability 3). TRUNCATE, because
 * in write-ahead mode a commit that failed came back after a restart.
 */
const settings: readonly (readonly [name: string, value: string | number])[] = [
  ['journal_mode', 'truncate'],
  ['synchronous', 2],
  ['locking_mode', 'exclusive'],
  ['recursive_triggers', 1],
  ['foreign_keys', 1],
  ['cell_size_check', 1],
  ['trusted_schema', 0],
  // Without these macOS only hands the bytes to the drive, which may keep them in its own memory.
  ...(process.platform === 'darwin'
    ? ([
        ['fullfsync', 1],
        ['checkpoint_fullfsync', 1],
      ] as const)
    : []),
]

/** The settings as this connection has them, by name. */
export const readSettings = (connection: Connection): Readonly<Record<string, unknown>> =>
  Object.fromEntries(settings.map(([name]) => [name, number(connection, name)]))

const settle = (connection: Connection): void => {
  for (const [name, value] of settings) connection.pragma(`${name} = ${value}`)
  const actual = readSettings(connection)
  for (const [name, value] of settings) {
    if (actual[name] !== value) {
      throw new JournalFault(
        'unsafe-settings',
        `SQLite runs with ${name} = ${String(actual[name])} where the journal needs ${value}. Call for service.`,
      )
    }
  }
}

/** Version of the file, after making sure that it is a journal at all. 0 is a file with nothing in it. */
export const versionOf = (connection: Connection, file: string): number => {
  const id = number(connection, 'application_id')
  const version = number(connection, 'user_version')
  const tables = connection.prepare('select count(*) from sqlite_schema').pluck().get()
  if (id === 0 && version === 0 && tables === 0) return 0
  if (id !== applicationId || typeof version !== 'number' || version < 1) {
    throw new JournalFault(
      'not-a-journal',
      `${file} is not a journal of this till. Bring the right file back, or have it mended from the witness.`,
    )
  }
  if (version > newestVersion) {
    throw new JournalFault(
      'newer-version',
      `The journal ${file} was written by a newer version of the till. Install that version or a newer one.`,
    )
  }
  return version
}

/**
 * Brings the file to the newest version in one transaction: tables, application id and version come together or not
 * at all, so that a cut at any point leaves the old file or the new one.
 */
export const migrate = (connection: Connection, from: number, steps: readonly Migration[]): void => {
  for (const { version, sql } of steps) {
    if (version <= from) continue
    connection.exec(sql)
    connection.pragma(`application_id = ${applicationId}`)
    connection.pragma(`user_version = ${version}`)
  }
}

/**
 * The triggers that guard the entries are there, and nothing of anybody else: a trigger more could change what an
 * append leaves behind, and a view by the name of a table show anything.
 */
const checkSchema = (connection: Connection, file: string): void => {
  if (flawOfSchema(connection) === undefined) return
  throw new JournalFault(
    'unsafe-settings',
    `The journal ${file} has other tables, indexes or triggers than a till makes, so somebody has worked on it. ` +
      'Call for service, and have it verified and mended.',
  )
}

/** Makes the file ourselves, because SQLite would make it readable by everyone. */
const createPrivately = (file: string, storage: Storage): void => {
  storage.makeFolder(file)
  if (!storage.exists(file)) storage.append(file).close()
}

/**
 * Opens the file for writing and locks it for as long as it stays open, so that a second till is refused at once
 * (security S10). Throws `JournalFault`, or what SQLite and the system throw.
 */
export const connect = (file: string, storage: Storage = systemStorage): Connection => {
  createPrivately(file, storage)
  const connection = storage.connect(file)
  try {
    // A foreign file is recognised before anything about it is changed.
    versionOf(connection, file)
    settle(connection)
    connection.exec('begin exclusive')
    migrate(connection, versionOf(connection, file), migrations)
    connection.exec('commit')
    settle(connection)
    checkSchema(connection, file)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/**
 * Opens a damaged journal alone, to read what is still to be read. A write that was cut off is taken back first, and
 * nothing else is changed. `undefined` when SQLite cannot open it, or when it is no journal any more.
 */
export const connectDamaged = (file: string, storage: Storage = systemStorage): Connection | undefined => {
  const connection = storage.connect(file)
  try {
    connection.pragma('locking_mode = exclusive')
    connection.exec('begin exclusive')
    versionOf(connection, file)
    connection.exec('commit')
    return connection
  } catch (error) {
    connection.close()
    const { kind } = journalFaultOf(error, file)
    if (kind === 'broken-chain' || kind === 'not-a-journal') return undefined
    throw error
  }
}

/** Opens a journal or a backup of one for reading only. */
export const connectReadOnly = (file: string): Connection => {
  const connection = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    if (versionOf(connection, file) === 0) {
      throw new JournalFault(
        'not-a-journal',
        `${file} is empty. Bring the right file back, or have it mended from the witness.`,
      )
    }
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
