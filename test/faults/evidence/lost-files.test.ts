import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrainingGateway } from '../../../main/training/server.node.ts'
import { openLostFilesShop, startLostFilesGateway } from './lost-files.ts'
import { readRecords } from './sold-journal.ts'

let gateway: TrainingGateway
beforeAll(async () => {
  gateway = await startLostFilesGateway()
})
afterAll(() => gateway.close())

test(
  'F33: a deleted witness stops the till; a receipt that fits accepts its loss, another one does not',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const last = readRecords(here.file).at(-1)
    rmSync(here.witness)
    const verdict = await here.till('verify')
    expect(verdict.result).toMatchObject({ error: 'witness-missing' })
    expect(String(verdict.result['help'])).toContain('restore')
    expect((await here.till('mend')).err).toContain('restore command')
    expect((await here.till('restore')).err).toContain('restore command')
    expect((await here.till('restore', '--receipt', `${last?.seq}:00000000`)).code).toBe(1)
    const ahead = await here.till('restore', '--receipt', `${(last?.seq ?? 0) + 5}:00000000`)
    expect(ahead).toMatchObject({ code: 1, err: expect.stringContaining('sales are missing') as string })
    expect(existsSync(here.witness)).toBe(false)
    const restored = await here.till('restore', '--receipt', `${last?.seq}:${last?.hash.slice(0, 8)}`)
    expect(restored).toMatchObject({ code: 0, result: { repairs: [{ side: 'witness', what: 'accepted' }] } })
    expect((await here.till('verify')).code).toBe(0)
  },
)

test(
  'F33: a file that is no witness is not touched; moved away, its loss is accepted by a receipt',
  { timeout: 120_000 },
  async () => {
    const here = await openLostFilesShop(gateway)
    const last = readRecords(here.file).at(-1)
    const receipt = ['--receipt', `${last?.seq}:${last?.hash.slice(0, 8)}`]
    writeFileSync(here.witness, 'another file')
    const verdict = await here.till('verify')
    expect(verdict.result).toMatchObject({ error: 'not-a-witness' })
    expect(String(verdict.result['help'])).toContain('move this one away')
    expect((await here.till('restore', ...receipt)).err).toContain('move this one away')
    expect(readFileSync(here.witness, 'utf8')).toBe('another file')
    rmSync(here.witness)
    expect((await here.till('restore', ...receipt)).code).toBe(0)
    expect((await here.till('verify')).code).toBe(0)
  },
)
