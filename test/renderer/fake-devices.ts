import type { DrawerLevel, FoundPrinter } from '../../main/contract/devices.ts'
import type { Diagnosis } from '../../main/domain/diagnosis.ts'
import type { TillClient } from '../../renderer/connection.ts'
import type { Answering } from './fake-desks.ts'

export interface DeviceAnswers {
  diagnosis: Diagnosis
  printers: readonly FoundPrinter[]
  testPrint: Awaited<ReturnType<TillClient['devices']['testPrint']>>
  drawerLevel: DrawerLevel
}

export const deviceAnswers = (): DeviceAnswers => ({
  diagnosis: { findings: [{ check: 'gateway', state: 'well', detail: '212 ms' }] },
  printers: [],
  testPrint: { ok: true, value: true },
  drawerLevel: 'low',
})

export const fakeDevices = (answer: Answering, given: DeviceAnswers): TillClient['devices'] => ({
  diagnose: (input) => answer('devices.diagnose', input, () => given.diagnosis),
  customerPage: () => answer('devices.customerPage', undefined, () => null),
  findPrinters: () => answer('devices.findPrinters', undefined, () => given.printers),
  testPrint: (input) => answer('devices.testPrint', input, () => given.testPrint),
  drawerLevel: (input) => answer('devices.drawerLevel', input, () => given.drawerLevel),
})
