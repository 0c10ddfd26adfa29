import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

/** One call as it came over the line, whole. */
export interface SeenRequest {
  /** 1 for the first call over the line. */
  readonly number: number
  /** 1 for the first connection; calls over the same one share it. */
  readonly connection: number
  /** `pay`, `query`, `cancel`, `refund`, `refundQuery`, or the wire's own name of another service. */
  readonly service: string
  /** The payment it is about. */
  readonly id: string
  readonly parameters: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface HttpReply {
  /** Status line and headers, the empty line included. */
  readonly head: string
  readonly body: Buffer
}
/** How a reply goes to the caller; sending nothing is a way too. */
export type Play = (socket: Socket, reply: HttpReply, request: SeenRequest) => void

/** What happens to one call. Left out means: as on a good line. */
export interface Fate {
  /** Until the call goes on to the gateway, milliseconds. Also when the caller has long gone. */
  readonly delivery?: number | 'never' | 'twice'
  /** What happens to the caller when the call has been read, before there is a reply. */
  readonly atOnce?: (socket: Socket, request: SeenRequest) => void
  readonly reply?: Play
}

export interface Proxy {
  readonly url: string
  readonly port: number
  readonly requests: readonly SeenRequest[]
  /** How often a call began: each `POST` line, also of calls that were never read to their end. */
  readonly begun: () => number
  /** Bytes that came in, after decryption. */
  readonly bytes: () => number
  readonly connections: () => number
  /** PAY calls read to their end, about one payment. */
  readonly pays: (id: string) => number
  /** Calls of a service about a payment that the gateway has answered, whatever became of its answer. */
  readonly delivered: (service: string, id: string) => number
  /** The caller's open connections, to be broken between two calls. */
  readonly callers: () => readonly Socket[]
  readonly close: () => Promise<void>
}

export interface ProxyOptions {
  readonly gatewayPort: number
  readonly fate?: (request: SeenRequest) => Fate | undefined
  /** Called with the first bytes of every call; `true` when it has dealt with the connection itself. */
  readonly onFirstBytes?: (socket: Socket, connection: number) => boolean
  /** Speaks TLS to the caller, with this certificate. */
  readonly tls?: TlsOptions
  /** 127.0.0.1 and a free port when left out. */
  readonly host?: string
  readonly port?: number
}

const names: Readonly<Record<string, string>> = {
  'alipay.acquire.overseas.spot.pay': 'pay',
  'alipay.acquire.overseas.query': 'query',
  'alipay.acquire.cancel': 'cancel',
  'alipay.acquire.overseas.spot.refund': 'refund',
  'alipay.acquire.refund.query': 'refundQuery',
}

/** A message whose length its head says, or nothing while bytes are missing. */
export const wholeMessage = (bytes: Buffer): (HttpReply & { readonly length: number }) | undefined => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.subarray(0, end + 4).toString('latin1')
  const length = end + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN)
  return bytes.length >= length ? { head, body: bytes.subarray(end + 4, length), length } : undefined
}

/**
 * A line between till and gateway that can be as bad as a test wants: it reads each call whole, decides its fate, and
 * takes every call to the gateway over a connection of its own. Nothing happens by chance.
 */
export const startProxy = async (options: ProxyOptions): Promise<Proxy> => {
  const requests: SeenRequest[] = []
  const delivered = new Map<string, number>()
  const sockets = new Set<Socket>()
  const callers = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  let begun = 0
  let bytesIn = 0
  let connections = 0

  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }

  const deliver = (bytes: Buffer, request: SeenRequest, caller: Socket, play: Play | undefined): void => {
    const gateway = keep(connect(options.gatewayPort, '127.0.0.1', () => gateway.write(bytes)))
    let reply = Buffer.alloc(0)
    gateway.on('data', (chunk: Buffer) => {
      reply = Buffer.concat([reply, chunk])
      if (play === undefined && !caller.destroyed) caller.write(chunk)
      const whole = wholeMessage(reply)
      if (whole === undefined) return
      const key = `${request.service}/${request.id}`
      delivered.set(key, (delivered.get(key) ?? 0) + 1)
      gateway.removeAllListeners('end').destroy()
      if (play !== undefined && !caller.destroyed) play(caller, whole, request)
    })
    // The gateway's own bad days come through as they are.
    gateway.on('end', () => caller.end())
    gateway.on('error', () => caller.resetAndDestroy())
  }

  const handle = (bytes: Buffer, body: Buffer, connection: number, caller: Socket): void => {
    const parameters = Object.fromEntries(new URLSearchParams(body.toString('latin1')))
    const service = parameters['service'] ?? ''
    const request: SeenRequest = {
      number: requests.length + 1,
      connection,
      service: names[service] ?? service,
      id: parameters['partner_trans_id'] ?? parameters['out_trade_no'] ?? '',
      parameters,
      at: Date.now(),
    }
    requests.push(request)
    const fate = options.fate?.(request) ?? {}
    fate.atOnce?.(caller, request)
    const { delivery = 0 } = fate
    if (delivery === 'never') return
    if (delivery === 0 || delivery === 'twice') deliver(bytes, request, caller, fate.reply)
    if (delivery === 'twice') deliver(bytes, request, caller, () => undefined)
    if (typeof delivery !== 'number' || delivery === 0) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      deliver(bytes, request, caller, fate.reply)
    }, delivery)
    timers.add(timer)
  }

  const serve = (socket: Socket): void => {
    connections += 1
    const connection = connections
    let text = Buffer.alloc(0)
    callers.add(socket)
    socket.on('close', () => callers.delete(socket))
    keep(socket).on('data', (chunk: Buffer) => {
      bytesIn += chunk.length
      if (text.length === 0) {
        begun += 1
        if (options.onFirstBytes?.(socket, connection) === true) return
      }
      text = Buffer.concat([text, chunk])
      const whole = wholeMessage(text)
      if (whole === undefined) return
      const bytes = text.subarray(0, whole.length)
      text = text.subarray(whole.length)
      handle(bytes, whole.body, connection, socket)
    })
  }
  const server =
    options.tls === undefined
      ? createServer(serve)
      : createTlsServer(options.tls, serve).on('tlsClientError', () => undefined)
  server.on('connection', (socket: Socket) => keep(socket))
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, host, resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}/gateway.do`,
    port,
    requests,
    begun: () => begun,
    bytes: () => bytesIn,
    connections: () => connections,
    pays: (id) => requests.filter((request) => request.service === 'pay' && request.id === id).length,
    callers: () => [...callers],
    delivered: (service, id) => delivered.get(`${service}/${id}`) ?? 0,
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
