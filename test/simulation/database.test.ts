import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettings } from '../../main/journal/connection.node.ts'
import { systemStorage, type Connection, type Storage } from '../../main/journal/storage.node.ts'
import { createVirtualDisk } from './disk.ts'

/** What a step gave: its value, or the error with its name and code. */
const outcome = (step: () => unknown): unknown => {
  try {
    return { gave: step() }
  } catch (error) {
    if (!(error instanceof Error)) return { threw: error }
    return {
      threw: error.message,
      name: error.constructor.name,
      code: 'code' in error ? error.code : undefined,
    }
  }
}

/** The same folder on the real disk and on a virtual one. */
const both = (): readonly { readonly storage: Storage; readonly file: string }[] => {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { storage } = createVirtualDisk({ plan: { seed: 1 } }).start('till')
  storage.makeFolder('/till/journal.db')
  return [
    { storage: systemStorage, file: join(folder, 'journal.db') },
    { storage, file: '/till/journal.db' },
  ]
}
/** Runs the steps over both and holds what they gave against each other. */
const holds = (
  steps: (connection: Connection, again: () => Connection) => readonly (() => unknown)[],
): unknown => {
  const [real, virtual] = both().map(({ storage, file }) => {
    const connection = storage.connect(file)
    const found = steps(connection, () => storage.connect(file)).map(outcome)
    connection.close()
    return found
  })
  expect(virtual).toEqual(real)
  return real
}

const table = 'create table t (id integer primary key, n integer, x real, s text, b blob) strict'
const row = [1, 42, 1.5, 'Café 咖啡 😀', Buffer.from([0, 1, 255])] as const

test('values go in and come out as with better-sqlite3', () => {
  const found = holds((db) => [
    () => db.exec(table) === db,
    () => db.prepare('insert into t values (?, ?, ?, ?, ?)').run(...row),
    () => db.prepare('insert into t values (?, ?, ?, ?, ?)').run([2, null, -0.1, '', Buffer.alloc(0)]),
    () => db.prepare('insert into t values (?, ?, ?, ?, ?)').run(3n, 2n ** 53n, 1e300, undefined, null),
    () =>
      db
        .prepare('insert into t values (?, ?, ?, ?, ?)')
        .run(4, 1, 1, 'x'.repeat(200_000), Buffer.alloc(200_000, 7)),
    () => db.prepare('select * from t order by id').all(),
    () => db.prepare('select n, s from t where id = ?').get(1),
    () => db.prepare('select n from t where id = ?').get(99),
    () => db.prepare('select s, n from t where id >= ?').pluck().all(-Infinity),
    () => db.prepare('select s, n from t').raw().all(),
    () => [...db.prepare('select s, n from t').raw().iterate()],
    () => db.prepare('select count(*), n as "a b" from t').get(),
    () => db.prepare('update t set n = 5 where id > 1').run(),
    () => db.prepare('delete from t where id = 77').run(),
    () => db.prepare('select ? as a, ? as b').get(1, 'half a pair \ud83d.'),
  ])
  expect(JSON.stringify(found)).toContain('咖啡')
})

test('what is wrong is refused in the same words', () => {
  holds((db) => [
    () =>
      db.exec(`${table}; create table other (id text primary key, of integer references t (id)) strict`) ===
      db,
    () => db.exec("create trigger no before delete on t begin select raise(abort, 'never'); end") === db,
    () => db.prepare('insert into t (id) values (1)').run(),
    () => db.prepare('insert into t (id) values (1)').run(),
    () => db.prepare('delete from t').run(),
    () => db.prepare('insert into t (id, n) values (2, ?)').run('no number'),
    () => db.prepare('insert into t (id, n) values (2, ?)').run(1.5),
    () => db.prepare("insert into other values ('a', 99)").run(),
    () => db.prepare('select'),
    () => db.prepare('select * from nothing'),
    () => db.prepare('select 1; select 2'),
    () => db.prepare('   '),
    () => db.prepare('select ?').get(),
    () => db.prepare('select ?').get(1, 2),
    () => db.prepare('select ?').get(true),
    () => db.prepare('insert into t (id) values (9)').get(),
    () => db.prepare('insert into t (id) values (9)').pluck(),
    () => db.exec('insert into t (id) values (10); insert into t (id) values (1)'),
    () => db.prepare('select id from t').pluck().all(),
    () => db.prepare('select "no such column"').get(),
    () => db.exec('pragma writable_schema = 1; delete from sqlite_schema'),
  ])
})

test('transactions begin, end and nest alike', () => {
  holds((db) => [
    () => db.exec(table).inTransaction,
    () => {
      db.exec('begin immediate')
      db.prepare('insert into t (id) values (1)').run()
      return db.inTransaction
    },
    () => db.prepare('rollback').run(),
    () => db.prepare('commit').run(),
    () => db.prepare('select count(*) from t').pluck().get(),
    () => db.transaction(() => db.prepare('insert into t (id) values (2)').run().changes).immediate(),
    () =>
      db
        .transaction(() => {
          db.prepare('insert into t (id) values (3)').run()
          throw new RangeError('no')
        })
        .immediate(),
    () => [db.inTransaction, db.prepare('select id from t').pluck().all()],
    () => {
      const rows = db.prepare('select id from t').iterate()
      rows.next()
      const during = [
        outcome(() => db.exec('delete from t')),
        outcome(() => db.prepare('delete from t').run()),
        outcome(() => db.prepare('select id from t').all()),
        outcome(() => db.close()),
      ]
      rows.return?.()
      return [during, db.prepare('delete from t').run().changes]
    },
  ])
})

test('the settings of the journal are read back alike, and so is how the file lies on disk', () => {
  holds((db, again) => [
    () => db.pragma('journal_mode = truncate'),
    () => db.pragma('synchronous = 2'),
    () => db.pragma('locking_mode = exclusive', { simple: true }),
    () => db.pragma('foreign_keys', { simple: true }),
    () => db.exec(table).exec('begin exclusive').exec('commit').inTransaction,
    () => readSettings(db),
    () => ['page_size', 'page_count', 'auto_vacuum'].map((name) => db.pragma(name, { simple: true })),
    () => db.pragma('integrity_check(t)', { simple: true }),
    () => db.pragma('application_id = 7'),
    () => db.pragma('nonsense', { simple: true }),
    () => outcome(() => again().prepare('select * from t').get()),
  ])
})

test('a second connection is refused while the first holds the file, and let in after', () => {
  const found = holds((db, again) => [
    () => db.pragma('locking_mode = exclusive', { simple: true }),
    () => db.exec(`begin exclusive; ${table}; commit`).inTransaction,
    () => again().prepare('select count(*) from t'),
    () => again().exec('begin exclusive'),
    () => db.close() === db,
    () => db.prepare('select 1'),
    () => again().exec('begin exclusive').inTransaction,
  ])
  expect(JSON.stringify(found)).toContain('SQLITE_BUSY')
})

test('a statement that is used after its connection was closed is refused alike, with parameters and without', () => {
  holds((db) => {
    db.exec(table)
    const read = db.prepare<[number]>('select * from t where id = ?')
    const write = db.prepare<[number]>('insert into t (id) values (?)')
    return [
      () => write.run(1).changes,
      () => db.close() === db,
      () => read.all(1),
      () => read.get(1),
      () => write.run(2),
    ]
  })
})

test('readers and a writer of one file get on with each other alike', () => {
  holds((db, again) => {
    const other = again()
    return [
      () => db.exec(table).exec('begin; select * from t').inTransaction,
      () => other.prepare('insert into t (id) values (1)').run(),
      () => db.prepare('select * from t').all(),
      () => other.exec('begin immediate').inTransaction,
      () => db.exec('commit; begin immediate'),
      () => other.exec('insert into t (id) values (2)').exec('commit').inTransaction,
      () => db.prepare('select id from t').pluck().all(),
      () => other.close() === other,
    ]
  })
})

test('a file that is none of SQLite is refused alike', () => {
  const [real, virtual] = both().map(({ storage, file }) => {
    const opened = storage.append(file)
    opened.write(
      Buffer.from('no database at all, but long enough to be read as the head of one. '.repeat(20)),
      0,
    )
    opened.close()
    const connection = storage.connect(file)
    return outcome(() => connection.pragma('application_id', { simple: true }))
  })
  expect(virtual).toEqual(real)
  expect(real).toMatchObject({ code: 'SQLITE_NOTADB' })
})

test('plain files behave and fail as on a real disk', () => {
  const [real, virtual] = both().map(({ storage, file }) => {
    const log = file.replace('journal.db', 'deep/down/head.log')
    const steps: readonly (() => unknown)[] = [
      () => storage.exists(log),
      () => storage.size(log),
      () => storage.read(log),
      () => storage.rename(log, `${log}.1`),
      () => storage.truncate(log, 1),
      () => storage.remove(log),
      () => storage.append(log),
      () => (storage.makeFolder(log), storage.exists(log)),
      () => (storage.makeFolder(log), storage.exists(log)),
      () => {
        const opened = storage.appendDurably(log)
        const taken = [opened.write(Buffer.from('hello'), 0), opened.write(Buffer.from('hello'), 3)]
        opened.sync()
        opened.close()
        return taken
      },
      () => storage.read(log).toString(),
      () => storage.truncate(log, 6),
      () => storage.rename(log, `${log}.1`),
      () => [storage.exists(log), storage.size(`${log}.1`)],
      () => storage.append(log).close(),
      () => storage.rename(`${log}.1`, log),
      () => storage.read(log).toString(),
      () => storage.syncFolder(log),
    ]
    return steps.map(outcome).map((found) => {
      if (typeof found !== 'object' || found === null || !('code' in found)) return found
      return found.code
    })
  })
  expect(virtual).toEqual(real)
})
