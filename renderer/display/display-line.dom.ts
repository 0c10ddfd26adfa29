import type { CustomerView } from '../../main/domain/customer-view.ts'
import { portMessage } from '../line.ts'
import { displayProtocol, displaySocketPath } from '../socket-address.ts'

/** What the till tells this page, or that it tells nothing: then nothing may stay on it. */
export type Heard = { readonly customer: CustomerView | null } | 'lost'

/** The till says the same again every four seconds; after this long without a word it is not there, milliseconds. */
const silenceMsMax = 10_000
const retryMs = 1000
const tokenKey = 'spot-till:display'

const readToken = (): string | undefined => {
  const fragment = /^#([A-Za-z0-9_-]{43})$/.exec(location.hash)?.[1]
  if (fragment !== undefined) {
    sessionStorage.setItem(tokenKey, fragment)
    history.replaceState(null, '', location.pathname)
  }
  return fragment ?? sessionStorage.getItem(tokenKey) ?? undefined
}

const parse = (data: unknown): Heard => {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as Heard) : 'lost'
  } catch {
    return 'lost'
  }
}

interface Wire {
  readonly onText: (listener: (text: unknown) => void) => void
  readonly onClosed: (listener: () => void) => void
  readonly close: () => void
}

const openSocket = (token: string): Wire => {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = new WebSocket(`${scheme}://${location.host}${displaySocketPath}`, [displayProtocol, token])
  return {
    onText: (listener) => socket.addEventListener('message', ({ data }) => listener(data)),
    onClosed: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  }
}

const openPort = (): Promise<Wire> =>
  new Promise((resolve) => {
    const waiting = new AbortController()
    window.addEventListener(
      'message',
      (event: MessageEvent<unknown>) => {
        const [port] = event.ports
        if (event.source !== window || event.data !== portMessage || port === undefined) return
        waiting.abort()
        port.start()
        resolve({
          onText: (listener) => port.addEventListener('message', ({ data }) => listener(data)),
          onClosed: (listener) => port.addEventListener('close', listener),
          close: () => port.close(),
        })
      },
      { signal: waiting.signal },
    )
    window.spotTill?.connect()
  })

/** Listens to the till for as long as the page is there. Returns a way to stop. Says nothing to the till, ever. */
export const listenToTill = (hear: (heard: Heard) => void): (() => void) => {
  let ended = false
  let wire: Wire | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const lose = (): void => {
    clearTimeout(silence)
    wire?.close()
    wire = undefined
    if (ended) return
    hear('lost')
    clearTimeout(retry)
    retry = setTimeout(() => void open(), retryMs)
  }
  const open = async (): Promise<void> => {
    const token = readToken()
    if (window.spotTill === undefined && token === undefined) return hear('lost')
    const mine = window.spotTill === undefined ? openSocket(token ?? '') : await openPort()
    if (ended) return mine.close()
    wire = mine
    const alive = (): void => {
      clearTimeout(silence)
      silence = setTimeout(() => mine === wire && lose(), silenceMsMax)
    }
    alive()
    mine.onText((text) => {
      if (mine !== wire) return
      alive()
      hear(parse(text))
    })
    mine.onClosed(() => mine === wire && lose())
  }
  void open()
  return () => {
    ended = true
    clearTimeout(retry)
    lose()
  }
}
