import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ExportProgress } from '../../main/contract/reports.ts'
import type { Day } from '../../main/domain/time.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import type { ExportInput } from '../../main/reports/exports.node.ts'
import { screenBytesMax } from '../../main/reports/reports.node.ts'
import { changed, paid, requested, sending, stampAt } from '../journal/sales.ts'
import { dataFolder, openIn, type DataFolder } from '../journal/shop.ts'
import { countingClock, openDesk } from './desk-shop.ts'
import { shopSettings, written } from './written.ts'

const day = '2026-11-18' as Day
const input = (what: ExportInput['what'], format: ExportInput['format']): ExportInput => ({
  what,
  format,
  from: day,
  to: day,
})

const shopWith = (sales: number): { readonly place: DataFolder; readonly journal: Journal } => {
  const place = dataFolder()
  const journal = openIn(place)
  for (let first = 1; first <= sales; first += 500) {
    const numbers = Array.from({ length: Math.min(500, sales - first + 1) }, (_, index) => first + index)
    journal.append(
      stampAt(first),
      ...numbers.flatMap((number) => [requested(sending(number)), changed(paid(number))]),
    )
  }
  return { place, journal }
}

const all = async (made: AsyncGenerator<ExportProgress, void>): Promise<readonly ExportProgress[]> => {
  const told: ExportProgress[] = []
  for await (const one of made) told.push(one)
  return told
}
const bytesOf = (told: readonly ExportProgress[]): Buffer =>
  Buffer.concat(told.flatMap((one) => (one.state === 'part' ? [Buffer.from(one.base64, 'base64')] : [])))

describe('an export for the screen', () => {
  test.each(['csv', 'csv-for-machines', 'jsonl', 'xlsx'] as const)(
    'comes in parts that are together what it says, as %s',
    async (format) => {
      const { place, journal } = shopWith(700)
      const { reports } = openDesk(journal, place.folder)
      const whole = await written(journal, shopSettings(), { what: 'sales', format, from: day })
      const told = await all(reports.desk.export(input('sales', format)))
      const last = told.at(-1)
      expect(bytesOf(told).equals(whole.bytes)).toBe(true)
      expect(last).toEqual({
        state: 'done',
        name: `T03-sales-${day}-${day}.${format === 'xlsx' ? 'xlsx' : format === 'jsonl' ? 'jsonl' : 'csv'}`,
        rows: 700,
        bytes: whole.bytes.length,
        sha256: createHash('sha256').update(whole.bytes).digest('hex'),
      })
      expect(told.filter(({ state }) => state === 'part').length).toBeGreaterThan(format === 'xlsx' ? 0 : 1)
    },
  )

  test('is written down, by whom and with what was in it', async () => {
    const { place, journal } = shopWith(3)
    const { reports } = openDesk(journal, place.folder)
    const told = await all(reports.desk.export(input('bookkeeping', 'csv')))
    const { seq } = journal.head()
    const [entry] = [...journal.entries({ firstSeq: seq })]
    const sha256 = createHash('sha256').update(bytesOf(told)).digest('hex')
    expect(entry).toMatchObject({
      operator: 'op-1',
      body: { kind: 'exported', what: 'bookkeeping', format: 'csv', from: day, to: day, rows: 6, sha256 },
    })
  })

  test('lets everything else go first again and again, and looks at no entry that was written since', async () => {
    const { place, journal } = shopWith(1000)
    const { reports, clock } = openDesk(journal, place.folder)
    const made = reports.desk.export(input('sales', 'csv-for-machines'))
    const told: ExportProgress[] = []
    let sold = 2000
    for await (const one of made) {
      told.push(one)
      if (one.state === 'part') journal.append(stampAt(5000), requested(sending((sold += 1))))
    }
    expect(told.at(-1)).toMatchObject({ state: 'done', rows: 1000 })
    // Two milliseconds of work between two pauses, on a clock that goes on by one at every look.
    expect(clock.waits.filter((ms) => ms === 0).length).toBeGreaterThan(500)
  })

  test('is told how far it has come', async () => {
    const { place, journal } = shopWith(4500)
    const { reports } = openDesk(journal, place.folder)
    const told = await all(reports.desk.export(input('sales', 'csv')))
    expect(told.flatMap((one) => (one.state === 'working' ? [one.rows] : []))).toEqual([2000, 4000])
  })

  test('leaves no faster than a screen reads, once it is larger than what may wait for one', async () => {
    const { place, journal } = shopWith(4500)
    const { reports, clock } = openDesk(journal, place.folder)
    const told = await all(reports.desk.export(input('journal', 'jsonl')))
    // A pause after each part that comes when more has left than may wait in the line; the last one has nothing after it.
    let sent = 0
    const late = told
      .flatMap((one) => (one.state === 'part' ? [Buffer.from(one.base64, 'base64').length] : []))
      .slice(0, -1)
      .filter((length) => (sent += length) > 4 * 1024 * 1024)
    expect(late.length).toBeGreaterThan(10)
    expect(clock.waits.filter((ms) => ms === 50)).toHaveLength(late.length)
  })

  test('ends when the screen has gone, and nothing is written down', async () => {
    const { place, journal } = shopWith(900)
    const { reports } = openDesk(journal, place.folder)
    const gone = new AbortController()
    const head = journal.head()
    const told: ExportProgress[] = []
    for await (const one of reports.desk.export(input('sales', 'jsonl'), gone.signal)) {
      told.push(one)
      gone.abort()
    }
    expect(told).toHaveLength(1)
    expect(journal.head()).toEqual(head)
  })

  test('ends when the till is closed meanwhile, before the journal is', async () => {
    const { place, journal } = shopWith(900)
    const { reports, faults } = openDesk(journal, place.folder)
    const told: ExportProgress[] = []
    for await (const one of reports.desk.export(input('sales', 'jsonl'))) {
      told.push(one)
      reports.stop()
      journal.close()
    }
    expect(told.at(-1)).toEqual({ state: 'failed', why: 'till-stopped' })
    expect(faults).toEqual([])
  })

  test('a journal that cannot be read stops the till, and says so', async () => {
    const { place, journal } = shopWith(3)
    const unreadable: Journal = {
      ...journal,
      records: () => {
        throw new JournalFault('disk', 'the disk gives nothing')
      },
    }
    const { reports, faults } = openDesk(unreadable, place.folder)
    expect(await all(reports.desk.export(input('sales', 'csv')))).toEqual([
      { state: 'failed', why: 'till-stopped' },
    ])
    expect(faults).toEqual([expect.any(JournalFault)])
  })

  test.each<[ExportInput, string]>([
    [input('journal', 'xlsx'), 'no-such-format'],
    [{ ...input('sales', 'csv'), from: '2026-11-19' as Day }, 'wrong-span'],
  ])('%j is refused: %s', async (asked, why) => {
    const { place, journal } = shopWith(1)
    const { reports } = openDesk(journal, place.folder)
    const head = journal.head()
    expect(await all(reports.desk.export(asked))).toEqual([{ state: 'failed', why }])
    expect(journal.head()).toEqual(head)
  })

  test('more bytes than a screen takes are refused', async () => {
    const { place, journal } = shopWith(1)
    const [, , record] = [...journal.records()]
    if (record === undefined) throw new Error('three entries were written')
    const wide = { ...record, body: JSON.stringify({ kind: 'x', text: 'x'.repeat(1024 * 1024) }) }
    const many: Journal = {
      ...journal,
      head: () => ({ seq: 100, hash: '' }),
      records: function* ({ firstSeq = 1, lastSeq = 100 } = {}) {
        for (let seq = firstSeq; seq <= lastSeq; seq += 1) yield { ...wide, seq }
      },
    }
    expect(screenBytesMax).toBeLessThan(100 * 1024 * 1024)
    const { reports } = openDesk(many, place.folder)
    const told = await all(reports.desk.export(input('journal', 'jsonl')))
    expect(told.at(-1)).toEqual({ state: 'failed', why: 'too-many' })
    expect(bytesOf(told).length).toBeLessThanOrEqual(screenBytesMax)
  })
})

test('a workbook takes fifty thousand lines, and no more', async () => {
  const { place, journal } = shopWith(1)
  const [, asked] = [...journal.records()]
  if (asked === undefined) throw new Error('a sale was asked for')
  const cash = (seq: number) => ({
    ...asked,
    seq,
    kind: 'cash-sold',
    body: `{"amount":{"currency":"EUR","minor":5},"change":{"currency":"EUR","minor":0},"kind":"cash-sold","number":${seq},"tendered":{"currency":"EUR","minor":5}}`,
  })
  const many: Journal = {
    ...journal,
    head: () => ({ seq: 50_001, hash: '' }),
    records: function* ({ firstSeq = 1, lastSeq = 50_001 } = {}) {
      for (let seq = firstSeq; seq <= lastSeq; seq += 1) yield cash(seq)
    },
  }
  const { reports } = openDesk(many, place.folder, { clock: countingClock() })
  const told = await all(reports.desk.export(input('sales', 'xlsx')))
  expect(told.at(-1)).toEqual({ state: 'failed', why: 'too-many' })
})
