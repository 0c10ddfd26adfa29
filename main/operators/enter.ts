import type { Answer } from '../contract/answer.ts'
import type { OperatorFault, OperatorInput } from '../contract/people.ts'
import { isBadge, pinFault, type Pins } from './pins.ts'
import { isKeyManager, type Entered, type OperatorSet, type Register } from './register.ts'

type Checked = Answer<OperatorSet, OperatorFault>
const fault = (error: OperatorFault): Checked => ({ ok: false, error })

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** The fault that shows without any secret, if there is one. */
const plainFault = (
  register: Register,
  input: OperatorInput,
  before: Entered | undefined,
): OperatorFault | undefined => {
  if (input.id !== undefined && before === undefined) return 'unknown-operator'
  if (input.name === '') return 'name-empty'
  const others = register.all().filter(({ operator }) => operator.id !== input.id)
  if (input.active && others.some(({ operator }) => operator.active && sameName(operator.name, input.name))) {
    return 'name-taken'
  }
  const wrongPin = typeof input.pin === 'string' ? pinFault(input.pin) : undefined
  if (wrongPin !== undefined) return wrongPin
  if (typeof input.badge === 'string' && !isBadge(input.badge)) return 'not-a-badge'
  const hasPin = input.pin === undefined ? before?.pin !== undefined : input.pin !== null
  const hasBadge = input.badge === undefined ? before?.badge !== undefined : input.badge !== null
  const isManager = input.active && input.role === 'manager' && hasPin
  if (!isManager && !others.some(isKeyManager)) {
    return register.all().length === 0 ? 'first-is-manager' : 'last-manager'
  }
  return input.active && !hasPin && !hasBadge ? 'needs-pin-or-badge' : undefined
}

/**
 * The entry that makes or changes somebody, or why it may not be. A manager with a PIN always stays. Whoever has left
 * keeps the badge's mark, so that it is nobody else's; it lets nobody in.
 */
export const checkOperator = async (
  register: Register,
  pins: Pins,
  input: OperatorInput,
): Promise<Checked> => {
  const before = input.id === undefined ? undefined : register.find(input.id)
  const plain = plainFault(register, input, before)
  if (plain !== undefined) return fault(plain)
  const keptBadge = input.badge === undefined ? before?.badge : undefined
  const badge = typeof input.badge === 'string' ? await pins.badge(input.badge, true) : keptBadge
  if (badge !== undefined) {
    const taken = register
      .all()
      .some(
        (other) =>
          other.operator.id !== input.id && other.badge !== undefined && pins.sameBadge(other.badge, badge),
      )
    if (taken) return fault('badge-taken')
  }
  const keptPin = input.pin === undefined ? before?.pin : undefined
  const pin = typeof input.pin === 'string' ? await pins.mark(input.pin) : keptPin
  return {
    ok: true,
    value: {
      kind: 'operator-set',
      operator: {
        id: input.id ?? register.nextId(),
        name: input.name,
        role: input.role,
        active: input.active,
      },
      ...(pin === undefined ? {} : { pin }),
      ...(badge === undefined ? {} : { badge }),
    },
  }
}
