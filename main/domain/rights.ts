import type { CashId, PaymentId } from './ids.ts'
import type { OperatorId, Role } from './operator.ts'
import type { Day } from './time.ts'

const everybody: readonly Role[] = ['cashier', 'manager', 'technician']
const counter: readonly Role[] = ['cashier', 'manager']
const office: readonly Role[] = ['manager']
const service: readonly Role[] = ['manager', 'technician']

/** Always, where what is handed out comes to more than a limit of the settings, or where it is about a manager. */
export type Second = 'always' | 'above-limit' | 'for-managers'

/**
 * Who may do what (security S30). Held by the engine; the screen only hides what would be refused. `second`: when a
 * second person has to agree, who is a manager and somebody else.
 */
export const rights = {
  look: { roles: everybody },
  sell: { roles: counter },
  'sell-for-cash': { roles: counter },
  ask: { roles: everybody },
  /** Alone up to the limit of the settings: of one sale, and of all that one person gives back. */
  refund: { roles: counter, second: 'above-limit' },
  'refund-cash': { roles: counter, second: 'above-limit' },
  print: { roles: everybody },
  'open-shift': { roles: counter },
  /** Out of the drawer, alone up to a limit as well. */
  'move-cash': { roles: counter, second: 'above-limit' },
  'open-drawer': { roles: counter },
  'count-cash': { roles: counter },
  'read-x': { roles: counter },
  'close-day': { roles: counter },
  'read-closings': { roles: service },
  'see-discrepancy': { roles: office },
  'read-figures': { roles: office },
  'fetch-files': { roles: service },
  reconcile: { roles: service },
  decide: { roles: office },
  'enter-bank-credit': { roles: office },
  export: { roles: office },
  purge: { roles: office, second: 'always' },
  /** Who is, was or becomes a manager, but oneself: else one alone could make the second person up. */
  'set-people': { roles: office, second: 'for-managers' },
  'read-settings': { roles: service },
  'change-settings': { roles: service, second: 'always' },
  'test-connection': { roles: service },
  /** It is a setting, and it opens the drawer. */
  'try-drawer': { roles: office },
} as const satisfies Readonly<Record<string, { readonly roles: readonly Role[]; readonly second?: Second }>>

export type Act = keyof typeof rights
/** Whether a second person has to agree. */
export const secondFor = (act: Act): 'never' | Second => {
  const right: { readonly roles: readonly Role[]; readonly second?: Second } = rights[act]
  return right.second ?? 'never'
}
export const acts = Object.keys(rights) as readonly Act[]
export const mayDo = (role: Role, act: Act): boolean => rights[act].roles.some((one) => one === role)

/** What a second person agrees to, in the words of its entry: the act itself must then be about exactly that. */
export const aboutRefund = (payment: PaymentId, minor: number): string => `${payment} ${minor}`
/** `sale`: by its receipt. */
export const aboutCashRefund = (minor: number, sale?: CashId): string =>
  sale === undefined ? `cash ${minor}` : `cash ${sale} ${minor}`
export const aboutPayOut = (minor: number): string => `out ${minor}`
export const aboutPurge = (before: Day): string => `before ${before}`
export const aboutOperator = (id: OperatorId | undefined, name: string, role: Role): string =>
  `${id ?? 'new'} ${role} ${name}`
/** `mark` is the till's own of exactly these settings and keys (`Seal.settings`): a screen is told it, and makes none up. */
export const aboutSettings = (mark: string): string => `settings ${mark}`
