import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign as signWith,
  timingSafeEqual,
  verify as verifyWith,
  type KeyObject,
} from 'node:crypto'
import { err, ok, type Result } from '../domain/result.ts'
import { ambiguousParameter } from './ambiguity.ts'
import { encodeText, type Charset } from './charset.ts'

/** How calls and answers are signed (spot-pay 4.2, 4.3): MD5 with a shared key, RSA is SHA-1, RSA2 is SHA-256. */
export type SignType = 'MD5' | 'RSA' | 'RSA2'
export type Parameters = Readonly<Record<string, string>>

/** A key that signs. The secret lives in the closure, so that no log, inspection or JSON of this object shows it. */
export interface SigningKey {
  readonly signType: SignType
  readonly signBytes: (bytes: Uint8Array) => string
  /** The public half as PEM, to give to Alipay; absent for MD5. */
  readonly publicKeyPem?: string
}
/** A key that checks signatures: the shared key for MD5, Alipay's public key for RSA and RSA2. */
export interface VerifyingKey {
  readonly signType: SignType
  readonly verifyBytes: (bytes: Uint8Array, signature: string) => boolean
  readonly publicKeyPem?: string
}

export type KeyFault =
  'empty' | 'not-a-key' | 'encrypted' | 'private-key-wanted' | 'public-key-wanted' | 'not-rsa' | 'too-short'

/** What to tell the person who gave the key. */
export const keyFaultSentences: Readonly<Record<KeyFault, string>> = {
  empty: 'The key is empty.',
  'not-a-key':
    'This is not a key: PEM text or the bare base64 of one is expected, or the MD5 key as Alipay shows it.',
  encrypted: 'The private key is protected by a passphrase; save it without one and with mode 0600.',
  'private-key-wanted': 'This is a public key; the private key of the shop is expected here.',
  'public-key-wanted': "This is a private key; Alipay's public key is expected here.",
  'not-rsa': 'The key is not an RSA key.',
  'too-short': 'The RSA key is shorter than 1024 bits.',
}

const neverSigned = new Set(['sign', 'sign_type'])

/**
 * The text that is signed (spot-pay 4.1): all parameters but `sign`, `sign_type` and empty ones, in byte order of their
 * names, with their raw values. Throws for an ambiguous map, which whoever builds parameters has to refuse before.
 */
export const signedText = (parameters: Parameters): string => {
  const ambiguous = ambiguousParameter(parameters)
  if (ambiguous !== undefined)
    throw new RangeError(`parameter ${ambiguous} would make the signature ambiguous`)
  return Object.entries(parameters)
    .filter(([name, value]) => value !== '' && !neverSigned.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

const digestBySignType = { RSA: 'sha1', RSA2: 'sha256' } as const
const base64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const modulusBitsMin = 1024

/** Canonical base64 only: one signature has one text. */
const bytesOfBase64 = (text: string): Buffer | undefined => {
  if (!base64.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

const firstKey = (attempts: readonly (() => KeyObject)[]): KeyObject | undefined => {
  for (const attempt of attempts) {
    try {
      return attempt()
    } catch {
      // The next encoding is tried; what OpenSSL says about a wrong guess helps no one.
    }
  }
  return undefined
}

const readPrivate = (material: string): KeyObject | undefined => {
  if (material.includes('-----BEGIN')) return firstKey([() => createPrivateKey(material)])
  const key = bytesOfBase64(material.replaceAll(/\s/g, ''))
  return key === undefined
    ? undefined
    : firstKey([
        () => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
        () => createPrivateKey({ key, format: 'der', type: 'pkcs1' }),
      ])
}
const readPublic = (material: string): KeyObject | undefined => {
  // OpenSSL would make a public key of a private one, or of a certificate; neither is what was asked for.
  if (material.includes('-----BEGIN')) {
    return /-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(material)
      ? firstKey([() => createPublicKey(material)])
      : undefined
  }
  const key = bytesOfBase64(material.replaceAll(/\s/g, ''))
  return key === undefined || readPrivate(material) !== undefined
    ? undefined
    : firstKey([
        () => createPublicKey({ key, format: 'der', type: 'spki' }),
        () => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
      ])
}

const rsaFault = (key: KeyObject): KeyFault | undefined => {
  if (key.asymmetricKeyType !== 'rsa') return 'not-rsa'
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) < modulusBitsMin ? 'too-short' : undefined
}
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()

/** The shared MD5 key is 32 letters and digits (spot-pay 4.2); shorter ones occur in test accounts. */
const md5Material = (material: string): Result<string, KeyFault> =>
  /^[\u0021-\u007e]{4,256}$/.test(material) ? ok(material) : err('not-a-key')
const md5Of = (bytes: Uint8Array, key: string): string =>
  createHash('md5').update(bytes).update(key, 'ascii').digest('hex')

/**
 * Makes the key that signs our calls, once. Takes the MD5 key, or a private key as PEM (PKCS#1 or PKCS#8) or as the
 * bare base64 that Alipay's tools hand out.
 */
export const loadSigningKey = (signType: SignType, material: string): Result<SigningKey, KeyFault> => {
  const text = material.trim()
  if (text === '') return err('empty')
  if (signType === 'MD5') {
    const key = md5Material(text)
    return key.ok ? ok({ signType, signBytes: (bytes) => md5Of(bytes, key.value) }) : key
  }
  if (/ENCRYPTED/.test(text)) return err('encrypted')
  const key = readPrivate(text)
  if (key === undefined) return err(readPublic(text) === undefined ? 'not-a-key' : 'private-key-wanted')
  const fault = rsaFault(key)
  if (fault !== undefined) return err(fault)
  const digest = digestBySignType[signType]
  return ok({
    signType,
    signBytes: (bytes) => signWith(digest, bytes, key).toString('base64'),
    publicKeyPem: pemOf(createPublicKey(key)),
  })
}

/** Makes the key that checks answers, once: the MD5 key, or a public key as PEM (SPKI or PKCS#1) or bare base64. */
export const loadVerifyingKey = (signType: SignType, material: string): Result<VerifyingKey, KeyFault> => {
  const text = material.trim()
  if (text === '') return err('empty')
  if (signType === 'MD5') {
    const key = md5Material(text)
    if (!key.ok) return key
    const verifyBytes = (bytes: Uint8Array, signature: string): boolean =>
      /^[0-9a-f]{32}$/.test(signature) &&
      timingSafeEqual(Buffer.from(signature, 'ascii'), Buffer.from(md5Of(bytes, key.value), 'ascii'))
    return ok({ signType, verifyBytes })
  }
  const key = readPublic(text)
  if (key === undefined) return err(readPrivate(text) === undefined ? 'not-a-key' : 'public-key-wanted')
  const fault = rsaFault(key)
  if (fault !== undefined) return err(fault)
  const digest = digestBySignType[signType]
  const verifyBytes = (bytes: Uint8Array, signature: string): boolean => {
    const signed = bytesOfBase64(signature)
    return signed !== undefined && verifyWith(digest, bytes, key, signed)
  }
  return ok({ signType, verifyBytes, publicKeyPem: pemOf(key) })
}

/**
 * Signs a parameter map in the charset that `_input_charset` names. Throws for a map that is ambiguous or that the
 * charset cannot write: whoever builds parameters has to refuse those before.
 */
export const sign = (parameters: Parameters, key: SigningKey, charset: Charset): string => {
  const bytes = encodeText(signedText(parameters), charset)
  if (!bytes.ok) throw new RangeError(`the parameters cannot be written in ${charset}`)
  return key.signBytes(bytes.value)
}

/** Whether the signature is the one of this very map. Says no, and never throws, for whatever comes from outside. */
export const verify = (
  parameters: Parameters,
  signature: string,
  key: VerifyingKey,
  charset: Charset,
): boolean => {
  if (ambiguousParameter(parameters) !== undefined) return false
  const bytes = encodeText(signedText(parameters), charset)
  return bytes.ok && key.verifyBytes(bytes.value, signature)
}
