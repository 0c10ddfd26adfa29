import { err, ok, type Result } from '../../main/domain/result.ts'

/** Where a printer is, by the kind of line that leads to it. */
export type PrinterAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** A device file of the kernel; without a path the only one there is. */
  | { readonly kind: 'usb'; readonly path?: string }
  | {
      readonly kind: 'serial'
      readonly path: string
      readonly baud: number
      readonly flow: 'none' | 'rtscts' | 'xonxoff'
    }
  /** Queues of the system, by their names. */
  | { readonly kind: 'cups' | 'windows'; readonly queue: string }

/** What nearly every network printer listens on. */
const printerPortUsual = 9100

const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}))*\.?$/
const ipv6 = /^[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?$/
const numbersOnly = /^[0-9.]+$/
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

const tcp = (trimmed: string): Result<PrinterAddress, string> => {
  if (trimmed.includes('/')) {
    return err(
      `"${trimmed}" looks like a web address or a path; a network printer is host:port, a USB printer usb:/dev/usb/lp0.`,
    )
  }
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(trimmed)
  if (match === null) {
    return err(`"${trimmed}" is not host:port; an IPv6 address needs brackets, such as [fe80::1]:9100.`)
  }
  const [, bracketed, name = '', portText] = match
  const host = bracketed ?? name
  if (host === '') return err(`"${trimmed}" names no host before the port.`)
  const hostIsGood =
    bracketed === undefined
      ? numbersOnly.test(host)
        ? ipv4.test(host)
        : hostName.test(host)
      : host.includes(':') && ipv6.test(host)
  if (!hostIsGood) return err(`"${host}" is neither a host name nor an address.`)
  if (portText === undefined) return ok({ kind: 'tcp', host, port: printerPortUsual })
  const port = Number(portText)
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) {
    return err(`"${portText}" is not a port; it is a number from 1 to 65535, for printers usually 9100.`)
  }
  return ok({ kind: 'tcp', host, port })
}

export const printerBauds: readonly number[] = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]
export const printerFlows = ['none', 'rtscts', 'xonxoff'] as const
const devicePath = /^(?:\/dev\/[A-Za-z0-9_./:+-]{1,200}|COM[1-9]\d{0,2})$/
const isDevice = (path: string): boolean => devicePath.test(path) && !path.includes('..')

const usb = (path: string): Result<PrinterAddress, string> => {
  if (path === '') return ok({ kind: 'usb' })
  if (!path.startsWith('/dev/') || !isDevice(path)) {
    return err(`"${path}" is no device of a USB printer; write usb:/dev/usb/lp0, or usb for the only one.`)
  }
  return ok({ kind: 'usb', path })
}

const serial = (text: string): Result<PrinterAddress, string> => {
  const [path = '', options = ''] = text.split('?', 2)
  if (!isDevice(path)) {
    return err(`"${path}" is no serial port; write serial:/dev/ttyUSB0?baud=19200 or serial:COM3?baud=19200.`)
  }
  const asked = new URLSearchParams(options)
  const strange = [...asked.keys()].find((name) => name !== 'baud' && name !== 'flow')
  if (strange !== undefined) return err(`A serial printer has baud and flow, and no "${strange}".`)
  const baud = Number(asked.get('baud') ?? '9600')
  if (!printerBauds.includes(baud)) {
    return err(`"${asked.get('baud') ?? ''}" is no baud rate; it is one of ${printerBauds.join(', ')}.`)
  }
  const flow = printerFlows.find((each) => each === (asked.get('flow') ?? 'none'))
  return flow === undefined
    ? err(`"${asked.get('flow') ?? ''}" is no flow control; it is one of ${printerFlows.join(', ')}.`)
    : ok({ kind: 'serial', path, baud, flow })
}

// What CUPS takes for a name; and never what a command would take for an option.
const cupsName = /^(?!-)[^\s/#?'"\\\p{Cc}]{1,127}$/u
const windowsName = /^[^\p{Cc}]{1,220}$/u
const queue = (kind: 'cups' | 'windows', name: string): Result<PrinterAddress, string> => {
  if (name === '')
    return err(`"${kind}:" names no printer; write ${kind}: and its name as the system lists it.`)
  const isGood = kind === 'cups' ? cupsName.test(name) : windowsName.test(name)
  return isGood ? ok({ kind, queue: name }) : err(`"${name}" cannot be the name of a printer.`)
}

/**
 * Reads the address of a printer: `host:port` (a name, an IPv4 address, or an IPv6 address in brackets; the port may be
 * left out and is 9100 then), `usb` or `usb:/dev/usb/lp0`, `serial:/dev/ttyUSB0?baud=19200&flow=rtscts`, `cups:QUEUE`,
 * `windows:PRINTER NAME`. The error is a sentence for the person who typed it.
 */
export const parsePrinterAddress = (text: string): Result<PrinterAddress, string> => {
  const trimmed = text.trim()
  if (trimmed === '')
    return err('The printer address is empty; write it as host:port, such as 192.168.1.50:9100.')
  const [, kind = 'tcp', rest = ''] = /^(usb|serial|cups|windows)(?::(.*))?$/is.exec(trimmed) ?? []
  switch (kind.toLowerCase()) {
    case 'usb':
      return usb(rest)
    case 'serial':
      return serial(rest)
    case 'cups':
      return queue('cups', rest)
    case 'windows':
      return queue('windows', rest.trim())
    default:
      return tcp(trimmed)
  }
}

/** The address as it is written in the settings. */
export const writePrinterAddress = (address: PrinterAddress): string => {
  switch (address.kind) {
    case 'tcp':
      return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
    case 'usb':
      return address.path === undefined ? 'usb' : `usb:${address.path}`
    case 'serial':
      return `serial:${address.path}?baud=${address.baud}&flow=${address.flow}`
    case 'cups':
    case 'windows':
      return `${address.kind}:${address.queue}`
  }
}
