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
import {
  printerTimingDefault,
  sessionOn,
  within,
  type PrinterSession,
  type PrinterTiming,
} from './session.ts'
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
/** For a look, with its turn on a line that is printing a receipt. */
const lookMsMax = 8000
/** A slow line still has a receipt in it when the last byte was given to it, and its printer a part of one. */
const slowLineMs = 12_000
/** What the systems keep of a serial line that has not left yet. */
const serialKeepsBytes = 4096
const serialLineMs = (baud: number): number => slowLineMs + (serialKeepsBytes * 10 * 1000) / baud

const onlyUsbPrinter: OpenLink = async (signal) => {
  const [first, ...others] = await findUsbPrinters()
  return first === undefined || others.length > 0 ? err('offline') : await usbFileLink(first.path)(signal)
}

const atLine = (open: OpenLink, lookMs: number, usual: Partial<PrinterTiming> = {}): PrinterPlace => {
  /** One question of its own. What opens or lets go of a line may wait for the device: nobody waits for that longer. */
  const visit = async <T>(work: (session: PrinterSession) => Promise<T>): Promise<T | PrintFault> => {
    const calledOff = new AbortController()
    const visiting = async (): Promise<T | PrintFault> => {
      const link = await open(calledOff.signal)
      if (!link.ok) return link.error
      const session = sessionOn(link.value, printerTimingDefault)
      try {
        return await work(session)
      } finally {
        await session.drop()
      }
    }
    const found = await within(visiting(), lookMs, 'timed-out')
    calledOff.abort()
    return found
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

const atQueue = (spooler: Spooler, lookMs: number): PrinterPlace => {
  const printer: PrinterPlace['printer'] = (timings) => createSpooledPrinter(spooler, timings)
  return {
    printer,
    drawer: (pin) => createJobDrawer(printer(), kick(pin)),
    look: async () => {
      const found = await within(spooler.state(), lookMs, 'timed-out')
      return found === 'timed-out' ? found : (found.refuses ?? found.said ?? 'well')
    },
    drawerLevel: () => Promise.resolve('unknown'),
  }
}

/** The printer at an address. One place serves receipts and drawer, which take turns where only one may have the line. */
export const printerAt = (
  address: PrinterAddress,
  { lookMs = lookMsMax, ...cups }: CupsOptions & { readonly lookMs?: number } = {},
): PrinterPlace => {
  switch (address.kind) {
    case 'tcp':
      return atLine(inTurns(tcpLink(address, connectMs)), lookMs)
    case 'usb': {
      const open = address.path === undefined ? onlyUsbPrinter : usbFileLink(address.path)
      return atLine(inTurns(open), lookMs, { closeMs: slowLineMs })
    }
    case 'serial':
      return atLine(inTurns(serialLink(address)), lookMs, { closeMs: serialLineMs(address.baud) })
    case 'cups':
      return atQueue(createCupsSpooler(address.queue, cups), lookMs)
    case 'windows':
      return atQueue(createWindowsSpooler(address.queue, loadWinspool), lookMs)
  }
}
