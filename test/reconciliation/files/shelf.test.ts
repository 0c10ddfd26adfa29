import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shelvedPath } from '../../../app/file-shelf.ts'
import type { ProviderFileFacts } from '../../../main/domain/reconciled.ts'
import { createShelf, type Shelf } from '../../../main/reconciliation/shelf.ts'
import { openPlace, type Place } from './desk.ts'
import {
  account,
  bytesOf,
  detailName,
  fixture,
  settlementName,
  summaryName,
  transactionName,
} from './given.ts'

let place: Place
let shelf: Shelf
let changes: number
const openShelf = (): Shelf =>
  createShelf({
    files: place.files,
    journal: place.journal,
    clock: place.clock,
    operator: () => 'anna',
    expected: {},
    onChange: () => (changes += 1),
  })
beforeEach(() => {
  place = openPlace()
  changes = 0
  shelf = openShelf()
})
afterEach(() => place.close())

const transaction = fixture(transactionName)
/** The second version: the first sale is 12.60, the cancel is gone, and another sale came. */
const secondVersion = transaction
  .replace('|12.50|0.15|EUR|2026-03-02 17:04:11|', '|12.60|0.15|EUR|2026-03-02 17:04:11|')
  .split('\n')
  .filter((line) => !line.includes('|CANCEL|'))
  .join('\n')
  .concat(
    'S012T03-20260302-000019|2026030222001400010000000019|1.00|0.01|EUR|2026-03-02 19:00:00|PAYMENT||5812|Cafe Example|Cafe Example Linz|paymentQrCode|EUR|1.00|1\n',
  )

const kept = (): readonly string[] =>
  readdirSync(join(place.folder, 'provider-files'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /[0-9a-f]{64}$/.test(name))
    .toSorted()

describe('the shelf of provider’s files', () => {
  test('keeps a file as it came, and says so in the journal', async () => {
    const bytes = bytesOf(transaction)
    const answer = await shelf.take(transactionName, bytes, 'screen')
    expect(answer).toMatchObject({
      result: 'kept',
      file: { account, day: '2026-03-02', version: 1, lines: 4, bytes: bytes.length, source: 'screen' },
    })
    const file = (answer as { file: ProviderFileFacts }).file
    expect(readFileSync(shelvedPath(join(place.folder, 'provider-files'), file.sha256))).toEqual(
      Buffer.from(bytes),
    )
    const [entry] = [...place.journal.entries()].filter(({ body }) => body.kind === 'provider-file-kept')
    expect(entry).toMatchObject({ operator: 'anna', body: { file: { sha256: file.sha256 } } })
    expect(changes).toBe(1)
  })

  test('the same bytes again are nothing, under whichever name', async () => {
    await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    const { seq } = place.journal.head()
    expect(await shelf.take('copy.txt', bytesOf(transaction), 'screen')).toEqual({ result: 'known-already' })
    expect(place.journal.head().seq).toBe(seq)
    expect(kept()).toHaveLength(1)
  })

  test('other bytes of the same day are the next version, with what is different', async () => {
    await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    const answer = await shelf.take(transactionName, bytesOf(secondVersion), 'sftp')
    expect(answer).toMatchObject({
      result: 'kept',
      replaces: 1,
      file: {
        version: 2,
        difference: {
          added: 1,
          gone: 1,
          changed: 1,
          lines: [
            { what: 'changed', line: 3, type: 'PAYMENT', merchantRef: 'S012T03-20260302-000017' },
            { what: 'added', line: 6, merchantRef: 'S012T03-20260302-000019' },
            { what: 'gone', line: 5, type: 'CANCEL', merchantRef: 'S012T03-20260302-000018' },
          ],
        },
      },
    })
    // The newest counts, and the first one is still there to be looked at.
    expect(shelf.goodFiles().map(({ version }) => version)).toEqual([2])
    expect(shelf.allFiles().map(({ version }) => version)).toEqual([1, 2])
    expect(kept()).toHaveLength(2)
  })

  test('a file that comes back by hand after another one is the next version, and counts', async () => {
    await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    await shelf.take(transactionName, bytesOf(secondVersion), 'screen')
    expect(await shelf.take(transactionName, bytesOf(transaction), 'screen')).toMatchObject({
      result: 'kept',
      replaces: 2,
      file: { version: 3, difference: { added: 1, gone: 1, changed: 1 } },
    })
    expect(await shelf.take(transactionName, bytesOf(transaction), 'screen')).toEqual({
      result: 'known-already',
    })
    for (const read of [shelf, openShelf()]) {
      expect(read.goodFiles().map(({ version }) => version)).toEqual([3])
      expect(read.allFiles().map(({ version }) => version)).toEqual([2, 3])
      const [facts] = read.goodFiles()
      const opened = facts && (await read.open(facts))
      expect(opened?.ok === true && Buffer.from(opened.value.bytes).toString()).toBe(transaction)
    }
    expect(await openShelf().take(transactionName, bytesOf(secondVersion), 'screen')).toMatchObject({
      replaces: 3,
      file: { version: 4 },
    })
    expect(kept()).toHaveLength(2)
  })

  test('a server that goes on offering what was replaced by hand changes nothing, until its own bytes do', async () => {
    const offer = async (text: string): Promise<string> => {
      const answer = await openShelf().take(transactionName, bytesOf(text), 'sftp')
      return answer.result === 'kept' ? `version ${answer.file.version}` : answer.result
    }
    expect(await offer(transaction)).toBe('version 1')
    await openShelf().take(transactionName, bytesOf(secondVersion), 'screen')
    expect([await offer(transaction), await offer(transaction)]).toEqual(['known-already', 'known-already'])
    const third = secondVersion.replace('|12.60|', '|12.70|')
    expect([await offer(third), await offer(third)]).toEqual(['version 3', 'known-already'])
    expect([await offer(transaction), await offer(transaction)]).toEqual(['version 4', 'known-already'])
  })

  test('what the server has never offered counts when it does, whoever took it by hand before', async () => {
    await shelf.take(transactionName, bytesOf(transaction), 'screen')
    await shelf.take(transactionName, bytesOf(secondVersion), 'screen')
    expect(await shelf.take(transactionName, bytesOf(transaction), 'sftp')).toMatchObject({
      file: { version: 3, source: 'sftp' },
    })
  })

  test('two versions given at once get two numbers', async () => {
    const answers = await Promise.all(
      [transaction, secondVersion].map((text) => shelf.take(transactionName, bytesOf(text), 'sftp')),
    )
    expect(answers.map((answer) => answer.result === 'kept' && answer.file.version)).toEqual([1, 2])
  })

  test('two batches of a day stand beside each other', async () => {
    const other = fixture(detailName).replaceAll('202603041985500001', '202603041985500002')
    await shelf.take(detailName, bytesOf(fixture(detailName)), 'sftp')
    await shelf.take('SETTLEMENT_DETAIL_202603041985500002_20260304.csv', bytesOf(other), 'sftp')
    expect(
      shelf
        .goodFiles({ kind: 'settlement' })
        .map(({ version, part }) => `${version} ${part}`)
        .toSorted(),
    ).toEqual(['1 202603041985500001', '1 202603041985500002'])
  })

  test.each([
    ['agree', '7.41', []],
    ['differ by a cent', '7.42', [{ kind: 'batch-differs', found: '7.41 EUR', wanted: '7.42 EUR' }]],
  ])('lines and summary of a batch that %s', async (_how, total, findings) => {
    const batch = '202603041985500001'
    const header = fixture(summaryName).split('\n')[0]
    const rest = ',EUR,-0.09,EUR,,,,,,,,,,,,,,'
    const summary = `${header}\n${batch},1022000000000000011,Alipay_SG,TOTAL,2026-03-04T10:00:00+08:00,2,${total}${rest}\n<END>\n`
    const name = `settlementSummary_EUR_${batch}_000.csv`
    expect(await shelf.take(detailName, bytesOf(fixture(detailName)), 'sftp')).toMatchObject({
      file: { findings: [] },
    })
    expect(await shelf.take(name, bytesOf(summary), 'sftp')).toMatchObject({
      result: 'kept',
      file: { fileKind: 'settlement-summary', findings },
    })
  })

  test('a batch of which a part is still to come is not called wrong', async () => {
    const batch = '202603041985500001'
    const half = fixture(detailName)
      .split('\n')
      .filter((line) => !line.includes(',REFUND,'))
      .join('\n')
    const header = fixture(summaryName).split('\n')[0]
    const summary = `${header}\n${batch},1022000000000000011,Alipay_SG,TOTAL,2026-03-04T10:00:00+08:00,2,7.41,EUR,-0.09,EUR,,,,,,,,,,,,,,\n<END>\n`
    await shelf.take(`settlementSummary_EUR_${batch}_000.csv`, bytesOf(summary), 'sftp')
    expect(await shelf.take(`settlementItems_EUR_${batch}_000.csv`, bytesOf(half), 'sftp')).toMatchObject({
      result: 'kept',
      file: { findings: [] },
    })
  })

  test('finds files by kind and day', async () => {
    await shelf.take(settlementName, bytesOf(fixture(settlementName)), 'sftp')
    await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    const names = (filter: Parameters<Shelf['goodFiles']>[0]) =>
      shelf.goodFiles(filter).map(({ name }) => name)
    expect(names({})).toEqual([transactionName, settlementName])
    expect(names({ kind: 'settlement' })).toEqual([settlementName])
    expect(names({ from: '2026-03-03' as never })).toEqual([settlementName])
    expect(names({ to: '2026-03-02' as never })).toEqual([transactionName])
    expect(names({ from: '2026-03-04' as never })).toEqual([])
  })

  test('gives the lines of a kept file, again and again, after a restart too', async () => {
    await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    place.restart()
    shelf = openShelf()
    const [facts] = shelf.goodFiles()
    const opened = facts === undefined ? undefined : await shelf.open(facts)
    if (opened?.ok !== true) throw new Error('not opened')
    for (let walk = 0; walk < 2; walk += 1) {
      expect([...opened.value.lines()].map(({ type }) => type)).toEqual([
        'PAYMENT',
        'PAYMENT',
        'CANCEL',
        'REFUND',
      ])
    }
  })

  test('a kept file that was changed or lost is never read as if it were whole', async () => {
    const answer = await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    if (answer.result !== 'kept') throw new Error('not kept')
    const path = shelvedPath(join(place.folder, 'provider-files'), answer.file.sha256)
    const [size] = [readFileSync(path).length]
    truncateSync(path, size - 1)
    expect(await shelf.open(answer.file)).toMatchObject({
      ok: false,
      error: expect.stringContaining('is not what was kept'),
    })
    writeFileSync(path, transaction.replace('12.50', '12.51'))
    expect(await shelf.open(answer.file)).toMatchObject({ ok: false })
    rmSync(path)
    expect(await shelf.open(answer.file)).toMatchObject({
      ok: false,
      error: expect.stringContaining('is gone'),
    })
  })

  test('a bad file is set apart once, however often it comes, until a good one of its name does', async () => {
    const wrong = bytesOf(transaction.replace('Total_count:4', 'Total_count:5'))
    for (let time = 0; time < 3; time += 1) {
      expect(await shelf.take(transactionName, wrong, 'sftp')).toEqual({
        result: 'quarantined',
        faults: [{ kind: 'count-differs', found: '4', wanted: '5' }],
      })
    }
    expect(
      [...place.journal.entries()].filter(({ body }) => body.kind === 'provider-file-quarantined'),
    ).toHaveLength(1)
    expect(shelf.quarantined().map(({ name }) => name)).toEqual([transactionName])
    expect(shelf.goodFiles()).toEqual([])
    await shelf.take(transactionName, bytesOf(transaction), 'sftp')
    expect(shelf.quarantined()).toEqual([])
  })

  test('a shelf that takes nothing leaves no trace, and the file can be taken again', async () => {
    const folder = join(place.folder, 'provider-files')
    writeFileSync(folder, 'a file where the folder should be')
    const { seq } = place.journal.head()
    await expect(shelf.take(transactionName, bytesOf(transaction), 'sftp')).rejects.toThrow(
      'cannot be written',
    )
    expect(place.journal.head().seq).toBe(seq)
  })
})
