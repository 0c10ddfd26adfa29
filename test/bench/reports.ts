import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../app/system.ts'
import { openWorkbook } from '../../app/workbook.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { exportParts, type ExportInput } from '../../main/reports/exports.node.ts'
import { nothingMatched } from '../../main/reports/matched.ts'
import { createPause, type Pause } from '../../main/reports/pauses.ts'
import { settingsSchema } from '../../main/settings.ts'
import { changed, paid, requested, sending, stampAt } from '../journal/sales.ts'
import { quantile, rounded, type BenchRow } from './rows.ts'

const sales = Number(process.env['SALES'] ?? 100_000)
const batch = 1000
const day = '2026-11-18'
const settings = settingsSchema.parse({ currency: 'EUR', shop: { timeZone: 'Europe/Vienna' } })

const filled = (folder: string): Journal => {
  const journal = openJournal({
    file: join(folder, 'data', 'journal.db'),
    witnessFile: join(folder, 'witness', 'head.log'),
    till: 'bench',
    mode: 'training',
    version: '0',
    installation: { digits: '123456789' },
    now: stampAt(0).now,
  })
  for (let first = 1; first <= sales; first += batch) {
    const numbers = Array.from({ length: Math.min(batch, sales - first + 1) }, (_, index) => first + index)
    // All on one day, so that one export has them all.
    journal.append(
      stampAt(first / batch),
      ...numbers.flatMap((number) => [requested(sending(number)), changed(paid(number))]),
    )
  }
  return journal
}

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Notes for how long the thread was held between two pauses, by its own time: others on this machine do not count. */
const watched = (slicesMs: number[]): Pause => {
  const pause = createPause(systemClock)
  let since = cpuMs()
  const resumed = async (rest: Promise<void>): Promise<void> => {
    await rest
    since = cpuMs()
  }
  return () => {
    const rest = pause()
    if (rest === undefined) return undefined
    slicesMs.push(cpuMs() - since)
    return resumed(rest)
  }
}

const measured = async (
  journal: Journal,
  input: Pick<ExportInput, 'what' | 'format'>,
): Promise<BenchRow[]> => {
  const { what, format } = input
  global.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const slicesMs: number[] = []
  const cpuBefore = cpuMs()
  const from = performance.now()
  const made = exportParts(
    { journal, settings, matched: nothingMatched, pause: watched(slicesMs), openWorkbook },
    { ...input, from: day as never, to: day as never },
  )
  let next = await made.next()
  while (next.done !== true) {
    most = Math.max(most, process.memoryUsage.rss())
    next = await made.next()
  }
  const tookMs = performance.now() - from
  const workedMs = cpuMs() - cpuBefore
  if (!next.value.ok) throw new Error(`${what} ${format}: ${next.value.why}`)
  const { rows, bytes } = next.value
  const megabytes = (of: number): number => Math.round(of / 1024 / 1024)
  return [
    {
      name: `reports: ${what} as ${format}`,
      value: tookMs / 1000,
      unit: 's',
      note: `${rows} lines, ${megabytes(bytes)} MiB, at most ${megabytes(most - before)} MiB more memory`,
    },
    {
      name: `reports: ${what} as ${format}, its own work`,
      value: (workedMs * 1000) / rows,
      unit: 'µs a line',
    },
    {
      name: `reports: ${what} as ${format}, work between two pauses`,
      value: quantile(slicesMs, 0.99),
      unit: 'ms',
      note: `p99 of ${slicesMs.length}; longest ${rounded(quantile(slicesMs, 1))} ms`,
    },
  ]
}

/**
 * Exports of 100,000 sales (`SALES=` for another number) while nothing else is done: how long they take, what they hold
 * in memory, and for how long at a time they hold the thread that sells (performance P10).
 */
export const benchReports = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-bench-'))
  const journal = filled(folder)
  try {
    return [
      ...(await measured(journal, { what: 'sales', format: 'csv-for-machines' })),
      ...(await measured(journal, { what: 'bookkeeping', format: 'csv-for-machines' })),
      ...(await measured(journal, { what: 'journal', format: 'jsonl' })),
    ]
  } finally {
    journal.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
