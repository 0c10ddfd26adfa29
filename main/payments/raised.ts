import type { Discrepancy, EntryBody } from '../domain/entry.ts'
import type { PaymentId } from '../domain/ids.ts'
import type { Money } from '../domain/money.ts'
import { beijingDay, type Moment } from '../domain/time.ts'

/** What a person has to look at: that something about this payment is not as it should be, found now. */
export const raised = (
  payment: PaymentId,
  kind: Discrepancy['kind'],
  amount: Money,
  now: Moment,
): EntryBody => ({
  kind: 'discrepancy-raised',
  discrepancy: { payment, kind, day: beijingDay(now.at), seen: false },
  amount,
})
