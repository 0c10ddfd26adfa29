import { serialLink } from '../../../drivers/links/serial.node.ts'
import { tcpLink } from '../../../drivers/links/tcp.node.ts'
import { inTurns } from '../../../drivers/links/turns.ts'
import { usbFileLink } from '../../../drivers/links/usb-file.node.ts'
import { createCupsSpooler } from '../../../drivers/printer/cups.node.ts'
import { createLinePrinter } from '../../../drivers/printer/line.ts'
import { createSpooledPrinter } from '../../../drivers/printer/spooler.ts'
import type { Printer } from '../../../main/ports.ts'
import { noCupsd, startCupsd } from '../../devices/cupsd.ts'
import { hasty } from '../../devices/hasty.ts'
import { cableTo, noCable } from '../../devices/pty.ts'
import { startTcpPrinter, type TcpPrinter } from '../../devices/tcp-printer.ts'

/** A printer beside the till, on one kind of line, with its bad days at hand. */
export interface PrinterStand {
  readonly device: TcpPrinter
  readonly printer: Printer
  /** Whatever leads to the printer is gone, for good. */
  readonly cut: () => Promise<void>
  readonly close: () => Promise<void>
}
export interface PrinterKind {
  readonly name: string
  /** Why it cannot be tried here. */
  readonly missing: string | undefined
  /** Behind a queue nobody hears that nothing has left yet: what failed counts as begun. */
  readonly isQueue: boolean
  readonly open: () => Promise<PrinterStand>
}

const patient = { ...hasty, answerMs: 1000, finishMs: 20_000 }

const onCable = (link: typeof usbFileLink) => async (): Promise<PrinterStand> => {
  const device = await startTcpPrinter()
  const cable = await cableTo(device.address.port)
  const close = async (): Promise<void> => {
    await cable.pull()
    await device.close()
  }
  return { device, printer: createLinePrinter(inTurns(link(cable.path)), patient), cut: cable.pull, close }
}

export const kinds: readonly PrinterKind[] = [
  {
    name: 'TCP',
    missing: undefined,
    isQueue: false,
    open: async () => {
      const device = await startTcpPrinter()
      let isListening = true
      const cut = async (): Promise<void> => {
        if (isListening) await device.close()
        isListening = false
      }
      return { device, printer: createLinePrinter(tcpLink(device.address, 1000), patient), cut, close: cut }
    },
  },
  { name: 'USB device file', missing: noCable(), isQueue: false, open: onCable(usbFileLink) },
  {
    name: 'serial port',
    missing: noCable(),
    isQueue: false,
    open: onCable((path) => serialLink({ path: String(path), baud: 115_200 })),
  },
  {
    name: 'CUPS',
    missing: noCupsd(),
    isQueue: true,
    open: async () => {
      const device = await startTcpPrinter()
      const cups = await startCupsd(device.address.port)
      const timing = { pollMs: 100, faultMs: 400, finishMs: 20_000 }
      return {
        device,
        printer: createSpooledPrinter(createCupsSpooler(cups.queue, cups), timing),
        cut: cups.stop,
        close: async () => {
          await cups.stop()
          await device.close()
        },
      }
    },
  },
]
