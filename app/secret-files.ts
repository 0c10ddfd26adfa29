import { constants } from 'node:fs'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { err, ok } from '../main/domain/result.ts'
import type { Secrets } from '../main/ports.ts'

/** Halves of key pairs that anyone may read. */
const publicNames = new Set(['alipayPublicKey'])
const hasModes = process.platform !== 'win32'

/**
 * Secrets as files that only their owner can read, for hosts without a key store (security S15). A name may be given
 * a file of its own in settings; all others lie in `secrets/`.
 */
export const openSecretFiles = (
  dataFolder: string,
  files: Readonly<Record<string, string | undefined>>,
): Secrets => {
  const pathOf = (name: string): string =>
    files[name] === undefined ? join(dataFolder, 'secrets', name) : resolve(dataFolder, files[name])
  return {
    read: async (name) => {
      const path = pathOf(name)
      try {
        const { mode } = await stat(path)
        if (hasModes && !publicNames.has(name) && (mode & 0o077) !== 0) {
          const found = (mode & 0o777).toString(8)
          return err(`${path} can be read by others (mode ${found}). Make it private: chmod 600 "${path}"`)
        }
        return ok((await readFile(path, 'utf8')).trim())
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          return files[name] === undefined
            ? ok(undefined)
            : err(`${path} is named in settings.json but missing`)
        }
        return err(`${path} cannot be read: ${(error as Error).message}`)
      }
    },
    write: async (name, value) => {
      const path = pathOf(name)
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        const made = await open(
          `${path}.new`,
          constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC,
          0o600,
        )
        await made.chmod(0o600)
        await made.writeFile(`${value}\n`)
        await made.sync()
        await made.close()
        await rename(`${path}.new`, path)
        return ok(undefined)
      } catch (error) {
        return err(`${path} cannot be written: ${(error as Error).message}`)
      }
    },
  }
}
