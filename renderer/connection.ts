import { createORPCClient, DynamicLink, type ClientContext } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract, TillNotice } from '../main/contract.ts'
import { openLine, type Line } from './line.ts'

/** Every command of the contract, typed. */
export type TillClient = ContractRouterClient<Contract>

/**
 * `refused` is final: the host is there and does not know this page (it was started anew, with a new token). The
 * page has to be opened again from the till's own link.
 */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'refused'

export interface TillConnection {
  /**
   * One client for the life of the page. A command given while there is no line fails at once with
   * `TillUnreachable` and is never kept for later: a charge that fires a minute after the scan would be worse than one
   * that did not happen. A command cut off by a closing line fails too; whether it took effect, the next view says.
   */
  readonly client: TillClient
  readonly state: () => ConnectionState
  /** Calls back at every change from now on. Returns a way to stop. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void
  /** Calls back every time a line was lost. Returns a way to stop. */
  readonly onClosed: (listener: () => void) => () => void
  /** The view first and then every notice, subscribed anew whenever a line opens. Returns a way to stop. */
  readonly onNotice: (listener: (notice: TillNotice) => void) => () => void
  /** Closes the line for good. */
  readonly close: () => void
}

/** There was no line to the till when the command was given; it was not sent. */
export class TillUnreachable extends Error {
  override readonly name = 'TillUnreachable'
}

const backOffMs = [100, 250, 500, 1000, 2000] as const

/**
 * Connects this page to its till and keeps it connected. Resolves after the first attempt, whatever came of it; `state`
 * tells. Never rejects.
 */
export const connectTill = async (): Promise<TillConnection> => {
  let state: ConnectionState = 'connecting'
  let line: Line | undefined
  let attempts = 0
  let ended = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const stateListeners = new Set<(state: ConnectionState) => void>()
  const closedListeners = new Set<() => void>()

  const client: TillClient = createORPCClient(
    new DynamicLink<ClientContext>(() => {
      if (line === undefined) throw new TillUnreachable('There is no connection to the till')
      return line.link
    }),
  )

  const enter = (next: ConnectionState): void => {
    if (next === state) return
    state = next
    for (const listener of stateListeners) listener(next)
  }

  const retry = (): void => {
    if (ended) return
    enter('reconnecting')
    timer = setTimeout(() => void attempt(), backOffMs[Math.min(attempts, backOffMs.length - 1)])
    attempts += 1
  }

  const attempt = async (): Promise<void> => {
    const opened = await openLine()
    if (ended) {
      if (opened.ok) opened.value.close()
      return
    }
    if (!opened.ok) {
      if (opened.error === 'refused') enter('refused')
      else retry()
      return
    }
    const current = opened.value
    line = current
    attempts = 0
    enter('connected')
    current.onClosed(() => {
      if (line !== current) return
      line = undefined
      for (const listener of closedListeners) listener()
      retry()
    })
  }

  await attempt()

  return {
    client,
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    onClosed: (listener) => {
      closedListeners.add(listener)
      return () => closedListeners.delete(listener)
    },
    onNotice: (listener) => {
      let stop = new AbortController()
      const follow = async (signal: AbortSignal): Promise<void> => {
        try {
          for await (const notice of await client.till.notices(undefined, { signal })) {
            try {
              listener(notice)
            } catch (fault) {
              reportError(fault) // A screen that cannot draw one notice must still hear the next.
            }
          }
        } catch {
          // The line closed, or the listener stopped. The next line is followed by `begin`.
        }
        // A line without its stream would show an old view for ever: open another one.
        if (!signal.aborted) line?.close()
      }
      const begin = (next: ConnectionState): void => {
        stop.abort()
        if (next !== 'connected') return
        stop = new AbortController()
        void follow(stop.signal)
      }
      stateListeners.add(begin)
      begin(state)
      return () => {
        stateListeners.delete(begin)
        stop.abort()
      }
    },
    close: () => {
      ended = true
      clearTimeout(timer)
      const last = line
      line = undefined
      last?.close()
    },
  }
}
