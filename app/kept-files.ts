import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { instant } from '../main/domain/time.ts'
import { err, ok } from '../main/domain/result.ts'
import type { KeptFile, KeptFiles } from '../main/ports.ts'

/** Where a provider's file lies and how it is removed is the shelf's matter; its names are SHA-256. */
export interface KeptIn {
  readonly shelf: string
  readonly logs: string
}

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // Nothing was ever kept there.
    throw error
  }
}
const fact = async (what: KeptFile['what'], name: string, path: string): Promise<KeptFile> => {
  const { size, mtimeMs } = await stat(path)
  return { what, name, bytes: size, changedAt: instant(Math.floor(mtimeMs)) }
}

/** The files of a data folder that a purge may take away. The log that is being written is not among them. */
export const keptFiles = ({ shelf, logs }: KeptIn): KeptFiles => {
  const shelved = (sha256: string): string => join(shelf, sha256.slice(0, 2), sha256)
  const pathOf = ({ what, name }: Pick<KeptFile, 'what' | 'name'>): string =>
    what === 'log' ? join(logs, name) : shelved(name)
  return {
    list: async () => {
      const folders = (await namesIn(shelf)).filter((name) => /^[0-9a-f]{2}$/.test(name))
      const inFolders = await Promise.all(folders.map((name) => namesIn(join(shelf, name))))
      const sums = inFolders.flat().filter((name) => /^[0-9a-f]{64}$/.test(name))
      const old = (await namesIn(logs)).filter((name) => /^till\.log\.\d+$/.test(name))
      return Promise.all([
        ...sums.map((name) => fact('provider-file', name, shelved(name))),
        ...old.map((name) => fact('log', name, join(logs, name))),
      ])
    },
    remove: async (file) => {
      try {
        await rm(pathOf(file), { force: true })
        return ok(undefined)
      } catch (error) {
        return err(`${pathOf(file)} cannot be removed: ${(error as Error).message}`)
      }
    },
  }
}
