import type { exportKinds } from '../contract/reports.ts'
import type { DaySpan } from '../domain/day-span.ts'
import { dayAfter } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import type { Settings } from '../settings.ts'
import { bookkeepingColumns } from './bookkeeping-columns.ts'
import { bookkeepingRows } from './bookkeeping.ts'
import { closedDays, createClosingRanges } from './closing-ranges.ts'
import { closingColumns, closingRows } from './closings.ts'
import type { Cell, Column } from './columns.ts'
import { journalColumns, journalRows } from './journal-lines.ts'
import type { Matched } from './matched.ts'
import type { Pause } from './pauses.ts'
import { reconciliationColumns, reconciliationRows } from './reconciled-lines.ts'
import { salesColumns, salesRows } from './sales.ts'
import { createShopDays } from './shop-days.ts'

export type ExportKind = (typeof exportKinds)[number]

export interface TableSource {
  readonly journal: Journal
  readonly settings: Settings
  readonly matched: Matched
  readonly pause: Pause
}

export interface Line {
  /** Of a workbook. */
  readonly sheet: string
  readonly cells: readonly Cell[]
}
/** One export, whatever its format: what its columns are called and hold, and its lines in their order. */
export interface Table {
  readonly columns: readonly Omit<Column<never>, 'of'>[]
  readonly lines: AsyncIterable<Line>
}

const table = <Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
  sheetOf: (row: Row) => string,
): Table => ({
  columns,
  lines: (async function* () {
    for await (const row of rows) {
      // The table of a column says what `of` gives; the pair is put together again here.
      const cells = columns.map(({ is, of }) => ({ is, of: of(row) }) as Cell)
      yield { sheet: sheetOf(row), cells }
    }
  })(),
})

/**
 * Days are the shop's, or China's for what follows the provider's. Reads while it is iterated; nothing is read before, and nothing of a long one is held.
 */
export const tableOf = (what: ExportKind, source: TableSource, span: DaySpan): Table => {
  const { journal, settings, matched, pause } = source
  const { shop, till, language } = settings
  const days = createShopDays(shop)
  const { timeZone } = shop
  const window = { from: days.startOf(span.from), to: days.startOf(dayAfter(span.to)) }
  const walk = { journal, pause, ...window }
  switch (what) {
    case 'sales': {
      const rows = salesRows(walk, createClosingRanges(journal))
      return table(salesColumns({ days, timeZone }), rows, ({ kind }) => kind)
    }
    case 'closings': {
      const rows = closingRows(closedDays(journal), window, till)
      return table(closingColumns(days, timeZone), rows, ({ block }) => block)
    }
    case 'reconciliation':
      return table(
        reconciliationColumns(days, timeZone),
        reconciliationRows(matched, span),
        ({ outcome }) => outcome,
      )
    case 'bookkeeping': {
      const context = { days, timeZone, till, language, accounts: settings.reports.accounts }
      const rows = bookkeepingRows(walk, span, days, createClosingRanges(journal), matched)
      return table(bookkeepingColumns(context), rows, () => 'bookkeeping')
    }
    case 'journal':
      return table(journalColumns(days, timeZone), journalRows(walk), () => 'journal')
  }
}
