import { onLines } from '../../app/cli/scanners-here.ts'
import { createHidScanners, findUsbKeyboards } from '../../drivers/scanner/hid.node.ts'
import type { ScannerInfo } from '../../main/ports.ts'
import { systemClock } from '../../app/system.ts'
import { usbBus } from '../devices/usb-bus.ts'
import { broken, within, type Fault } from './fault.ts'
import { judged, silent } from './shop.ts'
import { closedPort } from './closed-port.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const path = '/dev/hidraw-of-nobody'
const serialLine = { path: '/dev/ttyOfNobody', baud: 9600, suffix: 'cr', acknowledge: false } as const
const scanner = { manufacturer: 'Honeywell', product: 'Xenon 1900', vendorId: 0x0c2e }

/** What the driver says of scanners on a bus in which something is wrong. */
const scannersOn =
  (bus: ReturnType<typeof usbBus>, meanwhile: () => void = () => undefined) =>
  async (): Promise<readonly ScannerInfo[]> => {
    const scanners = createHidScanners({
      clock: systemClock,
      log: silent,
      loadHid: () => Promise.resolve(bus.source),
    })
    await pause(100)
    meanwhile()
    await pause(1200)
    await scanners.close()
    return scanners.list()
  }
const withScanners =
  (scanners: () => Promise<readonly ScannerInfo[]>): Fault['play'] =>
  () =>
    within({}, async (shop) => judged(await shop.look({ scanners })))

/** What is wrong with printer, scanner and camera. */
export const deviceFaults: readonly Fault[] = [
  {
    what: 'no printer is set up',
    by: 'settings without an address',
    names: 'printer-none',
    play: broken((shop) => shop.set((settings) => Object.assign(settings, { printer: {} }))),
  },
  {
    what: 'the printer is off',
    by: 'a port on which nobody listens',
    names: 'printer-offline',
    play: broken(async (shop) => {
      const port = await closedPort()
      shop.set((settings) => Object.assign(settings, { printer: { address: `127.0.0.1:${port}` } }))
    }),
  },
  {
    what: 'the paper has run out',
    by: 'a printer over TCP that says so',
    names: 'printer-paper',
    play: broken((shop) => Object.assign(shop.printer.condition, { paperLeft: 0 })),
  },
  {
    what: 'the cover is open',
    by: 'a printer over TCP that says so',
    names: 'printer-cover',
    play: broken((shop) => Object.assign(shop.printer.condition, { coverOpen: true })),
  },
  {
    what: 'the printer tells nothing of itself',
    by: 'a printer over TCP that answers no question',
    names: 'printer-silent',
    play: broken((shop) => Object.assign(shop.printer.condition, { answersNow: false })),
  },
  {
    what: 'the printer address is mistyped',
    by: 'an address with too large a port',
    names: 'printer-address',
    play: broken((shop) =>
      shop.set((settings) => Object.assign(settings, { printer: { address: '192.168.1.50:910000' } })),
    ),
  },
  {
    what: 'a scanner works',
    by: 'a HID POS scanner on a simulated bus',
    names: 'nothing',
    play: () => {
      const bus = usbBus()
      bus.plug(path, scanner)
      return withScanners(scannersOn(bus))()
    },
  },
  {
    what: 'the USB library is not installed',
    by: 'the error of node-hid without libusb',
    names: 'scanner-library',
    play: withScanners(async () => {
      const scanners = createHidScanners({
        clock: systemClock,
        log: silent,
        loadHid: () => Promise.reject(new Error('libusb-1.0.so.0: cannot open shared object file')),
      })
      await scanners.close()
      return scanners.list()
    }),
  },
  {
    what: 'this user may not open the scanner',
    by: "a bus that refuses as the kernel does without a rule for the scanner's device",
    names: 'scanner-rights',
    play: () => {
      const bus = usbBus()
      bus.plug(path, scanner)
      bus.refused.add(path)
      return withScanners(scannersOn(bus))()
    },
  },
  {
    what: 'the scanner was unplugged',
    by: 'a bus from which it is pulled',
    names: 'scanner-lost',
    play: () => {
      const bus = usbBus()
      bus.plug(path, scanner)
      return withScanners(scannersOn(bus, () => bus.unplug(path)))()
    },
  },
  {
    what: 'the serial scanner of the settings is not plugged in',
    by: 'the driver, and a port that is not there',
    names: 'scanner-lost',
    play: withScanners(() => onLines(silent, [serialLine])),
  },
  {
    what: 'a scanner types as a keyboard, and could be HID POS',
    by: 'a keyboard on a simulated bus with the number of a maker of scanners',
    names: 'scanner-as-keyboard',
    play: () => {
      const bus = usbBus()
      bus.plug(path, { ...scanner, vendorId: 0x05e0, productId: 0x1200, usagePage: 1, usage: 6 })
      const keyboards = () => findUsbKeyboards(() => Promise.resolve(bus.source))
      return within({}, async (shop) => judged(await shop.look({ keyboards })))
    },
  },
  {
    what: 'the camera is not allowed',
    by: 'what the page says of it (the page itself: test/journeys/diagnosis)',
    names: 'camera-denied',
    play: () => within({}, async (shop) => judged(await shop.look({ camera: 'denied' }))),
  },
]
