import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'

export const pageBytes = 4096

/** Where one entry lies in the file: its cell on a leaf page of the table (SQLite file format, 1.6). */
export interface Cell {
  readonly seq: number
  /** First byte of the cell, and the byte after its last. */
  readonly from: number
  readonly to: number
  /** Where the row's number is written. */
  readonly rowidAt: number
  readonly page: number
}

const varint = (bytes: Buffer, at: number): { readonly value: number; readonly next: number } => {
  let value = 0
  for (let index = at; ; index += 1) {
    const byte = bytes[index] ?? 0
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: index + 1 }
  }
}

/** Numbers of a table's leaf pages, in the order of its rows. */
export const leafPages = (file: string, table: string): readonly number[] => {
  const connection = new Database(file, { readonly: true })
  try {
    return connection
      .prepare<[string], number>(
        "select pageno from dbstat where name = ? and pagetype = 'leaf' order by path",
      )
      .pluck()
      .all(table)
  } finally {
    connection.close()
  }
}

/** Every entry's cell. All of a record lies on its page; a sample whose records overflow is refused. */
export const cellsOf = (file: string): readonly Cell[] => {
  const bytes = readFileSync(file)
  return leafPages(file, 'entries').flatMap((page) => {
    const start = (page - 1) * pageBytes
    const count = bytes.readUInt16BE(start + 3)
    return Array.from({ length: count }, (_, index) => {
      const from = start + bytes.readUInt16BE(start + 8 + index * 2)
      const { value: length, next: rowidAt } = varint(bytes, from)
      const { value: seq, next } = varint(bytes, rowidAt)
      if (length > pageBytes - 35) throw new Error(`entry ${seq} does not fit its page`)
      return { seq, from, to: next + length, rowidAt, page }
    })
  })
}

export const editBytes = (file: string, edit: (bytes: Buffer) => Buffer | void): void => {
  const bytes = readFileSync(file)
  writeFileSync(file, edit(bytes) ?? bytes)
}
