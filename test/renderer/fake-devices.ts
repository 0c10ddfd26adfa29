import type { CustomerPage, DrawerLevel, FoundPrinter, PrinterLook } from '../../main/contract/devices.ts'
import type { Diagnosis } from '../../main/domain/diagnosis.ts'
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
}

export const deviceAnswers = (): DeviceAnswers => ({
  diagnosis: { findings: [{ check: 'gateway', state: 'well', detail: '212 ms' }] },
  printers: [],
  testPrint: { ok: true, value: true },
  look: 'well',
  drawerLevel: 'low',
  drawer: { ok: true, value: true },
  display: { ok: true, value: true },
  customerPage: { address: 'http://127.0.0.1:8443/display#sample-token', open: 0 },
})

export const fakeDevices = (answer: Answering, given: DeviceAnswers): TillClient['devices'] => ({
  diagnose: (input) => answer('devices.diagnose', input, () => given.diagnosis),
  customerPage: () => answer('devices.customerPage', undefined, () => given.customerPage),
  findPrinters: () => answer('devices.findPrinters', undefined, () => given.printers),
  testPrint: (input) => answer('devices.testPrint', input, () => given.testPrint),
  lookAtPrinter: (input) => answer('devices.lookAtPrinter', input, () => given.look),
  tryDrawer: (input) => answer('devices.tryDrawer', input, () => given.drawer),
  tryDisplay: (input) => answer('devices.tryDisplay', input, () => given.display),
  drawerLevel: (input) => answer('devices.drawerLevel', input, () => given.drawerLevel),
})
