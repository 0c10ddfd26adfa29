import { findPrinters } from '../drivers/printer/found.node.ts'
import type { PrinterPlace } from '../drivers/printer/place.node.ts'
import type { TillView } from '../main/contract.ts'
import type { DevicesDesk } from '../main/desks.ts'
import { diagnose } from '../main/diagnosis/judge.ts'
import type { Log, Scanners, Secrets } from '../main/ports.ts'
import type { Settings } from '../main/settings.ts'
import type { DataFolder } from './data-folder.ts'
import { measure } from './diagnosis/measure.ts'
import { printerPlaceFor } from './printer-place.ts'
import { printTestSlip } from './test-slip.ts'

export interface PrinterInside {
  readonly address?: string | undefined
  readonly place?: PrinterPlace | undefined
}

export interface DevicesParts {
  readonly folder: DataFolder
  readonly log: Log
  readonly secretsFor: (settings: Settings) => Secrets
  readonly trainingUrl: (settings: Settings) => Promise<string>
  readonly scanners: Scanners
  readonly view: () => TillView
  /** The printer of the till inside and the address that it is at: a line has one owner. */
  readonly printer: () => PrinterInside
}

/** Looks for what is wrong, and tries devices before their settings are kept. */
export const createDevicesDesk = (parts: DevicesParts): DevicesDesk => {
  const placeOf = (settings: Settings): PrinterPlace | undefined => {
    const own = parts.printer()
    return own.place !== undefined && own.address === settings.printer.address
      ? own.place
      : printerPlaceFor(settings)
  }
  return {
    diagnose: async ({ camera }) =>
      diagnose(
        await measure({
          folder: parts.folder,
          secretsFor: parts.secretsFor,
          trainingUrl: parts.trainingUrl,
          scanners: () => Promise.resolve(parts.scanners.list()),
          printer: () => parts.printer().place,
          till: { runs: true, view: parts.view },
          ...(camera === undefined ? {} : { camera }),
        }),
      ),
    findPrinters: () => findPrinters(),
    testPrint: async ({ settings }) => {
      const printed = await printTestSlip(placeOf(settings), settings, parts.folder, parts.log)
      return printed.ok ? { ok: true, value: true } : printed
    },
    drawerLevel: async ({ settings }) => (await placeOf(settings)?.drawerLevel()) ?? 'unknown',
  }
}
