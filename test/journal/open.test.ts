import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect, migrate, versionOf } from '../../main/journal/connection.node.ts'
import type { JournalFaultKind } from '../../main/journal/journal.ts'
import { applicationId, migrations, newestVersion } from '../../main/journal/migrations.ts'
import { stampAt } from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

const fault = (kind: JournalFaultKind): unknown => expect.objectContaining({ name: 'JournalFault', kind })

describe('a new journal', () => {
  test('begins with the entry that names the installation and the mode', () => {
    const journal = openIn(dataFolder())
    expect(journal.installation).toBe('123456789')
    expect([...journal.entries()].map(({ seq, body }) => ({ seq, body }))).toEqual([
      {
        seq: 1,
        body: { kind: 'journal-opened', version: '0.1.0', installation: '123456789', mode: 'training' },
      },
    ])
  })

  test('keeps its installation at later opens, whatever chance would say then', () => {
    const files = dataFolder()
    openIn(files).close()
    const again = openIn(files, { installation: { digits: '999999999' } })
    expect(again.installation).toBe('123456789')
    expect(again.head().seq).toBe(1)
  })

  test('is marked as a file of ours, with its version, and private', () => {
    const { file, witnessFile, folder } = dataFolder()
    openIn({ file, witnessFile }).close()
    const connection = new Database(file, { readonly: true })
    expect(connection.pragma('application_id', { simple: true })).toBe(applicationId)
    expect(connection.pragma('user_version', { simple: true })).toBe(newestVersion)
    connection.close()
    expect(readFileSync(file).toString('latin1', 68, 72)).toBe('Spot')
    for (const path of [file, witnessFile]) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(existsSync(join(folder, 'data', 'journal.db-wal'))).toBe(false)
  })

  test('in a folder that cannot be is a fault of the disk', () => {
    const { folder, witnessFile } = dataFolder()
    writeFileSync(join(folder, 'a-file'), '')
    expect(() => openIn({ file: join(folder, 'a-file', 'journal.db'), witnessFile })).toThrow(fault('disk'))
  })
})

describe('a journal is refused', () => {
  test('when it is for the other mode', () => {
    const files = dataFolder()
    openIn(files).close()
    expect(() => openIn(files, { mode: 'live' })).toThrow(/for training sales and the till is set to live/)
    expect(openIn(files).head().seq).toBe(1)
  })

  test('when a newer version wrote it, and it stays as it was', () => {
    const files = dataFolder()
    openIn(files).close()
    const newer = new Database(files.file)
    newer.pragma(`user_version = ${newestVersion + 1}`)
    newer.close()
    const before = readFileSync(files.file)
    expect(() => openIn(files)).toThrow(fault('newer-version'))
    expect(readFileSync(files.file).equals(before)).toBe(true)
  })

  test.each([
    ['another program’s database', (file: string) => new Database(file).exec('create table t (a)').close()],
    [
      'another program’s database with a version',
      (file: string) => {
        const other = new Database(file)
        other.pragma('journal_mode = wal')
        other.pragma('application_id = 7')
        other.close()
      },
    ],
    ['no database at all', (file: string) => writeFileSync(file, 'Dear diary, '.repeat(1000))],
  ])('when it is %s, which stays as it was', (_, make) => {
    const files = dataFolder()
    mkdirSync(dirname(files.file))
    make(files.file)
    const before = readFileSync(files.file)
    expect(() => openIn(files)).toThrow(fault('not-a-journal'))
    expect(readFileSync(files.file).equals(before)).toBe(true)
  })

  test('when the witness is some other file', () => {
    const files = dataFolder()
    mkdirSync(dirname(files.witnessFile))
    writeFileSync(files.witnessFile, 'Dear diary, '.repeat(10))
    expect(() => openIn(files)).toThrow(fault('witness-disagrees'))
    expect(readFileSync(files.witnessFile, 'latin1')).toContain('Dear diary')
  })
})

describe('one till at a time', () => {
  test('a second one in the same process is refused and says what to do', () => {
    const files = dataFolder()
    openIn(files)
    expect(() => openIn(files)).toThrow(fault('in-use'))
    expect(() => openIn(files)).toThrow(/Go on in that window/)
  })

  test('a second process is refused until the first is gone, even when it was killed', async () => {
    const files = dataFolder()
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'appending-child.ts'), files.file, files.witnessFile, '0'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    expect(() => openIn(files)).toThrow(fault('in-use'))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const journal = openIn(files)
    expect(journal.append(stampAt(1), { kind: 'till-started', version: '1', openQuestions: 0 })).toHaveLength(
      1,
    )
  })
})

describe('migrations', () => {
  test('are numbered from 1 without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })

  test('that are cut short leave nothing: tables, application id and version come together', () => {
    const { file, folder } = dataFolder()
    mkdirSync(join(folder, 'data'))
    const connection = new Database(file)
    connection.exec('begin exclusive')
    const broken = { version: newestVersion + 1, sql: 'create table extra (a); create table entries (a)' }
    expect(() => migrate(connection, 0, [...migrations, broken])).toThrow(/already exists/)
    // Inside the transaction the other steps have happened; without a commit they never did.
    expect(connection.pragma('user_version', { simple: true })).toBe(newestVersion)
    connection.close()
    const after = new Database(file)
    expect(versionOf(after, file)).toBe(0)
    expect(after.pragma('application_id', { simple: true })).toBe(0)
    expect(after.prepare('select count(*) from sqlite_schema').pluck().get()).toBe(0)
    after.close()
    connect(file).close()
  })

  test('run only from the version of the file on', () => {
    const { file } = dataFolder()
    const connection = connect(file)
    migrate(connection, 1, [
      { version: 1, sql: 'this is not even SQL' },
      { version: 2, sql: 'create table extra (a)' },
    ])
    expect(connection.pragma('user_version', { simple: true })).toBe(2)
    connection.close()
  })
})
