import { oc } from '@orpc/contract'
import { z } from 'zod'
import { roles, type Operator, type OperatorId, type Role } from '../domain/operator.ts'
import type { Act } from '../domain/rights.ts'
import { acts } from '../domain/rights.ts'
import { output, type Answer } from './answer.ts'

/** Who is at the till, as every view tells it. Absent while nobody has been entered: then everybody may do everything. */
export interface PeopleView {
  readonly signedIn?: { readonly id: OperatorId; readonly name: string; readonly role: Role }
  /** What whoever is signed in may do; the screen hides the rest. */
  readonly may: readonly Act[]
  /** Acts to which a second person has to agree each time. */
  readonly second: readonly Act[]
  /** Names by id, also of those who have left, to read stories by. Empty while nobody is signed in. */
  readonly names: Readonly<Record<string, string>>
  /** Milliseconds without a word from a screen that somebody touched (`awake`) after which the till locks. */
  readonly idleMs: number
  /**
   * Minor units above which refunds, and money paid out of the drawer, need a second person. Absent while nobody is signed
   * in, and when the shop set none.
   */
  readonly refundLimit?: number
  readonly payOutLimit?: number
}

export type SignInRefusal =
  /** `waitMs`: until the next try is looked at, when it has to wait. */
  | { readonly why: 'wrong'; readonly waitMs?: number }
  /** A payment code, a receipt or a scrap: nothing that could be somebody's badge. Not counted as a try. */
  | { readonly why: 'not-a-badge' }
  /** Too many wrong tries; not looked at, and `waitMs` until the next one is. */
  | { readonly why: 'wait'; readonly waitMs: number }
  | { readonly why: 'till-stopped' }

/** Somebody as the list of people shows them. */
export interface OperatorView extends Operator {
  readonly hasPin: boolean
  readonly hasBadge: boolean
  readonly lastSignedInAt?: number
}
/** `first-is-manager`: whoever is entered first must be a manager with a PIN, or nobody could enter anybody else. */
export type OperatorFault =
  | 'first-is-manager'
  | 'not-a-badge'
  | 'name-taken'
  | 'name-empty'
  | 'pin-too-short'
  | 'pin-too-simple'
  | 'needs-pin-or-badge'
  | 'badge-taken'
  | 'last-manager'
  | 'unknown-operator'
  | 'needs-second-person'
  | 'till-stopped'

const operatorId = z.string().regex(/^op-\d{1,6}$/) as unknown as z.ZodType<OperatorId, string>
const pin = z.string().regex(/^\d{1,12}$/)
const badge = z.string().trim().min(1).max(128)
const proof = z.union([z.strictObject({ operator: operatorId, pin }), z.strictObject({ badge })])
export type Proof = z.infer<typeof proof>

export const operatorInput = z.strictObject({
  /** Left out for somebody new. */
  id: operatorId.optional(),
  name: z.string().trim().max(32),
  role: z.enum(roles as readonly [Role, ...Role[]]),
  active: z.boolean(),
  /** Left out: stays as it is. `null`: taken away. */
  pin: pin.nullable().optional(),
  badge: badge.nullable().optional(),
  /** Of a second person, where it is about a manager. */
  token: z.string().max(64).optional(),
})
export type OperatorInput = z.infer<typeof operatorInput>

export const peopleContract = {
  /** For the sign-in screen: names and ids of who may sign in by PIN, and nothing else. */
  names: oc.output(output<readonly { readonly id: OperatorId; readonly name: string }[]>()),
  signIn: oc.input(proof).output(output<Answer<PeopleView, SignInRefusal>>()),
  lock: oc.output(output<true>()),
  /** Somebody has touched the screen or a key since the last word: the till does not lock yet. */
  awake: oc.output(output<true>()),
  list: oc.output(output<readonly OperatorView[]>()),
  set: oc.input(operatorInput).output(output<Answer<OperatorView, OperatorFault>>()),
  /** A second person agrees to one act; the token is for that act, once, within a minute. */
  approve: oc
    .input(
      z.strictObject({
        proof,
        act: z.enum(acts as readonly [Act, ...Act[]]),
        about: z.string().max(128),
      }),
    )
    .output(
      output<
        Answer<{ readonly token: string }, SignInRefusal | { readonly why: 'may-not' | 'same-person' }>
      >(),
    ),
}
