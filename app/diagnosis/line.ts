import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { lookup } from 'node:dns'
import { connect, isIP, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { LineFacts, TlsFault } from '../../main/diagnosis/facts.ts'

/** Where another world than this computer's can be put in: a trusted authority, a patience. */
export interface LineParts {
  /** PEM of a certificate authority to trust instead of the system's. */
  readonly certificateAuthority?: string
  /** For each stage, milliseconds. */
  readonly patienceMs?: number
  readonly environment?: Readonly<Record<string, string | undefined>>
}

const patienceUsualMs = 5000
const codeOf = (fault: unknown): string => {
  const first = fault instanceof AggregateError ? (fault.errors[0] as unknown) : fault
  return first instanceof Error && 'code' in first ? String(first.code) : ''
}

const within = <T>(ms: number, otherwise: T, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** Addresses that are nobody's (RFC 5737, RFC 3849): no packet is sent, the system only looks for a way out. */
const nobody = [
  ['udp4', '192.0.2.1'],
  ['udp6', '2001:db8::1'],
] as const
const hasWayTo = (kind: 'udp4' | 'udp6', address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket(kind)
    const end = (there: boolean): void => {
      socket.removeAllListeners()
      socket.close()
      resolve(there)
    }
    socket.once('error', () => end(false))
    socket.connect(9, address, (fault?: Error) => end(fault === undefined || fault === null))
  })

const isOutside = (address: string): boolean => !/^(?:127\.|::1$|fe80:|169\.254\.)/.test(address)
const interfacesUp = (): readonly string[] =>
  Object.entries(networkInterfaces()).flatMap(([name, all]) =>
    all?.some(({ address, internal }) => !internal && isOutside(address)) === true ? [name] : [],
  )

/** What the name service says, asked as the system asks, and by itself when that does not tell who is at fault. */
const lookUp = async (host: string, ms: number): Promise<'known' | 'dns-dead' | 'unknown'> => {
  const asked = new Promise<string>((resolve) => {
    lookup(host, (fault) => resolve(fault === null ? 'known' : codeOf(fault)))
  })
  const code = await within(ms, 'EAI_AGAIN', asked)
  if (code === 'known') return 'known'
  if (code !== 'ENOTFOUND') return 'dns-dead'
  const resolver = new Resolver({ timeout: ms / 2, tries: 1 })
  const why = await resolver.resolve4(host).then(
    () => 'known',
    (fault: unknown) => codeOf(fault),
  )
  return ['ENOTFOUND', 'ENODATA', 'known', 'EBADNAME'].includes(why) ? 'unknown' : 'dns-dead'
}

type Connected = { readonly socket: Socket } | { readonly fault: 'refused' | 'unreachable' | 'silent' }
const open = (host: string, port: number, ms: number): Promise<Connected> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true })
    const end = (fault: 'refused' | 'unreachable' | 'silent'): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ fault })
    }
    const timer = setTimeout(() => end('silent'), ms)
    socket.on('error', (fault) => {
      const code = codeOf(fault)
      end(code === 'ECONNREFUSED' ? 'refused' : code === 'ETIMEDOUT' ? 'silent' : 'unreachable')
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve({ socket })
    })
  })

const faultOfCode: Readonly<Record<string, TlsFault>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'issuer',
  SELF_SIGNED_CERT_IN_CHAIN: 'issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issuer',
  CERT_SIGNATURE_FAILURE: 'issuer',
  CERT_UNTRUSTED: 'issuer',
  INVALID_CA: 'issuer',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'old',
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: 'old',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'old',
  ERR_SSL_WRONG_VERSION_NUMBER: 'none',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'none',
  ERR_SSL_HTTP_REQUEST: 'none',
}

interface Shaken {
  readonly tls: 'good' | TlsFault
  readonly detail: string
}
const shakeHands = (socket: Socket, host: string, ms: number, ca: string | undefined): Promise<Shaken> =>
  new Promise((resolve) => {
    const secure = connectTls({
      socket,
      host,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
    })
    const end = (shaken: Shaken): void => {
      clearTimeout(timer)
      secure.destroy()
      socket.destroy()
      resolve(shaken)
    }
    const timer = setTimeout(() => end({ tls: 'broken-off', detail: 'no answer' }), ms)
    secure.on('error', (fault) => {
      const code = codeOf(fault)
      end({ tls: faultOfCode[code] ?? 'broken-off', detail: code === '' ? fault.message : code })
    })
    secure.once('close', () => end({ tls: 'broken-off', detail: 'closed' }))
    secure.once('secureConnect', () => end({ tls: 'good', detail: secure.getProtocol() ?? 'TLS' }))
  })

const proxyIn = (environment: Readonly<Record<string, string | undefined>>): string | undefined =>
  ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== '')
    // A proxy's password is nobody's business on a screen.
    ?.replace(/\/\/[^@/]*@/, '//')

/** Goes the way to the gateway stage by stage, as far as it leads. Nothing of a call is sent. */
export const measureLine = async (address: string, parts: LineParts = {}): Promise<LineFacts> => {
  const ms = parts.patienceMs ?? patienceUsualMs
  const url = new URL(address)
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  const isTls = url.protocol === 'https:'
  const port = Number(url.port) || (isTls ? 443 : 80)
  const interfaces = interfacesUp()
  const isLoopback = isIP(host) === 4 ? host.startsWith('127.') : host === '::1' || host === 'localhost'
  const ways = await Promise.all(nobody.map(([kind, to]) => within(1000, false, hasWayTo(kind, to))))
  const start = { host, interfaces, isLoopback, hasRoute: ways.includes(true) }
  if (!isLoopback && interfaces.length === 0) return start
  const name = isIP(host) === 0 ? await lookUp(host, ms) : 'address'
  if (name === 'dns-dead' || name === 'unknown') return { ...start, name }
  const began = performance.now()
  const opened = await open(host, port, ms)
  if ('fault' in opened) {
    const proxy = proxyIn(parts.environment ?? process.env)
    return {
      ...start,
      name,
      connect: opened.fault,
      ...(proxy === undefined ? {} : { proxy }),
      detail: url.host,
    }
  }
  const connectMs = performance.now() - began
  if (!isTls) {
    opened.socket.destroy()
    return { ...start, name, connect: 'open', connectMs, tls: 'plain' }
  }
  const { tls, detail } = await shakeHands(opened.socket, host, ms, parts.certificateAuthority)
  return { ...start, name, connect: 'open', connectMs, tls, detail }
}

/**
 * The clock of whoever serves this name by plain HTTP, UTC ms. Asked only when a certificate is refused by its date: a
 * hint whose clock is wrong, and never believed for anything else. `undefined` when nobody says.
 */
export const plainDate = (host: string, port: number, ms: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    let heard = ''
    const end = (): void => {
      clearTimeout(timer)
      socket.destroy()
      const date = Date.parse(/\r\ndate: *([^\r\n]+)/i.exec(heard)?.[1] ?? '')
      resolve(Number.isNaN(date) ? undefined : date)
    }
    const timer = setTimeout(end, ms)
    socket.on('error', end)
    socket.once('close', end)
    socket.once('connect', () =>
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1')
      if (heard.includes('\r\n\r\n') || heard.length > 16_384) end()
    })
  })
