import { sftpServer } from '../drivers/sftp/server.node.ts'
import type { ProviderServer, Secrets } from '../main/ports.ts'
import type { ServerPlaces } from '../main/reconciliation/server-places.ts'
import type { Settings } from '../main/settings.ts'
import { trainingPartnerId } from '../main/training/account.ts'

/** Whose files this till reconciles; '' while nobody has said it, and then files of any account are taken. */
export const filedAccount = ({ mode, reconciliation, gateway }: Settings): string =>
  reconciliation.account ?? (mode === 'training' ? trainingPartnerId : (gateway?.partner ?? ''))

/** The provider's server by the settings; none while no host is set. The password is read at every visit. */
export const providerServerFor = (
  settings: Settings,
  secrets: Secrets,
): { readonly server?: ProviderServer; readonly places: ServerPlaces } => {
  const { host, port, user = '', hostKey, directory, fileNames } = settings.reconciliation.sftp
  const places = { account: filedAccount(settings), directory, fileNames }
  if (host === undefined) return { places }
  const password = (): ReturnType<Secrets['read']> => secrets.read('sftpPassword')
  return { places, server: sftpServer({ host, port, user, hostKey, password }) }
}
