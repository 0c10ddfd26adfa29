import type { PaymentId } from './ids.ts'
import type { Money } from './money.ts'
import type { CancelOutcome, PayOutcome, QueryOutcome, Silence, TradeFacts, Unsent } from './outcome.ts'
import type { Instant, Moment } from './time.ts'

/** What is kept of the scanned code: enough to recognise it again, not enough to spend it. */
export interface BuyerCodeMark {
  /** HMAC-SHA256 of the digits under the till's own secret, hex. */
  readonly hmac: string
  readonly lastFour: string
}

/** What every payment knows, whatever its state. */
export interface Attempt {
  readonly id: PaymentId
  readonly amount: Money
  readonly buyerCode: BuyerCodeMark
  readonly operator: string
  readonly createdAt: Instant
  /**
   * The cashier's screen is on this payment. One attended payment may be open at a time; the others are chased in
   * the background and listed.
   */
  readonly attended: boolean
}

/** Why a payment is being undone. */
export type GivingUp = 'limit' | 'cashier'

/**
 * Questions asked after a payment that was not paid, because what we were told then may turn out differently:
 * a refused PAY, or a cancel that may have overtaken its own PAY (reliability: F18, F26).
 */
export interface Watch {
  /** Which query comes next; the last ones come at every start of the till, and ever more rarely between them. */
  readonly stage: 'at-once' | 'soon' | 'later' | 'at-next-start' | 'over'
  /** How often the gateway has not found it since the first five minutes. */
  readonly absent?: number
  /** When it was asked about last, since then. */
  readonly askedAt?: Instant
  /** The trade was found open though it was given up; it is being cancelled. */
  readonly closing: boolean
  /** It was found paid, and its refund was started. */
  readonly foundPaid?: TradeFacts
  /** The last clear answer showed it as paid with another amount. */
  readonly otherAmount?: true
}

export type Payment =
  /** The intent is on disk and PAY is on its way, or was when the till stopped. */
  | (Attempt & {
      readonly state: 'sending'
      /** On the monotonic clock of this run: when asking ends and the cancel starts. */
      readonly limitMono: number
    })
  /** Not known yet: the customer is confirming, or we got no answer. Asked again until the limit. */
  | (Attempt & {
      readonly state: 'waiting'
      readonly why: Silence | 'interrupted'
      readonly queries: number
      /** The gateway has shown that the trade exists, so a cancel cannot overtake the PAY any more. */
      readonly tradeSeen: boolean
      readonly limitMono: number
      readonly facts: TradeFacts
    })
  /** Being undone; cancel is repeated until it is answered. */
  | (Attempt & {
      readonly state: 'cancelling'
      readonly because: GivingUp
      readonly cancels: number
      readonly tradeSeen: boolean
      /** The gateway said that cancelling is of no use; what became of the trade is asked first. */
      readonly lastRefusal?: string
      /** How often it said so; from the third time on a person has to look (spot-pay 5.3, MANUAL). */
      readonly refusals?: number
      /** Asked because no cancel is taken any more, the gateway has it as paid with another amount; at the second time a person is told. */
      readonly otherAmount?: 'heard' | 'told'
      readonly facts: TradeFacts
    })
  | (Attempt & {
      readonly state: 'paid'
      readonly paidAt: Instant
      readonly givenUp: boolean
      readonly facts: TradeFacts
    })
  | (Attempt & {
      readonly state: 'declined'
      readonly code: string
      readonly endedAt: Instant
      readonly watch: Watch
    })
  | (Attempt & {
      readonly state: 'cancelled'
      readonly because: GivingUp | 'closed-by-gateway'
      /** `refund`: the customer had paid and got the money back. */
      readonly action?: 'close' | 'refund'
      readonly endedAt: Instant
      readonly facts: TradeFacts
      readonly watch: Watch
    })
  /** Nothing left the till: the connection never stood. */
  | (Attempt & { readonly state: 'not-sent'; readonly why: Unsent; readonly endedAt: Instant })

/** Alipay takes no cancel of it and does not show it as paid or closed either: somebody has to look in the portal. */
export const isForAPerson = (payment: Payment): boolean =>
  payment.state === 'cancelling' && ((payment.refusals ?? 0) >= 3 || payment.otherAmount === 'told')

export const isFinal = (payment: Payment): boolean =>
  payment.state === 'paid' ||
  payment.state === 'declined' ||
  payment.state === 'cancelled' ||
  payment.state === 'not-sent'

/** Not final, or given up and still watched: it is asked about again. */
export const isStillAsked = (payment: Payment): boolean =>
  !isFinal(payment) || ('watch' in payment && payment.watch.stage !== 'over')

/** A cancel gives paid money back, so it leaves only for what is being undone at this moment. */
export const isBeingUndone = (payment: Payment | undefined): boolean =>
  payment !== undefined && (payment.state === 'cancelling' || ('watch' in payment && payment.watch.closing))

/** Whether the customer's money was taken, be it for a sale that was given up and is not shown as paid. */
export const isMoneyTaken = (payment: Payment): boolean =>
  payment.state === 'paid' || ('watch' in payment && payment.watch.foundPaid !== undefined)

/** Not sold here, and the gateway has it as paid with another amount: whether the customer is charged is not ours to say. */
export const isChargedOtherwise = (payment: Payment): boolean =>
  'watch' in payment && payment.watch.otherAmount === true

/** What a payment can hear. Silence is news too. */
export type PaymentNews =
  | { readonly type: 'pay-answered'; readonly outcome: PayOutcome }
  | { readonly type: 'query-answered'; readonly outcome: QueryOutcome }
  | { readonly type: 'cancel-answered'; readonly outcome: CancelOutcome }
  /** The trade under this number is another till's: it is never taken for ours, cancelled or refunded (F35). */
  | { readonly type: 'number-taken'; readonly code: string }
  | { readonly type: 'abort-asked' }
  /** The cashier turns to the next customer; the payment stays an open question. */
  | { readonly type: 'released' }
  /** The till has started again and finds the payment in its journal. */
  | { readonly type: 'resumed' }
  /** A person or an integrator wants to know now. */
  | { readonly type: 'query-asked' }

export const discrepancyKinds = [
  'paid-after-given-up',
  'automatic-refund-refused',
  'closed-though-paid',
  /** Not sold here, and the gateway has it as paid with another amount: no refund of ours would match it. */
  'other-amount',
  /** A refund was refused, and a late copy of its request was carried out. */
  'refund-made-after-refusal',
] as const
export type DiscrepancyKind = (typeof discrepancyKinds)[number]

/** What is to be done, as data. `afterMs` counts from now on the monotonic clock. */
export type PaymentEffect =
  | { readonly type: 'pay' }
  | { readonly type: 'query'; readonly afterMs: number }
  | { readonly type: 'cancel'; readonly afterMs: number }
  /** Give all the money back: the customer paid for a sale that was given up. */
  | { readonly type: 'refund-all' }
  | { readonly type: 'discrepancy'; readonly kind: DiscrepancyKind }
  | { readonly type: 'receipt' }

/** Timing of the chase, milliseconds (spot-pay 5.3, reliability 2). Settings; the defaults are those of the sources. */
export interface ChaseTiming {
  readonly firstQueryMs: number
  readonly queryEveryMs: number
  readonly limitMs: number
  readonly cancelEveryMs: number
  /** What is unknown has to become known within a minute of the gateway's coming back (reliability R6). */
  readonly cancelEveryMsMax: number
  /** The longest pause of a cancel that is refused for good: it is a person's matter, and still asked about. */
  readonly refusedCancelEveryMsMax: number
  readonly confirmRefusalMs: number
  readonly watchSoonMs: number
  readonly watchLaterMs: number
  /** The shortest pause after that; each is about twice as long as the last, and none longer than a day. */
  readonly watchRareMs: number
  /** A sale that was given up is watched for so long at least, for a PAY that somebody held back (reliability F18). */
  readonly watchOverMs: number
}
export const chaseTimingDefault: ChaseTiming = {
  firstQueryMs: 5000,
  queryEveryMs: 3000,
  limitMs: 60_000,
  cancelEveryMs: 5000,
  cancelEveryMsMax: 20_000,
  refusedCancelEveryMsMax: 3_600_000,
  confirmRefusalMs: 3000,
  watchSoonMs: 60_000,
  watchLaterMs: 300_000,
  watchRareMs: 3_600_000,
  watchOverMs: 86_400_000,
}

export interface PaymentStep {
  readonly payment: Payment
  readonly effects: readonly PaymentEffect[]
}
export interface StepContext {
  readonly now: Moment
  /** What to add to our clock to have the gateway's, milliseconds; 0 unless said. */
  readonly correctionMs?: number
  readonly timing: ChaseTiming
}
