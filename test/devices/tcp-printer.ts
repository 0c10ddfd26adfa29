import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { TcpPlace } from '../../drivers/links/tcp.node.ts'

/**
 * An ESC/POS printer on a TCP port, as far as a till can tell: it takes bytes into a buffer, carries them out in
 * order, answers `DLE EOT` at once and `GS r` in its turn, stops when the paper ends or the cover opens.
 */
export interface TcpPrinter {
  readonly address: TcpPlace
  /** What was carried out, one entry a connection that sent anything, without the questions about its state. */
  readonly jobs: () => readonly Uint8Array[]
  /** Everything carried out, over all connections. */
  readonly paper: () => Uint8Array
  readonly condition: PrinterCondition
  readonly close: () => Promise<void>
}

export interface PrinterCondition {
  answersNow: boolean
  answersInTurn: boolean
  coverOpen: boolean
  /** Level of the switch of the drawer on its connector. */
  drawer: 'high' | 'low'
  /** Bytes that the paper still takes. */
  paperLeft: number
  /** Knows `DLE DC4 8`, which clears its buffer. */
  forgetsOnDemand: boolean
  /** Hangs up without a word after this many bytes of a job. */
  hangsUpAfter: number
  /** Goes dead after this many bytes of a job: takes nothing, answers nothing, and stays connected. */
  diesAfter: number
  /** Carries out one byte at a time, with a turn of the event loop between. */
  slow: boolean
  /** Takes everything, says that it is well, and prints nothing yet. */
  held: boolean
  /** Sends a four-byte status block of its own accord when somebody connects. */
  talksUnasked: boolean
  /** Hangs up on whoever connects while somebody else is connected. */
  servesOne: boolean
}

const wellBehaved: PrinterCondition = {
  answersNow: true,
  answersInTurn: true,
  coverOpen: false,
  drawer: 'low',
  paperLeft: Number.POSITIVE_INFINITY,
  forgetsOnDemand: true,
  hangsUpAfter: Number.POSITIVE_INFINITY,
  diesAfter: Number.POSITIVE_INFINITY,
  slow: false,
  held: false,
  talksUnasked: false,
  servesOne: false,
}

const clearBuffer = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]

const statusByte = (question: number, condition: PrinterCondition): number => {
  const paperOut = condition.paperLeft <= 0
  const fixed = 0x12
  if (question === 1) {
    const drawer = condition.drawer === 'high' ? 0x04 : 0
    return fixed | drawer | (paperOut || condition.coverOpen ? 0x08 : 0)
  }
  if (question === 2) return fixed | (condition.coverOpen ? 0x04 : 0) | (paperOut ? 0x20 : 0)
  if (question === 4) return fixed | (paperOut ? 0x60 : 0)
  return fixed
}

const serve = (socket: Socket, condition: PrinterCondition, job: number[]): void => {
  let waiting: number[] = []
  let taken = 0
  let dead = false
  let working = false
  socket.on('error', () => {})
  if (condition.talksUnasked) socket.write(Uint8Array.of(0x10, 0x00, 0x00, 0x0f))

  /** One step of printing; false when the printer cannot go on. */
  const step = (): boolean => {
    if (waiting[0] === 0x1d && waiting[1] === 0x72 && waiting.length >= 3) {
      waiting = waiting.slice(3)
      if (condition.answersInTurn) socket.write(Uint8Array.of(0x00))
      return true
    }
    // The beginning of a question may be the end of what has arrived so far.
    if (waiting[0] === 0x1d && waiting.length < 3 && !(waiting.length === 2 && waiting[1] !== 0x72))
      return false
    const byte = waiting.shift()
    if (byte === undefined || condition.paperLeft <= 0 || condition.coverOpen) {
      if (byte !== undefined) waiting.unshift(byte)
      return false
    }
    job.push(byte)
    condition.paperLeft -= 1
    return true
  }
  const work = (): void => {
    working = false
    if (condition.held) {
      working = true
      setTimeout(work, 5)
    } else if (!condition.slow) while (step());
    else if (step()) {
      working = true
      setImmediate(work)
    }
  }

  socket.on('data', (bytes: Buffer) => {
    if (dead) return
    for (let at = 0; at < bytes.length; at += 1) {
      const question = bytes[at + 2]
      if (bytes[at] === 0x10 && bytes[at + 1] === 0x04 && question !== undefined && question <= 4) {
        if (condition.answersNow) socket.write(Uint8Array.of(statusByte(question, condition)))
        at += 2
        continue
      }
      if (condition.forgetsOnDemand && clearBuffer.every((byte, index) => bytes[at + index] === byte)) {
        waiting = []
        socket.write(Uint8Array.of(0x37, 0x25, 0x00))
        at += clearBuffer.length - 1
        continue
      }
      waiting.push(bytes[at]!)
      taken += 1
      if (taken >= condition.hangsUpAfter) {
        socket.resetAndDestroy()
        return
      }
      if (taken >= condition.diesAfter) {
        dead = true
        socket.pause()
        return
      }
    }
    if (!working) work()
  })
  socket.on('end', () => {
    while (step());
    socket.end()
  })
}

export const startTcpPrinter = async (condition: Partial<PrinterCondition> = {}): Promise<TcpPrinter> => {
  const now: PrinterCondition = { ...wellBehaved, ...condition }
  const jobs: number[][] = []
  const sockets = new Set<Socket>()
  let served: Socket | undefined
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    if (now.servesOne && served !== undefined) {
      socket.on('error', () => {})
      socket.resetAndDestroy()
      return
    }
    served = socket
    const free = (): void => {
      if (served === socket) served = undefined
    }
    socket.on('end', free)
    socket.on('close', free)
    const job: number[] = []
    jobs.push(job)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, now, job)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: { host: '127.0.0.1', port },
    jobs: () => jobs.filter((job) => job.length > 0).map((job) => Uint8Array.from(job)),
    paper: () => Uint8Array.from(jobs.flat()),
    condition: now,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
