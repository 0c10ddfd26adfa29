import { err } from '../../main/domain/result.ts'
import type { Drawer, Printer, PrintFault } from '../../main/ports.ts'
import { createJobDrawer } from '../drawer/job.ts'
import { kick, type DrawerPin } from '../drawer/kick.ts'
import { createLineDrawer, type DrawerSwitch } from '../drawer/line.ts'
import type { OpenLink } from '../links/link.ts'
import { serialLink } from '../links/serial.node.ts'
import { tcpLink } from '../links/tcp.node.ts'
import { inTurns } from '../links/turns.ts'
import { findUsbPrinters, usbFileLink } from '../links/usb-file.node.ts'
import type { PrinterAddress } from './address.ts'
import { createCupsSpooler, type CupsOptions } from './cups.node.ts'
import { createLinePrinter } from './line.ts'
import { printerTimingDefault, sessionOn, type PrinterTiming } from './session.ts'
import { createSpooledPrinter, type Spooler, type SpoolerTiming } from './spooler.ts'
import { createWindowsSpooler } from './windows.ts'
import { loadWinspool } from './winspool.node.ts'

/** What stands at an address: the printer, and the drawer that hangs on it. */
export interface PrinterPlace {
  readonly printer: (timings?: Partial<PrinterTiming & SpoolerTiming>) => Printer
  readonly drawer: (pin: DrawerPin, wiring?: DrawerSwitch) => Drawer
  /** How it is now. `silent`: it is there and does not say, as many are. */
  readonly look: () => Promise<'well' | 'silent' | PrintFault>
  /** Level of the drawer's switch, to learn which one is open. Only a line tells it, never a queue. */
  readonly drawerLevel: () => Promise<'high' | 'low' | 'unknown'>
}

const connectMs = 3000
/** A slow line still has a receipt in it when the last byte was given to it, and its printer a part of one. */
const slowLineMs = 12_000
/** What the systems keep of a serial line that has not left yet. */
const serialKeepsBytes = 4096
const serialLineMs = (baud: number): number => slowLineMs + (serialKeepsBytes * 10 * 1000) / baud

const onlyUsbPrinter: OpenLink = async (signal) => {
  const [first, ...others] = await findUsbPrinters()
  return first === undefined || others.length > 0 ? err('offline') : await usbFileLink(first.path)(signal)
}

const atLine = (open: OpenLink, usual: Partial<PrinterTiming> = {}): PrinterPlace => {
  const visit = async <T>(
    work: (session: ReturnType<typeof sessionOn>) => Promise<T>,
  ): Promise<T | PrintFault> => {
    const link = await open(new AbortController().signal)
    if (!link.ok) return link.error
    const session = sessionOn(link.value, printerTimingDefault)
    try {
      return await work(session)
    } finally {
      await session.drop()
    }
  }
  return {
    printer: (timings) => createLinePrinter(open, { ...usual, ...timings }),
    drawer: (pin, wiring) => createLineDrawer(open, kick(pin), wiring),
    look: async () => {
      const health = await visit((session) => session.health())
      return health === 'gone' ? 'offline' : health
    },
    drawerLevel: async () => {
      const level = await visit((session) => session.drawerLevel())
      return level === 'high' || level === 'low' ? level : 'unknown'
    },
  }
}

const atQueue = (spooler: Spooler): PrinterPlace => {
  const printer: PrinterPlace['printer'] = (timings) => createSpooledPrinter(spooler, timings)
  return {
    printer,
    drawer: (pin) => createJobDrawer(printer(), kick(pin)),
    look: async () => {
      const { refuses, said } = await spooler.state()
      return refuses ?? said ?? 'well'
    },
    drawerLevel: () => Promise.resolve('unknown'),
  }
}

/** The printer at an address. One place serves receipts and drawer, which take turns where only one may have the line. */
export const printerAt = (address: PrinterAddress, cups: CupsOptions = {}): PrinterPlace => {
  switch (address.kind) {
    case 'tcp':
      return atLine(inTurns(tcpLink(address, connectMs)))
    case 'usb':
      return atLine(inTurns(address.path === undefined ? onlyUsbPrinter : usbFileLink(address.path)), {
        closeMs: slowLineMs,
      })
    case 'serial':
      return atLine(inTurns(serialLink(address)), { closeMs: serialLineMs(address.baud) })
    case 'cups':
      return atQueue(createCupsSpooler(address.queue, cups))
    case 'windows':
      return atQueue(createWindowsSpooler(address.queue, loadWinspool))
  }
}
