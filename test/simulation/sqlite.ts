import initialise, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { installDiskVfs } from './vfs.ts'

/** SQLite's functions as WebAssembly exports them: pointers are numbers, and nothing is converted. */
interface RawFunctions {
  readonly sqlite3_prepare_v3: (
    db: number,
    sql: number,
    bytes: number,
    flags: number,
    statement: number,
    tail: number,
  ) => number
  readonly sqlite3_step: (statement: number) => number
  readonly sqlite3_reset: (statement: number) => number
  readonly sqlite3_finalize: (statement: number) => number
  readonly sqlite3_clear_bindings: (statement: number) => number
  readonly sqlite3_bind_parameter_count: (statement: number) => number
  readonly sqlite3_bind_double: (statement: number, index: number, value: number) => number
  readonly sqlite3_bind_int64: (statement: number, index: number, value: bigint) => number
  readonly sqlite3_bind_null: (statement: number, index: number) => number
  readonly sqlite3_bind_text: (
    statement: number,
    index: number,
    text: number,
    bytes: number,
    destructor: number,
  ) => number
  readonly sqlite3_bind_blob: (
    statement: number,
    index: number,
    blob: number,
    bytes: number,
    destructor: number,
  ) => number
  readonly sqlite3_column_count: (statement: number) => number
  readonly sqlite3_column_name: (statement: number, column: number) => number
  readonly sqlite3_column_type: (statement: number, column: number) => number
  readonly sqlite3_column_double: (statement: number, column: number) => number
  readonly sqlite3_column_text: (statement: number, column: number) => number
  readonly sqlite3_column_blob: (statement: number, column: number) => number
  readonly sqlite3_column_bytes: (statement: number, column: number) => number
  readonly sqlite3_changes: (db: number) => number
  readonly sqlite3_total_changes: (db: number) => number
  readonly sqlite3_last_insert_rowid: (db: number) => bigint
  readonly sqlite3_get_autocommit: (db: number) => number
  readonly sqlite3_extended_errcode: (db: number) => number
  readonly sqlite3_errmsg: (db: number) => number
  readonly sqlite3_randomness: (bytes: number, into: number) => void
}

export interface Sqlite {
  readonly capi: Sqlite3Static['capi']
  readonly wasm: Sqlite3Static['wasm']
  readonly raw: RawFunctions
  /** The memory of SQLite; ask anew after every call, because growing moves it. */
  readonly heap: () => Buffer
}

const load = async (): Promise<Sqlite> => {
  const module = await initialise()
  const { capi, wasm } = module
  let view = Buffer.alloc(0)
  const heap = (): Buffer => {
    const bytes = wasm.heap8u()
    if (view.buffer !== bytes.buffer) view = Buffer.from(bytes.buffer as ArrayBuffer)
    return view
  }
  installDiskVfs(module, heap)
  return { capi, wasm, raw: wasm.exports as RawFunctions, heap }
}

/** One for the whole program; its only file system is the virtual disks. */
export const sqlite = await load()
