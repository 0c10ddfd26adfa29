import Database from 'better-sqlite3'
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** One connection to SQLite, as far as the journal uses it. */
export type Connection = Pick<
  Database.Database,
  'prepare' | 'exec' | 'pragma' | 'transaction' | 'backup' | 'close' | 'inTransaction'
>

/** A file that is being written. Every method throws what the system throws. */
export interface OpenFile {
  /** Writes from `offset` of `bytes` on, at the file's end; says how many it took, which may be fewer than all. */
  readonly write: (bytes: Uint8Array, offset: number) => number
  readonly sync: () => void
  readonly close: () => void
}

/**
 * All that the journal asks of a disk: SQLite for the journal's file, and plain files for the witness and the reserve.
 * Handed in, so that the simulation can cut the power between any two writes and fail any of them.
 */
export interface Storage {
  readonly connect: (file: string) => Connection
  readonly exists: (file: string) => boolean
  /** Bytes. */
  readonly size: (file: string) => number
  readonly read: (file: string) => Buffer
  readonly truncate: (file: string, bytes: number) => void
  readonly rename: (from: string, to: string) => void
  /** No error when there is none. */
  readonly remove: (file: string) => void
  /** Of `file`; with the folders above it, for this user alone. */
  readonly makeFolder: (file: string) => void
  /** Opens for writing at the end, for this user alone, and makes the file when there is none. */
  readonly append: (file: string) => OpenFile
  /** The same, but every write is on disk when it returns. */
  readonly appendDurably: (file: string) => OpenFile
  /** Makes a new or renamed file's name durable, which syncing the file alone does not. */
  readonly syncFolder: (file: string) => void
}

const openFile = (file: string, flags: number): OpenFile => {
  const descriptor = openSync(
    file,
    constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY | flags,
    0o600,
  )
  return {
    write: (bytes, offset) => writeSync(descriptor, bytes, offset),
    sync: () => fsyncSync(descriptor),
    close: () => closeSync(descriptor),
  }
}

// With O_DSYNC the write itself waits for the disk: one call instead of two. Only Linux keeps that promise the whole
// way down; macOS needs the full sync that libuv's fsync does, and Windows does not know the flag.
const appendDurably = (file: string): OpenFile => {
  if (process.platform === 'linux') return openFile(file, constants.O_DSYNC)
  const opened = openFile(file, 0)
  return {
    ...opened,
    write: (bytes, offset) => {
      const taken = opened.write(bytes, offset)
      opened.sync()
      return taken
    },
  }
}

const syncFolder = (file: string): void => {
  // Windows has no way to sync a folder, and does not need one.
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** The machine's own disk. */
export const systemStorage: Storage = {
  connect: (file) => new Database(file, { timeout: 0 }),
  exists: existsSync,
  size: (file) => statSync(file).size,
  read: (file) => readFileSync(file),
  truncate: truncateSync,
  rename: renameSync,
  remove: (file) => rmSync(file, { force: true }),
  makeFolder: (file) => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }),
  append: (file) => openFile(file, 0),
  appendDurably,
  syncFolder,
}
