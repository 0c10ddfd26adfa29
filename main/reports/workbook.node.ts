import writeWorkbookFile, { type SheetData } from 'write-excel-file/node'
import type { WorkbookCell } from '../ports.ts'

export type WorkbookSheets = ReadonlyMap<string, readonly (readonly WorkbookCell[])[]>

const cellOf = (cell: WorkbookCell): SheetData[number][number] => {
  if (cell === '') return null
  if (typeof cell === 'string') return { value: cell, type: String }
  const { number, decimals } = cell
  return { value: number, type: Number, format: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}` }
}

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
/** 1980-01-01 00:00, the first moment that a zip archive can name. */
const noTime = { time: 0, date: 0x0021 } as const

/**
 * Takes the time at which it was written out of a zip archive, so that the same rows make the same bytes. Offsets are
 * those of the format (APPNOTE 4.3): in the directory entries at 12, in the heads before the files at 10.
 */
const withoutTimes = (archive: Buffer): Buffer => {
  let end = archive.length - 22
  while (end >= 0 && archive.readUInt32LE(end) !== endOfDirectory) end -= 1
  if (end < 0) throw new Error('the workbook is no zip archive')
  const count = archive.readUInt16LE(end + 10)
  let at = archive.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== directoryEntry) throw new Error('the workbook has a broken directory')
    archive.writeUInt16LE(noTime.time, at + 12)
    archive.writeUInt16LE(noTime.date, at + 14)
    const head = archive.readUInt32LE(at + 42)
    archive.writeUInt16LE(noTime.time, head + 10)
    archive.writeUInt16LE(noTime.date, head + 12)
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return archive
}

const widthMax = 44
const widthOf = (rows: readonly (readonly WorkbookCell[])[], column: number): number =>
  // Chinese letters are as wide as two digits; the first rows say enough about a column.
  rows.slice(0, 50).reduce((widest, cells) => {
    const cell = cells[column] ?? ''
    const text = typeof cell === 'string' ? cell : cell.number.toFixed(cell.decimals)
    const width = [...text].reduce((sum, letter) => sum + (letter > '\u{2E7F}' ? 2 : 1), 2)
    return Math.min(widthMax, Math.max(widest, width))
  }, 6)

/** A workbook (Office Open XML) with one sheet after another, the first row of each standing still. */
export const writeWorkbook = async (sheets: WorkbookSheets): Promise<Uint8Array> => {
  const archive = await writeWorkbookFile(
    [...sheets].map(([sheet, rows]) => ({
      sheet,
      data: rows.map((cells, index) =>
        cells.map((cell) => {
          const made = cellOf(cell)
          return index === 0 && made !== null ? { ...(made as object), fontWeight: 'bold' as const } : made
        }),
      ) as SheetData,
      columns: (rows[0] ?? []).map((_, column) => ({ width: widthOf(rows, column) })),
      stickyRowsCount: 1,
    })),
  ).toBuffer()
  return withoutTimes(archive)
}
