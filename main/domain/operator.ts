import type { Brand } from './result.ts'

/** Names a person in the journal for ever; `op-1`, `op-2` in the order in which they were made. */
export type OperatorId = Brand<string, 'OperatorId'>

/** What somebody may do at the till (security S30). `main/domain/rights.ts` says which role may do which act. */
export type Role = 'cashier' | 'manager' | 'technician'
export const roles: readonly Role[] = ['cashier', 'manager', 'technician']

export interface Operator {
  readonly id: OperatorId
  /** Shown on the screen and on paper. */
  readonly name: string
  readonly role: Role
  /** Somebody who has left stays in the books and may no longer sign in. */
  readonly active: boolean
}

/** A PIN as it is kept: scrypt over its HMAC under the till's pepper, which is no part of the journal (security S28). */
export interface PinMark {
  readonly salt: string
  readonly hash: string
  /** scrypt's N, r and p as they were when the PIN was set. */
  readonly cost: readonly [n: number, r: number, p: number]
}

export type PeopleBody =
  /** Made or changed. What is left out of `pin` and `badge` stays as the entry before had it; `null` takes it away. */
  | {
      readonly kind: 'operator-set'
      readonly operator: Operator
      readonly pin?: PinMark
      /** HMAC-SHA256 of the badge's text under the pepper, hex. */
      readonly badge?: string
    }
  | { readonly kind: 'signed-in'; readonly operator: OperatorId; readonly by: 'pin' | 'badge' }
  | {
      readonly kind: 'signed-out'
      readonly operator: OperatorId
      readonly why: 'asked' | 'idle' | 'another-came'
    }
  /** `inARow` counts from the last time that this operator was let in; the delay before the next try grows with it. */
  | { readonly kind: 'sign-in-refused'; readonly operator: OperatorId; readonly inARow: number }
  /** A second person has agreed to one act of the first (security S30). */
  | {
      readonly kind: 'act-approved'
      readonly act: string
      readonly by: OperatorId
      readonly for: OperatorId
      readonly about: string
    }
