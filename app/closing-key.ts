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
  if (kept.value !== undefined) return createClosingSigner(kept.value)
  const { privateKey } = generateKeyPairSync('ed25519')
  const made = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const written = await secrets.write(name, made)
  if (!written.ok) throw new Error(written.error)
  return createClosingSigner(made)
}
