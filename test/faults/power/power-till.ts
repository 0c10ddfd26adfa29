import { accountFor } from '../../../app/account.ts'
import { systemChance, systemClock } from '../../../app/system.ts'
import { noPrinter } from '../../../drivers/printer/none.ts'
import type { ChaseTiming } from '../../../main/domain/payment.ts'
import type { RefundTiming } from '../../../main/domain/refund.ts'
import { createGateway } from '../../../main/gateway/client.node.ts'
import { openJournal } from '../../../main/journal/journal.node.ts'
import type { Journal } from '../../../main/journal/journal.ts'
import type { Repair } from '../../../main/journal/recovery.node.ts'
import { createSeal } from '../../../main/payments/seal.node.ts'
import type { GatewayLink, Printer } from '../../../main/ports.ts'
import { settingsSchema } from '../../../main/settings.ts'
import { createTill, type Till } from '../../../main/till.ts'
import { noDesk, noScanners, noSecrets, silent } from '../../till/absent-parts.ts'

/** A day of the shop in so little of its time: 6 s of a customer are 0.12 s. */
export const speed = 50

const timing: { readonly chase: Partial<ChaseTiming>; readonly refund: RefundTiming } = {
  chase: {
    firstQueryMs: 60,
    queryEveryMs: 50,
    limitMs: 900,
    cancelEveryMs: 50,
    cancelEveryMsMax: 400,
    confirmRefusalMs: 50,
    watchSoonMs: 600,
    watchLaterMs: 1500,
  },
  refund: { repeatMs: 50, repeatMsMax: 400, fundsMs: 100, queryMs: 50, queryMsMax: 200, watchMs: [600_000] },
}

export interface TillFiles {
  readonly file: string
  readonly witnessFile: string
}

export interface PowerTill {
  readonly till: Till
  readonly journal: Journal
  readonly repairs: readonly Repair[]
}

export interface PowerTillOptions {
  readonly attended: boolean
  readonly reserveBytes?: number
  readonly printer?: Printer
  /** How long a call may take and a payment be asked about, ms. Long where the end is compared, on a busy machine. */
  readonly deadlineMs?: number
  readonly limitMs?: number
  /** Stands between the engine and its journal or gateway, to watch and to hold, never to change what is said. */
  readonly around?: {
    readonly journal?: (journal: Journal) => Journal
    readonly gateway?: (gateway: GatewayLink) => GatewayLink
  }
}

/** The selling till as it is, on a real journal file and a real connection, only quicker than a shop. Throws `JournalFault`. */
export const openPowerTill = async (
  { file, witnessFile }: TillFiles,
  gatewayUrl: string,
  {
    attended,
    reserveBytes = 0,
    printer = noPrinter,
    deadlineMs = 400,
    limitMs,
    around = {},
  }: PowerTillOptions,
): Promise<PowerTill> => {
  const settings = settingsSchema.parse({
    shop: { name: 'Corner Shop' },
    ...(printer === noPrinter ? {} : { printer: { address: '127.0.0.1:9100', copies: 'customer' } }),
  })
  const account = await accountFor(settings, noSecrets, gatewayUrl)
  if (!account.ok) throw new Error(JSON.stringify(account.error))
  const repairs: Repair[] = []
  const journal = openJournal({
    file,
    witnessFile,
    till: settings.till,
    mode: settings.mode,
    version: '0.0.0',
    installation: { digits: '123456789' },
    now: systemClock.now(),
    reserveBytes,
    onRepair: (repair) => repairs.push(repair),
  })
  const gateway = createGateway({
    settings: { ...account.value.settings, deadlineMs, connectTimeoutMs: deadlineMs / 2 },
    keys: account.value.keys,
    clock: systemClock,
  })
  try {
    const till = createTill({
      version: '0.0.0',
      settings,
      desk: noDesk,
      journal: around.journal?.(journal) ?? journal,
      gateway: around.gateway?.(gateway) ?? gateway,
      clock: systemClock,
      chance: systemChance,
      seal: createSeal(Buffer.alloc(32, 7)),
      log: silent,
      printer,
      scanners: noScanners,
      operator: () => 'anna',
      attended,
      timing: limitMs === undefined ? timing : { ...timing, chase: { ...timing.chase, limitMs } },
    })
    return { till, journal, repairs }
  } catch (error) {
    journal.close()
    throw error
  }
}
