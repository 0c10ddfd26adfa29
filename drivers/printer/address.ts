import { err, ok, type Result } from '../../main/domain/result.ts'

export interface PrinterAddress {
  readonly host: string
  readonly port: number
}

/** What nearly every network printer listens on. */
const printerPortUsual = 9100

const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}))*\.?$/
const ipv6 = /^[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?$/
const numbersOnly = /^[0-9.]+$/
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

/**
 * Reads `host:port`: a name, an IPv4 address, or an IPv6 address in brackets. The port may be left out and is 9100
 * then. The error is a sentence for the person who typed it.
 */
export const parsePrinterAddress = (text: string): Result<PrinterAddress, string> => {
  const trimmed = text.trim()
  if (trimmed === '')
    return err('The printer address is empty; write it as host:port, such as 192.168.1.50:9100.')
  if (trimmed.includes('/')) {
    return err(`"${trimmed}" looks like a web address or a path; a printer address is host:port only.`)
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
  if (portText === undefined) return ok({ host, port: printerPortUsual })
  const port = Number(portText)
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) {
    return err(`"${portText}" is not a port; it is a number from 1 to 65535, for printers usually 9100.`)
  }
  return ok({ host, port })
}
