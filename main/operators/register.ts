import type { Operator, OperatorId, PeopleBody, PinMark } from '../domain/operator.ts'
import type { Journal } from '../journal/journal.ts'

/** Somebody as the journal has them. */
export interface Entered {
  readonly operator: Operator
  readonly pin?: PinMark
  readonly badge?: string
}
export type OperatorSet = Extract<PeopleBody, { kind: 'operator-set' }>

/** Everybody who was ever entered in this journal, in the order in which they were. */
export interface Register {
  readonly all: () => readonly Entered[]
  readonly find: (id: OperatorId) => Entered | undefined
  readonly nextId: () => OperatorId
  /** It is on disk. */
  readonly learn: (body: OperatorSet) => void
}

export const createRegister = (journal: Pick<Journal, 'newestOfEach'>): Register => {
  const entered = new Map<OperatorId, Entered>()
  const learn = ({ operator, pin, badge }: OperatorSet): void => {
    entered.set(operator.id, {
      operator,
      ...(pin === undefined ? {} : { pin }),
      ...(badge === undefined ? {} : { badge }),
    })
  }
  for (const { body } of journal.newestOfEach('operator-set')) {
    if (body.kind === 'operator-set') learn(body)
  }
  const numberOf = ({ operator }: Entered): number => Number(operator.id.slice('op-'.length))
  return {
    all: () => [...entered.values()].toSorted((one, other) => numberOf(one) - numberOf(other)),
    find: (id) => entered.get(id),
    nextId: () => `op-${Math.max(0, ...[...entered.values()].map(numberOf)) + 1}` as OperatorId,
    learn,
  }
}

/** A manager who can sign in with nothing but their fingers: without one, nobody could enter or mend anything. */
export const isKeyManager = ({ operator, pin }: Entered): boolean =>
  operator.active && operator.role === 'manager' && pin !== undefined
