import { createHash } from 'node:crypto'
import type { ExportRefusal } from '../contract/reports.ts'
import { spanFault, type DaySpan } from '../domain/day-span.ts'
import { isDay } from '../domain/time.ts'
import type { Workbook } from '../ports.ts'
import type { Cell } from './columns.ts'
import {
  byteOrderMark,
  csvForMachines,
  csvForPeople,
  csvHeading,
  fileEnding,
  jsonLines,
  workbookCells,
  type ExportFormat,
} from './formats.ts'
import { NotMatched } from './matched.ts'
import { tableOf, type ExportKind, type Line, type Table, type TableSource } from './tables.ts'

export interface ExportInput extends DaySpan {
  readonly what: ExportKind
  readonly format: ExportFormat
}
export interface ExportSource extends TableSource {
  readonly openWorkbook: () => Workbook
}
/** The next bytes of the file, in order, and how many lines of the table they end with, without the heading. */
export interface ExportPart {
  readonly bytes: Uint8Array
  readonly rows: number
}
export type ExportEnd =
  | { readonly ok: true; readonly rows: number; readonly bytes: number; readonly sha256: string }
  | { readonly ok: false; readonly why: Exclude<ExportRefusal, 'till-stopped'> }

/** A workbook is made as a whole, in memory; what is longer goes into one of the other formats. */
export const workbookRowsMax = 50_000

/** Lines that are written to text at a time: a few milliseconds of work. */
const batchSize = 50

async function* batches(lines: AsyncIterable<Line>): AsyncGenerator<readonly (readonly Cell[])[], void> {
  let batch: (readonly Cell[])[] = []
  for await (const { cells } of lines) {
    batch.push(cells)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function* textParts(
  { columns, lines }: Table,
  format: Exclude<ExportFormat, 'xlsx'>,
  language: 'en' | 'zh',
): AsyncGenerator<ExportPart, void> {
  const names = columns.map(({ name }) => name)
  const encoder = new TextEncoder()
  const heading = {
    csv: () => byteOrderMark + csvHeading(language === 'zh' ? columns.map(({ zh }) => zh) : names),
    'csv-for-machines': () => csvHeading(names),
    jsonl: () => '',
  }[format]()
  const write = {
    csv: csvForPeople,
    'csv-for-machines': csvForMachines,
    jsonl: (rows: readonly (readonly Cell[])[]) => jsonLines(names, rows),
  }[format]
  let rows = 0
  if (heading !== '') yield { bytes: encoder.encode(heading), rows }
  for await (const batch of batches(lines)) {
    rows += batch.length
    yield { bytes: encoder.encode(write(batch)), rows }
  }
}

async function* workbookParts(
  { columns, lines }: Table,
  workbook: Workbook,
  language: 'en' | 'zh',
): AsyncGenerator<ExportPart, 'too-many' | undefined> {
  const heading = columns.map(({ name, zh }) => (language === 'zh' ? zh : name))
  const sheets = new Set<string>()
  let rows = 0
  let finished = false
  try {
    for await (const { sheet, cells } of lines) {
      rows += 1
      if (rows > workbookRowsMax) return 'too-many'
      if (!sheets.has(sheet)) workbook.add(sheet, [heading])
      sheets.add(sheet)
      workbook.add(sheet, [workbookCells(cells)])
      if (rows % batchSize === 0) yield { bytes: new Uint8Array(), rows }
    }
    // A spreadsheet does not open a workbook without a sheet.
    if (sheets.size === 0) workbook.add('empty', [heading])
    const bytes = await workbook.finish()
    finished = true
    yield { bytes, rows }
    return undefined
  } finally {
    if (!finished) workbook.drop()
  }
}

export const exportName = ({ what, format, from, to }: ExportInput, till: string): string =>
  `${till}-${what}-${from}-${to}.${fileEnding[format]}`

/**
 * Writes one export, part after part, while it reads the journal in slices. The same journal, settings and files give
 * the same bytes, on any machine and at any time. Throws `JournalFault` when the journal cannot be read.
 */
export async function* exportParts(
  source: ExportSource,
  input: ExportInput,
): AsyncGenerator<ExportPart, ExportEnd> {
  const { what, format, from, to } = input
  if (!isDay(from) || !isDay(to)) return { ok: false, why: 'wrong-span' }
  const fault = spanFault(input)
  if (fault !== undefined) return { ok: false, why: fault === 'too-long' ? 'span-too-long' : 'wrong-span' }
  if (what === 'journal' && format === 'xlsx') return { ok: false, why: 'no-such-format' }
  const table = tableOf(what, source, input)
  const { language } = source.settings
  const parts =
    format === 'xlsx'
      ? workbookParts(table, source.openWorkbook(), language)
      : textParts(table, format, language)
  const sha256 = createHash('sha256')
  let bytes = 0
  let rows = 0
  try {
    for (;;) {
      const next = await parts.next()
      if (next.done === true) {
        if (next.value === 'too-many') return { ok: false, why: 'too-many' }
        return { ok: true, rows, bytes, sha256: sha256.digest('hex') }
      }
      sha256.update(next.value.bytes)
      bytes += next.value.bytes.length
      rows = next.value.rows
      yield next.value
    }
  } catch (fault) {
    if (fault instanceof NotMatched) return { ok: false, why: 'not-matched' }
    throw fault
  } finally {
    await parts.return(undefined)
  }
}
