import { sectorBytes, type Content } from './content.ts'
import type { DiskErrorCode, DiskFault, DiskOperation, DiskPlan, DiskRead } from './disk-plan.ts'
import { folderOf, type Names, type Node } from './names.ts'
import type { Random } from './random.ts'

/** The power is cut, or the process was killed: nothing runs here any more. No error of a disk, so nobody mends it. */
export class Gone extends Error {
  constructor(process: string) {
    super(`the process ${process} is gone`)
    this.name = 'Gone'
  }
}

const messages: Readonly<Record<DiskErrorCode | 'ENOENT', string>> = {
  EIO: 'i/o error',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  EDQUOT: 'disk quota exceeded',
  EACCES: 'permission denied',
  ENOENT: 'no such file or directory',
}
/** As Node throws it. */
export class DiskError extends Error {
  readonly code: DiskErrorCode | 'ENOENT'
  readonly syscall: string
  constructor(code: DiskErrorCode | 'ENOENT', syscall: string, file: string) {
    super(`${code}: ${messages[code]}, ${syscall} '${file}'`)
    this.code = code
    this.syscall = syscall
  }
}

export type File = Node<Content> & { readonly content: Content }
export const isFile = (node: Node<Content> | undefined): node is File => node?.content !== undefined

/** What one process can do to the disk. Every method throws `Gone` when it is over, and `DiskError`. */
export interface DiskAccess {
  readonly name: string
  /** SQLite's own. */
  readonly dice: Random
  readonly now: () => number
  readonly isAlive: () => boolean
  /** Ends the process: what it holds is given up at once, or as soon as it is not in the middle of a call. */
  readonly end: () => void
  /** Called once at the end. */
  readonly atEnd: (release: () => void) => void
  readonly find: (path: string) => Node<Content> | undefined
  /** A file that is there. */
  readonly open: (path: string) => File | undefined
  readonly create: (path: string) => File
  /** Says how many bytes it took; all of them unless the plan or a full disk says otherwise. */
  readonly write: (file: File, path: string, bytes: Uint8Array, offset: number) => number
  readonly appendDurably: (file: File, path: string, bytes: Uint8Array) => number
  readonly read: (file: File, path: string, into: Uint8Array, offset: number) => number
  readonly truncate: (file: File, path: string, size: number) => void
  readonly sync: (file: File, path: string) => void
  readonly remove: (path: string) => void
  readonly rename: (from: string, to: string) => void
  readonly makeFolder: (path: string) => void
  readonly syncFolder: (folder: string) => void
}

export interface CreateDiskAccess {
  readonly name: string
  readonly dice: Random
  readonly names: () => Names<Content>
  readonly newNode: (isFolder: boolean) => Node<Content>
  readonly next: () => number
  readonly plan: DiskPlan
  readonly onOperation: ((operation: DiskOperation, fault: DiskFault | undefined) => void) | undefined
  /** How large a file of `now` bytes may become that wants `then`. */
  readonly room: (now: number, then: number) => number
  readonly cutPower: () => void
}

/** What an operation does to the disk, by what befalls it. What is not said does nothing, a lie does the whole. */
interface Effects {
  readonly whole: () => void
  readonly torn?: () => void
  readonly failed?: (effect: 'none' | 'part') => void
  /** Says how many bytes it took. */
  readonly short?: () => number
  readonly lie?: () => void
}

const syscalls: Readonly<Record<DiskOperation['kind'] | DiskRead['kind'], string>> = {
  create: 'open',
  write: 'write',
  'append-durably': 'write',
  sync: 'fsync',
  truncate: 'ftruncate',
  remove: 'unlink',
  rename: 'rename',
  'make-folder': 'mkdir',
  'sync-folder': 'fsync',
  open: 'open',
  read: 'read',
}

export const createDiskAccess = (options: CreateDiskAccess): DiskAccess => {
  const { name, dice, names, plan, room } = options
  let alive = true
  const releases: (() => void)[] = []

  const check = (): void => {
    if (!alive) throw new Gone(name)
  }
  const end = (): void => {
    if (!alive) return
    alive = false
    for (const release of releases.splice(0)) release()
  }
  const stop = (kind: 'power-cut' | 'kill'): never => {
    if (kind === 'power-cut') options.cutPower()
    else end()
    throw new Gone(name)
  }
  /** One operation: asks the plan, then does it. Says how many bytes were taken. */
  const operate = (
    kind: DiskOperation['kind'],
    file: string,
    offset: number,
    bytes: number,
    effects: Effects,
  ): number => {
    check()
    const operation = { index: options.next(), kind, file, offset, bytes, process: name }
    const fault = plan.befall?.(operation)
    options.onOperation?.(operation, fault)
    if (fault === undefined) return (effects.whole(), bytes)
    switch (fault.kind) {
      case 'lie':
        return ((effects.lie ?? effects.whole)(), bytes)
      case 'short':
        if (effects.short !== undefined && bytes > 1) return effects.short()
        return (effects.whole(), bytes)
      case 'error':
        if (fault.effect === 'whole') effects.whole()
        else effects.failed?.(fault.effect)
        throw new DiskError(fault.code, syscalls[kind], file)
      case 'power-cut':
      case 'kill':
        if (fault.when === 'middle') effects.torn?.()
        if (fault.when === 'after') effects.whole()
        return stop(fault.kind)
    }
  }
  const reading = (kind: DiskRead['kind'], file: string, offset: number, bytes: number): void => {
    check()
    const code = plan.befallRead?.({ kind, file, offset, bytes, process: name })
    if (code !== undefined) throw new DiskError(code, syscalls[kind], file)
  }
  /** How many bytes a torn write takes: up to the end of a sector, or anywhere in the first one. */
  const partOf = (bytes: number): number =>
    bytes > sectorBytes
      ? dice.int(0, Math.floor((bytes - 1) / sectorBytes)) * sectorBytes
      : dice.int(0, bytes - 1)

  const writing = (
    kind: 'write' | 'append-durably',
    file: File,
    path: string,
    bytes: Uint8Array,
    offset: number,
  ): number => {
    const { content } = file
    const end = offset + bytes.length
    const fits = end <= content.size() ? bytes.length : room(content.size(), end) - offset
    if (fits <= 0 && bytes.length > 0) {
      operate(kind, path, offset, 0, { whole: () => undefined })
      throw new DiskError('ENOSPC', 'write', path)
    }
    const taken = fits < bytes.length ? bytes.subarray(0, fits) : bytes
    const isDurable = kind === 'append-durably'
    const put = (count: number): number => {
      content.write(count === taken.length ? taken : taken.subarray(0, count), offset)
      return count
    }
    const putDurably = (count: number): number => {
      put(count)
      if (isDurable) content.sync()
      return count
    }
    return operate(kind, path, offset, taken.length, {
      whole: () => putDurably(taken.length),
      // Of a write that waits for the disk any sector may be there; the power cut that follows chooses.
      torn: () => put(isDurable ? taken.length : partOf(taken.length)),
      failed: (effect) => {
        if (effect === 'part') put(partOf(taken.length))
      },
      short: () => putDurably(Math.max(1, partOf(taken.length))),
      lie: () => put(taken.length),
    })
  }

  return {
    name,
    dice: dice.split(`sqlite/${name}`),
    now: plan.now ?? (() => 0),
    isAlive: () => alive,
    end,
    atEnd: (release) => {
      releases.push(release)
    },
    find: (path) => {
      check()
      return names().get(path)
    },
    open: (path) => {
      const node = names().get(path)
      reading('open', path, 0, 0)
      return isFile(node) ? node : undefined
    },
    create: (path) => {
      check()
      if (!names().has(folderOf(path))) throw new DiskError('ENOENT', 'open', path)
      const node = options.newNode(false)
      if (!isFile(node)) throw new Error('a new file has no content')
      operate('create', path, 0, 0, {
        whole: () => names().change({ kind: 'link', path, node }),
      })
      return node
    },
    write: (file, path, bytes, offset) => writing('write', file, path, bytes, offset),
    appendDurably: (file, path, bytes) => writing('append-durably', file, path, bytes, file.content.size()),
    read: (file, path, into, offset) => {
      reading('read', path, offset, into.length)
      const { content } = file
      const count = Math.max(0, Math.min(into.length, content.size() - offset))
      if (count > 0) into.set(content.bytes().subarray(offset, offset + count))
      return count
    },
    truncate: (file, path, size) => {
      operate('truncate', path, size, 0, { whole: () => file.content.truncate(size) })
    },
    sync: (file, path) => {
      operate('sync', path, 0, 0, {
        whole: () => {
          file.content.sync()
          names().syncFile(file)
        },
        failed: (effect) => file.content.loseUnsynced(dice, effect),
        lie: () => undefined,
      })
    },
    remove: (path) => {
      check()
      const node = names().get(path)
      if (node === undefined) throw new DiskError('ENOENT', 'unlink', path)
      operate('remove', path, 0, 0, {
        whole: () => names().change({ kind: 'unlink', path, node }),
      })
    },
    rename: (from, to) => {
      check()
      const node = names().get(from)
      if (node === undefined) throw new DiskError('ENOENT', 'rename', from)
      operate('rename', from, 0, 0, {
        whole: () => names().change({ kind: 'rename', path: from, to, node }),
      })
    },
    makeFolder: (path) => {
      const node = options.newNode(true)
      operate('make-folder', path, 0, 0, {
        whole: () => names().change({ kind: 'link', path, node }),
      })
    },
    syncFolder: (folder) => {
      operate('sync-folder', folder, 0, 0, {
        whole: () => names().syncFolder(folder),
        lie: () => undefined,
      })
    },
  }
}
