import { noDrawer } from '../drivers/drawer/none.ts'
import type { OpenLink } from '../drivers/links/link.ts'
import { findPrinters } from '../drivers/printer/found.node.ts'
import type { PrinterPlace } from '../drivers/printer/place.node.ts'
import { findUsbKeyboards } from '../drivers/scanner/hid.node.ts'
import type { TillView } from '../main/contract.ts'
import type { DevicesDesk } from '../main/desks.ts'
import { diagnose } from '../main/diagnosis/judge.ts'
import type { Journal } from '../main/journal/journal.ts'
import type { Log, Scanners, Secrets } from '../main/ports.ts'
import { codePictures } from '../main/receipts/code-pictures.ts'
import type { Settings } from '../main/settings.ts'
import { drawerFor } from './cash-parts.ts'
import { displayLineFor } from './customer-display.ts'
import type { DataFolder } from './data-folder.ts'
import { noteDrawer } from './drawer-note.ts'
import { measure } from './diagnosis/measure.ts'
import { printerPlaceFor } from './printer-place.ts'
import { scannersHeard } from './scanners-heard.ts'
import { printTestSlip } from './test-slip.ts'
import { createDisplayTry } from './try-display.ts'

/** The devices of the till inside, and the addresses that they are at: a line has one owner. */
export interface LinesInside {
  readonly printer?: { readonly address: string | undefined; readonly place: PrinterPlace | undefined }
  readonly display?: { readonly address: string | undefined; readonly line: OpenLink | undefined }
}

export const linesInside = (
  { printer, display }: Settings,
  place: PrinterPlace | undefined,
  line: OpenLink | undefined,
): LinesInside => ({
  printer: { address: printer.address, place },
  display: { address: display.pole.line, line },
})

export interface DevicesParts {
  readonly folder: DataFolder
  readonly log: Log
  readonly secretsFor: (settings: Settings) => Secrets
  readonly trainingUrl: (settings: Settings) => Promise<string>
  readonly scanners: Scanners
  readonly view: () => TillView
  readonly lines: () => LinesInside
  /** Of the till inside; `undefined` while there is none. */
  readonly journal: () => Journal | undefined
}

/** Stands in the journal and on closings, where the reasons that people type stand. */
const whyTried = { en: 'Drawer set up', zh: '设置钱箱' } as const

/** Looks for what is wrong, and tries devices before their settings are kept. */
export const createDevicesDesk = (parts: DevicesParts): DevicesDesk => {
  const placeOf = (settings: Settings): PrinterPlace | undefined => {
    const own = parts.lines().printer
    return own?.place !== undefined && own.address === settings.printer.address
      ? own.place
      : printerPlaceFor(settings)
  }
  const displayLineOf = (settings: Settings): OpenLink | undefined => {
    const own = parts.lines().display
    return own?.line !== undefined && own.address === settings.display.pole.line
      ? own.line
      : displayLineFor(settings)
  }
  const tryDisplay = createDisplayTry(() => parts.view().customer)
  return {
    diagnose: async ({ camera }) =>
      diagnose(
        await measure({
          folder: parts.folder,
          secretsFor: parts.secretsFor,
          trainingUrl: parts.trainingUrl,
          scanners: () => Promise.resolve(parts.scanners.list()),
          keyboards: () => findUsbKeyboards(),
          printer: () => parts.lines().printer?.place,
          till: { runs: true, view: parts.view },
          ...(camera === undefined ? {} : { camera }),
        }),
      ),
    listenToScanners: (choice, gone) => scannersHeard(parts, choice, gone),
    drawCode: ({ text }) => codePictures(text),
    findPrinters: () => findPrinters(),
    testPrint: async ({ settings }) => {
      const printed = await printTestSlip(placeOf(settings), settings, parts.folder, parts.log)
      return printed.ok ? { ok: true, value: true } : printed
    },
    lookAtPrinter: async ({ settings }) => (await placeOf(settings)?.look()) ?? 'not-configured',
    drawerLevel: async ({ settings }) => (await placeOf(settings)?.drawerLevel()) ?? 'unknown',
    tryDrawer: async ({ settings }) => {
      const drawer = drawerFor(settings, placeOf(settings), displayLineOf(settings))
      if (drawer === noDrawer) return { ok: false, error: 'not-configured' }
      try {
        // Only what is in the books opens the drawer.
        const why = whyTried[settings.language]
        const operator = parts.view().people?.signedIn?.id
        if (!noteDrawer(parts.journal(), parts.log, why, operator)) return { ok: false, error: 'not-kept' }
        const opened = await drawer.open()
        return opened.ok ? { ok: true, value: true } : opened
      } finally {
        await drawer.close()
      }
    },
    tryDisplay: ({ settings }) => tryDisplay(settings, displayLineOf(settings)),
    customerPage: (tell) => tell(),
  }
}
