import type { Conduct, FileMistake } from './trade.ts'

/** What is wrong with the content of an answer. The signature fits the content unless the name says otherwise. */
export type Damage =
  | 'wrong-signature'
  | 'no-signature'
  | 'other-sign-type'
  | 'other-amount'
  | 'other-id'
  | 'other-currency'
  | 'strange-result'
  | 'oversized'
  | 'wrong-charset'
  | 'doctype'
  | 'cut-xml'

/** A page in the place of the answer. */
export interface Page {
  readonly status: number
  readonly body: 'html' | 'empty' | 'json' | 'text'
  readonly retryAfterS?: number
  readonly location?: string
}

/** How the bytes travel. */
export type Manner =
  /** The connection closes without a byte. */
  | 'lost'
  /** The connection is reset (RST) without a byte. */
  | 'reset'
  /** The whole length is announced, half of it comes, the connection closes. */
  | 'half'
  /** The same with chunked encoding: the last chunk never comes. */
  | 'half-chunked'
  /** One byte at a time. */
  | 'drip'
  /** Head of the answer, then silence. */
  | 'head-only'
  /** Silence. */
  | 'silent'
  /** Whole and right, after every patience. */
  | 'late'

/** What an answer says in the place of the truth. `refused`: `is_success=F` with the code. */
export interface Says {
  readonly result: 'UNKNOW' | 'UNKNOWN' | 'FAIL' | 'FAILED' | 'refused'
  readonly code?: string
  readonly mayRetry?: boolean
}

/** How the calls of one service about one payment (or one refund) go wrong, until the truth is told. */
export interface Spoil {
  /** How many of them. */
  readonly times: number
  /** Whether the call has its effect in the books nevertheless. */
  readonly carriedOut: boolean
  /** The customer confirms just before the call is looked at. */
  readonly customerConfirms?: boolean
  readonly says?: Says
  readonly damage?: Damage
  readonly page?: Page
  readonly manner?: Manner
}

export const badDayGroups = {
  password: 'The customer has to confirm',
  silence: 'The answer is lost, cut or late',
  content: 'The answer is wrong',
  http: 'Something between till and gateway answers',
  'system-error': 'The gateway has a bad day',
  decline: 'The payment is refused',
  cancel: 'Cancelling goes wrong',
  refund: 'Refunding goes wrong',
  query: 'Asking goes wrong',
  files: "The provider's files are wrong",
} as const
export type BadDayGroup = keyof typeof badDayGroups

export interface BadDay {
  /** The amount that calls it, in minor units: 9001 is 90.01, and 9001 in JPY and KRW. */
  readonly minor: number
  readonly group: BadDayGroup
  readonly story: string
  /** Where a good till ends. */
  readonly ends: string
  readonly conduct?: Conduct
  /** The PAY reaches the gateway only so much later. */
  readonly arrives?: { readonly afterMs: number; readonly evenAfterCancel: boolean }
  readonly pay?: Spoil
  readonly query?: Spoil
  readonly cancel?: Spoil
  readonly refund?: Spoil
  /** A queued refund (`is_sync=N`) takes so long, or fails so. */
  readonly queuedRefund?: { readonly failsWith?: string; readonly takesMs?: number }
  /** Nothing goes wrong at the counter; next morning's files tell the payment wrongly. */
  readonly filed?: FileMistake
}
