import { createHidScanners } from '../../drivers/scanner/hid.node.ts'
import type { Log } from '../../main/ports.ts'
import { suite } from './contract-suite.ts'
import { handClock } from './hand-clock.ts'
import { makers, scannerContract, type ScannerBench } from './scanner-contract.ts'
import { usbBus } from './usb-bus.ts'

const noLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
const stepMs = 20

/** Scanners on a simulated bus, and time that passes when it is told to. */
const simulated = (): ScannerBench => {
  const bus = usbBus()
  const { clock, pass } = handClock()
  const codes: string[] = []
  let scanners: ReturnType<typeof createHidScanners> | undefined
  let files = 0
  return {
    plug: (layout) => {
      const { name, ...ids } = makers[layout]
      const [manufacturer = '', product = ''] = name.split(' ')
      let path = ''
      const plugIn = (): Promise<void> => {
        path = `/dev/hidraw${files++}`
        bus.plug(path, { ...ids, manufacturer, product })
        return Promise.resolve()
      }
      return plugIn().then(() => ({
        send: async (reports) => {
          bus.scan(path, reports)
          await pass(1)
        },
        pullCable: () => Promise.resolve(bus.unplug(path)),
        plugAgain: plugIn,
      }))
    },
    startDriver: () => {
      scanners = createHidScanners({ clock, log: noLog, loadHid: () => Promise.resolve(bus.source) })
      scanners.onScan((text) => codes.push(text))
      return Promise.resolve()
    },
    list: () => scanners?.list() ?? [],
    codes: () => codes,
    within: async (ms, isSo) => {
      for (let passed = 0; passed < ms && !isSo(); passed += stepMs) await pass(stepMs)
      return isSo()
    },
    freeze: () => Promise.resolve(bus.freeze()),
    thaw: () => Promise.resolve(bus.thaw()),
    close: () => scanners?.close() ?? Promise.resolve(),
  }
}

for (const layout of ['H', 'Z', 'N'] as const) {
  suite(`F39 HID POS, ${makers[layout].name}: a scanner`, scannerContract(layout), simulated)
}
