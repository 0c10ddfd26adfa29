import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { startTrainingGateway } from '../../main/training/server.node.ts'
import { runTill, startTill } from '../cli/run-till.ts'
import { beijing, createFakeClock } from './fake-clock.ts'
import { readTransactions } from './read-files.ts'
import { createShop } from './shop.ts'

const transactions = '2088000000007001_transaction_20260302.txt'
const settlement = '2088000000007001_settlement_20260303.txt'

/** Books of 2 March 2026, kept by a gateway that has ended. */
const keepBooks = async (books: string): Promise<void> => {
  const clock = createFakeClock(beijing('2026-03-02 10:00:00'))
  const gateway = await startTrainingGateway({ port: 0, clock, ledgerFile: books })
  const shop = createShop(gateway.url)
  await shop.pay('P1', '12.50')
  await shop.pay('P2', '90.93')
  await shop.refund('P1', 'R1', '2.50')
  await gateway.close()
}

describe('the provider’s files by command', { timeout: 120_000 }, () => {
  let folder: string
  let books: string
  beforeEach(async () => {
    const place = mkdtempSync(join(tmpdir(), 'spot-till-files-'))
    folder = join(place, 'server', 'download')
    books = join(place, 'books.json')
    await keepBooks(books)
  })

  const write = (...more: readonly string[]) =>
    runTill('gateway', '--books', books, '--files', folder, ...more, '--json')

  test('a day’s two files are written at once, whole, and not again when they are there already', async () => {
    const before = readFileSync(books)
    const ran = await write('--for-day', '2026-03-02')
    expect(ran).toMatchObject({ code: 0, result: { files: [settlement, transactions] } })
    expect(readdirSync(folder).toSorted()).toEqual([settlement, transactions])
    const { count, rows } = readTransactions(readFileSync(join(folder, transactions), 'utf8'))
    expect(count).toBe(3)
    expect(rows.map((row) => row['Partner_transaction_id'])).toEqual(['P1', 'P2', 'R1'])
    expect((await write('--for-day', '2026-03-02')).result).toMatchObject({ written: [] })
    expect(readFileSync(books), 'the books are only looked at').toEqual(before)
  })

  test('the first morning has the mistake, a later look puts it right under the same name', async () => {
    await write('--for-day', '2026-03-02', '--look', '1')
    expect(readTransactions(readFileSync(join(folder, transactions), 'utf8')).count).toBe(4)
    expect((await write('--for-day', '2026-03-02', '--look', '2')).result).toMatchObject({
      written: [transactions],
    })
    expect(readTransactions(readFileSync(join(folder, transactions), 'utf8')).count).toBe(3)
  })

  test('an empty day has no file, and what cannot be meant is refused by name', async () => {
    expect(await write('--for-day', '2026-03-01')).toMatchObject({ code: 0, result: { files: [] } })
    expect((await runTill('gateway', '--for-day', '2026-03-01')).err).toContain('--files')
    for (const [option, value] of [
      ['--for-day', '2026-02-30'],
      ['--books', join(folder, 'nothing.json')],
    ] as const) {
      const ran = await runTill('gateway', '--files', folder, '--for-day', '2026-03-02', option, value)
      expect(ran.code).toBe(1)
      expect(ran.err).toContain(value)
    }
    expect((await write('--for-day', '2026-03-02', '--look', '4')).err).toContain('--look')
  })

  test('a running gateway writes into the folder what is ready', async () => {
    const days = new Date()
    const clock = createFakeClock(beijing('2026-03-02 10:00:00'))
    clock.advance(Math.floor((days.getTime() - 3 * 86_400_000 - clock.now().at) / 1000) * 1000)
    const recent = join(folder, '..', 'recent.json')
    const gateway = await startTrainingGateway({ port: 0, clock, ledgerFile: recent })
    await createShop(gateway.url).pay('P1', '12.50')
    await gateway.close()
    const child = startTill(['gateway', '--port', '0', '--books', recent, '--files', folder])
    let heard = ''
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (bytes: Buffer) => {
        heard += bytes.toString()
        if (/_transaction_\d{8}\.txt\n/.test(heard)) resolve()
      })
      child.on('exit', (code) => reject(new Error(`ended with ${code}: ${heard}`)))
    })
    const ended = new Promise((resolve) => child.on('close', resolve))
    child.removeAllListeners('exit')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const [name = ''] = /\d{16}_transaction_\d{8}\.txt/.exec(heard) ?? []
    expect(existsSync(join(folder, name))).toBe(true)
    expect(readTransactions(readFileSync(join(folder, name), 'utf8')).rows).toHaveLength(1)
  })
})
