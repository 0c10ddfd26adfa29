import type { PeopleView } from '../../main/contract/people.ts'
import type { OperatorId, Role } from '../../main/domain/operator.ts'
import { acts, mayDo, secondFor } from '../../main/domain/rights.ts'
import type { TillClient } from '../../renderer/connection.ts'

type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>
type People = TillClient['people']

const id = (number: number): OperatorId => `op-${number}` as OperatorId
const staff: readonly (readonly [name: string, role: Role, active: boolean])[] = [
  ['Mei Lan', 'manager', true],
  ['Anna', 'cashier', true],
  ['李 雷', 'cashier', true],
  ['Tom Oberhuber-Lindenthaler', 'technician', true],
  ['Eva', 'cashier', false],
]

/** Who is signed in and what they may do, as a till with these people tells it; nobody without a role. */
export const peopleView = (role?: Role): PeopleView => {
  const may = role === undefined ? [] : acts.filter((act) => mayDo(role, act))
  const at = staff.findIndex(([, theirs]) => theirs === role)
  return {
    ...(role === undefined ? {} : { signedIn: { id: id(at + 1), name: staff[at]?.[0] ?? '', role } }),
    may,
    second: may.filter((act) => secondFor(act) === 'always'),
    names: role === undefined ? {} : Object.fromEntries(staff.map(([name], index) => [id(index + 1), name])),
    idleMs: 120_000,
  }
}

/** What the fake answers about people: nobody's PIN is right until a test says so. */
export interface PeopleAnswers {
  signIn: Awaited<ReturnType<People['signIn']>>
  set: Awaited<ReturnType<People['set']>>
  approve: Awaited<ReturnType<People['approve']>>
}
export const peopleAnswers = (): PeopleAnswers => ({
  signIn: { ok: false, error: { why: 'wrong' } },
  set: { ok: false, error: 'pin-too-simple' },
  approve: { ok: false, error: { why: 'may-not' } },
})

export const fakePeople = (answer: Answering, answers: PeopleAnswers): People => ({
  names: () =>
    answer('people.names', undefined, () =>
      staff.flatMap(([name, , active], index) => (active ? [{ id: id(index + 1), name }] : [])),
    ),
  signIn: (input) => answer('people.signIn', input, () => answers.signIn),
  lock: () => answer('people.lock', undefined, () => true as const),
  awake: () => answer('people.awake', undefined, () => true as const),
  list: () =>
    answer('people.list', undefined, () =>
      staff.map(([name, role, active], index) => ({
        id: id(index + 1),
        name,
        role,
        active,
        hasPin: true,
        hasBadge: index % 2 === 1,
        ...(index === 2 ? {} : { lastSignedInAt: Date.UTC(2026, 10, 20, 8, index) }),
      })),
    ),
  set: (input) => answer('people.set', input, () => answers.set),
  approve: (input) => answer('people.approve', input, () => answers.approve),
})
