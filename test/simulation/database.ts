import Database from 'better-sqlite3'
import type { Connection } from '../../main/journal/storage.node.ts'
import { Gone, type DiskAccess } from './disk-access.ts'
import { sqlite } from './sqlite.ts'
import { createStatement, type BoundStatement } from './statement.ts'
import { enterProcess, leaveProcess, setCaller, takeMistake, vfsName } from './vfs.ts'

const { capi, wasm, raw, heap } = sqlite

const busyMessage = 'This database connection is busy executing a query'

/** What the statements of a connection share. */
export interface DatabaseState {
  readonly handle: number
  /** Before every call: throws when the process or the connection is gone. */
  readonly enter: () => void
  /** After every call: the end of the process comes before any error. Throws SQLite's error when `failed`. */
  readonly leave: (failed: boolean) => void
  readonly refuseWhileIterating: () => void
  iterators: number
}

const textAt = (pointer: number): string => {
  const bytes = heap()
  return bytes.toString('utf8', pointer, bytes.indexOf(0, pointer))
}

/** SQLite's dice are one for the whole program: thrown anew when another connection has its turn. */
let atTurn: DatabaseState | undefined

const pointers = wasm.alloc(16)
const open = (name: string, access: DiskAccess): number => {
  setCaller(access)
  const flags = capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE
  const code = capi.sqlite3_open_v2(name, pointers, flags, vfsName)
  const handle = wasm.peekPtr(pointers)
  if (code !== 0) {
    const error = new Database.SqliteError(
      textAt(raw.sqlite3_errmsg(handle)),
      capi.sqlite3_js_rc_str(raw.sqlite3_extended_errcode(handle)),
    )
    capi.sqlite3_close_v2(handle)
    throw error
  }
  // What better-sqlite3 is built with or sets, and this SQLite is not.
  capi.sqlite3_extended_result_codes(handle, 1)
  capi.sqlite3_db_config(handle, capi.SQLITE_DBCONFIG_DEFENSIVE, 1, 0)
  capi.sqlite3_db_config(handle, capi.SQLITE_DBCONFIG_ENABLE_FKEY, 1, 0)
  capi.sqlite3_exec(handle, 'pragma page_size = 4096', 0, 0, 0)
  return handle
}

/** The SQL texts in SQLite's memory: the journal has some fifty, and opens again and again. */
const texts = new Map<string, number>()
const textOf = (sql: string): number => {
  const known = texts.get(sql)
  if (known !== undefined) return known
  const pointer = wasm.allocCString(sql, false)
  texts.set(sql, pointer)
  return pointer
}

/**
 * A connection to SQLite over a virtual disk that behaves as one of better-sqlite3 (with `timeout: 0`) as far as the
 * journal uses it; a test holds the two together. `backup` is not for it.
 */
export const connectTo = (file: string, access: DiskAccess): Connection => {
  if (!access.isAlive()) throw new Gone(access.name)
  const number = enterProcess(access)
  let handle: number
  try {
    handle = open(`${number}:${file}`, access)
  } catch (error) {
    leaveProcess(number)
    throw access.isAlive() ? error : new Gone(access.name)
  }
  let isOpen = true
  let depth = 0
  const statements = new Set<BoundStatement>()

  const release = (): void => {
    if (!isOpen) return
    isOpen = false
    if (atTurn === state) atTurn = undefined
    setCaller(access)
    for (const statement of statements) statement.finalize()
    statements.clear()
    capi.sqlite3_close_v2(handle)
    leaveProcess(number)
  }
  const state: DatabaseState = {
    handle,
    iterators: 0,
    enter: () => {
      if (!access.isAlive()) throw new Gone(access.name)
      if (!isOpen) throw new TypeError('The database connection is not open')
      if (atTurn !== state) {
        atTurn = state
        setCaller(access)
        raw.sqlite3_randomness(0, 0)
      }
      depth += 1
    },
    leave: (failed) => {
      depth -= 1
      const mistake = takeMistake()
      if (mistake !== undefined) throw mistake
      if (!access.isAlive()) {
        release()
        throw new Gone(access.name)
      }
      if (!failed) return
      const code = raw.sqlite3_extended_errcode(handle)
      throw new Database.SqliteError(textAt(raw.sqlite3_errmsg(handle)), capi.sqlite3_js_rc_str(code))
    },
    refuseWhileIterating: () => {
      if (state.iterators > 0) throw new TypeError(busyMessage)
    },
  }
  // In the middle of a call SQLite still stands on the connection: `leave` lets go of it then.
  access.atEnd(() => {
    if (depth === 0) release()
  })

  /** The next statement of a text, and where the text goes on. */
  const compile = (sql: number, flags: number): { readonly statement: number; readonly tail: number } => {
    const code = raw.sqlite3_prepare_v3(handle, sql, -1, flags, pointers, pointers + 8)
    const compiled = { statement: wasm.peekPtr(pointers), tail: wasm.peekPtr(pointers + 8) }
    if (code !== 0) state.leave(true)
    return compiled
  }
  const prepare = (sql: string, isPragma = false): BoundStatement => {
    state.enter()
    if (isPragma) state.refuseWhileIterating()
    const persistent = 1
    const { statement, tail } = compile(textOf(sql), isPragma ? 0 : persistent)
    state.leave(false)
    if (statement === 0) throw new RangeError('The supplied SQL string contains no statements')
    if (textAt(tail).trim() !== '') {
      raw.sqlite3_finalize(statement)
      throw new RangeError('The supplied SQL string contains more than one statement')
    }
    const made = createStatement(statement, state, isPragma)
    statements.add(made)
    return made
  }
  const exec = (sql: string): void => {
    state.enter()
    try {
      state.refuseWhileIterating()
    } catch (error) {
      depth -= 1
      throw error
    }
    let at = textOf(sql)
    for (;;) {
      const { statement, tail } = compile(at, 0)
      if (statement === 0) break
      while (raw.sqlite3_step(statement) === capi.SQLITE_ROW);
      if (raw.sqlite3_finalize(statement) !== 0) return state.leave(true)
      at = tail
    }
    state.leave(false)
  }
  const pragma = (source: string, { simple = false }: { readonly simple?: boolean } = {}): unknown => {
    const statement = prepare(`PRAGMA ${source}`, true)
    try {
      return simple ? statement.pluck().get() : statement.all()
    } finally {
      statements.delete(statement)
      statement.finalize()
    }
  }
  const inTransaction = (): boolean => {
    if (!access.isAlive()) throw new Gone(access.name)
    return isOpen && raw.sqlite3_get_autocommit(handle) === 0
  }

  const runInTransaction = <T>(begin: string, work: () => T): T => {
    const isNested = inTransaction()
    exec(isNested ? 'savepoint nested' : begin)
    try {
      const result = work()
      exec(isNested ? 'release nested' : 'commit')
      return result
    } catch (error) {
      if (inTransaction()) exec(isNested ? 'rollback to nested; release nested' : 'rollback')
      throw error
    }
  }
  const transaction = (work: () => unknown) => {
    const by = (begin: string) => () => runInTransaction(begin, work)
    return Object.assign(by('begin'), {
      default: by('begin'),
      deferred: by('begin deferred'),
      immediate: by('begin immediate'),
      exclusive: by('begin exclusive'),
    })
  }

  const connection = {
    prepare: (sql: string) => prepare(sql),
    exec: (sql: string) => {
      exec(sql)
      return connection
    },
    pragma,
    transaction,
    backup: () => Promise.reject(new Error('a virtual disk keeps no backups')),
    close: () => {
      if (!access.isAlive()) throw new Gone(access.name)
      state.refuseWhileIterating()
      release()
      if (!access.isAlive()) throw new Gone(access.name)
      return connection
    },
    get inTransaction() {
      return inTransaction()
    },
  }
  // The journal uses a part of better-sqlite3's types; that this part behaves the same is what the contract test says.
  return connection as unknown as Connection
}
