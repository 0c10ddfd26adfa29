import { generateKeyPairSync } from 'node:crypto'
import type { ClosingSigner, Secrets } from '../main/ports.ts'
import { createClosingSigner } from '../main/shifts/signer.node.ts'

const name = 'closing-key'

/**
 * The till's own Ed25519 key, made when the till is first opened and kept where its other secrets are: whoever holds a
 * closing with its public key can tell whether this till sealed it. Throws when no store has it.
 */
export const closingSigner = async (secrets: Secrets): Promise<ClosingSigner> => {
  const kept = await secrets.read(name)
  if (!kept.ok) throw new Error(kept.error)
  if (kept.value !== undefined) {
    try {
      return createClosingSigner(kept.value)
    } catch (error) {
      throw new Error(
        `The secret ${name} is no Ed25519 key. Bring it back from a backup; without it the next closings have another key: remove it, and the till makes one.`,
        { cause: error },
      )
    }
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  const made = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const written = await secrets.write(name, made)
  if (!written.ok) throw new Error(written.error)
  return createClosingSigner(made)
}
