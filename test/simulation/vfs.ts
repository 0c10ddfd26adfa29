import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { createContent, type Content } from './content.ts'
import { DiskError, Gone, isFile, type DiskAccess, type File } from './disk-access.ts'
import { folderOf } from './names.ts'

export const vfsName = 'virtual-disk'

/** Which process a file name of SQLite's belongs to: `7:/till/journal.db` is of process 7. */
const processes = new Map<number, DiskAccess>()
let lastNumber = 0
export const enterProcess = (access: DiskAccess): number => {
  lastNumber += 1
  processes.set(lastNumber, access)
  return lastNumber
}
export const leaveProcess = (number: number): void => {
  processes.delete(number)
}

/** Whose call SQLite is in; chance and time come from its disk. */
let caller: DiskAccess | undefined
/** Something that is neither an error of the disk nor the end of the process: a mistake in the simulation. */
let mistake: unknown
export const setCaller = (access: DiskAccess): void => {
  caller = access
}
export const takeMistake = (): unknown => {
  const taken = mistake
  mistake = undefined
  return taken
}

interface Handle {
  readonly access: DiskAccess
  readonly path: string
  readonly file: File
  /** A new journal's name is made durable with the first sync of the journal, as on Unix. */
  syncsFolder: boolean
  lock: number
  readonly isTemporary: boolean
}

/** SQLite's locks on a file, over all processes: who holds one, by file. */
const holders = new WeakMap<Content, Set<Handle>>()

const none = 0
const shared = 1
const reserved = 2
const pending = 3
const exclusive = 4

const mayLock = (handle: Handle, level: number, others: readonly Handle[]): boolean => {
  if (level === shared) return others.every(({ lock }) => lock < pending)
  if (level === reserved) return others.every(({ lock }) => lock < reserved)
  return others.every(({ lock }) => lock === none)
}

/** Gives SQLite a file system that is the virtual disks, and no other. */
export const installDiskVfs = (
  { capi, wasm, vfs: installer }: Sqlite3Static,
  heap: () => Uint8Array,
): void => {
  const handles = new Map<number, Handle>()
  const io = new capi.sqlite3_io_methods()
  const vfs = new capi.sqlite3_vfs()
  // Its type names this field without the prefix that all fields have.
  Object.assign(io, { $iVersion: 1 })
  vfs.$iVersion = 2
  const sample = new capi.sqlite3_file()
  vfs.$szOsFile = sample.structInfo.sizeof
  sample.dispose()
  vfs.$mxPathname = 1024

  /** Runs a step and turns what it throws into SQLite's code, the way SQLite's own file system for Unix does. */
  const guarded = (failed: number, step: () => number | undefined): number => {
    try {
      return step() ?? 0
    } catch (error) {
      if (error instanceof DiskError)
        return error.code === 'ENOSPC' && failed === capi.SQLITE_IOERR_WRITE ? capi.SQLITE_FULL : failed
      if (!(error instanceof Gone)) mistake ??= error
      return failed
    }
  }
  const handleAt = (pointer: number): Handle => {
    const handle = handles.get(pointer)
    if (handle === undefined) throw new Error('SQLite uses a file that it has not opened')
    return handle
  }
  const named = (pointer: number): { readonly access: DiskAccess; readonly path: string } => {
    const name = wasm.cstrToJs(pointer) ?? ''
    const colon = name.indexOf(':')
    const access = processes.get(Number(name.slice(0, colon)))
    if (access === undefined) throw new Error(`no process has a file ${name}`)
    return { access, path: name.slice(colon + 1) }
  }
  const setLock = (handle: Handle, level: number): void => {
    handle.lock = level
    const holding = holders.get(handle.file.content) ?? new Set<Handle>()
    holders.set(handle.file.content, holding)
    if (level === none) holding.delete(handle)
    else holding.add(handle)
  }
  const othersOn = (handle: Handle): readonly Handle[] =>
    [...(holders.get(handle.file.content) ?? [])].filter(
      (other) => other !== handle && other.access.isAlive(),
    )

  const ioMethods = {
    xClose: (pointer: number) => {
      const handle = handles.get(pointer)
      if (handle !== undefined) setLock(handle, none)
      handles.delete(pointer)
      return 0
    },
    xRead: (pointer: number, into: number, bytes: number, offset: bigint) =>
      guarded(capi.SQLITE_IOERR_READ, () => {
        const { access, file, path } = handleAt(pointer)
        const target = heap().subarray(into, into + bytes)
        const count = access.read(file, path, target, Number(offset))
        if (count === bytes) return 0
        target.fill(0, count)
        return capi.SQLITE_IOERR_SHORT_READ
      }),
    xWrite: (pointer: number, from: number, bytes: number, offset: bigint) =>
      guarded(capi.SQLITE_IOERR_WRITE, () => {
        const { access, file, path, isTemporary } = handleAt(pointer)
        const source = heap().subarray(from, from + bytes)
        if (isTemporary) {
          file.content.write(source, Number(offset))
          file.content.sync()
          return 0
        }
        let taken = 0
        while (taken < bytes)
          taken += access.write(file, path, source.subarray(taken), Number(offset) + taken)
        return 0
      }),
    xTruncate: (pointer: number, size: bigint) =>
      guarded(capi.SQLITE_IOERR_TRUNCATE, () => {
        const { access, file, path } = handleAt(pointer)
        access.truncate(file, path, Number(size))
        return 0
      }),
    xSync: (pointer: number) =>
      guarded(capi.SQLITE_IOERR_FSYNC, () => {
        const handle = handleAt(pointer)
        handle.access.sync(handle.file, handle.path)
        if (!handle.syncsFolder) return 0
        handle.syncsFolder = false
        try {
          handle.access.syncFolder(folderOf(handle.path))
        } catch (error) {
          // SQLite on Unix does not look at what comes of this one.
          if (!(error instanceof DiskError)) throw error
        }
        return 0
      }),
    xFileSize: (pointer: number, into: number) => {
      wasm.poke(into, handleAt(pointer).file.content.size(), 'i64')
      return 0
    },
    xLock: (pointer: number, level: number) => {
      const handle = handleAt(pointer)
      if (handle.lock >= level) return 0
      const others = othersOn(handle)
      if (!mayLock(handle, level, others)) {
        // Who waits for readers to leave lets no new ones in.
        if (level === exclusive && others.every(({ lock }) => lock === shared)) setLock(handle, pending)
        return capi.SQLITE_BUSY
      }
      setLock(handle, level)
      return 0
    },
    xUnlock: (pointer: number, level: number) => {
      const handle = handleAt(pointer)
      if (handle.lock > level) setLock(handle, level)
      return 0
    },
    xCheckReservedLock: (pointer: number, into: number) => {
      const handle = handleAt(pointer)
      const isReserved = handle.lock >= reserved || othersOn(handle).some(({ lock }) => lock >= reserved)
      wasm.poke(into, isReserved ? 1 : 0, 'i32')
      return 0
    },
    xFileControl: (pointer: number, operation: number, into: number) => {
      if (operation !== capi.SQLITE_FCNTL_HAS_MOVED) return capi.SQLITE_NOTFOUND
      const { access, file, path, isTemporary } = handleAt(pointer)
      const isMoved = !isTemporary && access.isAlive() && access.find(path) !== file
      wasm.poke(into, isMoved ? 1 : 0, 'i32')
      return 0
    },
    xSectorSize: () => 4096,
    // As on Linux: a write that is cut off hurts no byte beside it.
    xDeviceCharacteristics: () => capi.SQLITE_IOCAP_POWERSAFE_OVERWRITE,
  }

  const journals = capi.SQLITE_OPEN_MAIN_JOURNAL | capi.SQLITE_OPEN_SUPER_JOURNAL | capi.SQLITE_OPEN_WAL
  const openNamed = (name: number, flags: number): { readonly handle: Handle; readonly flags: number } => {
    const { access, path } = named(name)
    let granted = flags
    let found: File | undefined
    try {
      found = access.open(path)
    } catch (error) {
      if (!(error instanceof DiskError) || error.code === 'EIO') throw error
      // As on Unix: what cannot be opened for writing is tried for reading.
      const node = access.find(path)
      found = isFile(node) ? node : undefined
      granted = (flags & ~(capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE)) | capi.SQLITE_OPEN_READONLY
    }
    const isNew = found === undefined && (flags & capi.SQLITE_OPEN_CREATE) !== 0
    const file = found ?? (isNew ? access.create(path) : undefined)
    if (file === undefined) throw new DiskError('ENOENT', 'open', path)
    const handle = {
      access,
      path,
      file,
      syncsFolder: isNew && (flags & journals) !== 0,
      lock: none,
      isTemporary: false,
    }
    return { handle, flags: granted }
  }
  const openTemporary = (): Handle => {
    if (caller === undefined) throw new Error('SQLite opens a temporary file outside of any call')
    const file = { id: -1, content: createContent() }
    return { access: caller, path: '', file, syncsFolder: false, lock: none, isTemporary: true }
  }

  const vfsMethods = {
    xOpen: (_vfs: number, name: number, pointer: number, flags: number, granted: number) => {
      const file = new capi.sqlite3_file(pointer)
      file.$pMethods = 0
      const code = guarded(capi.SQLITE_CANTOPEN, () => {
        const opened = name === 0 ? { handle: openTemporary(), flags } : openNamed(name, flags)
        handles.set(pointer, opened.handle)
        file.$pMethods = io.pointer
        if (granted !== 0) wasm.poke(granted, opened.flags, 'i32')
        return 0
      })
      file.dispose()
      return code
    },
    xDelete: (_vfs: number, name: number, syncsFolder: number) => {
      const code = guarded(capi.SQLITE_IOERR_DELETE, () => {
        const { access, path } = named(name)
        if (access.find(path) === undefined) return capi.SQLITE_IOERR_DELETE_NOENT
        access.remove(path)
        return 0
      })
      if (code !== 0 || syncsFolder === 0) return code
      return guarded(capi.SQLITE_IOERR_DIR_FSYNC, () => {
        const { access, path } = named(name)
        access.syncFolder(folderOf(path))
        return 0
      })
    },
    xAccess: (_vfs: number, name: number, _flags: number, into: number) =>
      guarded(capi.SQLITE_IOERR_ACCESS, () => {
        const { access, path } = named(name)
        const node = access.find(path)
        // As on Unix: a journal of no bytes is none.
        const isThere = node !== undefined && (node.content === undefined || node.content.size() > 0)
        wasm.poke(into, isThere ? 1 : 0, 'i32')
        return 0
      }),
    xFullPathname: (_vfs: number, name: number, bytes: number, into: number) =>
      wasm.cstrncpy(into, name, bytes) < bytes ? 0 : capi.SQLITE_CANTOPEN,
    xRandomness: (_vfs: number, bytes: number, into: number) => {
      const target = heap().subarray(into, into + bytes)
      for (let index = 0; index < bytes; index += 1) target[index] = caller?.dice.int(0, 255) ?? 0
      return bytes
    },
    xSleep: (_vfs: number, microseconds: number) => microseconds,
    xCurrentTime: (_vfs: number, into: number) => {
      wasm.poke64f(into, (caller?.now() ?? 0) / 86_400_000 + 2_440_587.5)
      return 0
    },
    xCurrentTimeInt64: (_vfs: number, into: number) => {
      wasm.poke64(into, BigInt(Math.floor(caller?.now() ?? 0)) + 210_866_760_000_000n)
      return 0
    },
    xGetLastError: () => 0,
  }
  const parts: unknown = {
    io: { struct: io, methods: ioMethods },
    vfs: { struct: vfs, methods: vfsMethods, name: vfsName, asDefault: true },
  }
  // Its type knows no codes but those of its own list.
  installer.installVfs(parts as Parameters<typeof installer.installVfs>[0])
}
