import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, OpenFile, Storage } from '../../main/journal/storage.node.ts'
import { systemStorage } from '../../main/journal/storage.node.ts'

/** The disk of one machine, as far as a world needs it. */
export interface MachineDisk {
  readonly folder: string
  /** What the next run of the till is given. */
  readonly open: () => Storage
  /** The run has ended without a word: its handles are gone, what it wrote stays. */
  readonly kill: () => void
  readonly dispose: () => void
}

/** Real files in memory. A killed program loses nothing that it wrote; only a disk of our own can cut the power. */
export const createRealDisk = (): MachineDisk => {
  const folder = mkdtempSync(join('/dev/shm', 'spot-till-simulation-'))
  let connections: Connection[] = []
  let files: OpenFile[] = []
  const kill = (): void => {
    for (const one of [...connections, ...files]) {
      try {
        one.close()
      } catch {
        // The till had closed it itself.
      }
    }
    connections = []
    files = []
  }
  return {
    folder,
    open: () => {
      const keepFile = (file: OpenFile): OpenFile => {
        files.push(file)
        return file
      }
      return {
        ...systemStorage,
        connect: (file) => {
          const connection = systemStorage.connect(file)
          connections.push(connection)
          return connection
        },
        append: (file) => keepFile(systemStorage.append(file)),
        appendDurably: (file) => keepFile(systemStorage.appendDurably(file)),
      }
    },
    kill,
    dispose: () => {
      kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
