import type { Socket } from 'node:net'
import { buildConnector, errors, Pool } from 'undici'
import type { Silence, Unsent } from '../domain/outcome.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { Clock } from '../ports.ts'
import { answerBytesMax } from './xml.ts'
import { stoodStill } from './standstill.ts'
import type { Transport, WireAnswer, WireFault } from './transport.ts'

export interface TransportSettings {
  readonly url: string
  readonly connectTimeoutMs: number
  /** Total time of one call, milliseconds: connecting, sending, waiting and reading, also when the answer drips. */
  readonly deadlineMs: number
  /** PEM of a certificate authority to trust instead of the system's. */
  readonly certificateAuthority?: string
}

/** How long a connection is kept without use. Longer risks one that the gateway has closed under our hands. */
const idleMs = 15_000
const headerBytesMax = 16_384
const accept = 'text/plain,text/xml,text/javascript,text/html' // spot-pay 1

/** The connection never stood. Everything the connector reports, TLS included, is before the first byte of a call. */
class ConnectFault extends Error {
  readonly why: Unsent
  constructor(why: Unsent, cause: unknown) {
    super(why, { cause })
    this.why = why
  }
}

const unsentByCode: Readonly<Record<string, Unsent>> = {
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  EAI_FAIL: 'no-such-host',
  EAI_NODATA: 'no-such-host',
  EAI_NONAME: 'no-such-host',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'connect-timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timed-out',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
}

const codeOf = (fault: unknown): string => {
  // Several addresses were tried and each failed: the first failure speaks for all.
  const first = fault instanceof AggregateError ? (fault.errors[0] as unknown) : fault
  return first instanceof Error && 'code' in first ? String(first.code) : ''
}
const unsentOf = (fault: unknown, isTls: boolean): Unsent => {
  const code = codeOf(fault)
  const known = Object.hasOwn(unsentByCode, code) ? unsentByCode[code] : undefined
  return known ?? (isTls ? 'tls' : 'unreachable')
}

/** Only the form in seconds: a date would hold our clock against theirs, and no gateway was seen to send one. */
const retryAfterMs = (header: string | string[] | undefined): { retryAfterMs?: number } =>
  typeof header === 'string' && /^\d{1,6}$/.test(header) ? { retryAfterMs: Number(header) * 1000 } : {}

const silenceOf = (fault: unknown): Silence => {
  if (fault instanceof errors.ResponseExceededMaxSizeError) return 'too-large'
  if (fault instanceof errors.HeadersTimeoutError || fault instanceof errors.BodyTimeoutError) {
    return 'timed-out'
  }
  return 'connection-lost'
}

/** Speaks HTTP/1.1 to one gateway, over connections that are its own (security S23, S24; reliability F10 to F16). */
export const createTransport = (settings: TransportSettings, clock: Clock): Transport => {
  const url = new URL(settings.url)
  const isTls = url.protocol === 'https:'
  // Well before the deadline, which cannot tell a line that never stood from an answer that never came.
  const connectTimeoutMs = Math.min(settings.connectTimeoutMs, settings.deadlineMs / 2)
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    allowH2: false,
    // Said here, so that no environment variable of the host can switch it off.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(settings.certificateAuthority === undefined ? {} : { ca: settings.certificateAuthority }),
  })

  let spare: { readonly socket: Socket; readonly release: () => void } | undefined
  let warming = false
  let closed = false

  const takeSpare = (): Socket | undefined => {
    const taken = spare
    spare = undefined
    taken?.release()
    return taken?.socket.readyState === 'open' ? taken.socket : undefined
  }

  const pool = new Pool(url.origin, {
    pipelining: 1,
    allowH2: false,
    headersTimeout: settings.deadlineMs,
    bodyTimeout: settings.deadlineMs,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    maxHeaderSize: headerBytesMax,
    maxResponseSize: answerBytesMax,
    connect: (options, callback) => {
      const ready = takeSpare()
      if (ready !== undefined) {
        // Later, as a connector does: undici is in the middle of dispatching when it asks.
        queueMicrotask(() => callback(null, ready))
        return
      }
      connect(options, (fault, socket) => {
        if (fault === null) callback(null, socket)
        else callback(new ConnectFault(unsentOf(fault, isTls), fault), null)
      })
    },
  })

  /**
   * undici opens connections only for requests, and no request is harmless enough to send to a payment gateway. So the
   * spare connection is opened here and given to the pool when its next call asks for one.
   */
  const warm = (): void => {
    const hasIdle = (pool.stats.free ?? 0) > 0
    if (closed || warming || spare !== undefined || hasIdle) return
    warming = true
    const target = {
      hostname: url.hostname,
      host: url.host,
      protocol: url.protocol,
      port: url.port,
    }
    connect(target, (fault, socket) => {
      warming = false
      if (fault !== null) return // The call itself will meet the same fault and name it.
      if (closed) {
        socket.destroy()
        return
      }
      const drop = (): void => {
        if (spare?.socket === socket) takeSpare()
        socket.destroy()
      }
      socket.on('error', drop).on('end', drop).on('close', drop)
      const callOff = clock.after(idleMs, drop)
      const release = (): void => {
        callOff()
        socket.off('error', drop).off('end', drop).off('close', drop)
      }
      spare = { socket, release }
    })
  }

  const exchange = async (
    form: string,
    charset: string,
    signal: AbortSignal,
  ): Promise<Result<WireAnswer, WireFault>> => {
    const target = new URL(url)
    target.searchParams.set('_input_charset', charset)
    const { statusCode, headers, body } = await pool.request({
      method: 'POST',
      path: `${target.pathname}${target.search}`,
      headers: {
        'content-type': `application/x-www-form-urlencoded;charset=${charset}`,
        accept,
      },
      body: form,
      signal,
    })
    if (statusCode !== 200) {
      // A redirect is an answer like any other wrong one; nobody goes where it points.
      body.on('error', () => undefined).destroy()
      return err({
        sent: 'perhaps',
        why: 'http-status',
        httpStatus: statusCode,
        ...retryAfterMs(headers['retry-after']),
      })
    }
    const bytes = new Uint8Array(await body.arrayBuffer())
    if (bytes.length > answerBytesMax)
      return err({ sent: 'perhaps', why: 'too-large', httpStatus: statusCode })
    const contentType = headers['content-type']
    return ok({
      httpStatus: statusCode,
      ...(typeof contentType === 'string' ? { contentType } : {}),
      ...(typeof headers['date'] === 'string' ? { date: headers['date'] } : {}),
      body: bytes,
    })
  }

  const post: Transport['post'] = async (form, charset) => {
    const began = clock.now()
    const deadline = new AbortController()
    const callOff = clock.after(settings.deadlineMs, () => deadline.abort())
    try {
      const answer = await exchange(form, charset, deadline.signal)
      const isOld = stoodStill(began, clock.now(), settings.deadlineMs)
      return isOld ? err({ sent: 'perhaps', why: 'timed-out' }) : answer
    } catch (fault) {
      if (fault instanceof ConnectFault) return err({ sent: false, why: fault.why })
      return err({ sent: 'perhaps', why: deadline.signal.aborted ? 'timed-out' : silenceOf(fault) })
    } finally {
      callOff()
    }
  }

  const close = async (): Promise<void> => {
    closed = true
    takeSpare()?.destroy()
    await pool.destroy()
  }

  return { post, warm, close }
}
