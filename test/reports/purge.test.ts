import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ProviderFileFacts } from '../../main/domain/reconciled.ts'
import type { Day } from '../../main/domain/time.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { changed, paid, requested, sending, stampAt } from '../journal/sales.ts'
import { dataFolder, openIn } from '../journal/shop.ts'
import { keep, openDesk } from './desk-shop.ts'
import { shopSettings } from './written.ts'

const day = (text: string): Day => text as Day
const sums = { old: 'a'.repeat(64), young: 'b'.repeat(64), strange: 'c'.repeat(64) }

const facts = (sha256: string, of: string): ProviderFileFacts => ({
  sha256,
  name: `2088000000000001_transaction_${of.replaceAll('-', '')}.txt`,
  account: '2088000000000001',
  fileKind: 'transaction',
  profile: 'spot_txn_v1',
  day: day(of),
  part: '',
  version: 1,
  unit: 'major',
  encoding: 'utf-8',
  lines: 3,
  bytes: 100,
  source: 'sftp',
  findings: [],
  findingsInAll: 0,
})

/** A till of November 2026 with files of many years; those of ten years must be kept, and logs for ninety days. */
const shop = () => {
  const place = dataFolder()
  const journal = openIn(place)
  journal.append(
    stampAt(1),
    requested(sending(1)),
    changed(paid(1)),
    { kind: 'provider-file-kept', file: facts(sums.old, '2016-03-02') },
    { kind: 'provider-file-kept', file: facts(sums.young, '2020-03-02') },
  )
  const paths = {
    // Copied to another disk in 2026: what counts is the day in the file.
    old: keep(place.folder, 'provider-file', sums.old, '2026-11-01'),
    young: keep(place.folder, 'provider-file', sums.young, '2020-03-03'),
    strange: keep(place.folder, 'provider-file', sums.strange, '2016-03-02'),
    oldLog: keep(place.folder, 'log', 'till.log.2', '2016-01-01'),
    youngLog: keep(place.folder, 'log', 'till.log.1', '2026-10-01'),
    log: keep(place.folder, 'log', 'till.log', '2016-01-01'),
  }
  const { reports } = openDesk(journal, place.folder)
  return { journal, place, paths, desk: reports.desk }
}

describe('a purge', () => {
  test('tells what would go, and takes nothing', async () => {
    const { desk, paths, journal } = shop()
    const before = journal.head()
    const told = await desk.purge({ before: day('2016-11-01'), really: false })
    expect(told).toEqual({
      ok: true,
      value: {
        before: '2016-11-01',
        keptFrom: { 'provider-file': '2016-11-20', log: '2026-08-20' },
        done: false,
        faults: [],
        files: [
          { what: 'log', name: 'till.log.2', day: '2016-01-01', bytes: expect.any(Number) as number },
          {
            what: 'provider-file',
            name: '2088000000000001_transaction_20160302.txt',
            day: '2016-03-02',
            bytes: expect.any(Number) as number,
          },
          {
            what: 'provider-file',
            name: sums.strange,
            day: '2016-03-02',
            bytes: expect.any(Number) as number,
          },
        ],
      },
    })
    expect(Object.values(paths).map((path) => existsSync(path))).toEqual(Array(6).fill(true))
    expect(journal.head()).toEqual(before)
  })

  test('takes away what is old enough, writes down what, and the chain is whole before and after', async () => {
    const { desk, paths, journal, place } = shop()
    const entries = [...journal.entries()]
    const copy = join(place.folder, 'before.sqlite')
    await journal.backup(copy)
    expect(verifyJournal(copy)).toMatchObject({ ok: true, head: journal.head() })
    expect(await desk.purge({ before: day('2016-11-01'), really: true })).toMatchObject({
      ok: true,
      value: { done: true, faults: [] },
    })
    expect(
      Object.entries(paths)
        .filter(([, path]) => existsSync(path))
        .map(([name]) => name),
    ).toEqual(['young', 'youngLog', 'log'])
    const after = [...journal.entries()]
    expect(after.slice(0, entries.length)).toEqual(entries)
    expect(after.slice(entries.length).map(({ operator, body }) => ({ operator, body }))).toEqual([
      {
        operator: 'op-1',
        body: {
          kind: 'purged',
          what: 'provider-file',
          before: '2016-11-01',
          files: [`2088000000000001_transaction_20160302.txt ${sums.old}`, sums.strange],
        },
      },
      {
        operator: 'op-1',
        body: { kind: 'purged', what: 'log', before: '2016-11-01', files: ['till.log.2'] },
      },
    ])
    const head = journal.head()
    journal.close()
    expect(verifyJournal(place.file, place.witnessFile)).toMatchObject({ ok: true, head })
  })

  test('without a day, all that may go is told: by what has to be kept for the shortest time', async () => {
    const { desk, paths } = shop()
    expect(await desk.purge({ really: false })).toMatchObject({
      ok: true,
      value: { before: '2026-08-20', done: false, files: [{ what: 'log' }, {}, {}] },
    })
    expect(existsSync(paths.oldLog)).toBe(true)
  })

  test('a second one finds nothing left, and writes nothing', async () => {
    const { desk, journal } = shop()
    await desk.purge({ before: day('2016-11-01'), really: true })
    const head = journal.head()
    expect(await desk.purge({ before: day('2016-11-01'), really: true })).toMatchObject({
      ok: true,
      value: { files: [] },
    })
    expect(journal.head()).toEqual(head)
  })

  test('what must be kept for longer stays, though it is older than the day that was named', async () => {
    const { desk, paths } = shop()
    expect(await desk.purge({ before: day('2026-08-01'), really: true })).toMatchObject({
      ok: true,
      value: { files: [{ what: 'log' }, { day: '2016-03-02' }, { day: '2016-03-02' }] },
    })
    expect(existsSync(paths.young)).toBe(true)
  })

  test.each(['2026-08-21', '2026-11-18', '2027-01-01', '2016-02-30'])(
    'of before %s is refused: files of these days have to be kept',
    async (before) => {
      const { desk, paths, journal } = shop()
      const head = journal.head()
      expect(await desk.purge({ before: day(before), really: true })).toEqual({
        ok: false,
        error: 'must-be-kept',
      })
      expect(Object.values(paths).map((path) => existsSync(path))).toEqual(Array(6).fill(true))
      expect(journal.head()).toEqual(head)
    },
  )

  test('when the journal takes nothing, nothing is taken away', async () => {
    const { place, paths, journal } = shop()
    const full: Journal = {
      ...journal,
      append: () => {
        throw new JournalFault('disk', 'the disk is full')
      },
    }
    const { reports, faults } = openDesk(full, place.folder)
    expect(await reports.desk.purge({ before: day('2016-11-01'), really: true })).toEqual({
      ok: false,
      error: 'till-stopped',
    })
    expect(faults).toEqual([expect.any(JournalFault)])
    expect(Object.values(paths).map((path) => existsSync(path))).toEqual(Array(6).fill(true))
  })
})

test('the days that are kept are settings', () => {
  expect(shopSettings().reports).toMatchObject({ keepFilesDays: 3650, keepLogsDays: 90 })
})
