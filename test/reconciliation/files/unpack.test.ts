import { describe, expect, onTestFinished, test } from 'vitest'
import { err } from '../../../main/domain/result.ts'
import { JournalFault, type Journal } from '../../../main/journal/journal.ts'
import type { FileShelf } from '../../../main/ports.ts'
import { createFilesDesk } from '../../../main/reconciliation/files-desk.node.ts'
import { growthMax, membersMax, unpack } from '../../../main/reconciliation/files/unpack.node.ts'
import { noLog, openPlace } from './desk.ts'
import { account, fixture, settlementName, transactionName } from './given.ts'
import { csv, zipOf } from './made-zip.ts'

const namesAndTexts = async (zip: Buffer) => {
  const found: string[][] = []
  for await (const { name, bytes } of (await unpack('download.zip', zip)) ?? []) {
    found.push([name, Buffer.from(bytes).toString()])
  }
  return found
}

describe('a ZIP', () => {
  test('is the files that are in it, by their own names, without folders and what a Mac packs along', async () => {
    const zip = zipOf(
      { name: 'reports/', text: '' },
      csv('reports/2088000000000011_transaction_20260302.txt'),
      csv('__MACOSX/reports/._2088000000000011_transaction_20260302.txt'),
      csv('.DS_Store'),
      csv('交易.csv'),
    )
    expect(await namesAndTexts(zip)).toEqual([
      [
        '2088000000000011_transaction_20260302.txt',
        'Partner_transaction_id|reports/2088000000000011_transaction_20260302.txt\n',
      ],
      ['交易.csv', 'Partner_transaction_id|交易.csv\n'],
    ])
  })

  test.each([
    ['is no ZIP', Buffer.from('Partner_transaction_id|…\n'), 'a.zip'],
    ['is a workbook', zipOf(csv('xl/workbook.xml')), 'report.xlsx'],
    ['has nothing in it', zipOf({ name: 'folder/', text: '' }), 'a.zip'],
    ['is cut off', zipOf(csv('a.csv')).subarray(0, 40), 'a.zip'],
    ['names a place outside', zipOf(csv('../../etc/passwd')), 'a.zip'],
    ['is encrypted', zipOf({ ...csv('a.csv'), flags: 1 }), 'a.zip'],
    ['is damaged', zipOf({ ...csv('a.csv'), sum: 1 }), 'a.zip'],
    ['is larger than its directory says', zipOf({ ...csv('a.csv'), size: 3 }), 'a.zip'],
    ['is smaller than its directory says', zipOf({ ...csv('a.csv'), size: 300 }), 'a.zip'],
    [
      'has too many files',
      zipOf(...Array.from({ length: membersMax + 1 }, (_, number) => csv(`${number}.csv`))),
      'a.zip',
    ],
    ['grows too much', zipOf({ name: 'bomb.csv', text: '0'.repeat(growthMax * 20_000) }), 'a.zip'],
    ['has one good file and one bad one', zipOf(csv('a.csv'), { ...csv('b.csv'), sum: 1 }), 'a.zip'],
  ])('what %s is not unpacked, nor any part of it', async (_, bytes, name) => {
    expect(await unpack(name, bytes)).toBeUndefined()
  })
})

const march = zipOf(
  ...[transactionName, settlementName].map((name) => ({ name: `march/${name}`, text: fixture(name) })),
  csv('notes.txt'),
)
const openDesk = (
  change: { readonly files?: Partial<FileShelf>; readonly journal?: Partial<Journal> } = {},
) => {
  const place = openPlace()
  onTestFinished(place.close)
  const faults: JournalFault[] = []
  const { take, shelf, view } = createFilesDesk({
    files: { ...place.files, ...change.files },
    journal: { ...place.journal, ...change.journal },
    clock: place.clock,
    log: noLog,
    operator: () => 'op-1',
    expected: { account },
    places: { account, directory: '/download', fileNames: [] },
    onChange: () => undefined,
    onFault: (fault) => faults.push(fault),
  })
  const give = (name: string, bytes: Buffer) => take({ name, base64: bytes.toString('base64') })
  return { give, shelf, faults, apart: () => view().quarantined.map(({ name }) => name) }
}

describe('a ZIP that somebody gives', () => {
  test('is taken file by file, and one that cannot be unpacked is set apart with advice', async () => {
    const { give, apart } = openDesk()
    expect(await give('march.zip', zipOf({ ...csv('a.csv'), sum: 1 }))).toEqual({
      ok: true,
      value: { result: 'quarantined', faults: [{ kind: 'archive' }] },
    })
    expect(apart()).toEqual(['march.zip'])
    expect(await give('march.zip', march)).toMatchObject({
      value: {
        result: 'unpacked',
        files: [
          { name: transactionName, answer: { result: 'kept', file: { day: '2026-03-02', lines: 4 } } },
          { name: settlementName, answer: { result: 'kept', file: { archive: 'march.zip' } } },
          { name: 'notes.txt', answer: { result: 'quarantined' } },
        ],
      },
    })
    // The good one of its name has come.
    expect(apart()).toEqual(['notes.txt'])
    expect(await give(transactionName, Buffer.from(fixture(transactionName)))).toMatchObject({
      value: { result: 'known-already' },
    })
  })

  test('says of each file whether it was kept, when the disk takes one and not the next', async () => {
    let free = 1
    const place = openPlace()
    onTestFinished(place.close)
    const { give, shelf, faults } = openDesk({
      files: {
        keep: (sha256, bytes) =>
          free-- > 0 ? place.files.keep(sha256, bytes) : Promise.resolve(err('no space left')),
      },
    })
    expect(await give('march.zip', march)).toMatchObject({
      ok: true,
      value: {
        files: [
          { name: transactionName, answer: { result: 'kept' } },
          {
            name: settlementName,
            answer: { result: 'quarantined', faults: [{ kind: 'not-kept', found: 'no space left' }] },
          },
          { name: 'notes.txt', answer: { result: 'quarantined' } },
        ],
      },
    })
    expect(shelf.goodFiles().map(({ name }) => name)).toEqual([transactionName])
    expect(faults).toEqual([])
  })

  test('says of each file whether it was kept, when the journal takes one and not the next; the till stops', async () => {
    const fault = new JournalFault('disk', 'the journal took nothing')
    let taken = 0
    const { give, faults } = openDesk({
      journal: {
        append: () => {
          taken += 1
          if (taken > 1) throw fault
          return []
        },
      },
    })
    const answers = { result: 'quarantined', faults: [{ kind: 'not-kept', found: fault.message }] }
    expect(await give('march.zip', march)).toMatchObject({
      ok: true,
      value: {
        files: [
          { name: transactionName, answer: { result: 'kept' } },
          { name: settlementName, answer: answers },
          { name: 'notes.txt', answer: answers },
        ],
      },
    })
    expect([taken, faults]).toEqual([2, [fault]])
    expect(await give('other.txt', Buffer.from('x'))).toEqual({ ok: false, error: 'till-stopped' })
  })
})
