import type { FileFault, ProviderFileKind } from '../../domain/reconciled.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Day } from '../../domain/time.ts'
import { columnName, layoutOf, requiredOf, type Layout } from './columns.ts'
import { byteOrderMark, type Encoding } from './encoding.ts'
import { linesFrom, recordsFrom, type Delimiter } from './records.ts'
import { parseDay } from './times.ts'

/** The first line of a legacy transaction file (reconciliation 1.2). */
export interface Preamble {
  readonly account: string
  readonly day: Day
  /** Records that the file says it has. */
  readonly count: number
}

/**
 * Everything before the first record, and where that begins: enough to walk the records of a UTF-8 file byte by byte,
 * because the delimiter, CR and LF are never within a letter there. In GB18030 a `|` may be.
 */
export interface SniffedHead {
  readonly layout: Layout
  readonly kind: ProviderFileKind | undefined
  readonly delimiter: Delimiter
  readonly encoding: Encoding
  /** As printed, in their order. */
  readonly columns: readonly string[]
  /** Position of each column by its compared name (`columnName`), from 0. */
  readonly positions: ReadonlyMap<string, number>
  readonly preamble?: Preamble
  /** Offset of the first byte after the header's line. */
  readonly start: number
  /** Number of the line that begins there, from 1. */
  readonly firstLine: number
}

const newline = 10
const preambleSays = 'Partner|Payment_time|Total_count'

const preambleOf = (text: string): Preamble | undefined => {
  const values = new Map(
    text.split('|').map((pair) => {
      const at = pair.indexOf(':')
      return [columnName(pair.slice(0, at)), pair.slice(at + 1).trim()] as const
    }),
  )
  const account = values.get('partner') ?? ''
  // Ten characters are the day; a variant of the page has a time after it (1.2).
  const day = parseDay((values.get('payment_time') ?? '').slice(0, 10))
  const count = values.get('total_count') ?? ''
  return /^\d{6,32}$/.test(account) && day !== undefined && /^\d{1,9}$/.test(count)
    ? { account, day, count: Number(count) }
    : undefined
}

const delimiters: readonly Delimiter[] = ['|', ',', '\t']

/** The header's cells under the delimiter that makes the most of them. */
const headerCells = (text: string): readonly [cells: readonly string[], delimiter: Delimiter] => {
  const delimiter = delimiters.reduce((best, next) =>
    text.split(next).length > text.split(best).length ? next : best,
  )
  const [first] = recordsFrom(new TextEncoder().encode(text), 0, 1, 'utf-8', delimiter)
  return [first !== undefined && 'cells' in first ? first.cells : [], delimiter]
}

/** Reads the head of a file whose encoding is known, or says why it is none of ours. Looks at the first lines only. */
export const sniffHead = (
  bytes: Uint8Array,
  encoding: Encoding,
): Result<SniffedHead, readonly FileFault[]> => {
  let start = byteOrderMark(bytes)
  let line = 0
  let preamble: Preamble | undefined
  for (const item of linesFrom(bytes, start, 1, encoding)) {
    if ('kind' in item) return err([item])
    const [text] = item
    line = item[1]
    const end = bytes.indexOf(newline, start)
    start = end < 0 ? bytes.length : end + 1
    if (text.trim() === '') continue
    if (preamble === undefined && /^\s*partner\s*:/i.test(text)) {
      preamble = preambleOf(text)
      if (preamble === undefined) return err([{ line, kind: 'bad-first-line', wanted: preambleSays }])
      continue
    }
    const [cells, delimiter] = headerCells(text)
    const names = cells.map(columnName)
    const layout = layoutOf(new Set(names), delimiter)
    if (layout === undefined)
      return err([{ line, kind: 'unknown-columns', found: text.trim().slice(0, 200) }])
    const faults: FileFault[] = requiredOf(layout)
      .filter((name) => !names.includes(name))
      .map((wanted) => ({ line, kind: 'missing-column', wanted }))
    const seen = new Set<string>()
    const repeated = names.filter((name) => name !== '' && seen.size === seen.add(name).size)
    faults.push(...repeated.map((found) => ({ line, kind: 'repeated-column' as const, found })))
    if (layout.end === 'total-count' && preamble === undefined) {
      faults.push({ line: 1, kind: 'bad-first-line', wanted: preambleSays })
    }
    if (faults.length > 0) return err(faults)
    return ok({
      layout,
      kind: layout.kind,
      delimiter,
      encoding,
      columns: cells.map((cell) => cell.replace(/^\uFEFF/, '').trim()),
      positions: new Map(names.map((name, at) => [name, at])),
      ...(preamble === undefined ? {} : { preamble }),
      start,
      firstLine: line + 1,
    })
  }
  return err([preamble === undefined ? { kind: 'empty' } : { kind: 'unknown-columns', found: '' }])
}
