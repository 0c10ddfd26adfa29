import type { Log, Scanners, Secrets } from '../../main/ports.ts'
import type { SettingsDesk } from '../../main/till.ts'

/** Parts of a till that a test has no need of. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const noScanners: Scanners = {
  list: () => [],
  onScan: () => () => undefined,
  onBroken: () => () => undefined,
  onPiece: () => () => undefined,
  onChange: () => () => undefined,
  tell: () => undefined,
  close: () => Promise.resolve(),
}
export const noSecrets: Secrets = {
  read: () => Promise.resolve({ ok: true, value: undefined }),
  write: () => Promise.resolve({ ok: true, value: undefined }),
}
const refuse = () => Promise.reject(new Error('there is no settings desk here'))
export const noDesk: SettingsDesk = { read: refuse, write: refuse, test: refuse }
