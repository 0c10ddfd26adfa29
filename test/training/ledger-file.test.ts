import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedgerFile } from '../../main/training/ledger-file.node.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { ledgerRulesDefault } from '../../main/training/trade.ts'
import { beijing, createFakeClock, type FakeClock } from './fake-clock.ts'
import { createShop, type Shop } from './shop.ts'

let folder: string
let file: string
let clock: FakeClock
let gateway: TrainingGateway
let shop: Shop
const start = async (digits = '4711'): Promise<void> => {
  const chance = { digits: () => digits, bytes: (length: number) => new Uint8Array(length) }
  gateway = await startTrainingGateway({ port: 0, clock, chance, ledgerFile: file })
  shop = createShop(gateway.url)
}
const books = () => {
  const { at } = clock.now()
  return [gateway.ledger.trades(at), gateway.ledger.refunds(at), [...gateway.ledger.totals(at)]]
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'training-'))
  file = join(folder, 'training', 'gateway.json')
  clock = createFakeClock(beijing('2026-03-02 10:00:00'))
  await start()
})
afterEach(async () => {
  await gateway.close()
  rmSync(folder, { recursive: true })
})

test('after a restart the books are the same, whatever was in them', async () => {
  await shop.pay('P1', '12.50')
  await shop.pay('P2', '90.01')
  await shop.pay('P3', '90.03')
  await shop.pay('P4', '90.45')
  await shop.pay('P5', '12.50')
  await shop.refund('P1', 'R1', '2.50')
  await shop.refund('P1', 'R2', '1.00', { is_sync: 'N' })
  await shop.cancel('P5')
  await shop.cancel('P6')
  clock.advance(1000)
  const before = books()
  await gateway.close()
  await start('9999')
  expect(books()).toEqual(before)
  clock.advance(10_000)
  expect((await shop.query('P2')).block).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
  expect((await shop.query('P4')).block).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
  expect((await shop.pay('P6', '1.00')).block).toMatchObject({ error: 'TRADE_HAS_CLOSE' })
  expect((await shop.refundQuery('P1', 'R2')).block).toMatchObject({ refund_result_code: 'SUCCESS' })
  expect((await shop.pay('P7', '1.00')).block['alipay_trans_id']).toMatch(/^2026030222004711/)
})

test('after a restart a bad day goes on, as far as the amount says it', async () => {
  await shop.pay('P1', '90.61')
  await gateway.close()
  await start()
  expect((await shop.cancel('P1')).block).toMatchObject({ detail_error_code: 'CANCEL_NOT_ALLOWED' })
})

test('a last line that a power cut tore is not read, and the next one is', async () => {
  await shop.pay('P1', '12.50')
  await gateway.close()
  const whole = readFileSync(file)
  await start()
  await shop.pay('P2', '1.00')
  await gateway.close()
  truncateSync(file, whole.length + 25)
  await start()
  await shop.pay('P3', '2.00')
  await gateway.close()
  await start()
  expect(gateway.ledger.trades(clock.now().at).map((trade) => trade.order.id)).toEqual(['P1', 'P3'])
})

test('books are looked at while they are written: a torn line is left as it is, and what is none is none', async () => {
  await shop.pay('P1', '12.50')
  appendFileSync(file, '{"op":"pay","ord')
  const before = readFileSync(file)
  const seen = readLedgerFile(file, ledgerRulesDefault)?.trades(clock.now().at)
  expect(seen?.map((trade) => trade.order.id)).toEqual(['P1'])
  expect(readFileSync(file)).toEqual(before)
  expect(readLedgerFile(`${file}.none`, ledgerRulesDefault)).toBeUndefined()
  appendFileSync(file, 'er"}\n')
  expect(readLedgerFile(file, ledgerRulesDefault)).toBeUndefined()
  expect(readFileSync(file, 'utf8')).toContain('{"op":"pay","order"}')
})

test('a file that cannot be read is kept beside, and new books begin', async () => {
  await shop.pay('P1', '12.50')
  await gateway.close()
  appendFileSync(file, 'no line of ours\n')
  const kept = readFileSync(file, 'utf8')
  await start()
  expect(gateway.ledger.trades(clock.now().at)).toEqual([])
  expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(kept)
  await gateway.close()
  writeFileSync(file, '')
  await start()
  expect((await shop.pay('P1', '12.50')).block).toMatchObject({ result_code: 'SUCCESS' })
})

test('no payment code is written to the file', async () => {
  await shop.pay('P1', '12.50')
  expect(readFileSync(file, 'utf8')).toContain('P1')
  expect(readFileSync(file, 'utf8')).not.toContain('285902802486590277')
})
