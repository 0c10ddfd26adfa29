import type { PrinterPlace } from '../../drivers/printer/place.node.ts'
import type { ConnectionTest, TillView } from '../../main/contract.ts'
import type { Facts } from '../../main/diagnosis/facts.ts'
import type { CameraSeen } from '../../main/domain/diagnosis.ts'
import type { UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import { createGateway } from '../../main/gateway/client.node.ts'
import { testConnection } from '../../main/gateway/connection-test.ts'
import type { Journal } from '../../main/journal/journal.ts'
import type { ScannerInfo, Secrets } from '../../main/ports.ts'
import type { Settings } from '../../main/settings.ts'
import { accountFor } from '../account.ts'
import type { DataFolder } from '../data-folder.ts'
import { openSecretFiles } from '../secret-files.ts'
import { keptSettings } from '../settings-file.ts'
import { systemClock } from '../system.ts'
import { measurePrinter, measureScanners } from './devices.ts'
import { measureFolder } from './disk.ts'
import { journalOfRunning, measureJournal, peopleIn } from './journal.ts'
import { measureAccount } from './keys.ts'
import { measureLine, plainDate, type LineParts } from './line.ts'

/** Where to look, from a till that runs or from a command beside a closed one. */
export interface Place {
  readonly folder: DataFolder
  readonly secretsFor: (settings: Settings) => Secrets
  /** Where the practice gateway of these settings is. */
  readonly trainingUrl: (settings: Settings) => Promise<string>
  readonly scanners: () => Promise<readonly ScannerInfo[]>
  /** Of this machine: a scanner that types is one of them. */
  readonly keyboards: () => Promise<readonly UsbKeyboard[]>
  readonly till:
    | { readonly runs: true; readonly view: () => TillView }
    | { readonly runs: false; readonly openJournal: (settings: Settings) => Journal }
  /** The till's own, while it has one. */
  readonly printer?: () => PrinterPlace | undefined
  readonly camera?: CameraSeen
  readonly line?: LineParts & {
    /** Where the gateway's host tells its clock without TLS. */
    readonly plainPort?: number
  }
}

/** A first call that was slower than this is made once more: a handshake is no pace, milliseconds. */
const secondTryMs = 1000

const askGateway = async (
  settings: Settings,
  place: Place,
  url: string,
): Promise<Pick<Facts, 'gateway' | 'clockAheadMs'>> => {
  const account = await accountFor(settings, place.secretsFor(settings), url)
  if (!account.ok) return {}
  const { certificateAuthority } = place.line ?? {}
  const gateway = createGateway({
    ...account.value,
    clock: systemClock,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  })
  const try_ = (): Promise<ConnectionTest> => testConnection(gateway, settings.currency)
  try {
    const test = await try_()
    const again = test.ok && test.tookMs > secondTryMs ? await try_() : undefined
    const tookMs = test.ok
      ? Math.min(test.tookMs, again?.ok === true ? again.tookMs : test.tookMs)
      : undefined
    const answeredAt = test.ok ? test.answeredAt : undefined
    return {
      gateway: { url: account.value.settings.url, test, ...(tookMs === undefined ? {} : { tookMs }) },
      ...(answeredAt === undefined ? {} : { clockAheadMs: systemClock.now().at - answeredAt }),
    }
  } finally {
    await gateway.close()
  }
}

/** The way to the gateway, and when it leads there one harmless question. */
const measureGateway = async (
  settings: Settings,
  place: Place,
  account: Facts['account'],
): Promise<Pick<Facts, 'line' | 'gateway' | 'clockAheadMs'>> => {
  const url = settings.mode === 'training' ? await place.trainingUrl(settings) : settings.gateway?.url
  if (url === undefined) return {}
  const line = await measureLine(url, place.line)
  if (line.tls === 'expired' || line.tls === 'not-yet') {
    const date = await plainDate(line.host, place.line?.plainPort ?? 80, 2000)
    return { line, ...(date === undefined ? {} : { clockAheadMs: systemClock.now().at - date }) }
  }
  const isThrough = line.tls === 'plain' || line.tls === 'good'
  const isWhole =
    account?.ours === undefined && account?.theirs === undefined && account?.faults === undefined
  return isThrough && isWhole ? { line, ...(await askGateway(settings, place, url)) } : { line }
}

const journalFacts = async (
  settings: Settings,
  place: Place,
  stores: readonly Secrets[],
): Promise<Pick<Facts, 'journal' | 'people'>> => {
  if (!place.till.runs) {
    const { openJournal } = place.till
    return measureJournal(place.folder, settings, stores, () => openJournal(settings))
  }
  const view = place.till.view()
  const journal = journalOfRunning(place.folder, settings, view)
  const people = await peopleIn(view.people !== undefined, stores)
  return { ...(journal === undefined ? {} : { journal }), people }
}

/** Measures everything that can be measured from here, judges nothing, changes nothing and sells nothing. */
export const measure = async (place: Place): Promise<Facts> => {
  const ground = await measureFolder(place.folder.folder)
  const scanned = measureScanners(await place.scanners(), await place.keyboards())
  const camera = place.camera === undefined ? {} : { camera: place.camera }
  if (ground.folder?.fault !== undefined) return { ...ground, scanners: await scanned, ...camera }
  const { faults, usable: settings } = await keptSettings(place.folder.settings)
  const read = { settings: { file: place.folder.settings, faults } }
  if (faults.length > 0) return { ...ground, ...read, scanners: await scanned, ...camera }
  const secrets = place.secretsFor(settings)
  // Training has nothing worth a key store, and must also run where there is none.
  const files = openSecretFiles(place.folder.folder, settings.keys)
  const store = await (settings.mode === 'live' ? secrets : files).read('till-secret')
  const account = await measureAccount(settings, secrets)
  const writable = ground.disk?.fault === undefined
  const [books, way, printer, scanners] = await Promise.all([
    writable ? journalFacts(settings, place, [secrets, files]) : {},
    measureGateway(settings, place, account),
    measurePrinter(settings, place.printer?.()),
    scanned,
  ])
  return {
    ...ground,
    ...read,
    secrets: store.ok ? {} : { fault: store.error },
    account,
    ...books,
    refundsLimited: settings.people.refundLimit !== undefined,
    ...way,
    printer,
    drawer: settings.cash.enabled && settings.cash.drawer !== 'none' ? 'by-printer' : 'none',
    scanners,
    ...camera,
  }
}
