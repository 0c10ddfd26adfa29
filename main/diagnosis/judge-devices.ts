import type { Cause } from '../domain/diagnosis.ts'
import type { Facts, PrinterFact, ScannerFact } from './facts.ts'
import type { Judged } from './judged.ts'

const causeOfPrinter: Readonly<Partial<Record<PrinterFact['state'], Cause>>> = {
  'no-address': 'printer-address',
  'not-configured': 'printer-address',
  offline: 'printer-offline',
  'timed-out': 'printer-stopped',
  closed: 'printer-stopped',
  'paper-out': 'printer-paper',
  'cover-open': 'printer-cover',
  'in-use': 'printer-in-use',
  'no-access': 'printer-rights',
  'unknown-printer': 'printer-unknown',
  silent: 'printer-silent',
}

export const printerOf = ({ printer }: Facts): Judged => {
  if (printer === undefined) return undefined
  if (printer.state === 'none') return { cause: 'printer-none' }
  const cause = causeOfPrinter[printer.state]
  const { address } = printer
  return {
    ...(cause === undefined ? {} : { cause }),
    values: { address },
    detail: [address, printer.detail].filter(Boolean).join(': '),
  }
}

/** A drawer that hangs on a printer which is not there is the printer's matter, and said once. */
export const drawerOf = ({ drawer, printer }: Facts): Judged => {
  if (drawer === undefined) return undefined
  return drawer === 'by-printer' && printer?.state === 'none' ? { detail: 'printer' } : { detail: drawer }
}

/** Two digits a byte, as system rules and labels write it. */
const hex = (id: number): string => id.toString(16).padStart(4, '0')

const causeOfScanner = ({ id, state, detail = '', mayOpen }: ScannerFact): Cause | undefined => {
  if (state === 'open') return undefined
  if (state === 'lost' || detail === 'no such port') return 'scanner-lost'
  if (id === 'hid') return 'scanner-library'
  return mayOpen === false || /permission|access|EACCES/i.test(detail) ? 'scanner-rights' : 'scanner-busy'
}

export const scannerOf = ({ scanners }: Facts): Judged => {
  if (scanners === undefined) return undefined
  const { list, typing } = scanners
  const bad = list.find((one) => causeOfScanner(one) !== undefined)
  const cause = bad && causeOfScanner(bad)
  // One that works makes another that was unplugged, or the missing library of a kind that is not there, no trouble.
  const works = list.some(({ state }) => state === 'open')
  if (bad !== undefined && cause !== undefined && !(works && cause === 'scanner-lost')) {
    const values = { name: bad.name, vendor: hex(bad.vendorId) }
    return { cause, values, detail: [bad.name, bad.detail].filter(Boolean).join(': ') }
  }
  const [maker] = typing
  if (!works && maker !== undefined) return { cause: 'scanner-as-keyboard', values: { name: maker } }
  return { detail: list.map(({ name }) => name).join(', ') || 'keyboard' }
}

const causeOfCamera = {
  none: 'camera-none',
  denied: 'camera-denied',
  busy: 'camera-busy',
  black: 'camera-black',
} as const
export const cameraOf = ({ camera }: Facts): Judged =>
  camera && (camera === 'well' ? {} : { cause: causeOfCamera[camera] })
