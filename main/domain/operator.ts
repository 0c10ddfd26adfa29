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

/** What wrong tries are counted for: an operator, or what names nobody. */
export type TriedSubject = OperatorId | 'unknown-operator' | 'unknown-badge'

export type PeopleBody =
  /** Made or changed: all that is known of somebody from here on. Wrong tries before it no longer count. */
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
      readonly why: 'asked' | 'idle' | 'another-came' | 'left'
    }
  /** The `inARow`th wrong try since the last right one; the delay before the next one grows with it. */
  | { readonly kind: 'sign-in-refused'; readonly operator: TriedSubject; readonly inARow: number }
  /** A second person has agreed to one act of the first (security S30). */
  | {
      readonly kind: 'act-approved'
      readonly act: string
      readonly by: OperatorId
      readonly for: OperatorId
      readonly about: string
    }
