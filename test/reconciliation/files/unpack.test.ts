import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { takeGiven } from '../../../main/reconciliation/given-file.node.ts'
import { growthMax, membersMax, unpack } from '../../../main/reconciliation/files/unpack.node.ts'
import { createShelf } from '../../../main/reconciliation/shelf.ts'
import { openPlace } from './desk.ts'
import { fixture, settlementName, transactionName } from './given.ts'

interface Member {
  readonly name: string
  readonly text: string
  /** What the directory says instead of the truth. */
  readonly size?: number
  readonly sum?: number
  readonly flags?: number
}

/** A ZIP as any program writes it: members packed by deflate, and the directory at the end. */
const zipOf = (...members: readonly Member[]): Buffer => {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text, size, sum, flags = 0 } of members) {
    const bytes = Buffer.from(text)
    const packed = deflateRawSync(bytes)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(0x800 | flags, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(sum ?? crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(size ?? bytes.length, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(2), facts, entry, Buffer.from(name)]),
    )
    bodies.push(body)
    offset += body.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(entries.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, entries, Buffer.from('PK\x05\x06'), end])
}
const csv = (name: string): Member => ({ name, text: `Partner_transaction_id|${name}\n` })
const namesAndTexts = async (zip: Buffer, name = 'download.zip') =>
  (await unpack(name, zip))?.map(({ name: member, bytes }) => [member, Buffer.from(bytes).toString()])

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

test('a ZIP that somebody gives is taken file by file, and one that cannot be unpacked is set apart with advice', async () => {
  const { files, journal, clock, close } = openPlace()
  onTestFinished(close)
  const expected = { account: '2088000000000011' }
  const shelf = createShelf({
    files,
    journal,
    clock,
    operator: () => 'op-1',
    expected,
    onChange: () => undefined,
  })
  const members = [transactionName, settlementName].map((name) => ({
    name: `march/${name}`,
    text: fixture(name),
  }))
  expect(await takeGiven(shelf, 'march.zip', zipOf(...members, csv('notes.txt')), 'screen')).toMatchObject({
    result: 'unpacked',
    files: [
      { name: transactionName, answer: { result: 'kept', file: { day: '2026-03-02', lines: 4 } } },
      { name: settlementName, answer: { result: 'kept' } },
      { name: 'notes.txt', answer: { result: 'quarantined' } },
    ],
  })
  expect(await takeGiven(shelf, 'bad.zip', zipOf({ ...csv('a.csv'), sum: 1 }), 'screen')).toEqual({
    result: 'quarantined',
    faults: [{ kind: 'archive' }],
  })
  expect(await takeGiven(shelf, transactionName, Buffer.from(fixture(transactionName)), 'screen')).toEqual({
    result: 'known-already',
  })
})
