import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { connect, readSettings } from '../../main/journal/connection.node.ts'
import { changed, paid, requested, sending, stampAt } from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

const withThreeEntries = () => {
  const files = dataFolder()
  const journal = openIn(files)
  journal.append(stampAt(1), requested(sending(1)))
  journal.append(stampAt(2), changed(paid(1)))
  journal.close()
  return connect(files.file)
}

describe('entries are never changed', () => {
  test.each([
    ['UPDATE', "update entries set operator = 'Mallory' where seq = 2"],
    ['UPDATE OR REPLACE', 'update or replace entries set seq = 1 where seq = 2'],
    ['UPDATE OR IGNORE', "update or ignore entries set operator = 'Mallory'"],
    ['DELETE', 'delete from entries where seq = 3'],
    [
      'INSERT OR REPLACE over an entry',
      `insert or replace into entries select seq, at, mono, till, 'Mallory', kind, body, totals, prev, hash
       from entries where seq = 2`,
    ],
    [
      'REPLACE of the last entry',
      `replace into entries select seq, at, mono, till, 'Mallory', kind, body, totals, prev, hash
       from entries where seq = 3`,
    ],
    [
      'INSERT with a gap',
      `insert into entries select 5, at, mono, till, operator, kind, body, totals, hash, hash
       from entries where seq = 3`,
    ],
    [
      'INSERT without a number',
      `insert into entries select null, at, mono, till, operator, kind, body, totals, hash, hash
       from entries where seq = 3`,
    ],
    [
      'INSERT that does not follow the last hash',
      `insert into entries select 4, at, mono, till, operator, kind, body, totals, prev, hash
       from entries where seq = 3`,
    ],
    [
      'upsert',
      `insert into entries select * from entries where seq = 3 on conflict (seq) do update set operator = 'x'`,
    ],
  ])('%s is refused', (_, sql) => {
    const connection = withThreeEntries()
    const before = connection.prepare('select * from entries').all()
    expect(() => connection.exec(sql)).toThrow(/an entry /)
    expect(connection.prepare('select * from entries').all()).toEqual(before)
    connection.close()
  })

  test('an INSERT that does follow is taken, so that the refusals above mean something', () => {
    const connection = withThreeEntries()
    connection.exec(`insert into entries select 4, at, mono, till, operator, kind, body, totals, hash, 'x'
      from entries where seq = 3`)
    expect(connection.prepare('select count(*) from entries').pluck().get()).toBe(4)
    connection.close()
  })

  test('a table that wants a number takes no text', () => {
    const connection = withThreeEntries()
    expect(() =>
      connection.exec(`insert into entries select 4, 'noon', mono, till, operator, kind, body, totals, hash, 'x'
        from entries where seq = 3`),
    ).toThrow(/cannot store TEXT/)
    connection.close()
  })

  test('a journal whose triggers are gone is not opened', () => {
    const files = dataFolder()
    openIn(files).close()
    const other = new Database(files.file)
    other.exec('drop trigger entries_never_go')
    other.close()
    expect(() => openIn(files)).toThrow(expect.objectContaining({ kind: 'unsafe-settings' }))
  })
})

describe('settings that make a commit durable', () => {
  test('are read back at the first open and at every later one', () => {
    const { file } = dataFolder()
    for (let time = 1; time <= 3; time += 1) {
      const connection = connect(file)
      expect(readSettings(connection)).toMatchObject({
        journal_mode: 'truncate',
        synchronous: 2,
        locking_mode: 'exclusive',
        recursive_triggers: 1,
        foreign_keys: 1,
      })
      connection.close()
    }
  })

  test('are put back when somebody turned the file to write-ahead mode', () => {
    const files = dataFolder()
    openIn(files).close()
    const other = new Database(files.file)
    other.pragma('journal_mode = wal')
    other.close()
    const connection = connect(files.file)
    expect(readSettings(connection)).toMatchObject({ journal_mode: 'truncate', synchronous: 2 })
    connection.close()
  })
})
