import type { SettingsView } from '../main/contract.ts'
import { err, ok, type Result } from '../main/domain/result.ts'
import { checkProfile } from '../main/gateway/profile.ts'
import {
  keyFaultSentences,
  loadSigningKey,
  loadVerifyingKey,
  type KeyFault,
  type SigningKey,
  type VerifyingKey,
} from '../main/gateway/signature.node.ts'
import type { Secrets } from '../main/ports.ts'
import { gatewaySettings, type GatewaySettings, type Settings, type SettingsFault } from '../main/settings.ts'
import type { KeysInput } from '../main/till.ts'
import {
  trainingGatewayPublicKey,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../main/training/account.ts'

/** What calls are made with: the account's settings and its keys, ready for use. */
export interface Account {
  readonly settings: GatewaySettings
  readonly keys: { readonly signing: SigningKey; readonly verifying: VerifyingKey }
}

export const keyNames = ['md5', 'privateKey', 'alipayPublicKey', 'sftpPassword'] as const
export type KeyName = (typeof keyNames)[number]

const keyFault = (name: KeyName, fault: KeyFault): SettingsFault => ({
  field: `keys.${name}`,
  message: keyFaultSentences[fault],
})

/** The training account: fixed, published keys that are worth nothing. */
const trainingAccount = (settings: Settings, url: string): Result<Account, readonly SettingsFault[]> =>
  load(
    gatewaySettings.parse({
      url,
      partner: trainingPartnerId,
      signType: 'RSA2',
      transName: settings.shop.name,
      extendInfo: { storeId: 'TRAINING', storeName: settings.shop.name, terminalId: settings.till },
    }),
    { privateKey: trainingMerchantPrivateKey, alipayPublicKey: trainingGatewayPublicKey },
  )

const load = (
  gateway: GatewaySettings,
  keys: Partial<Record<KeyName, string>>,
): Result<Account, readonly SettingsFault[]> => {
  const isMd5 = gateway.signType === 'MD5'
  const [ours, theirs]: readonly [KeyName, KeyName] = isMd5
    ? ['md5', 'md5']
    : ['privateKey', 'alipayPublicKey']
  const signing = loadSigningKey(gateway.signType, keys[ours] ?? '')
  const verifying = loadVerifyingKey(gateway.signType, keys[theirs] ?? '')
  if (signing.ok && verifying.ok) {
    return ok({ settings: gateway, keys: { signing: signing.value, verifying: verifying.value } })
  }
  return err([
    ...(signing.ok ? [] : [keyFault(ours, signing.error)]),
    ...(verifying.ok || isMd5 ? [] : [keyFault(theirs, verifying.error)]),
  ])
}

/** Keys given now go before those that are kept. */
const keysFor = async (
  secrets: Secrets,
  given: KeysInput | undefined,
): Promise<Result<Partial<Record<KeyName, string>>, readonly SettingsFault[]>> => {
  const keys: Partial<Record<KeyName, string>> = {}
  for (const name of keyNames) {
    const read = given?.[name] === undefined ? await secrets.read(name) : ok(given[name])
    if (!read.ok) return err([{ field: `keys.${name}`, message: read.error }])
    if (read.value !== undefined) keys[name] = read.value
  }
  return ok(keys)
}

/** The account that these settings mean, or every setting and key that is wrong or missing. */
export const accountFor = async (
  settings: Settings,
  secrets: Secrets,
  trainingUrl: string,
  given?: KeysInput,
): Promise<Result<Account, readonly SettingsFault[]>> => {
  if (settings.mode === 'training') return trainingAccount(settings, trainingUrl)
  if (settings.gateway === undefined) {
    return err([{ field: 'gateway', message: 'live payments need a gateway account' }])
  }
  const faults = checkProfile(settings.gateway, settings.currency)
  if (faults.length > 0) return err(faults)
  const keys = await keysFor(secrets, given)
  return keys.ok ? load(settings.gateway, keys.value) : keys
}

/** What the settings screen may know of the keys: that they are there, and the public half of ours. */
export const keysView = async (
  secrets: Secrets,
): Promise<Pick<SettingsView, 'keysPresent' | 'publicKeyPem'>> => {
  const keys = await keysFor(secrets, undefined)
  const kept = keys.ok ? keys.value : {}
  const keysPresent = {
    md5: kept.md5 !== undefined,
    privateKey: kept.privateKey !== undefined,
    alipayPublicKey: kept.alipayPublicKey !== undefined,
    sftpPassword: kept.sftpPassword !== undefined,
  }
  const ours = kept.privateKey === undefined ? undefined : loadSigningKey('RSA2', kept.privateKey)
  return ours?.ok === true && ours.value.publicKeyPem !== undefined
    ? { keysPresent, publicKeyPem: ours.value.publicKeyPem }
    : { keysPresent }
}
