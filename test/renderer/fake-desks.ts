import { closedDesks } from '../../main/desks.ts'
import type { TillClient } from '../../renderer/connection.ts'
import { fakeCash, type CashAnswers } from './fake-cash.ts'

type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>

/** People, cash, reconciliation and reports of a till that has nothing of them; a test puts its own in their place. */
export const fakeDesks = (
  answer: Answering,
  given: CashAnswers,
): Pick<TillClient, 'people' | 'cash' | 'reconciliation' | 'reports'> => {
  const { people, reconciliation, reports } = closedDesks('USD')
  return {
    people: {
      names: () => answer('people.names', undefined, people.names),
      signIn: (input) => answer('people.signIn', input, () => people.signIn(input as never)),
      lock: (input) => answer('people.lock', input, () => true as const),
      awake: () => answer('people.awake', undefined, () => true as const),
      list: () => answer('people.list', undefined, people.list),
      set: (input) => answer('people.set', input, () => people.set(input as never)),
      approve: (input) => answer('people.approve', input, () => people.approve(input as never)),
    },
    cash: fakeCash(answer, given),
    reconciliation: {
      view: () => answer('reconciliation.view', undefined, reconciliation.view),
      fetch: () => answer('reconciliation.fetch', undefined, reconciliation.fetch),
      take: (input) => answer('reconciliation.take', input, () => reconciliation.take(input as never)),
      run: () => Promise.reject(new Error('the fake matches nothing')),
      decide: (input) => answer('reconciliation.decide', input, () => reconciliation.decide(input as never)),
      bankCredit: (input) =>
        answer('reconciliation.bankCredit', input, () => reconciliation.bankCredit(input as never)),
    },
    reports: {
      figures: (input) => answer('reports.figures', input, () => reports.figures(input as never)),
      export: () => Promise.reject(new Error('the fake exports nothing')),
      purge: (input) => answer('reports.purge', input, () => reports.purge(input as never)),
    },
  }
}
