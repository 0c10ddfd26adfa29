import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTcpPrinter, type TcpPrinter } from '../devices/tcp-printer.ts'
import { makeGadget } from './gadgets.ts'

/** A receipt printer on a USB cable: `/dev/usb/lp0` for the machine, and for its paper the emulated printer of the tests. */
export interface UsbPrinter {
  readonly device: TcpPrinter
  readonly pullCable: () => void
  readonly plugAgain: () => Promise<void>
  readonly close: () => Promise<void>
}

const lookMs = 1
const code = (fault: unknown): string => (fault as NodeJS.ErrnoException).code ?? ''

/** Does it when the file is ready for it; undefined when the file is of no more use. */
const whenReady = async <T>(work: () => T, isOver: () => boolean): Promise<T | undefined> => {
  while (!isOver()) {
    try {
      return work()
    } catch (fault) {
      if (code(fault) !== 'EAGAIN') return undefined
      await sleep(lookMs)
    }
  }
  return undefined
}

/** Carries bytes between the device's side of the cable and the printer's own works, until one of them ends. */
const carry = (file: number, works: Socket, onHangUp: () => void): { readonly stop: () => Promise<void> } => {
  const over = new AbortController()
  const isOver = (): boolean => over.signal.aborted
  works.on('error', () => undefined)
  works.on('close', () => {
    if (!isOver()) onHangUp()
    over.abort()
  })
  const buffer = Buffer.alloc(8192)
  const inward = async (): Promise<void> => {
    for (;;) {
      const length = await whenReady(() => readSync(file, buffer), isOver)
      if (length === undefined) return
      works.write(Uint8Array.from(buffer.subarray(0, length)))
    }
  }
  let outward: Promise<unknown> = Promise.resolve()
  works.on('data', (answer: Buffer) => {
    outward = outward.then(() => whenReady(() => writeSync(file, answer), isOver))
  })
  const reading = inward()
  return {
    stop: async () => {
      over.abort()
      works.destroy()
      await reading
      await outward
    },
  }
}

export const plugUsbPrinter = async (): Promise<UsbPrinter> => {
  const device = await startTcpPrinter()
  const gadget = makeGadget({
    vendorId: 0x04b8,
    productId: 0x0e28,
    manufacturer: 'EPSON',
    product: 'TM-T20III',
    kind: 'printer',
    attributes: { pnp_string: 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;', q_len: '10' },
  })
  let line: { readonly file: number; readonly stop: () => Promise<void> } | undefined
  const plug = async (): Promise<void> => {
    await gadget.plugIn()
    const file = openSync(gadget.file(), constants.O_RDWR | constants.O_NONBLOCK)
    line = { file, stop: carry(file, connect(device.address.port, '127.0.0.1'), gadget.pullCable).stop }
  }
  const letGo = async (): Promise<void> => {
    await line?.stop()
    if (line !== undefined) closeSync(line.file)
    line = undefined
  }
  await plug()
  return {
    device,
    pullCable: gadget.pullCable,
    plugAgain: async () => {
      await letGo()
      await plug()
    },
    close: async () => {
      await letGo()
      gadget.remove()
      await device.close()
    },
  }
}
