import { cellsOf, hashOf, splitLine, type Cells } from './quick-bytes.ts'
import { warmedMax, type EventTable } from './quick-events.ts'

/** Where a file's cells are, by position; -1 for a column that it has not (found by name, reconciliation 0.1). */
export interface QuickColumns {
  readonly merchantRef: number
  readonly providerRef: number
  readonly gross: number
  readonly fee: number
  readonly currency: number
  readonly time: number
  readonly type: number
  readonly priceCurrency: number
  readonly price: number
  /** Of a settlement only. */
  readonly net: number
  readonly settledTime: number
  readonly status: number
}
export interface QuickFile {
  readonly bytes: Uint8Array
  readonly columns: QuickColumns
  /** Offset and number of the first line after the header. */
  readonly start: number
  readonly firstLine: number
  /** China day of the file's name by its number since 1970, and as its lines print it. */
  readonly day: number
  readonly dayText: string
}

/** A line that has to be looked at the long way. */
export interface OddLine {
  readonly file: number
  readonly from: number
  readonly to: number
  readonly line: number
}

/** A line as a join looks at it. Its cells begin in `cells` at `place`, in the order of the file's columns. */
export interface WalkedLine {
  place: number
  /** Where it begins in the file, and its number. */
  from: number
  line: number
  /** Hash of our id. */
  hash: number
}
export interface Walk {
  readonly cells: Cells
  /** Every line that `take` does not take, or that has too few cells, becomes one of the odd. */
  readonly each: (take: (line: WalkedLine) => boolean, odd: OddLine[]) => void
}

const columnCount = (columns: QuickColumns): number => Math.max(...Object.values(columns)) + 1

/** Walks through the lines of a file, by blocks of which the events are looked for together (`EventTable.warm`). */
export const walkLines = (
  table: EventTable,
  { bytes, columns, start, firstLine }: QuickFile,
  file: number,
): Walk => {
  const wanted = columnCount(columns)
  const cells = cellsOf(warmedMax, wanted)
  const hashes = new Int32Array(warmedMax)
  const ends = new Int32Array(warmedMax)
  /** Splits the lines from there on, as many as a block holds. */
  const splitBlock = (begin: number): number => {
    let many = 0
    for (let from = begin; many < warmedMax && from < bytes.length; many += 1) {
      const end = splitLine(bytes, from, cells, many * wanted)
      const id = many * wanted + columns.merchantRef
      ends[many] = end
      hashes[many] = end < 0 ? 0 : hashOf(bytes, cells.starts[id] as number, cells.ends[id] as number)
      from = (end < 0 ? ~end : end) + 1
    }
    return many
  }
  return {
    cells,
    each: (take, odd) => {
      const line: WalkedLine = { place: 0, from: start, line: firstLine, hash: 0 }
      while (line.from < bytes.length) {
        const many = splitBlock(line.from)
        table.warm(hashes, many)
        for (let one = 0; one < many; one += 1) {
          const end = ends[one] as number
          const to = end < 0 ? ~end : end
          line.place = one * wanted
          line.hash = hashes[one] as number
          const isTaken = end >= 0 && take(line)
          if (!isTaken && to > line.from) odd.push({ file, from: line.from, to, line: line.line })
          line.from = to + 1
          line.line += 1
        }
      }
    },
  }
}
