import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { err, ok } from '../main/domain/result.ts'
import type { FileShelf, FirstRead } from '../main/ports.ts'

/** Bytes that are hashed before anything else gets its turn: about two milliseconds of work. */
const sliceBytes = 2 << 20

const sha256Of = async (bytes: Uint8Array): Promise<string> => {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    hash.update(bytes.subarray(at, at + sliceBytes))
    if (at + sliceBytes < bytes.length) await setImmediate()
  }
  return hash.digest('hex')
}

/** Where the bytes of a kept file lie, for whoever reads them in another thread. */
export const shelvedPath = (folder: string, sha256: string): string =>
  join(folder, sha256.slice(0, 2), sha256)

const says = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Written under another name, made durable, and only then given its own: a file that is there is whole. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const part = `${path}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}

/** The provider's files in a folder of this machine, each under the SHA-256 of its bytes. */
export const openFileShelf = (folder: string): FileShelf => {
  const pathOf = (sha256: string): string => shelvedPath(folder, sha256)
  const firstReadsFile = join(folder, 'first-reads.json')
  return {
    sha256: sha256Of,
    keep: async (sha256, bytes) => {
      const path = pathOf(sha256)
      try {
        const there = await stat(path).catch(() => undefined)
        if (there?.size === bytes.length) return ok(undefined)
        await writeWhole(path, bytes)
        return ok(undefined)
      } catch (error) {
        return err(`${path} cannot be written: ${says(error)}`)
      }
    },
    read: async (sha256) => {
      const path = pathOf(sha256)
      try {
        const bytes = await readFile(path)
        return (await sha256Of(bytes)) === sha256
          ? ok(bytes)
          : err(`${path} is not what was kept: it was changed or the disk has rotted. Fetch the file again.`)
      } catch (error) {
        return err(
          isMissing(error)
            ? `${path} is gone: it was purged or deleted. Give the till the file again.`
            : `${path} cannot be read: ${says(error)}`,
        )
      }
    },
    firstReads: {
      // What cannot be read is read for the first time once more, which costs ten minutes.
      read: async () => {
        try {
          const read: unknown = JSON.parse(await readFile(firstReadsFile, 'utf8'))
          return Array.isArray(read) ? read.filter(isFirstRead) : []
        } catch {
          return []
        }
      },
      write: async (reads) => {
        try {
          await writeWhole(firstReadsFile, Buffer.from(`${JSON.stringify(reads, null, 2)}\n`))
          return ok(undefined)
        } catch (error) {
          return err(`${firstReadsFile} cannot be written: ${says(error)}`)
        }
      },
    },
  }
}

const isFirstRead = (value: unknown): value is FirstRead => {
  if (typeof value !== 'object' || value === null) return false
  const { path, sha256, at } = value as Partial<Record<keyof FirstRead, unknown>>
  return typeof path === 'string' && typeof sha256 === 'string' && typeof at === 'number'
}
