import { printerAt } from '../../drivers/printer/place.node.ts'
import { hasty } from '../devices/hasty.ts'
import type { PrinterBench } from '../devices/printer-contract.ts'
import { plugUsbPrinter } from './usb-printer.ts'

/** The only USB printer of the machine, found by the driver itself. */
export const printerBench = async (): Promise<PrinterBench> => {
  const { device, pullCable, close } = await plugUsbPrinter()
  const { condition } = device
  const printer = printerAt({ kind: 'usb' }).printer(hasty)
  return {
    printer,
    paper: device.paper,
    jobs: device.jobs,
    runOutOfPaper: () => (condition.paperLeft = 0),
    endPaperAfter: (bytes) => (condition.paperLeft = bytes),
    newPaper: () => (condition.paperLeft = Number.POSITIVE_INFINITY),
    openCover: () => (condition.coverOpen = true),
    switchOff: () => Promise.resolve(pullCable()),
    cutAfter: (bytes) => (condition.hangsUpAfter = bytes),
    close: async () => {
      await printer.close()
      await close()
    },
  }
}
