import { connect } from 'node:net'
import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Drawer, PrintFault } from '../../main/ports.ts'
import type { PrinterAddress } from '../printer/address.ts'

/** Patience with the printer, milliseconds. */
export interface DrawerTiming {
  readonly connectMs: number
  /** For the printer to take the bytes and hang up: it may be in the middle of a receipt, and serves one at a time. */
  readonly takeMs: number
  /** For what is on its way when the till closes. */
  readonly closeMs: number
}
export const drawerTimingDefault: DrawerTiming = { connectMs: 3000, takeMs: 5000, closeMs: 1500 }

/** The connector's pin that the drawer hangs on. */
export type DrawerPin = 2 | 5

/**
 * `ESC p m t1 t2`: a pulse of 50 ms and a rest of 500 ms, in units of 2 ms (hardware 1.6). Within what every drawer's
 * magnet takes, which is 10 % of a second.
 */
export const kick = (pin: DrawerPin): Uint8Array => Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 25, 250)

/**
 * A drawer that hangs on a network printer. Each kick has a connection of its own, beside the receipts: a printer that
 * is out of paper refuses a receipt, and must not keep the drawer shut. Whether the drawer really opened, the printer
 * does not say for certain (its switch has no agreed polarity); said is whether the printer took the kick.
 */
export const createPrinterDrawer = (
  address: PrinterAddress,
  pin: DrawerPin,
  timings: Partial<DrawerTiming> = {},
): Drawer => {
  const timing = { ...drawerTimingDefault, ...timings }
  const closing = new AbortController()
  let line: Promise<unknown> = Promise.resolve()

  const open = (): Promise<Result<void, PrintFault>> =>
    new Promise((resolve) => {
      if (closing.signal.aborted) {
        resolve(err('closed'))
        return
      }
      const socket = connect({ host: address.host, port: address.port, noDelay: true })
      let connected = false
      const give = (result: Result<void, PrintFault>): void => {
        clearTimeout(timer)
        closing.signal.removeEventListener('abort', callOff)
        socket.destroy()
        resolve(result)
      }
      const callOff = (): void => give(err('closed'))
      let timer = setTimeout(() => give(err('offline')), timing.connectMs)
      closing.signal.addEventListener('abort', callOff, { once: true })
      socket.once('connect', () => {
        connected = true
        clearTimeout(timer)
        timer = setTimeout(() => give(err('timed-out')), timing.takeMs)
        socket.end(kick(pin))
      })
      // A printer hangs up when it has read everything; one that keeps the line open has taken it all the same.
      socket.once('finish', () => {
        clearTimeout(timer)
        timer = setTimeout(() => give(ok(undefined)), timing.takeMs)
      })
      socket.once('end', () => give(ok(undefined)))
      socket.once('error', () => give(err(connected ? 'timed-out' : 'offline')))
      socket.resume()
    })

  return {
    open: () => {
      const turn = line.then(open)
      line = turn
      return turn
    },
    close: async () => {
      const patience = setTimeout(() => closing.abort(), timing.closeMs)
      await line
      clearTimeout(patience)
      closing.abort()
    },
  }
}
