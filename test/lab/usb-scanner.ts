import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Layout } from '../../drivers/scanner/hid-layouts.ts'
import { describedLayouts } from '../devices/fixtures/report-descriptors.ts'
import { makers, type HandScanner } from '../devices/scanner-contract.ts'
import { makeGadget } from './gadgets.ts'

/** A report leaves when the host asks, every few milliseconds. */
const reportMs = 20

const hasCode = (fault: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((fault as NodeJS.ErrnoException).code ?? '')

/** Gives one report to the device's side; waits while the one before has not been fetched. */
const sendReport = async (file: number, report: Uint8Array): Promise<void> => {
  for (;;) {
    try {
      writeSync(file, report)
      return
    } catch (fault) {
      if (!hasCode(fault, 'EAGAIN')) throw fault
      await sleep(1)
    }
  }
}

/** A HID POS scanner on a USB cable: `/dev/hidraw0` for the machine, `/dev/hidg0` for the hand at its trigger. */
export interface UsbScanner {
  readonly scanner: HandScanner
  readonly close: () => void
}

export const plugUsbScanner = async (layout: Layout): Promise<UsbScanner> => {
  const { name, ...ids } = makers[layout]
  const [manufacturer = '', product = ''] = name.split(' ')
  const gadget = makeGadget({
    ...ids,
    manufacturer,
    product,
    kind: 'hid',
    attributes: { protocol: '0', subclass: '0', report_length: '64', report_desc: describedLayouts[layout] },
  })
  await gadget.plugIn()
  const file = openSync(gadget.file(), constants.O_RDWR | constants.O_NONBLOCK)
  return {
    scanner: {
      send: async (reports) => {
        for (const report of reports) await sendReport(file, report)
        await sleep(reportMs)
      },
      pullCable: () => Promise.resolve(gadget.pullCable()),
      plugAgain: gadget.plugIn,
    },
    close: () => {
      closeSync(file)
      gadget.remove()
    },
  }
}
