import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { socketPath, socketProtocol } from './socket-address.ts'

/**
 * One open way to the till. In Electron it is a MessagePort that the preload hands over; in a browser a WebSocket to
 * the host that served the page. A line that closed stays closed: `renderer/connection.ts` opens the next one.
 */
export interface Line {
  readonly link: ClientLink<ClientContext>
  /** Calls back once, also when the line is already closed. */
  readonly onClosed: (listener: () => void) => void
  readonly close: () => void
}

/** Why no line opened: the host is not there (try again), or it is there and does not want this page. */
export type LineFault = 'no-host' | 'refused'
export type OpenedLine =
  { readonly ok: true; readonly value: Line } | { readonly ok: false; readonly error: LineFault }

/** What the preload shows the page; `app/electron/preload.ts` exposes exactly this. */
export interface TillBridge {
  /** Asks the main process for a fresh port. It arrives as a window message `spot-till:port`. */
  readonly connect: () => void
}

declare global {
  interface Window {
    readonly spotTill?: TillBridge
  }
}

export const portMessage = 'spot-till:port'
const tokenKey = 'spot-till:token'
const openMsMax = 5000

const closing = (signal: AbortSignal): Line['onClosed'] => {
  return (listener) => {
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
  }
}

/** Opens a line by the MessagePort of Electron. */
const openPort = (bridge: TillBridge): Promise<OpenedLine> =>
  new Promise((resolve) => {
    const waiting = new AbortController()
    const timer = setTimeout(() => {
      waiting.abort()
      resolve({ ok: false, error: 'no-host' })
    }, openMsMax)
    window.addEventListener(
      'message',
      (event: MessageEvent<unknown>) => {
        const [port] = event.ports
        // Only our own preload posts to this window from this window.
        if (event.source !== window || event.data !== portMessage || port === undefined) return
        waiting.abort()
        clearTimeout(timer)
        const closed = new AbortController()
        port.addEventListener('close', () => closed.abort())
        const link = new PortLink({ port })
        port.start()
        resolve({
          ok: true,
          value: {
            link,
            onClosed: closing(closed.signal),
            close: () => {
              port.close()
              closed.abort()
            },
          },
        })
      },
      { signal: waiting.signal },
    )
    bridge.connect()
  })

/**
 * The token comes once, in the fragment of the address: a fragment is sent to no server and in no Referer. It is taken
 * out of the address (and so out of the history) at once, and kept for a reload of this tab only.
 */
const readToken = (): string | undefined => {
  const fragment = /^#([A-Za-z0-9_-]{43})$/.exec(location.hash)?.[1]
  if (fragment !== undefined) {
    sessionStorage.setItem(tokenKey, fragment)
    history.replaceState(null, '', location.pathname)
  }
  return fragment ?? sessionStorage.getItem(tokenKey) ?? undefined
}

/** A handshake that failed does not say why to a page; whether the host still serves the page does. */
const faultOfHandshake = async (): Promise<LineFault> => {
  try {
    const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })
    return answer.ok ? 'refused' : 'no-host'
  } catch {
    return 'no-host'
  }
}

/** Opens a line by a WebSocket to the host of this page. */
const openSocket = (): Promise<OpenedLine> => {
  const token = readToken()
  if (token === undefined) return Promise.resolve({ ok: false, error: 'refused' })
  return new Promise((resolve) => {
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${socketPath}`
    const socket = new WebSocket(address, [socketProtocol, token])
    const closed = new AbortController()
    const timer = setTimeout(() => socket.close(), openMsMax)
    socket.addEventListener('close', () => {
      clearTimeout(timer)
      closed.abort()
      // After an open line this is without effect: the promise is settled.
      void faultOfHandshake().then((error) => resolve({ ok: false, error }))
    })
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      resolve({
        ok: true,
        value: {
          link: new SocketLink({ websocket: socket }),
          onClosed: closing(closed.signal),
          close: () => socket.close(),
        },
      })
    })
  })
}

/** Opens a line by whatever this page has. */
export const openLine = (): Promise<OpenedLine> =>
  window.spotTill === undefined ? openSocket() : openPort(window.spotTill)
