import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Secrets } from '../../main/ports.ts'
import type { UsedSafeStorage } from './used.ts'

const nameFormat = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/
const kindOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : 'unknown fault'

/** Not `secrets/`: a host without a key store keeps plain files there, under the same names. */
export const protectedFolder = (dataDir: string): string => join(dataDir, 'protected')

/**
 * Secrets encrypted with the key that the operating system keeps for this program, one file each, for its owner only
 * (security S13, S15). Must not be used before the app is ready.
 *
 * On Linux without a keyring Electron would "encrypt" with a password that is printed in its source; that is refused in
 * words. Everything that goes wrong is such a sentence, and none of them holds a secret.
 */
export const createSafeSecrets = (
  safeStorage: UsedSafeStorage,
  folder: string,
  platform: NodeJS.Platform,
): Secrets => {
  const refusal = async (): Promise<string | undefined> => {
    if (platform === 'linux') {
      const backend = safeStorage.getSelectedStorageBackend()
      if (backend === 'basic_text') {
        return 'This computer has no keyring, so that keys would lie on its disk unprotected. Install and unlock one (GNOME Keyring or KWallet), then start the till again.'
      }
      if (backend === 'unknown') return 'The keyring was asked before the program was ready.'
    }
    return (await safeStorage.isAsyncEncryptionAvailable())
      ? undefined
      : 'The operating system gives this program no key to protect secrets with. Unlock its keyring and start the till again.'
  }

  const store = async (name: string, value: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, name)
    const draft = await open(`${path}.new`, 'w', 0o600)
    try {
      await draft.chmod(0o600) // A draft left by a power cut keeps the mode it had.
      await draft.writeFile(await safeStorage.encryptStringAsync(value))
      await draft.sync()
    } finally {
      await draft.close()
    }
    await rename(`${path}.new`, path)
  }

  const load = async (name: string): Promise<Result<string | undefined, string>> => {
    const path = join(folder, name)
    const found = await stat(path).catch((fault: unknown) => {
      if (kindOf(fault) === 'ENOENT') return undefined
      throw fault
    })
    if (found === undefined) return ok(undefined)
    if (platform !== 'win32' && (found.mode & 0o077) !== 0) {
      return err(`${path} can be read by others: set its mode to 600, and replace the key if others had it.`)
    }
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(await readFile(path))
    // The operating system changed its key; the old one may be gone one day.
    if (shouldReEncrypt) await store(name, result)
    return ok(result)
  }

  const guarded = async <T>(
    name: string,
    verb: string,
    act: () => Promise<Result<T, string>>,
  ): Promise<Result<T, string>> => {
    if (!nameFormat.test(name)) return err('A secret has a name of letters, digits, dots and hyphens.')
    const why = await refusal()
    if (why !== undefined) return err(why)
    try {
      return await act()
    } catch (fault) {
      return err(`The secret "${name}" could not be ${verb} (${kindOf(fault)}).`)
    }
  }

  return {
    read: (name) => guarded(name, 'read', () => load(name)),
    write: (name, value) => guarded(name, 'kept', async () => ok(await store(name, value))),
  }
}
