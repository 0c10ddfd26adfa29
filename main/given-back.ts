import type { Journal } from './journal/journal.ts'
import type { Clock } from './ports.ts'
import type { Settings } from './settings.ts'
import type { Shifts } from './shifts/shifts.ts'
import { shopDay } from './domain/time.ts'

interface GivenBackParts {
  readonly journal: Pick<Journal, 'refunds'>
  readonly settings: Pick<Settings, 'currency' | 'shop'>
  readonly clock: Clock
  readonly operator: () => string
  readonly shifts: Pick<Shifts, 'openedAt' | 'cashRefundedBy'> | undefined
}

/** No day of a shop is longer: 24 hours, and the one that the end of summer time adds. */
const longestDayMs = 25 * 3_600_000

/**
 * What whoever is signed in has given back so far, in minor units of the till's currency: by wallet since the shift was
 * opened, on the shop's day when none is, and in cash since the last closing. Refused refunds moved nothing, and those
 * that the till makes by itself are nobody's.
 */
export const createGivenBack =
  ({ journal, settings, clock, operator, shifts }: GivenBackParts) =>
  (): number => {
    const who = operator()
    const now = clock.now().at
    const openedAt = shifts?.openedAt()
    const today = shopDay(now, settings.shop)
    const byWallet = journal
      .refunds({ from: openedAt ?? now - longestDayMs })
      .filter(
        ({ operator: by, origin, state, amount, createdAt }) =>
          by === who &&
          origin === 'cashier' &&
          state !== 'refused' &&
          amount.currency === settings.currency &&
          (openedAt !== undefined || shopDay(createdAt, settings.shop) === today),
      )
    return byWallet.reduce<number>((sum, { amount }) => sum + amount.minor, shifts?.cashRefundedBy(who) ?? 0)
  }
