import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * USB devices made by Linux' own device side (configfs, Documentation/usb/gadget_configfs.rst): to the machine that
 * they are plugged into, which is the same one, they are real.
 */
const gadgets = '/sys/kernel/config/usb_gadget'
const english = 'strings/0x409'

export interface GadgetOptions {
  readonly vendorId: number
  readonly productId: number
  readonly manufacturer: string
  readonly product: string
  /** What it is: a function of the kernel by its name, with that function's attributes. */
  readonly kind: 'hid' | 'printer'
  readonly attributes: Readonly<Record<string, string | Uint8Array>>
}

export interface Gadget {
  /** The file by which the device's side speaks, `/dev/hidg0`; it is there once the device was plugged in. */
  readonly file: () => string
  /** Resolves when the machine has found it and chosen its configuration. */
  readonly plugIn: () => Promise<void>
  readonly pullCable: () => void
  readonly remove: () => void
}

const write = (folder: string, values: Readonly<Record<string, string | Uint8Array>>): void => {
  mkdirSync(folder, { recursive: true })
  for (const [name, value] of Object.entries(values)) writeFileSync(join(folder, name), value)
}

/** A port that nothing is plugged into. */
const freePort = (): string => {
  const taken = readdirSync(gadgets).map((name) => readFileSync(join(gadgets, name, 'UDC'), 'utf8').trim())
  const port = readdirSync('/sys/class/udc').find((name) => !taken.includes(name))
  if (port === undefined) throw new Error('every USB port of the machine is taken')
  return port
}

const deviceFile = (number: string): string => {
  const name = /^DEVNAME=(.*)$/m.exec(readFileSync(`/sys/dev/char/${number}/uevent`, 'utf8'))?.[1]
  return `/dev/${name ?? ''}`
}

const usbDevices = '/sys/bus/usb/devices'

/** Whether the machine knows a device with this serial number, and has a driver on it. */
const isFound = (serial: string): boolean =>
  readdirSync(usbDevices).some(
    (name) =>
      readOr(join(usbDevices, name, 'serial')) === serial &&
      existsSync(join(usbDevices, `${name}:1.0`, 'driver')),
  )

/** Devices come and go while they are looked at. */
const readOr = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

const lookMs = 2
let made = 0

export const makeGadget = (options: GadgetOptions): Gadget => {
  const serial = `lab-${made++}`
  const folder = join(gadgets, serial)
  const hex = (id: number): string => `0x${id.toString(16)}`
  mkdirSync(folder)
  write(folder, { idVendor: hex(options.vendorId), idProduct: hex(options.productId), bcdUSB: '0x0200' })
  write(join(folder, english), {
    manufacturer: options.manufacturer,
    product: options.product,
    serialnumber: serial,
  })
  const use = join(folder, 'functions', `${options.kind}.${serial}`)
  write(use, options.attributes)
  const configuration = join(folder, 'configs/c.1')
  write(join(configuration, english), { configuration: 'only' })
  symlinkSync(use, join(configuration, 'only'))
  const plug = (port: string): void => writeFileSync(join(folder, 'UDC'), `${port}\n`)
  const pullCable = (): void => {
    if (readFileSync(join(folder, 'UDC'), 'utf8').trim() !== '') plug('')
  }
  return {
    file: () =>
      options.kind === 'hid' ? deviceFile(readFileSync(join(use, 'dev'), 'utf8').trim()) : '/dev/g_printer0',
    plugIn: async () => {
      while (isFound(serial)) await sleep(lookMs) // From before the cable was pulled.
      plug(freePort())
      while (!isFound(serial)) await sleep(lookMs)
    },
    pullCable,
    remove: () => {
      pullCable()
      unlinkSync(join(configuration, 'only'))
      for (const emptied of [
        join(configuration, english),
        configuration,
        use,
        join(folder, english),
        folder,
      ]) {
        rmdirSync(emptied)
      }
    },
  }
}
