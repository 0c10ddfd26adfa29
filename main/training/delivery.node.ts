import type { ServerResponse } from 'node:http'
import type { Clock } from '../ports.ts'
import { formatHttpDate } from '../gateway/http-date.ts'
import type { Delivery } from './desk.node.ts'

/** Between two bytes of a slow answer, ms. */
const dripMs = 250
/** After which a connection that gets no answer is closed, ms. */
const silenceMs = 120_000

/** Sends an answer the way its manner says, right or wrong. Waits go through the clock and end with the connection. */
export const deliver = (
  delivery: Delivery,
  response: ServerResponse,
  clock: Clock,
  timeScale: number,
): void => {
  const { status, headers, body, manner, afterMs } = delivery
  const { socket } = response
  if (socket === null || socket.destroyed) return
  let callOff = (): void => undefined
  response.once('close', () => callOff())
  const later = (ms: number, act: () => void): void => {
    callOff = clock.after(ms, () => {
      if (!socket.destroyed) act()
    })
  }
  const withLength = { ...headers, 'content-length': String(body.length) }
  const half = body.subarray(0, Math.ceil(body.length / 2))
  const drip = (position: number): void => {
    if (position >= body.length) response.end()
    else {
      response.write(body.subarray(position, position + 1))
      later(dripMs * timeScale, () => drip(position + 1))
    }
  }
  switch (manner) {
    case 'plain':
      response.writeHead(status, withLength).end(body)
      return
    case 'late':
      later(afterMs, () => {
        response.setHeader('date', formatHttpDate(clock.now().at))
        response.writeHead(status, withLength).end(body)
      })
      return
    case 'lost':
      socket.end()
      return
    case 'reset':
      socket.resetAndDestroy()
      return
    case 'half':
      response.writeHead(status, withLength).write(half, () => socket.end())
      return
    case 'half-chunked':
      response.writeHead(status, headers).write(half, () => socket.end())
      return
    case 'drip':
      response.writeHead(status, withLength).flushHeaders()
      drip(0)
      return
    case 'head-only':
      response.writeHead(status, withLength).flushHeaders()
      later(silenceMs * timeScale, () => socket.end())
      return
    case 'silent':
      later(silenceMs * timeScale, () => socket.end())
      return
  }
}
