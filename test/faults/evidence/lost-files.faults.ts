import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrainingGateway } from '../../../main/training/server.node.ts'
import { goesOn, openLostFilesShop, paidCode, startLostFilesGateway } from './lost-files.ts'
import { cellsOf, pageBytes } from './pages.ts'
import { readRecords } from './sold-journal.ts'

let gateway: TrainingGateway
beforeAll(async () => {
  gateway = await startLostFilesGateway()
})
afterAll(() => gateway.close())

const zeroEntryPage = (file: string): void => {
  const bytes = readFileSync(file)
  const page = cellsOf(file)[0]?.page ?? 1
  bytes.fill(0, (page - 1) * pageBytes, page * pageBytes)
  writeFileSync(file, bytes)
}

test(
  'F32: a lost page is named, mended by the command, and the till chases what was open',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const before = readRecords(here.file)
    zeroEntryPage(here.file)
    const verdict = await here.till('verify')
    expect(verdict).toMatchObject({ code: 1, result: { ok: false, error: 'unreadable', seq: 1 } })
    expect(String(verdict.result['help'])).toContain('mend')
    const refused = await here.till('sell', '--amount', '1.00', '--code', paidCode)
    expect(refused.code).toBe(1)
    const mended = await here.till('mend')
    expect(mended).toMatchObject({ code: 0, result: { mended: true, fromWitness: before.length } })
    expect(existsSync(String(mended.result['damaged']))).toBe(true)
    expect(readRecords(here.file).slice(0, before.length)).toEqual(before)
    await goesOn(here)
    expect(await here.till('mend')).toMatchObject({ code: 0, result: { mended: false } })
  },
)

test(
  'F33: a deleted journal is written again from the witness, and the till chases what was open',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const before = readRecords(here.file)
    rmSync(here.file)
    expect((await here.till('verify')).err).toContain('writes it again from its witness')
    await goesOn(here)
    expect(readRecords(here.file).slice(0, before.length)).toEqual(before)
  },
)

test(
  'F33: yesterday’s copy of the journal is found, completed, and the till chases what was open',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const copy = `${here.file}.yesterday`
    copyFileSync(here.file, copy)
    const head = readRecords(here.file).length
    const sold = await here.till('sell', '--amount', '3.00', '--code', paidCode)
    copyFileSync(copy, here.file)
    expect((await here.till('verify')).result).toMatchObject({ error: 'witness-ahead', seq: head + 1 })
    await goesOn(here)
    expect((await here.till('query', String(sold.result['id']))).result).toMatchObject({ state: 'paid' })
  },
)

test(
  'F33: a backup in the place of a broken journal is completed from the witness',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const backup = join(here.data, 'backup.sqlite')
    expect((await here.till('backup', backup)).code).toBe(0)
    const sold = await here.till('sell', '--amount', '3.00', '--code', paidCode)
    const before = readRecords(here.file)
    truncateSync(here.file, 5000)
    expect((await here.till('restore', backup)).code).toBe(0)
    expect(readRecords(here.file).slice(0, before.length)).toEqual(before)
    expect(readFileSync(`${here.file}.replaced-1`)).toHaveLength(5000)
    await goesOn(here)
    expect((await here.till('query', String(sold.result['id']))).result).toMatchObject({ state: 'paid' })
  },
)

test(
  'F33: a cut tail of the witness is found, completed, and loses nothing',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const whole = readFileSync(here.witness)
    truncateSync(here.witness, whole.length - 1500)
    const verdict = await here.till('verify')
    expect(['witness-damaged', 'journal-ahead']).toContain(verdict.result['error'])
    await goesOn(here)
    expect(readFileSync(here.witness).subarray(0, 200).equals(whole.subarray(0, 200))).toBe(true)
  },
)
