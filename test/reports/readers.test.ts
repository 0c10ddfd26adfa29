import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exportKinds } from '../../main/contract/reports.ts'
import { done } from '../shifts/drawer-shop.ts'
import { needs, needsFile } from '../faults/machine.ts'
import { nastyDay, nastyShop, nastyTexts } from './nasty-day.ts'
import { shopSettings, written, writtenLines, type Fields } from './written.ts'

const settings = shopSettings()
const sqlite = needs('sqlite3', 'sqlite3')
// Debian's own Python: another one on the path does not see Debian's packages.
const debianPython = '/usr/bin/python3'
const openpyxl = needsFile('/usr/lib/python3/dist-packages/openpyxl/__init__.py', 'python3-openpyxl')
const python = needs('python3', 'python3')

const fileOf = (name: string, bytes: Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'export-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const ran = (program: string, args: readonly string[], input = ''): string => {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
  return stdout
}
const readBack = (program: string, ...args: readonly string[]): unknown =>
  JSON.parse(ran(program, [join(import.meta.dirname, 'read_back.py'), ...args]))

const textOf = (field: string | number | null | undefined): string =>
  field === null || field === undefined ? '' : String(field)
const idColumns = ['id', 'payment_id', 'alipay_trans_id'] as const

describe.skipIf(sqlite === undefined)("sqlite3's .import", () => {
  test.each(['sales', 'closings', 'bookkeeping', 'journal'] as const)(
    'reads every %s line for machines as it was written',
    async (what) => {
      const { shop, journal } = nastyShop()
      done(shop.desk.close())
      const lines = await writtenLines(journal, settings, { what, from: nastyDay })
      const { bytes } = await written(journal, settings, { what, format: 'csv-for-machines', from: nastyDay })
      const path = fileOf('export.csv', bytes)
      const script = `.import --csv '${path}' export\n.mode json\nselect * from export;\n`
      const imported = JSON.parse(ran(sqlite ?? '', [':memory:'], script)) as readonly Fields[]
      expect(lines.length).toBeGreaterThan(5)
      const asText = (line: Fields): Record<string, string> =>
        Object.fromEntries(
          Object.entries(line).map(([name, field]) => [
            name,
            typeof field === 'object' && field !== null ? JSON.stringify(field) : textOf(field),
          ]),
        )
      expect(imported).toEqual(lines.map(asText))
    },
  )

  test('keeps 28 digits, zeros at the beginning and Chinese', async () => {
    const { journal } = nastyShop()
    const { bytes } = await written(journal, settings, {
      what: 'sales',
      format: 'csv-for-machines',
      from: nastyDay,
    })
    const path = fileOf('sales.csv', bytes)
    const asked = (sql: string): string =>
      ran(sqlite ?? '', [':memory:'], `.import --csv '${path}' sales\n${sql}\n`).trim()
    expect(asked("select alipay_trans_id from sales where amount = '100000000.00';")).toBe(
      '0000000000000000000000000042',
    )
    expect(asked("select count(*) from sales where kind = 'payment' and length(id) = 28;")).toBe('3')
    expect(asked("select count(*) from sales where reason = '退货：商品有瑕疵，顾客要求现金退款';")).toBe('1')
    expect(asked("select amount || ' ' || currency from sales where currency = 'JPY';")).toBe('1250 JPY')
  })
})

describe.skipIf(python === undefined)("Python's csv module", () => {
  const reasonsIn = (rows: readonly (readonly string[])[]): readonly string[] => {
    const [heading = [], ...lines] = rows
    const [kind, reason] = [heading.indexOf('kind'), heading.indexOf('reason')]
    return lines.filter((cells) => cells[kind] === 'cash-refund').map((cells) => cells[reason] ?? '')
  }
  const read = async (format: 'csv' | 'csv-for-machines', encoding: string): Promise<string[][]> => {
    const { journal } = nastyShop()
    const { bytes } = await written(journal, settings, { what: 'sales', format, from: nastyDay })
    return readBack(python ?? '', 'csv', fileOf('sales.csv', bytes), encoding) as string[][]
  }

  test('reads the texts for machines untouched, and no mark before the first heading', async () => {
    const rows = await read('csv-for-machines', 'utf-8')
    expect(rows[0]?.[0]).toBe('time')
    expect(reasonsIn(rows)).toEqual(nastyTexts)
  })

  test('finds the mark of UTF-8 for people, and no text that a spreadsheet would work out', async () => {
    expect((await read('csv', 'utf-8'))[0]?.[0]).toBe('\u{FEFF}time')
    const rows = await read('csv', 'utf-8-sig')
    expect(rows[0]?.[0]).toBe('time')
    const reasons = reasonsIn(rows)
    expect(reasons.filter((text) => /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text))).toEqual([])
    // Nothing is lost: without the mark in front, it is what was typed.
    expect(reasons.map((text, index) => (text === nastyTexts[index] ? text : text.slice(1)))).toEqual(
      nastyTexts,
    )
    expect(reasons.filter((text, index) => text !== nastyTexts[index])).toHaveLength(10)
  })

  test('amounts below zero are numbers for both', async () => {
    for (const format of ['csv', 'csv-for-machines'] as const) {
      const [heading = [], ...lines] = await read(format, 'utf-8-sig')
      const net = heading.indexOf('net_amount')
      expect(lines.map((cells) => Number(cells[net])).filter(Number.isNaN)).toEqual([])
      expect(lines.filter((cells) => cells[net] === '-0.05')).toHaveLength(nastyTexts.length)
      expect(lines.filter((cells) => cells[net] === '-19.99')).toHaveLength(1)
    }
  })
})

interface ReadCell {
  readonly value: string | number | null
  readonly type: string
  readonly format: string
}

describe.skipIf(openpyxl === undefined)('openpyxl', () => {
  const read = async (
    what: 'sales' | 'closings' | 'bookkeeping' | 'reconciliation',
  ): Promise<{ sheets: Record<string, ReadCell[][]>; lines: readonly Fields[] }> => {
    const { shop, journal } = nastyShop()
    done(shop.desk.close())
    const { bytes } = await written(journal, settings, { what, format: 'xlsx', from: nastyDay })
    return {
      sheets: readBack(debianPython, 'xlsx', fileOf('export.xlsx', bytes)) as Record<string, ReadCell[][]>,
      lines: await writtenLines(journal, settings, { what, from: nastyDay }),
    }
  }

  test.each(['sales', 'closings', 'bookkeeping'] as const)(
    'reads every line of %s, on the sheets that it says',
    async (what) => {
      const { sheets, lines } = await read(what)
      const [names = []] = Object.values(sheets).map(([heading = []]) => heading.map(({ value }) => value))
      const readLines = Object.values(sheets).flatMap(([, ...rows]) =>
        rows.map((cells) =>
          Object.fromEntries(
            names.map((name, index): [string, string | number] => {
              const cell = cells[index]
              const decimals = /^0\.(0+)$/.exec(cell?.format ?? '')?.[1]?.length ?? 0
              const value = cell?.value ?? ''
              return [String(name), typeof value === 'number' ? value.toFixed(decimals) : value]
            }),
          ),
        ),
      )
      const byText = (one: object, other: object): number =>
        JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
      // A workbook knows one way to end a line.
      const inWorkbook = (field: string | number | null): string => textOf(field).replaceAll(/\r\n?/g, '\n')
      const wanted = lines.map((line) =>
        Object.fromEntries(Object.entries(line).map(([name, field]) => [name, inWorkbook(field)])),
      )
      expect(readLines.toSorted(byText)).toEqual(wanted.toSorted(byText))
    },
  )

  test('ids are text, amounts are numbers with the decimals of their currency, and no cell is a formula', async () => {
    const { sheets } = await read('sales')
    const cells = Object.values(sheets).flatMap(([heading = [], ...rows]) =>
      rows.flatMap((row) => row.map((cell, index) => ({ ...cell, name: String(heading[index]?.value) }))),
    )
    expect(cells.filter(({ type }) => type === 'f')).toEqual([])
    const ids = cells.filter(({ name, value }) => idColumns.some((id) => id === name) && value !== null)
    expect(ids.length).toBeGreaterThan(5)
    expect(ids.filter(({ type, value }) => type !== 's' || typeof value !== 'string')).toEqual([])
    expect(ids.map(({ value }) => value)).toContain('0000000000000000000000000042')
    const amounts = cells.filter(({ name }) => name === 'amount' || name === 'net_amount')
    expect(amounts.filter(({ type }) => type !== 'n')).toEqual([])
    expect(new Set(amounts.map(({ format }) => format))).toEqual(new Set(['0.00', '0']))
    expect(amounts.map(({ value }) => value)).toContain(100_000_000)
    const times = cells.filter(({ name }) => name === 'time')
    expect(times.filter(({ type, value }) => type !== 's' || !String(value).endsWith(' +00:00'))).toEqual([])
  })

  test('a workbook without lines has one sheet with its heading', async () => {
    const { sheets, lines } = await read('reconciliation')
    expect(lines).toEqual([])
    expect(Object.keys(sheets)).toEqual(['empty'])
    expect(sheets['empty']).toHaveLength(1)
  })
})

test('every export has a column of the time zone and one of the currency', async () => {
  const { journal } = nastyShop()
  for (const what of exportKinds) {
    const { text } = await written(journal, settings, { what, format: 'csv-for-machines', from: nastyDay })
    const heading = text.slice(0, text.indexOf('\r\n')).split(',')
    expect(heading).toContain('time_zone')
    expect(heading.some((name) => name.endsWith('currency'))).toBe(true)
  }
})
