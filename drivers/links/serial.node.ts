import { SerialPort } from 'serialport'
import { err, ok, type Result } from '../../main/domain/result.ts'
import { linkFaultOf, type Link, type LinkFault, type OpenLink } from './link.ts'
import { createLost } from './lost.ts'

export interface SerialLine {
  /** `/dev/ttyUSB0`, `COM3`. */
  readonly path: string
  readonly baud: number
  /** Who says stop when the other side is full: two wires, two bytes, or nobody. */
  readonly flow?: 'none' | 'rtscts' | 'xonxoff'
  readonly parity?: 'none' | 'even' | 'odd'
  readonly dataBits?: 7 | 8
}

/** What the chip of an adapter still holds when the system has given it everything; whoever opens the port next clears it. */
const chipBytes = 256
const bitsOfByte = 10

const linkOn = (port: SerialPort, signal: AbortSignal): Link => {
  const lost = createLost()
  let listener: (bytes: Uint8Array) => void = () => {}
  port.on('data', (bytes: Buffer) => listener(bytes))
  port.on('error', () => lost.say('broken'))
  // Nobody hangs up a serial line: when it closes and we have not closed it, its plug was pulled.
  port.on('close', () => lost.say('broken'))
  let dropping: Promise<void> | undefined
  let isSent = false
  let written = 0
  const isOpen = (): boolean => dropping === undefined && lost.how() === undefined && port.isOpen
  const drop = (): Promise<void> => {
    lost.hush()
    signal.removeEventListener('abort', callOff)
    dropping ??= new Promise((resolve) => {
      if (!port.isOpen) {
        resolve()
        return
      }
      // Closing a line whose other side has said stop would wait for it, half a minute long, on a thread that the disk
      // needs as well. What was not sent is thrown away first.
      if (isSent) port.close(() => resolve())
      else port.flush(() => port.close(() => resolve()))
    })
    return dropping
  }
  const callOff = (): void => {
    lost.say('broken')
    void drop()
  }
  signal.addEventListener('abort', callOff)
  return {
    onBytes: (added) => (listener = added),
    onLost: lost.onLost,
    write: (bytes) =>
      new Promise((resolve) => {
        if (!isOpen()) {
          resolve('gone')
          return
        }
        written += bytes.length
        port.once('close', gone)
        function gone(): void {
          resolve('gone')
        }
        port.write(bytes, undefined, (fault) => {
          port.off('close', gone)
          resolve(fault === undefined || fault === null ? 'taken' : 'gone')
        })
      }),
    end: () =>
      new Promise((resolve) => {
        if (!isOpen()) {
          resolve('broken')
          return
        }
        port.drain((fault) => {
          // A line that is let go meanwhile is drained as well: of bytes that were thrown away.
          isSent = (fault === undefined || fault === null) && dropping === undefined
          const inChipMs = (Math.min(written, chipBytes) * bitsOfByte * 1000) / port.baudRate
          setTimeout(() => resolve(isSent ? 'closed' : 'broken'), inChipMs)
        })
      }),
    lateEnd: 'not-taken',
    drop,
  }
}

/** Opens a serial port, with eight bits and one stop bit unless the line says otherwise. It is ours alone while open. */
export const openSerial = (
  { path, baud, flow = 'none', parity = 'none', dataBits = 8 }: SerialLine,
  signal: AbortSignal,
): Promise<Result<Link, LinkFault>> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve(err('offline'))
      return
    }
    const port = new SerialPort({
      path,
      baudRate: baud,
      dataBits,
      stopBits: 1,
      parity,
      rtscts: flow === 'rtscts',
      xon: flow === 'xonxoff',
      xoff: flow === 'xonxoff',
      // Some devices start anew when the line that says we are here falls; it stays up between two jobs.
      hupcl: false,
      autoOpen: false,
    })
    port.open((fault) => {
      if (fault !== null && fault !== undefined) {
        resolve(err(linkFaultOf(fault)))
        return
      }
      const link = linkOn(port, signal)
      if (signal.aborted) {
        void link.drop()
        resolve(err('offline'))
        return
      }
      resolve(ok(link))
    })
  })

export const serialLink =
  (line: SerialLine): OpenLink =>
  (signal) =>
    openSerial(line, signal)

export interface SerialPortFound {
  readonly path: string
  /** As the device calls itself; empty when it does not. */
  readonly name: string
  /** Of a USB adapter, four digits hex; absent for a built-in port. */
  readonly vendorId?: string
  readonly productId?: string
}

/** The serial ports of this machine. Empty when the system does not tell. */
export const findSerialPorts = async (): Promise<readonly SerialPortFound[]> => {
  const found = await SerialPort.list().catch(() => [])
  return found.map(({ path, manufacturer, vendorId, productId }) => ({
    path,
    name: manufacturer ?? '',
    ...(vendorId === undefined ? {} : { vendorId: vendorId.toLowerCase() }),
    ...(productId === undefined ? {} : { productId: productId.toLowerCase() }),
  }))
}
