import type { Result } from '../domain/result.ts'
import {
  loadSigningKey,
  loadVerifyingKey,
  type SigningKey,
  type SignType,
  type VerifyingKey,
} from '../gateway/signature.node.ts'
import { trainingGatewayPrivateKey, type Partner } from './account.ts'

/** The keys that one partner's calls are checked with, and that answers to it are signed with. */
export interface PartnerKeys {
  readonly checks: Readonly<Record<SignType, VerifyingKey>>
  readonly signs: Readonly<Record<SignType, SigningKey>>
}

export const signTypes = ['MD5', 'RSA', 'RSA2'] as const satisfies readonly SignType[]
export const isSignType = (text: string): text is SignType => (signTypes as readonly string[]).includes(text)

const loaded = <T>(key: Result<T, string>): T => {
  if (!key.ok) throw new Error(`a training key cannot be read: ${key.error}`)
  return key.value
}

/** Throws for a partner whose keys cannot be read: a training gateway without keys is of no use. */
export const loadKeyring = (partners: readonly Partner[]): ReadonlyMap<string, PartnerKeys> => {
  const gatewayKeys = {
    RSA: loaded(loadSigningKey('RSA', trainingGatewayPrivateKey)),
    RSA2: loaded(loadSigningKey('RSA2', trainingGatewayPrivateKey)),
  }
  return new Map(
    partners.map(({ id, md5Key, publicKeyPem }) => [
      id,
      {
        checks: {
          MD5: loaded(loadVerifyingKey('MD5', md5Key)),
          RSA: loaded(loadVerifyingKey('RSA', publicKeyPem)),
          RSA2: loaded(loadVerifyingKey('RSA2', publicKeyPem)),
        },
        signs: { MD5: loaded(loadSigningKey('MD5', md5Key)), ...gatewayKeys },
      },
    ]),
  )
}
