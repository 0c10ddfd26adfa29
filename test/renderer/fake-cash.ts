import { closedDesks, type CashDesk } from '../../main/desks.ts'
import type { CashId } from '../../main/domain/ids.ts'
import type { TillClient } from '../../renderer/connection.ts'

type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>

/** What the fake drawer answers, where a test gives it something; where not, as a till that has stopped. */
export type CashAnswers = {
  -readonly [Name in keyof CashDesk]?: Awaited<ReturnType<TillClient['cash'][Name]>>
}

export const fakeCash = (answer: Answering, given: CashAnswers): TillClient['cash'] => {
  const { cash } = closedDesks('USD')
  return {
    openShift: (input) => answer('cash.openShift', input, () => given.openShift ?? cash.openShift(input)),
    sell: (input) => answer('cash.sell', input, () => given.sell ?? cash.sell(input)),
    sale: (input) => answer('cash.sale', input, () => given.sale ?? cash.sale(input.id as CashId) ?? null),
    refund: (input) =>
      answer(
        'cash.refund',
        input,
        () => given.refund ?? cash.refund(input as Parameters<CashDesk['refund']>[0]),
      ),
    move: (input) => answer('cash.move', input, () => given.move ?? cash.move(input)),
    openDrawer: (input) =>
      answer('cash.openDrawer', input, () => given.openDrawer ?? cash.openDrawer(input.why)),
    count: (input) => answer('cash.count', input, () => given.count ?? cash.count(input.denominations)),
    x: () => answer('cash.x', undefined, () => given.x ?? cash.x()),
    close: (input) => answer('cash.close', input, () => given.close ?? cash.close(input)),
    closings: (input) => answer('cash.closings', input, () => given.closings ?? cash.closings(input.limit)),
    closing: (input) =>
      answer('cash.closing', input, () => given.closing ?? cash.closing(input.number) ?? null),
    print: (input) =>
      answer('cash.print', input, async () => given.print ?? (await cash.print(input.number))),
    pdf: (input) => answer('cash.pdf', input, async () => given.pdf ?? (await cash.pdf(input.number))),
  }
}
