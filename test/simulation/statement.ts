import type { DatabaseState } from './database.ts'
import { sqlite } from './sqlite.ts'

const { capi, wasm, raw, heap } = sqlite

/** What is bound: checked when it is. An array stands for its items. */
type Parameter = unknown

/** A prepared statement with the manners of better-sqlite3. */
export interface BoundStatement {
  readonly run: (...parameters: readonly Parameter[]) => {
    readonly changes: number
    readonly lastInsertRowid: number
  }
  readonly get: (...parameters: readonly Parameter[]) => unknown
  readonly all: (...parameters: readonly Parameter[]) => readonly unknown[]
  readonly iterate: (...parameters: readonly Parameter[]) => IterableIterator<unknown>
  readonly pluck: (on?: boolean) => BoundStatement
  readonly raw: (on?: boolean) => BoundStatement
  readonly finalize: () => void
}

const transient = -1
let room = wasm.alloc(65_536)
let roomBytes = 65_536
/** Memory for a text or blob on its way in. */
const roomFor = (bytes: number): number => {
  if (bytes > roomBytes) {
    wasm.dealloc(room)
    roomBytes = bytes * 2
    room = wasm.alloc(roomBytes)
  }
  return room
}

const bindValue = (statement: number, index: number, value: unknown): number => {
  // All numbers are doubles, as better-sqlite3 has it; the column's type makes whole numbers of them.
  if (typeof value === 'number') return raw.sqlite3_bind_double(statement, index, value)
  if (typeof value === 'bigint') return raw.sqlite3_bind_int64(statement, index, value)
  if (value === null || value === undefined) return raw.sqlite3_bind_null(statement, index)
  if (typeof value === 'string') {
    // No character takes more than three bytes for each of its code units.
    const into = roomFor(value.length * 3)
    const bytes = heap().write(value, into)
    return raw.sqlite3_bind_text(statement, index, into, bytes, transient)
  }
  if (!(value instanceof Uint8Array)) {
    throw new TypeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null')
  }
  const into = roomFor(Math.max(1, value.length))
  heap().set(value, into)
  return raw.sqlite3_bind_blob(statement, index, into, value.length, transient)
}

const columnAt = (statement: number, column: number): unknown => {
  switch (raw.sqlite3_column_type(statement, column)) {
    case capi.SQLITE_INTEGER:
    case capi.SQLITE_FLOAT:
      return raw.sqlite3_column_double(statement, column)
    case capi.SQLITE_TEXT: {
      const text = raw.sqlite3_column_text(statement, column)
      const bytes = raw.sqlite3_column_bytes(statement, column)
      return heap().toString('utf8', text, text + bytes)
    }
    case capi.SQLITE_BLOB: {
      const blob = raw.sqlite3_column_blob(statement, column)
      const bytes = raw.sqlite3_column_bytes(statement, column)
      return Buffer.from(heap().subarray(blob, blob + bytes))
    }
    default:
      return null
  }
}

export const createStatement = (
  statement: number,
  state: DatabaseState,
  isPragma: boolean,
): BoundStatement => {
  const parameterCount = raw.sqlite3_bind_parameter_count(statement)
  let columnCount = raw.sqlite3_column_count(statement)
  const returnsData = isPragma || columnCount > 0
  let names: readonly string[] | undefined
  let mode: 'flat' | 'pluck' | 'raw' = 'flat'
  let isLocked = false
  let isFinal = false

  const nameOf = (column: number): string => {
    const pointer = raw.sqlite3_column_name(statement, column)
    const bytes = heap()
    return bytes.toString('utf8', pointer, bytes.indexOf(0, pointer))
  }
  const row = (as: typeof mode): unknown => {
    if (as === 'pluck') return columnAt(statement, 0)
    // A statement that was compiled anew may have other columns than before.
    const count = raw.sqlite3_column_count(statement)
    const values = Array.from({ length: count }, (_, column) => columnAt(statement, column))
    if (as === 'raw') return values
    if (names === undefined || count !== columnCount) names = values.map((_, column) => nameOf(column))
    columnCount = count
    return Object.fromEntries(names.map((name, column) => [name, values[column]]))
  }
  const bind = (parameters: readonly Parameter[]): void => {
    const values = parameters.flat()
    try {
      for (const [index, value] of values.slice(0, parameterCount).entries())
        bindValue(statement, index + 1, value)
      if (values.length < parameterCount) throw new RangeError('Too few parameter values were provided')
      if (values.length > parameterCount) throw new RangeError('Too many parameter values were provided')
    } catch (error) {
      raw.sqlite3_clear_bindings(statement)
      throw error
    }
  }
  const reset = (): boolean => {
    const failed = raw.sqlite3_reset(statement) !== 0
    if (parameterCount > 0) raw.sqlite3_clear_bindings(statement)
    return failed
  }
  const requireData = (): void => {
    if (!returnsData) throw new TypeError('This statement does not return data. Use run() instead')
  }
  const requireDataFor = (method: string): void => {
    if (!returnsData) throw new TypeError(`The ${method}() method is only for statements that return data`)
  }
  /** Before SQLite is given anything: what was finalized with its connection is memory of somebody else by now. */
  const requireFree = (): void => {
    if (isFinal) state.enter()
    if (isLocked) throw new TypeError('This statement is busy executing a query')
  }
  /** Binds, runs `work` between `enter` and `leave`, and resets. */
  const during = <T>(parameters: readonly Parameter[], work: () => T): T => {
    bind(parameters)
    state.enter()
    const result = work()
    const failed = reset()
    state.leave(failed)
    return result
  }

  const made: BoundStatement = {
    run: (...parameters) => {
      requireFree()
      state.refuseWhileIterating()
      const before = raw.sqlite3_total_changes(state.handle)
      return during(parameters, () => {
        raw.sqlite3_step(statement)
        const isChanged = raw.sqlite3_total_changes(state.handle) !== before
        return {
          changes: isChanged ? raw.sqlite3_changes(state.handle) : 0,
          lastInsertRowid: Number(raw.sqlite3_last_insert_rowid(state.handle)),
        }
      })
    },
    get: (...parameters) => {
      requireData()
      requireFree()
      return during(parameters, () =>
        raw.sqlite3_step(statement) === capi.SQLITE_ROW ? row(mode) : undefined,
      )
    },
    all: (...parameters) => {
      requireData()
      requireFree()
      return during(parameters, () => {
        const rows: unknown[] = []
        while (raw.sqlite3_step(statement) === capi.SQLITE_ROW) rows.push(row(mode))
        return rows
      })
    },
    iterate: (...parameters) => {
      requireData()
      requireFree()
      const as = mode
      bind(parameters)
      isLocked = true
      state.iterators += 1
      let isOver = false
      const finish = (): void => {
        if (isOver) return
        isOver = true
        isLocked = false
        state.iterators -= 1
        if (!isFinal) reset()
      }
      const iterator: IterableIterator<unknown> = {
        [Symbol.iterator]: () => iterator,
        next: () => {
          if (isOver) return { done: true, value: undefined }
          state.enter()
          const code = raw.sqlite3_step(statement)
          if (code === capi.SQLITE_ROW) {
            const value = row(as)
            state.leave(false)
            return { done: false, value }
          }
          finish()
          state.leave(code !== capi.SQLITE_DONE)
          return { done: true, value: undefined }
        },
        return: () => {
          finish()
          return { done: true, value: undefined }
        },
      }
      return iterator
    },
    pluck: (on = true) => {
      requireDataFor('pluck')
      mode = on ? 'pluck' : mode === 'pluck' ? 'flat' : mode
      return made
    },
    raw: (on = true) => {
      requireDataFor('raw')
      mode = on ? 'raw' : mode === 'raw' ? 'flat' : mode
      return made
    },
    finalize: () => {
      if (isFinal) return
      isFinal = true
      raw.sqlite3_finalize(statement)
    },
  }
  return made
}
