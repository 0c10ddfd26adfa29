import { connect, type Socket } from 'node:net'
import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Link, LinkFault, OpenLink } from './link.ts'
import { createLost } from './lost.ts'

export interface TcpPlace {
  readonly host: string
  readonly port: number
}

const linkOn = (socket: Socket, signal: AbortSignal): Link => {
  const lost = createLost()
  let listener: (bytes: Uint8Array) => void = () => {}
  socket.on('data', (bytes: Buffer) => listener(bytes))
  socket.on('error', () => lost.say('broken'))
  socket.on('end', () => lost.say('ended'))
  socket.on('close', () => lost.say('ended'))
  const callOff = (): void => {
    socket.destroy(new Error('called off'))
  }
  signal.addEventListener('abort', callOff)
  return {
    onBytes: (added) => (listener = added),
    onLost: lost.onLost,
    write: (bytes) =>
      new Promise((resolve) => {
        socket.write(bytes, (fault) => resolve(fault === undefined || fault === null ? 'taken' : 'gone'))
      }),
    end: () =>
      new Promise((resolve) => {
        const settle = (): void => resolve(lost.how() === 'broken' ? 'broken' : 'closed')
        socket.once('end', settle)
        socket.once('close', settle)
        if (lost.how() === undefined) socket.end()
        else settle()
      }),
    lateEnd: 'kept-open',
    drop: () => {
      lost.hush()
      signal.removeEventListener('abort', callOff)
      socket.destroy()
      return Promise.resolve()
    },
  }
}

/** A connection of its own each time: many printers serve one at a time, and a second till may want it. */
export const tcpLink =
  ({ host, port }: TcpPlace, connectMs: number): OpenLink =>
  (signal) =>
    new Promise<Result<Link, LinkFault>>((resolve) => {
      if (signal.aborted) {
        resolve(err('offline'))
        return
      }
      const socket = connect({ host, port, noDelay: true })
      const give = (result: Result<Link, LinkFault>): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', refuse)
        socket.off('error', refuse)
        if (!result.ok) {
          socket.on('error', () => {})
          socket.destroy()
        }
        resolve(result)
      }
      const refuse = (): void => give(err('offline'))
      const timer = setTimeout(refuse, connectMs)
      signal.addEventListener('abort', refuse)
      socket.once('error', refuse)
      socket.once('connect', () => give(ok(linkOn(socket, signal))))
    })
