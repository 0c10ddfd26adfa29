/**
 * Why a till stops selling by itself until a technician has looked: something was about to happen, or has happened,
 * that must never happen. The invariants are those of reliability: I1 no customer is charged twice, I2 no paid sale is
 * lost, I3 nothing says paid when it is not, I4 nothing is left open and forgotten.
 */
export type HaltReason =
  /** I1. A PAY was about to leave a second time, or without the intent on disk that says so. */
  | 'pay-without-intent'
  /** I1. A second payment was about to begin at the counter while one is open. */
  | 'second-open-payment'
  /** I2. A payment or a refund was about to leave its final state, or to change what it is about. */
  | 'final-state-left'
  /** I3. Something was about to be called paid that no answer of the gateway has shown to be paid. */
  | 'paid-unproven'
  /** I2. A cancel was about to leave for a payment that nobody is undoing: it would give paid money back. */
  | 'cancel-unfounded'
  /** I1. More was about to be given back than was paid, or a refund to leave that is not on disk. */
  | 'refund-unfounded'
  /** I3. A receipt or the screen was about to say paid of what the journal does not. */
  | 'word-unfounded'
  /** I2. What was written did not follow what was there. */
  | 'entries-out-of-order'
  /** I1. Alipay has a payment under a number that only this till could have made. */
  | 'number-taken'
  /** I2. The whole data folder is an older copy: sales are missing from it. */
  | 'older-copy'

/** Why the digits that new ids begin with were set. */
export type IdentityReason = 'first-start' | 'other-machine' | 'older-copy' | 'number-taken'

/** What was about to break, before it is written down. */
export interface BrokenRule {
  readonly because: HaltReason
  readonly about: string
  readonly detail: string
}

export interface Halt extends BrokenRule {
  /** Number of the journal's entry that says so; a technician names it to acknowledge. */
  readonly entry: number
}
