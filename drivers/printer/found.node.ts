import { findSerialPorts } from '../links/serial.node.ts'
import { findUsbPrinters } from '../links/usb-file.node.ts'
import { writePrinterAddress, type PrinterAddress } from './address.ts'
import { findCupsQueues, type CupsOptions } from './cups.node.ts'
import { loadWinspool } from './winspool.node.ts'

/** A printer that a person can choose. */
export interface PrinterFound {
  readonly kind: PrinterAddress['kind']
  /** As it is written in the settings. */
  readonly address: string
  /** What the device or the system calls it; empty when it does not. */
  readonly name: string
}

/**
 * The printers of this machine, those that were made for receipts first. What a network has is not searched: a till
 * that knocks at every door of a shop's network is a nuisance, and looks like a burglar. A serial port says nothing of
 * what hangs on it, so each of them is named.
 */
export const findPrinters = async (cups: CupsOptions = {}): Promise<readonly PrinterFound[]> => {
  const windowsPrinters =
    process.platform === 'win32'
      ? loadWinspool().then(
          async (winspool) => (await winspool.printers()) ?? [],
          () => [],
        )
      : Promise.resolve([])
  const [usb, windows, queues, serial] = await Promise.all([
    findUsbPrinters(),
    windowsPrinters,
    process.platform === 'win32' ? [] : findCupsQueues(cups),
    findSerialPorts(),
  ])
  const found = (address: PrinterAddress, name: string): PrinterFound => ({
    kind: address.kind,
    address: writePrinterAddress(address),
    name,
  })
  return [
    ...usb.map(({ path, name }) => found({ kind: 'usb', path }, name)),
    ...windows.map((queue) => found({ kind: 'windows', queue }, queue)),
    ...queues.map(({ queue, device }) => found({ kind: 'cups', queue }, device)),
    ...serial.map(({ path, name }) => found({ kind: 'serial', path, baud: 9600, flow: 'none' }, name)),
  ]
}
