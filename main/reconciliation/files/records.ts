import { parse } from 'csv-parse/sync'
import type { FileFault } from '../../domain/reconciled.ts'
import type { Encoding } from './encoding.ts'

/** One record with its cells as they stand there, and the line it begins on, from 1. */
export interface FileRecord {
  readonly line: number
  readonly cells: readonly string[]
}
export type Delimiter = '|' | ',' | '\t'

const newline = 10
const chunkBytes = 1 << 18
/** No documented line comes near it; one that does is no line of ours, and must not fill the memory. */
export const lineBytesMax = 65_536
/** Records that are given to the reader of quoted cells at once. */
const batchMax = 500

// eslint-disable-next-line no-control-regex -- that is what is looked for
const control = /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** Lines with their numbers, from a byte on: LF or CR LF, the last one with or without an end. */
export const linesFrom = function* (
  bytes: Uint8Array,
  start: number,
  firstLine: number,
  encoding: Encoding,
): Generator<readonly [text: string, line: number] | FileFault> {
  // Neither UTF-8 nor GB18030 has a line feed within a letter, so that chunks may be cut there.
  const decoder = new TextDecoder(encoding)
  let line = firstLine
  for (let from = start; from < bytes.length;) {
    let end = bytes.length
    if (from + chunkBytes < end) {
      end = bytes.lastIndexOf(newline, from + chunkBytes) + 1
      if (end <= from) return void (yield { line, kind: 'line-too-long', wanted: String(lineBytesMax) })
    }
    const chunk = decoder.decode(bytes.subarray(from, end))
    const mayHaveControl = control.test(chunk)
    const lines = chunk.split('\n')
    if (bytes[end - 1] === newline) lines.pop()
    for (const text of lines) {
      if (text.length > lineBytesMax) {
        return void (yield { line, kind: 'line-too-long', wanted: String(lineBytesMax) })
      }
      if (mayHaveControl && control.test(text)) yield { line, kind: 'control-character' }
      else yield [text.endsWith('\r') ? text.slice(0, -1) : text, line]
      line += 1
    }
    from = end
  }
}

const quotesIn = (text: string): number => text.split('"').length - 1

const quotedCells = (texts: readonly string[], delimiter: Delimiter): string[][] =>
  parse(texts.join('\n'), { delimiter, relax_column_count: true, skip_empty_lines: false })

/** The cells of records that have quotation marks, in the order of the records; wrong ones by themselves. */
const unquoted = function* (
  batch: readonly (readonly [text: string, line: number])[],
  delimiter: Delimiter,
): Generator<FileRecord | FileFault> {
  const read = (part: typeof batch): string[][] | undefined => {
    try {
      const rows = quotedCells(
        part.map(([text]) => text),
        delimiter,
      )
      return rows.length === part.length ? rows : undefined
    } catch {
      return undefined
    }
  }
  const rows = read(batch)
  for (const [index, record] of batch.entries()) {
    const cells = rows?.[index] ?? read([record])?.[0]
    yield cells === undefined ? { line: record[1], kind: 'bad-quotes' } : { line: record[1], cells }
  }
}

/** Lines put together where a quoted cell goes on over the end of a line. */
const logicalLines = function* (
  lines: Iterable<readonly [text: string, line: number] | FileFault>,
): Generator<readonly [text: string, line: number] | FileFault> {
  let open: [text: string, line: number] | undefined
  for (const item of lines) {
    if ('kind' in item) {
      yield item
      continue
    }
    const [text, line] = item
    const isOdd = quotesIn(text) % 2 === 1
    if (open === undefined) {
      if (isOdd) open = [text, line]
      else yield item
      continue
    }
    open[0] += `\n${text}`
    if (open[0].length > lineBytesMax) return void (yield { line: open[1], kind: 'bad-quotes' })
    if (!isOdd) continue
    yield open
    open = undefined
  }
  if (open !== undefined) yield { line: open[1], kind: 'bad-quotes' }
}

/** Every record that is not blank. A fault ends a file that cannot be walked any further, and skips a line otherwise. */
export const recordsFrom = function* (
  bytes: Uint8Array,
  start: number,
  firstLine: number,
  encoding: Encoding,
  delimiter: Delimiter,
): Generator<FileRecord | FileFault> {
  const lines = linesFrom(bytes, start, firstLine, encoding)
  // Legacy files quote nothing: a quotation mark in a remark is a letter like any other (reconciliation 1.2).
  if (delimiter === '|') {
    for (const item of lines) {
      if ('kind' in item) yield item
      else if (item[0].trim() !== '') yield { line: item[1], cells: item[0].split('|') }
    }
    return
  }
  let batch: (readonly [text: string, line: number])[] = []
  for (const item of logicalLines(lines)) {
    const isQuoted = !('kind' in item) && item[0].includes('"')
    if (isQuoted) batch.push(item)
    if (batch.length > 0 && (!isQuoted || batch.length >= batchMax)) {
      yield* unquoted(batch, delimiter)
      batch = []
    }
    if ('kind' in item) yield item
    else if (!isQuoted && item[0].trim() !== '') yield { line: item[1], cells: item[0].split(delimiter) }
  }
  yield* unquoted(batch, delimiter)
}
