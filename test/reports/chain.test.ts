import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ExportInput } from '../../main/reports/exports.node.ts'
import { needs } from '../faults/machine.ts'
import { changed, paid, requested, sending, stampAt } from '../journal/sales.ts'
import { dataFolder, openIn } from '../journal/shop.ts'
import { done } from '../shifts/drawer-shop.ts'
import { nastyDay, nastyShop } from './nasty-day.ts'
import { shopSettings, written, type Wanted } from './written.ts'

const settings = shopSettings()
const python = needs('python3', 'python3')

interface Verdict {
  readonly ok: boolean
  readonly count?: number
  readonly head?: string
  readonly seq?: number
  readonly what?: string
}
const walked = (lines: string): Verdict => {
  const { status, stdout, stderr } = spawnSync(python ?? '', [join(import.meta.dirname, 'walk_chain.py')], {
    input: lines,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Verdict
}

describe.skipIf(python === undefined)('the journal as JSON lines', () => {
  test('has the whole chain, walked by a program that shares nothing with the till', async () => {
    const { shop, journal } = nastyShop()
    done(shop.desk.close())
    const { text, end } = await written(journal, settings, {
      what: 'journal',
      format: 'jsonl',
      from: nastyDay,
    })
    const { seq, hash } = journal.head()
    expect(end).toMatchObject({ ok: true, rows: seq })
    expect(walked(text)).toEqual({ ok: true, count: seq, head: hash })
  })

  test('a changed letter, a missing line and two that changed places are found', async () => {
    const { journal } = nastyShop()
    const { text } = await written(journal, settings, { what: 'journal', format: 'jsonl', from: nastyDay })
    const lines = text.split('\n')
    const [first = '', second = '', third = ''] = lines
    expect(walked(text.replace('"minor":10000', '"minor":10001'))).toMatchObject({ ok: false, what: 'hash' })
    expect(walked(lines.toSpliced(3, 1).join('\n'))).toEqual({ ok: false, seq: 5, what: 'order' })
    expect(walked([first, third, second, ...lines.slice(3)].join('\n'))).toMatchObject({ ok: false })
  })

  test('has no hole, though the clock stood wrong for a while', async () => {
    const journal = openIn(dataFolder())
    const dayInSeconds = 86_400
    for (const [number, second] of [0, 1, 40 * dayInSeconds, 2, 3].entries()) {
      journal.append(stampAt(second), requested(sending(number + 1)), changed(paid(number + 1)))
    }
    const { text, end } = await written(journal, settings, {
      what: 'journal',
      format: 'jsonl',
      from: nastyDay,
    })
    expect(end).toMatchObject({ ok: true, rows: 11 })
    expect(walked(text)).toMatchObject({ ok: true, count: 11 })
  })
})

test('the same journal gives the same bytes in every format, at any time', async () => {
  const { shop, journal } = nastyShop()
  done(shop.desk.close())
  const wanted: readonly Pick<ExportInput, 'what' | 'format'>[] = [
    { what: 'sales', format: 'csv' },
    { what: 'sales', format: 'csv-for-machines' },
    { what: 'sales', format: 'xlsx' },
    { what: 'closings', format: 'xlsx' },
    { what: 'bookkeeping', format: 'jsonl' },
    { what: 'journal', format: 'jsonl' },
  ]
  const all = () => Promise.all(wanted.map((one) => written(journal, settings, { ...one, from: nastyDay })))
  const before = await all()
  // Times in a zip archive go by two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2500))
  const after = await all()
  expect(after.map(({ end }) => end)).toEqual(before.map(({ end }) => end))
  expect(after.map(({ bytes }) => bytes.toString('base64'))).toEqual(
    before.map(({ bytes }) => bytes.toString('base64')),
  )
})

test.each<[Wanted, string]>([
  [{ what: 'journal', format: 'xlsx', from: '2026-11-18' }, 'no-such-format'],
  [{ what: 'sales', format: 'csv', from: '2026-11-18', to: '2026-11-17' }, 'wrong-span'],
  [{ what: 'sales', format: 'csv', from: '2026-02-30' }, 'wrong-span'],
  [{ what: 'sales', format: 'csv', from: '2016-11-18', to: '2026-11-18' }, 'span-too-long'],
])('%j is refused: %s', async (wanted, why) => {
  const journal = openIn(dataFolder())
  expect((await written(journal, settings, wanted)).end).toEqual({ ok: false, why })
})
