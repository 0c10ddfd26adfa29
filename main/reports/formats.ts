import { stringify } from 'csv-stringify/sync'
import type { exportFormats } from '../contract/reports.ts'
import type { WorkbookCell } from '../ports.ts'
import { decimalsOf, sumText, type Cell } from './columns.ts'

export type ExportFormat = (typeof exportFormats)[number]

export const fileEnding: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  'csv-for-machines': 'csv',
  xlsx: 'xlsx',
  jsonl: 'jsonl',
}

/** Spreadsheets look for it to know that a file is UTF-8; other programs take it for a letter of the first heading. */
export const byteOrderMark = '\u{FEFF}'

/** Blanks that a spreadsheet passes over, and then what it takes for the beginning of a formula, in either width. */
const formula = /^(?:[\t\r\n]|[\s\u200b\ufeff]*[=+\-@＝＋－＠])/u

/** Text that a spreadsheet shows and does not work out (formula injection). Amounts and times are never text. */
export const harmless = (text: string): string => (formula.test(text) ? `'${text}` : text)

const plain = (cell: Cell): string => {
  if (cell.of === undefined) return ''
  if (cell.is === 'amount') return sumText(cell.of)
  return cell.is === 'whole' ? String(cell.of) : cell.of
}
const forPeople = (cell: Cell): string => (cell.is === 'text' ? harmless(plain(cell)) : plain(cell))

/** RFC 4180: commas, CRLF, quotes only where they are needed and doubled inside. */
const csv = (rows: readonly (readonly string[])[]): string =>
  // With a delimiter of its own the library leaves a lone CR or LF unquoted unless it is told to look.
  stringify(rows as string[][], { record_delimiter: 'windows', quote_record_delimiter: true })

export const csvForPeople = (rows: readonly (readonly Cell[])[]): string =>
  csv(rows.map((cells) => cells.map(forPeople)))
export const csvForMachines = (rows: readonly (readonly Cell[])[]): string =>
  csv(rows.map((cells) => cells.map(plain)))
/** A heading may not be taken for a formula either; ours are not. */
export const csvHeading = (names: readonly string[]): string => csv([names])

const json = (cell: Cell): string => {
  if (cell.is === 'json') return cell.of
  if (cell.is === 'whole') return cell.of === undefined ? 'null' : String(cell.of)
  if (cell.is === 'amount') return cell.of === undefined ? 'null' : `"${sumText(cell.of)}"`
  return JSON.stringify(cell.of ?? '')
}
/** One object a line, members in the order of the columns. Amounts are text, so that no reader rounds them. */
export const jsonLines = (names: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const members = names.map((name) => `${JSON.stringify(name)}:`)
  return rows
    .map((cells) => `{${cells.map((cell, index) => `${members[index] ?? ''}${json(cell)}`).join(',')}}\n`)
    .join('')
}

/** A spreadsheet keeps fifteen digits of a number. A larger amount stays exact as text. */
const exactMax = 1e15

const workbookCell = (cell: Cell): WorkbookCell => {
  if (cell.of === undefined) return ''
  if (cell.is === 'whole')
    return Math.abs(cell.of) < exactMax ? { number: cell.of, decimals: 0 } : plain(cell)
  // XML has one way to end a line, and a reader would turn the others into it.
  if (cell.is !== 'amount') return plain(cell).replaceAll(/\r\n?/g, '\n')
  const { minor, currency } = cell.of
  const decimals = decimalsOf(currency)
  return Math.abs(minor) < exactMax ? { number: minor / 10 ** decimals, decimals } : plain(cell)
}
/** Text is text in a workbook, whatever it begins with: no cell of ours is a formula. */
export const workbookCells = (cells: readonly Cell[]): readonly WorkbookCell[] => cells.map(workbookCell)
