import { noPrinter } from '../drivers/printer/none.ts'
import { createAllScanners } from '../drivers/scanner/all.node.ts'
import { noScanners } from '../drivers/scanner/none.ts'
import type { Stopped } from '../main/contract.ts'
import { testConnection } from '../main/gateway/connection-test.ts'
import { createGateway } from '../main/gateway/client.node.ts'
import { openJournal } from '../main/journal/journal.node.ts'
import { JournalFault, type Journal } from '../main/journal/journal.ts'
import { usualReserveBytes } from '../main/journal/reserve.node.ts'
import { createSeal } from '../main/payments/seal.node.ts'
import type { OperatorId } from '../main/domain/operator.ts'
import type { Log, Scanners, Secrets } from '../main/ports.ts'
import type { Settings, SettingsFault } from '../main/settings.ts'
import { createStoppedTill } from '../main/stopped-till.ts'
import { createTill, type SettingsDesk, type Till, type TillParts } from '../main/till.ts'
import { startTrainingGateway, type TrainingGateway } from '../main/training/server.node.ts'
import { accountFor, keyNames } from './account.ts'
import { cashParts } from './cash-parts.ts'
import { customerDisplayFor, displayFaults, displayLineFor } from './customer-display.ts'
import { dataFolder, type DataFolder } from './data-folder.ts'
import { createDevicesDesk, linesInside, type LinesInside } from './devices-desk.ts'
import { withIdentity } from './identity.ts'
import { openLog } from './log.ts'
import { madeSecret } from './made-secret.ts'
import { openMoney, whyNotNow } from './open-money.ts'
import { carriedPeople, pinsIn } from './people-parts.ts'
import { replaceableTill } from './replaceable-till.ts'
import { createPracticeProvider } from './practice-provider.ts'
import { printerFaults, printerPlaceFor } from './printer-place.ts'
import { logoFaults, pressFor } from './press.ts'
import { providerServerFor } from './provider-server.ts'
import { reconciliationIn } from './reconciliation-parts.ts'
import { reportsIn } from './reports-parts.ts'
import { openSecretFiles } from './secret-files.ts'
import { keepFirstZone } from './first-zone.ts'
import { faultSentence, keptSettings, writeSettingsFile } from './settings-file.ts'
import { settingsView } from './settings-view.ts'
import { systemChance, systemClock } from './system.ts'
import { version } from './version.ts'

export interface ComposeOptions {
  /** Folder of settings, journal and keys; by the platform's custom when left out. */
  readonly dataDir?: string
  /** The host's own key store. Without one, secrets are files that only their owner can read. */
  readonly secrets?: Secrets
  /** False for the command line, where every sale is its own process's. */
  readonly attended?: boolean
  /** Whether to open scanners. */
  readonly devices?: boolean
  /** A name of its own for a process without a screen: nobody signs in, and whoever started it may do everything. */
  readonly operator?: string
  /** Other paces than the usual ones, for what settings do not say. */
  readonly timing?: TillParts['timing']
  /** Disk space to set aside, bytes; the usual for live money, none for training. */
  readonly reserveBytes?: number
}

export interface ComposedTill {
  readonly till: Till
  readonly folder: DataFolder
  readonly log: Log
  readonly close: () => Promise<void>
}

const sentence = (faults: readonly SettingsFault[]): string =>
  faults.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')

/** The journal of these settings' mode. Throws `JournalFault`. */
export const openTillJournal = (
  folder: DataFolder,
  settings: Settings,
  log: Log,
  // A full disk must not stop the sale that is at the counter (reliability F29). Training has nothing to lose.
  reserveBytes = settings.mode === 'live' ? usualReserveBytes : 0,
): Journal =>
  openJournal({
    file: folder.journal(settings.mode),
    witnessFile: folder.witness(settings.mode),
    till: settings.till,
    mode: settings.mode,
    version,
    installation: { chance: systemChance },
    now: systemClock.now(),
    reserveBytes,
    onRepair: (repair) => log.warn('journal-repaired', { what: JSON.stringify(repair) }),
  })

/** The one place that picks real parts: journal file, gateway, devices, clock. */
export const composeTill = async (options: ComposeOptions): Promise<ComposedTill> => {
  const folder = dataFolder(options.dataDir)
  const log = openLog(folder.log)
  await keepFirstZone(folder, log)
  const opened = options.devices === true ? createAllScanners({ clock: systemClock, log }) : undefined
  const scanners: Scanners = opened ?? noScanners
  let training: TrainingGateway | undefined
  /** The journal of the till inside; `undefined` while there is none. */
  let inside: Journal | undefined
  /** Who changed the settings and stays at the till, and the people who go along into the other mode's journal. */
  let stays: OperatorId | undefined
  let people: ReturnType<typeof carriedPeople> = []
  let lines: LinesInside = {}

  const secretsFor = (settings: Settings): Secrets =>
    options.secrets ?? openSecretFiles(folder.folder, settings.keys)

  /** The training gateway runs inside the till, and only while it is needed. */
  const trainingUrl = async (settings: Settings): Promise<string> => {
    if (settings.training.gatewayUrl !== undefined) return settings.training.gatewayUrl
    training ??= await startTrainingGateway({
      port: 0,
      clock: systemClock,
      chance: systemChance,
      ledgerFile: folder.trainingLedger,
    })
    return training.url
  }

  const standsAgainstChange = (): string | undefined => {
    try {
      return inside && whyNotNow(openMoney(inside, systemClock.now().at))
    } catch {
      return undefined // A journal that cannot be read keeps nobody from mending the settings.
    }
  }

  const openTill = async (changed: readonly string[], goesOn: boolean): Promise<Till> => {
    inside = undefined
    const { usable: settings, faults: wrong } = await keptSettings(folder.settings)
    await opened?.choose(settings.scanners)
    const stopped = (why: Stopped['why'], detail: string): Till => {
      log.error('till-stopped', { why, detail })
      return createStoppedTill(settings, { why, detail }, desk)
    }
    if (wrong.length > 0) return stopped('settings', faultSentence(folder.settings, wrong))
    const secrets = secretsFor(settings)
    const url = settings.mode === 'training' ? await trainingUrl(settings) : ''
    const account = await accountFor(settings, secrets, url)
    if (!account.ok) return stopped('settings', sentence(account.error))
    const faults = [...printerFaults(settings), ...displayFaults(settings)]
    if (faults.length > 0) return stopped('settings', sentence(faults))
    const place = printerPlaceFor(settings)
    const displayLine = displayLineFor(settings)
    lines = linesInside(settings, place, displayLine)
    let seal
    let cash
    // Training has nothing worth a key store, and must also run where there is none.
    const files = settings.mode === 'live' ? undefined : openSecretFiles(folder.folder, settings.keys)
    try {
      seal = createSeal(await madeSecret(files ?? secrets, 'till-secret'))
      cash = await cashParts(settings, files ?? secrets, place, displayLine)
    } catch (error) {
      return stopped('secrets', (error as Error).message)
    }
    const press = await pressFor(folder.folder, settings, log)
    let journal: Journal | undefined
    try {
      journal = openTillJournal(folder, settings, log, options.reserveBytes)
      // Training ids are worth nothing to anybody, and nobody misses an old training sale.
      if (settings.mode === 'live') journal = withIdentity(journal, folder, log)
      inside = journal
      if (changed.length > 0) {
        const stamp = { now: systemClock.now(), operator: stays ?? 'technician' }
        journal.append(stamp, { kind: 'settings-changed', changed })
        if (journal.newestOfEach('operator-set').length === 0) {
          for (const body of people) journal.append(stamp, body)
        }
      }
      return createTill({
        version,
        settings,
        desk,
        journal,
        gateway: createGateway({ ...account.value, clock: systemClock }),
        clock: systemClock,
        chance: systemChance,
        seal,
        log,
        printer: place?.printer() ?? noPrinter,
        customerDisplay: customerDisplayFor(settings, displayLine),
        press,
        scanners,
        operator: () => options.operator ?? 'cashier',
        ...(options.operator === undefined ? { people: { pins: pinsIn(secrets, files), stays } } : {}),
        cash,
        reports: reportsIn(folder, settings.mode),
        reconciliation: reconciliationIn(folder, settings, {
          ...providerServerFor(settings, secrets),
          ...(settings.mode === 'training' ? { practice: createPracticeProvider(url) } : {}),
        }),
        attended: options.attended ?? true,
        ...(options.timing === undefined ? {} : { timing: options.timing }),
        goesOn,
      })
    } catch (error) {
      // Kept open, it would be in use by a till that is not there, and no mended settings could open it again.
      journal?.close()
      if (error instanceof JournalFault) {
        return stopped(error.kind === 'in-use' ? 'in-use' : 'journal', error.message)
      }
      throw error
    }
  }

  const desk: SettingsDesk = {
    devices: createDevicesDesk({
      folder,
      log,
      secretsFor,
      trainingUrl,
      scanners,
      view: () => facade.till.view(),
      lines: () => lines,
      journal: () => inside,
    }),
    read: () => settingsView(folder.settings, secretsFor),
    // Nothing is sold meanwhile, so that what was looked at here still holds when the till inside is exchanged.
    write: (settings, keys) => facade.hold(() => write(settings, keys)),
    test: async (settings, keys) => {
      const url = settings.mode === 'training' ? await trainingUrl(settings) : ''
      const account = await accountFor(settings, secretsFor(settings), url, keys)
      if (!account.ok) {
        const isKey = account.error.every(({ field }) => field.startsWith('keys'))
        return { ok: false, cause: isKey ? 'keys' : 'settings', detail: sentence(account.error) }
      }
      const gateway = createGateway({ ...account.value, clock: systemClock })
      try {
        return await testConnection(gateway, settings.currency)
      } finally {
        await gateway.close()
      }
    },
  }

  const write: SettingsDesk['write'] = async (settings, keys) => {
    const { usable: before } = await keptSettings(folder.settings)
    const { current } = facade.till.view()
    if (current?.limitInMs !== undefined || current?.payment.state === 'cancelling') {
      return { ok: false, error: [{ field: '', message: 'a payment is open; finish it first' }] }
    }
    // Training money is nobody's; live money is asked about with the account that took it, in the journal that knows it.
    const message = before.mode === 'live' ? standsAgainstChange() : undefined
    if (message !== undefined && settings.mode !== 'live') {
      return { ok: false, error: [{ field: 'mode', message }] }
    }
    if (message !== undefined && before.gateway?.partner !== settings.gateway?.partner) {
      return { ok: false, error: [{ field: 'gateway.partner', message }] }
    }
    const secrets = secretsFor(settings)
    const url = settings.mode === 'training' ? await trainingUrl(settings) : ''
    const account = await accountFor(settings, secrets, url, keys)
    const faults = [
      ...(account.ok ? [] : account.error),
      ...printerFaults(settings),
      ...displayFaults(settings),
      ...(await logoFaults(folder.folder, settings)),
    ]
    if (faults.length > 0) return { ok: false, error: faults }
    for (const name of keyNames) {
      const value = keys?.[name]
      const written = value === undefined ? undefined : await secrets.write(name, value)
      if (written?.ok === false) {
        return { ok: false, error: [{ field: `keys.${name}`, message: written.error }] }
      }
    }
    const written = await writeSettingsFile(folder.settings, settings)
    if (!written.ok) return { ok: false, error: [{ field: '', message: written.error }] }
    const changed = Object.keys(settings).filter(
      (name) =>
        JSON.stringify(before[name as keyof Settings]) !== JSON.stringify(settings[name as keyof Settings]),
    )
    stays = facade.till.view().people?.signedIn?.id
    people = inside === undefined ? [] : carriedPeople(inside)
    await facade.replace(() =>
      openTill(keys === undefined ? changed : [...changed, 'keys'], true).catch((error: unknown) =>
        createStoppedTill(settings, { why: 'settings', detail: String(error) }, desk),
      ),
    )
    return { ok: true, value: await desk.read() }
  }

  const facade = await replaceableTill(() => openTill([], false))
  return {
    till: facade.till,
    folder,
    log,
    close: async () => {
      await facade.till.close()
      await training?.close()
      await scanners.close()
    },
  }
}
