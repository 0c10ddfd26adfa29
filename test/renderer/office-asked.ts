import type { Page } from 'playwright-core'
import type { PeopleView } from '../../main/contract/people.ts'
import type { OperatorId, Role } from '../../main/domain/operator.ts'
import type { Act } from '../../main/domain/rights.ts'

/** A busy machine draws late; nothing here is about how late. */
export const soon = { timeout: 10_000 } as const
export const called = (page: Page, name: string): Promise<readonly unknown[]> =>
  page.evaluate(
    (wanted) => window.fakeTill.calls.filter((call) => call.name === wanted).map(({ input }) => input),
    name,
  )
export const office = (page: Page, change: object): Promise<unknown> =>
  page.evaluate((given) => Object.assign(window.fakeTill.office, given), change)
export const signedIn = (role: Role, ...may: readonly Act[]): { readonly people: PeopleView } => ({
  people: {
    signedIn: { id: 'op-2' as OperatorId, name: 'Lin', role },
    may,
    second: [],
    names: { 'op-2': 'Lin' },
    idleMs: 600_000,
  },
})
