import type { CustomerPage, DrawerLevel, FoundPrinter, PrinterLook } from '../../main/contract/devices.ts'
import type { CodePictures } from '../../main/contract/scanners.ts'
import type { Diagnosis } from '../../main/domain/diagnosis.ts'
import type { ScannerHeard } from '../../main/domain/scanner-heard.ts'
import type { TillClient } from '../../renderer/connection.ts'
import type { Answering } from './fake-desks.ts'

export interface DeviceAnswers {
  diagnosis: Diagnosis
  printers: readonly FoundPrinter[]
  testPrint: Awaited<ReturnType<TillClient['devices']['testPrint']>>
  look: PrinterLook
  drawerLevel: DrawerLevel
  drawer: Awaited<ReturnType<TillClient['devices']['tryDrawer']>>
  display: Awaited<ReturnType<TillClient['devices']['tryDisplay']>>
  customerPage: CustomerPage
  code: CodePictures
  scanners: FakeScanners
}

/** Scanners that a test makes heard. */
export interface FakeScanners {
  readonly hear: (heard: ScannerHeard) => void
  readonly listen: (gone?: AbortSignal) => AsyncGenerator<ScannerHeard, void, void>
}

const fakeScanners = (): FakeScanners => {
  const pages = new Set<(heard: ScannerHeard) => void>()
  return {
    hear: (heard) => {
      for (const page of pages) page(heard)
    },
    listen: async function* (gone) {
      const waiting: ScannerHeard[] = [{ type: 'around', keyboards: [], ports: [] }]
      let wake = (): void => {}
      const page = (heard: ScannerHeard): void => {
        waiting.push(heard)
        wake()
      }
      let left = false
      gone?.addEventListener('abort', () => {
        left = true
        wake()
      })
      pages.add(page)
      try {
        for (;;) {
          if (left) return
          const heard = waiting.shift()
          if (heard === undefined) await new Promise<void>((resolve) => (wake = resolve))
          else yield heard
        }
      } finally {
        pages.delete(page)
      }
    },
  }
}

const codePicture = `<svg xmlns="http://www.w3.org/2000/svg" width="264" height="224"><path d="M20 20h80v80h-80z"/></svg>`

export const deviceAnswers = (): DeviceAnswers => ({
  diagnosis: { findings: [{ check: 'gateway', state: 'well', detail: '212 ms' }] },
  printers: [],
  testPrint: { ok: true, value: true },
  look: 'well',
  drawerLevel: 'low',
  drawer: { ok: true, value: true },
  display: { ok: true, value: true },
  customerPage: { address: 'http://127.0.0.1:8443/display#sample-token', open: 0 },
  code: { qr: codePicture, bars: codePicture },
  scanners: fakeScanners(),
})

export const fakeDevices = (answer: Answering, given: DeviceAnswers): TillClient['devices'] => ({
  diagnose: (input) => answer('devices.diagnose', input, () => given.diagnosis),
  customerPage: () => answer('devices.customerPage', undefined, () => given.customerPage),
  listenToScanners: (input, options) =>
    // A generator does all that the client's own class of iterators does.
    answer('devices.listenToScanners', input, () => given.scanners.listen(options?.signal)) as never,
  drawCode: (input) => answer('devices.drawCode', input, () => given.code),
  findPrinters: () => answer('devices.findPrinters', undefined, () => given.printers),
  testPrint: (input) => answer('devices.testPrint', input, () => given.testPrint),
  lookAtPrinter: (input) => answer('devices.lookAtPrinter', input, () => given.look),
  tryDrawer: (input) => answer('devices.tryDrawer', input, () => given.drawer),
  tryDisplay: (input) => answer('devices.tryDisplay', input, () => given.display),
  drawerLevel: (input) => answer('devices.drawerLevel', input, () => given.drawerLevel),
})
