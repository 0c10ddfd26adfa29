import { ORPCError, onError } from '@orpc/server'
// The adapter with the barest shape: a message in, a way to send, a word when it is over. Nothing of Bun is in it.
import { RPCHandler } from '@orpc/server/bun-ws'
import { z } from 'zod'
import type { Log } from '../main/ports.ts'
import type { TillRouter } from './router.ts'

/** Characters of one message from a screen: settings with all keys need a tenth of it. */
export const messageLengthMax = 262_144
/** Calls that a screen may have running at once, its stream of notices among them. */
const callsMax = 64

/**
 * A message from a screen: a call without headers, or the word that a call is no longer wanted. The RPC protocol has
 * more (files, streams to the till, other methods); a screen needs none of it, so none of it comes in.
 */
const frame = z.union([
  z.strictObject({
    i: z.string().min(1).max(16),
    p: z.strictObject({ u: z.string().regex(/^(?:\/[A-Za-z]{1,32}){1,4}$/), b: z.unknown() }),
  }),
  z.strictObject({ i: z.string().min(1).max(16), t: z.literal(4), p: z.unknown().optional() }),
])

const readFrame = (message: unknown): z.infer<typeof frame> | undefined => {
  if (typeof message !== 'string' || message.length > messageLengthMax) return undefined
  try {
    return frame.safeParse(JSON.parse(message)).data
  } catch {
    return undefined
  }
}

/** A line to one screen, as a host sees it. */
export interface ScreenLine {
  readonly send: (message: string) => void
  /** Ends the line from this side. `why` is for the technician. */
  readonly cut: (why: string) => void
}

/** What the host tells about the line. */
export interface ServedScreen {
  readonly hear: (message: unknown) => void
  /** To be called when the line is closed, by whomever. Streams to the screen end. */
  readonly gone: () => void
}

/** Serves screens with one till. A screen that does not keep to the protocol loses its line; the till goes on. */
export const createScreenServer = (router: TillRouter, log: Log): ((line: ScreenLine) => ServedScreen) => {
  const handler = new RPCHandler(router, {
    interceptors: [
      onError((fault, { request }) => {
        // Refused input is the screen's fault, and its text may hold what a log must not (security S26).
        if (fault instanceof ORPCError) return
        log.error('command-failed', {
          command: request.url.pathname,
          fault: fault instanceof Error ? fault.name : typeof fault,
        })
      }),
    ],
  })

  return (line) => {
    const ended = new AbortController()
    let calls = 0
    const peer = {
      send: (message: string | ArrayBufferLike | Uint8Array): number => {
        // Answers are JSON; bytes would mean a file in an answer, and the contract has none.
        if (!ended.signal.aborted && typeof message === 'string') line.send(message)
        return 0
      },
    }
    const gone = (): void => {
      // Both: the library forgets a call whose line closed while its message was being read.
      ended.abort()
      handler.close(peer)
    }
    const cut = (why: string): void => {
      gone()
      log.warn('screen-line-cut', { why })
      line.cut(why)
    }
    return {
      gone,
      hear: (message) => {
        if (ended.signal.aborted) return
        if (readFrame(message) === undefined) return cut('not a message of the protocol')
        if (calls >= callsMax) return cut('too many calls at once')
        calls += 1
        handler.message(peer, message as string, { context: { gone: ended.signal } }).then(
          () => (calls -= 1),
          (fault: unknown) => {
            calls -= 1
            if (!ended.signal.aborted)
              log.error('screen-call-failed', { fault: fault instanceof Error ? fault.name : 'unknown' })
          },
        )
      },
    }
  }
}
