import type { TillClient } from '../../renderer/connection.ts'
import { fakeOffice, type OfficeAnswers } from './fake-office.ts'
import { fakeCash, type CashAnswers } from './fake-cash.ts'
import { fakePeople, type PeopleAnswers } from './fake-people.ts'

export type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>

/** People, cash, reconciliation and reports of a till that has nothing of them; a test puts its own in their place. */
export const fakeDesks = (
  answer: Answering,
  given: CashAnswers,
  office: OfficeAnswers,
  people: PeopleAnswers,
): Pick<TillClient, 'people' | 'cash' | 'reconciliation' | 'reports'> => {
  return {
    people: fakePeople(answer, people),
    cash: fakeCash(answer, given),
    ...fakeOffice(answer, office),
  }
}
