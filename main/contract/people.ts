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
  /** Milliseconds without a touch or key after which the screen asks the till to lock. */
  readonly idleMs: number
}

export type SignInRefusal =
  | { readonly why: 'wrong' }
  /** Too many wrong tries; `waitMs` until the next one is looked at. */
  | { readonly why: 'wait'; readonly waitMs: number }
  | { readonly why: 'till-stopped' }

/** Somebody as the list of people shows them. */
export interface OperatorView extends Operator {
  readonly hasPin: boolean
  readonly hasBadge: boolean
  readonly lastSignedInAt?: number
}
export type OperatorFault =
  | 'name-taken'
  | 'name-empty'
  | 'pin-too-short'
  | 'pin-too-simple'
  | 'needs-pin-or-badge'
  | 'badge-taken'
  | 'last-manager'
  | 'unknown-operator'
  | 'till-stopped'

const operatorId = z.string().regex(/^op-\d{1,6}$/) as unknown as z.ZodType<OperatorId, string>
const pin = z.string().regex(/^\d{1,12}$/)
const badge = z.string().min(4).max(128)
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
})
export type OperatorInput = z.infer<typeof operatorInput>

export const peopleContract = {
  /** For the sign-in screen: names and ids of who may sign in, and nothing else. */
  names: oc.output(output<readonly { readonly id: OperatorId; readonly name: string }[]>()),
  signIn: oc.input(proof).output(output<Answer<PeopleView, SignInRefusal>>()),
  lock: oc.input(z.strictObject({ why: z.enum(['asked', 'idle']) })).output(output<true>()),
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
