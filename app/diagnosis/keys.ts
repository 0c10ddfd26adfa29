import type { AccountFact, KeyFact } from '../../main/diagnosis/facts.ts'
import { checkProfile } from '../../main/gateway/profile.ts'
import {
  keyFaultSentences,
  loadSigningKey,
  loadVerifyingKey,
  type KeyFault,
} from '../../main/gateway/signature.node.ts'
import type { Secrets } from '../../main/ports.ts'
import type { Settings } from '../../main/settings.ts'
import type { KeyName } from '../account.ts'

const factOf: Readonly<Record<KeyFault, KeyFact>> = {
  empty: 'missing',
  'not-a-key': 'not-a-key',
  encrypted: 'encrypted',
  'private-key-wanted': 'other-half',
  'public-key-wanted': 'other-half',
  'not-rsa': 'not-a-key',
  'too-short': 'too-short',
}

interface Material {
  readonly text?: string
  readonly fault?: { readonly fault: KeyFact; readonly detail: string }
}
const read = async (secrets: Secrets, name: KeyName): Promise<Material> => {
  const kept = await secrets.read(name)
  if (!kept.ok) return { fault: { fault: 'unreadable', detail: kept.error } }
  return kept.value === undefined ? { fault: { fault: 'missing', detail: name } } : { text: kept.value }
}

/** Looks at the account as far as that goes without a network: what is set, and whether the keys are keys. */
export const measureAccount = async (settings: Settings, secrets: Secrets): Promise<AccountFact> => {
  const { mode, gateway } = settings
  if (mode === 'training') return { mode }
  if (gateway === undefined) return { mode, missing: true }
  const faults = checkProfile(gateway, settings.currency)
  if (faults.length > 0) return { mode, faults }
  const { signType } = gateway
  const [ourName, theirName]: readonly [KeyName, KeyName] =
    signType === 'MD5' ? ['md5', 'md5'] : ['privateKey', 'alipayPublicKey']
  const our = await read(secrets, ourName)
  if (our.fault !== undefined) return { mode, ours: our.fault }
  const signing = loadSigningKey(signType, our.text ?? '')
  if (!signing.ok)
    return { mode, ours: { fault: factOf[signing.error], detail: keyFaultSentences[signing.error] } }
  const their = await read(secrets, theirName)
  if (their.fault !== undefined) return { mode, theirs: their.fault }
  const verifying = loadVerifyingKey(signType, their.text ?? '')
  if (!verifying.ok) {
    return { mode, theirs: { fault: factOf[verifying.error], detail: keyFaultSentences[verifying.error] } }
  }
  const { publicKeyPem } = verifying.value
  return publicKeyPem !== undefined && publicKeyPem === signing.value.publicKeyPem
    ? { mode, theirs: { fault: 'is-ours', detail: theirName } }
    : { mode }
}
