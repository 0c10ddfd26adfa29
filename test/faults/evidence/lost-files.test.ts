import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { systemChance, systemClock } from '../../../app/system.ts'
import { dataFolderFor, runTill } from '../../cli/run-till.ts'
import { cellsOf, pageBytes } from './pages.ts'
import { readRecords } from './sold-journal.ts'

let gateway: TrainingGateway
beforeAll(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance, timeScale: 0.2 })
})
afterAll(() => gateway.close())

const paidCode = '285902802486590277'

interface Shop {
  readonly data: string
  readonly file: string
  readonly witness: string
  /** The sale that was asked for and whose answer nobody waited for. */
  readonly open: string
  readonly till: (...args: readonly string[]) => ReturnType<typeof runTill>
}

/** A till with a paid sale and one that was left open, its files at rest. */
const shop = async (): Promise<Shop> => {
  const data = dataFolderFor(gateway.url)
  const till: Shop['till'] = (...args) => runTill(...args, '--data', data, '--json')
  await till('sell', '--amount', '12.50', '--code', paidCode)
  const open = await till('sell', '--amount', '90.01', '--code', paidCode, '--no-wait')
  return {
    data,
    till,
    file: join(data, 'training', 'journal.sqlite'),
    witness: join(data, 'witness', 'training.log'),
    open: String(open.result['id']),
  }
}

/** The till starts, chases what is open, and its books and the gateway's agree in the end. */
const goesOn = async ({ till, open }: Shop): Promise<void> => {
  const recovered = await till('recover', '--for', '30')
  expect(recovered.err).toBe('')
  expect(recovered.code).toBe(0)
  const asked = await till('query', open)
  expect(asked.result).toMatchObject({ id: open, final: true, state: 'paid' })
  expect((await till('verify')).code).toBe(0)
}

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
    const here = await shop()
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
    const here = await shop()
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
    const here = await shop()
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
  'F33: a deleted witness stops the till; a receipt that fits accepts its loss, another one does not',
  { timeout: 120_000 },
  async () => {
    const here = await shop()
    const last = readRecords(here.file).at(-1)
    rmSync(here.witness)
    const verdict = await here.till('verify')
    expect(verdict.result).toMatchObject({ error: 'witness-missing' })
    expect(String(verdict.result['help'])).toContain('restore')
    expect((await here.till('recover')).code).toBe(1)
    expect((await here.till('mend')).err).toContain('restore command')
    expect((await here.till('restore')).err).toContain('restore command')
    expect((await here.till('restore', '--receipt', `${last?.seq}:00000000`)).code).toBe(1)
    expect((await here.till('restore', '--receipt', `${(last?.seq ?? 0) + 5}:00000000`)).code).toBe(1)
    expect(existsSync(here.witness)).toBe(false)
    const restored = await here.till('restore', '--receipt', `${last?.seq}:${last?.hash.slice(0, 8)}`)
    expect(restored).toMatchObject({ code: 0, result: { repairs: [{ side: 'witness', what: 'accepted' }] } })
    await goesOn(here)
  },
)

test(
  'F33: a backup in the place of a broken journal is completed from the witness',
  { timeout: 120_000 },
  async () => {
    const here = await shop()
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
    const here = await shop()
    const whole = readFileSync(here.witness)
    truncateSync(here.witness, whole.length - 1500)
    const verdict = await here.till('verify')
    expect(['witness-damaged', 'journal-ahead']).toContain(verdict.result['error'])
    await goesOn(here)
    expect(readFileSync(here.witness).subarray(0, 200).equals(whole.subarray(0, 200))).toBe(true)
  },
)
