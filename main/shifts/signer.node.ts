import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { ClosingSigner } from '../ports.ts'

/**
 * Signs with an Ed25519 key in PKCS#8 PEM (RFC 8032, RFC 8410). Deterministic: the same closing has the same seal. Throws
 * when the text is no such key, because another key would silently be another till.
 */
export const createClosingSigner = (privateKeyPem: string): ClosingSigner => {
  const key = createPrivateKey(privateKeyPem)
  if (key.asymmetricKeyType !== 'ed25519')
    throw new TypeError('the key that seals closings is not an Ed25519 key')
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')
  return {
    sign: (text) => ({ publicKey, signature: sign(null, Buffer.from(text), key).toString('base64') }),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  }
}
