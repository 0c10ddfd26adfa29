import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemChance, systemClock } from '../../app/system.ts'
import { exportKinds } from '../../main/contract/reports.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { dataFolderFor, runTill } from '../cli/run-till.ts'
import { needsFile } from '../faults/machine.ts'

const openpyxl = needsFile('/usr/lib/python3/dist-packages/openpyxl/__init__.py', 'python3-openpyxl')

let gateway: TrainingGateway
let data: string
let day: string
const out = (name: string): string => join(data, name)
const exported = (...args: readonly string[]) =>
  runTill('export', ...args, '--from', day, '--to', day, '--data', data)

beforeAll(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance, timeScale: 0.2 })
  data = dataFolderFor(gateway.url)
  for (const amount of ['12.50', '90.50', '20.00']) {
    await runTill('sell', '--amount', amount, '--code', '285902802486590277', '--data', data)
  }
  day = new Date().toISOString().slice(0, 10)
})
afterAll(() => gateway.close())

describe('till export', () => {
  test('writes every kind, and says so in the journal', { timeout: 120_000 }, async () => {
    const rows: number[] = []
    for (const what of exportKinds) {
      const ran = await exported(what, '--format', 'jsonl')
      expect(ran).toMatchObject({ code: 0, err: '' })
      rows.push(ran.out.split('\n').filter((line) => line !== '').length)
    }
    const entries = (await exported('journal', '--format', 'jsonl')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly operator: string; readonly body: object })
    expect(entries.slice(-exportKinds.length)).toMatchObject(
      exportKinds.map((what, index) => ({
        operator: 'command-line',
        body: { kind: 'exported', what, format: 'jsonl', from: day, to: day, rows: rows[index] },
      })),
    )
  })

  test(
    'without a word and without a format: sales for machines, as it always was',
    { timeout: 120_000 },
    async () => {
      const bare = await exported()
      expect((await exported('--format', 'csv')).out).toBe(bare.out)
      expect(bare.out).toBe((await exported('sales', '--format', 'csv-for-machines')).out)
      expect(bare.out.startsWith('time,shop_day,kind,')).toBe(true)
      expect((await exported('sales', '--format', 'csv')).out).toBe(`\u{FEFF}${bare.out}`)
    },
  )

  test.skipIf(openpyxl === undefined)(
    'a workbook from the thread of its own is read by openpyxl',
    async () => {
      const file = out('sales.xlsx')
      expect(await exported('sales', '--format', 'xlsx', '--out', file)).toMatchObject({ code: 0 })
      const read = spawnSync('/usr/bin/python3', [join(import.meta.dirname, 'read_back.py'), 'xlsx', file], {
        encoding: 'utf8',
      })
      const sheets = JSON.parse(read.stdout) as Record<string, { readonly value: unknown }[][]>
      expect(Object.keys(sheets)).toEqual(['payment'])
      expect(sheets['payment']?.slice(1).map((row) => row[6]?.value)).toEqual([12.5, 90.5, 20])
    },
  )

  test.each([
    [['turnover'], 'what is exported is one of sales, closings'],
    [['journal', '--format', 'xlsx'], 'a workbook does not hold it'],
  ])('%j is exit 1 and says what to do', async (args, sentence) => {
    const ran = await exported(...args)
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain(sentence)
  })
})

describe('till purge', () => {
  const oldLog = (): string => {
    const path = join(data, 'log', 'till.log.3')
    mkdirSync(join(data, 'log'), { recursive: true })
    writeFileSync(path, 'old')
    utimesSync(path, new Date('2016-01-01T12:00:00Z'), new Date('2016-01-01T12:00:00Z'))
    return path
  }

  test('only tells what would go, and how to take it away', async () => {
    const path = oldLog()
    const ran = await runTill('purge', '--before', '2016-02-01', '--data', data)
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toContain('2016-01-01  log')
    expect(ran.out).toContain('the same command with --really')
    expect(existsSync(path)).toBe(true)
  })

  test('takes it away, and the journal verifies before and after', { timeout: 120_000 }, async () => {
    const path = oldLog()
    expect((await runTill('verify', '--data', data)).code).toBe(0)
    const ran = await runTill('purge', '--before', '2016-02-01', '--really', '--data', data, '--json')
    expect(ran).toMatchObject({ code: 0, result: { done: true, files: [{ name: 'till.log.3' }] } })
    expect(existsSync(path)).toBe(false)
    expect((await runTill('verify', '--data', data)).code).toBe(0)
    expect((await exported('journal')).out).toContain('""kind"":""purged""')
  })

  test('speaks the first language of the till', async () => {
    const file = join(data, 'settings.json')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(before) as object), language: 'zh' }))
    const ran = await runTill('purge', '--before', '2016-02-01', '--data', data)
    expect(ran.out).toContain('没有早于 2016-02-01 且可以清除的文件')
    writeFileSync(file, before)
  })

  test('refuses days whose files must be kept, and names the settings', async () => {
    const ran = await runTill('purge', '--before', day, '--really', '--data', data)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('reports.keepFilesDays')
  })
})
