import { closedDesks } from '../../main/desks.ts'
import type { TillClient } from '../../renderer/connection.ts'

type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>

/** People, cash, reconciliation and reports of a till that has nothing of them; a test puts its own in their place. */
export const fakeDesks = (
  answer: Answering,
): Pick<TillClient, 'people' | 'cash' | 'reconciliation' | 'reports'> => {
  const { people, cash, reconciliation, reports } = closedDesks('USD')
  return {
    people: {
      names: () => answer('people.names', undefined, people.names),
      signIn: (input) => answer('people.signIn', input, () => people.signIn(input as never)),
      lock: (input) => answer('people.lock', input, () => true as const),
      list: () => answer('people.list', undefined, people.list),
      set: (input) => answer('people.set', input, () => people.set(input as never)),
      approve: (input) => answer('people.approve', input, () => people.approve(input as never)),
    },
    cash: {
      openShift: (input) => answer('cash.openShift', input, () => cash.openShift(input as never)),
      sell: (input) => answer('cash.sell', input, () => cash.sell(input as never)),
      refund: (input) => answer('cash.refund', input, () => cash.refund(input as never)),
      move: (input) => answer('cash.move', input, () => cash.move(input as never)),
      openDrawer: (input) => answer('cash.openDrawer', input, () => cash.openDrawer(input.why)),
      count: (input) => answer('cash.count', input, () => cash.count(input.denominations)),
      x: () => answer('cash.x', undefined, cash.x),
      close: () => answer('cash.close', undefined, cash.close),
      closings: (input) => answer('cash.closings', input, () => cash.closings(input.limit)),
      closing: (input) => answer('cash.closing', input, () => cash.closing(input.number) ?? null),
      print: (input) => answer('cash.print', input, () => cash.print(input.number)),
      pdf: (input) => answer('cash.pdf', input, () => cash.pdf(input.number)),
    },
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
