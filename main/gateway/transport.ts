import type { Silence, Unsent } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import type { Charset } from './charset.ts'

/** An HTTP answer with status 200, whole. */
export interface WireAnswer {
  readonly httpStatus: number
  readonly contentType?: string
  /** The header `Date` as received: the gateway's clock. */
  readonly date?: string
  readonly body: Uint8Array
}

/**
 * Why there is no answer. `unsent` is claimed only when the connection never stood, so that not one byte of the call
 * can have left; after that nobody knows what the gateway has read.
 */
export type WireFault =
  | { readonly sent: false; readonly why: Unsent }
  | {
      readonly sent: 'perhaps'
      readonly why: Silence
      readonly httpStatus?: number
      /** For how long the gateway asks not to be called again, milliseconds; absent when it did not say. */
      readonly retryAfterMs?: number
    }

/**
 * Carries one form to the gateway and its answer back: once. It never repeats, follows or guesses, and its promises
 * never reject for anything that the network does.
 */
export interface Transport {
  readonly post: (form: string, charset: Charset) => Promise<Result<WireAnswer, WireFault>>
  /** Opens a connection ahead, without sending anything over it. */
  readonly warm: () => void
  readonly close: () => Promise<void>
}
