import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Chance, Log } from '../../main/ports.ts'
import type { Till } from '../../main/till.ts'
import {
  displayPath,
  displayProtocol,
  displaySocketPath,
  socketPath,
  socketProtocol,
} from '../../renderer/socket-address.ts'
import { createDisplayServer } from '../display-line.ts'
import { openPages, type Pages } from '../pages.ts'
import { createRouter } from '../router.ts'
import { createScreenServer, messageLengthMax, type ScreenLine, type ServedScreen } from '../screen.ts'

export interface WebHostOptions {
  readonly till: Till
  /** The folder of the built screen. */
  readonly files: string
  /** 0 or left out: any free one. A fixed one keeps the browser's camera permission from day to day. */
  readonly port?: number
  readonly chance: Pick<Chance, 'bytes'>
  readonly log?: Log
  /** How often a screen must answer, in milliseconds; one that missed two calls is gone. */
  readonly pingEveryMs?: number
}

export interface WebHost {
  /** For the shopkeeper's browser, with the token in the fragment. To be shown to nobody else. */
  readonly url: string
  /** For a window that is turned to the customer. Its token opens nothing but that. */
  readonly displayUrl: string
  readonly port: number
  readonly screens: () => number
  readonly close: () => Promise<void>
}

const address = '127.0.0.1'
/** For each door: as many displays as there may be take no room from the cashier's screen. */
const screensMax = 8
/** Unsent characters after which a screen that stopped reading is given up. */
const unsentMax = 8_388_608
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

interface Door {
  readonly protocol: string
  readonly token: string
  readonly serve: (line: ScreenLine) => ServedScreen
  readonly screens: Set<WebSocket>
}
type Refusal = { readonly status: 400 | 401 | 403 | 404 | 503; readonly why: string }

/** Compares in a time that does not depend on where two texts differ, nor on their lengths. */
const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/**
 * Serves the till to a browser on this machine: the built screen over HTTP, the contract over a WebSocket.
 *
 * Anyone on the machine may connect to a loopback port, and any page in any browser may try to. So: the host listens on
 * 127.0.0.1 only; a Host header that is not its own is refused (a foreign name that was pointed here); a WebSocket must
 * come from a page of this host (Origin) and know the token, 256 random bits that are new at every start. The token
 * travels in the fragment of the address and as a subprotocol: not in a query, where Referer and history keep it, and
 * not in a cookie, which a browser sends to every port of 127.0.0.1.
 *
 * Rejects when the port is taken or the screen is not built.
 */
export const startWebHost = async (options: WebHostOptions): Promise<WebHost> => {
  const { till, chance, log = silent, pingEveryMs = 15_000 } = options
  const pages = await openPages(options.files, chance)
  const makeToken = (): string => Buffer.from(chance.bytes(32)).toString('base64url')
  const token = makeToken()
  const displayToken = makeToken()
  const displays = createDisplayServer(till)
  const displayUrl = (): string => `http://${address}:${port}${displayPath}#${displayToken}`
  /** What may be asked for, by path: which page asks, with which token, and who answers it. */
  const doors: Readonly<Record<string, Door>> = {
    [socketPath]: {
      protocol: socketProtocol,
      token,
      serve: createScreenServer(
        createRouter(till, () => ({ address: displayUrl(), open: displays.open() })),
        log,
      ),
      screens: new Set(),
    },
    [displaySocketPath]: {
      protocol: displayProtocol,
      token: displayToken,
      serve: displays.serve,
      screens: new Set(),
    },
  }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageLengthMax,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered][0] ?? false,
  })

  const server = createServer({
    maxHeaderSize: 8192,
    headersTimeout: 5000,
    requestTimeout: 10_000,
    // Node looks for connections that are over these limits every half minute unless it is told otherwise.
    connectionsCheckingInterval: 1000,
  })
  server.maxConnections = 64
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, address, resolve)
  })
  const { port } = server.address() as AddressInfo
  const hosts = new Set([`${address}:${port}`, `localhost:${port}`])
  const ours = (request: IncomingMessage): string | undefined =>
    request.headers.host !== undefined && hosts.has(request.headers.host) ? request.headers.host : undefined

  server.on('request', (request, response) => {
    void answerPage(pages, request, response, ours(request)).catch((fault: unknown) => {
      log.error('page-failed', { fault: fault instanceof Error ? fault.name : 'unknown' })
      response.destroy()
    })
  })

  /** Who answers this request, or why nobody does. */
  const doorFor = (request: IncomingMessage): Door | Refusal => {
    const host = ours(request)
    if (host === undefined) return { status: 403, why: 'foreign host' }
    if (request.headers.origin !== `http://${host}`) return { status: 403, why: 'foreign origin' }
    const { url = '' } = request
    const door = Object.hasOwn(doors, url) ? doors[url] : undefined
    if (door === undefined) return { status: 404, why: 'no such path' }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
    if (offered.length !== 2 || offered[0] !== door.protocol) return { status: 400, why: 'no protocol' }
    if (!sameSecret(offered[1] ?? '', door.token)) return { status: 401, why: 'wrong token' }
    if (door.screens.size >= screensMax) return { status: 503, why: 'too many screens' }
    return door
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const door = doorFor(request)
    if ('status' in door) {
      log.warn('screen-refused', { why: door.why })
      // No time limit of the server holds for a connection that wanted another protocol: it is ours to close, or a
      // caller that never does keeps its place, and with it the till from being stopped.
      socket.end(`HTTP/1.1 ${door.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, (screen) => attend(screen, door))
  })

  const unanswered = new WeakMap<WebSocket, number>()
  const attend = (screen: WebSocket, { serve, screens }: Door): void => {
    screens.add(screen)
    log.info('screen-connected', { screens: sockets.clients.size })
    const served = serve({
      send: (message) => {
        if (screen.bufferedAmount > unsentMax) screen.terminate()
        else screen.send(message)
      },
      cut: (why) => screen.close(1008, why),
    })
    // `ws` hands text over as a Buffer unless it was told otherwise; bytes are no message of ours and are refused.
    screen.on('message', (data, isBinary) =>
      served.hear(Buffer.isBuffer(data) && !isBinary ? data.toString() : undefined),
    )
    screen.on('pong', () => unanswered.delete(screen))
    screen.on('error', () => screen.terminate()) // Too large, or not WebSocket at all.
    screen.on('close', () => {
      screens.delete(screen)
      served.gone()
      log.info('screen-gone', { screens: sockets.clients.size })
    })
  }

  const heart = setInterval(() => {
    for (const screen of sockets.clients) {
      const missed = unanswered.get(screen) ?? 0
      if (missed >= 2) {
        screen.terminate()
      } else {
        unanswered.set(screen, missed + 1)
        screen.ping()
      }
    }
  }, pingEveryMs)
  heart.unref()

  return {
    url: `http://${address}:${port}/#${token}`,
    displayUrl: displayUrl(),
    port,
    screens: () => sockets.clients.size,
    close: async () => {
      clearInterval(heart)
      for (const screen of sockets.clients) screen.terminate()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

const answerPage = async (
  pages: Pages,
  request: IncomingMessage,
  response: ServerResponse,
  host: string | undefined,
): Promise<void> => {
  if (host === undefined) {
    response
      .writeHead(403, { 'content-type': 'text/plain', connection: 'close' })
      .end('Not the host you meant\n')
    return
  }
  const [path = ''] = (request.url ?? '').split('?', 1)
  const answer = await pages.answer(request.method ?? '', path, [`ws://${host}`])
  const body = request.method === 'HEAD' ? undefined : answer.body
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.byteLength }).end(body)
}
