import type { Secrets } from '../main/ports.ts'
import { systemChance } from './system.ts'

const length = 32

/** Thirty-two bytes of this till's own, made when they are first wanted and never shown. Throws when no store has them. */
export const madeSecret = async (
  secrets: Secrets,
  name: 'till-secret' | 'operator-pepper',
): Promise<Uint8Array> => {
  const kept = await secrets.read(name)
  if (!kept.ok) throw new Error(kept.error)
  if (kept.value !== undefined) return Buffer.from(kept.value, 'hex')
  const made = Buffer.from(systemChance.bytes(length))
  const written = await secrets.write(name, made.toString('hex'))
  if (!written.ok) throw new Error(written.error)
  return made
}
