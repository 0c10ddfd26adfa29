import { closedDesks } from '../../main/desks.ts'
import type { TillClient } from '../../renderer/connection.ts'
import { fakeOffice, type OfficeAnswers } from './fake-office.ts'
import { fakeCash, type CashAnswers } from './fake-cash.ts'

type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>

/** People, cash, reconciliation and reports of a till that has nothing of them; a test puts its own in their place. */
export const fakeDesks = (
  answer: Answering,
  given: CashAnswers,
  office: OfficeAnswers,
): Pick<TillClient, 'people' | 'cash' | 'reconciliation' | 'reports'> => {
  const { people } = closedDesks('USD')
  return {
    people: {
      names: () => answer('people.names', undefined, people.names),
      signIn: (input) => answer('people.signIn', input, () => people.signIn(input as never)),
      lock: () => answer('people.lock', undefined, () => true as const),
      awake: () => answer('people.awake', undefined, () => true as const),
      list: () => answer('people.list', undefined, people.list),
      set: (input) => answer('people.set', input, () => people.set(input as never)),
      approve: (input) => answer('people.approve', input, () => people.approve(input as never)),
    },
    cash: fakeCash(answer, given),
    ...fakeOffice(answer, office),
  }
}
