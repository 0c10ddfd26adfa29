import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where a till keeps everything, by the platform's custom. */
const defaultDataFolder = (): string => {
  if (process.platform === 'win32') {
    return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Spot Till')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Spot Till')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'spot-till')
}

export interface DataFolder {
  readonly folder: string
  readonly settings: string
  readonly log: string
  readonly journal: (mode: 'live' | 'training') => string
  /** In another folder than the journal, so that one careless deletion does not take both. */
  readonly witness: (mode: 'live' | 'training') => string
  /** The provider's files as they came. */
  readonly providerFiles: (mode: 'live' | 'training') => string
  readonly trainingLedger: string
  /** Beside the folder and not in it, so that it does not come back with an old copy of it. */
  readonly lastSeen: string
}

export const dataFolder = (given: string | undefined): DataFolder => {
  const folder = resolve(given ?? process.env['SPOT_TILL_DATA'] ?? defaultDataFolder())
  return {
    folder,
    settings: join(folder, 'settings.json'),
    log: join(folder, 'log', 'till.log'),
    journal: (mode) => join(folder, mode, 'journal.sqlite'),
    witness: (mode) => join(folder, 'witness', `${mode}.log`),
    providerFiles: (mode) => join(folder, mode, 'provider-files'),
    trainingLedger: join(folder, 'training', 'gateway.json'),
    lastSeen: `${folder}.last-seen.json`,
  }
}
