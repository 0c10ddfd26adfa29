import type { ChargeRefusal } from '../contract.ts'
import type { PaymentId } from '../domain/ids.ts'
import { isFinal, type BuyerCodeMark, type Payment } from '../domain/payment.ts'
import type { Moment } from '../domain/time.ts'

/**
 * The codes of the last minute: a scanner that is triggered twice must not charge twice (reliability F38). The minute
 * is that of the monotonic clock, because the other one may be set in the middle of it (F28).
 */
export interface RecentCodes {
  readonly refusal: (mark: BuyerCodeMark, now: Moment) => ChargeRefusal | undefined
  readonly remember: (mark: BuyerCodeMark, id: PaymentId, now: Moment) => void
}

/** How long a code that was just paid with is refused, milliseconds. */
const sameCodeMs = 60_000

export const createRecentCodes = (current: (id: PaymentId) => Payment | undefined): RecentCodes => {
  let recent: readonly { readonly hmac: string; readonly id: PaymentId; readonly mono: number }[] = []
  return {
    refusal: (mark, { mono }) => {
      recent = recent.filter((known) => mono - known.mono < sameCodeMs)
      // A code may have been declined before it paid: every one of its payments counts.
      const same = recent.filter(({ hmac }) => hmac === mark.hmac).map(({ id }) => current(id))
      if (same.some((payment) => payment !== undefined && !isFinal(payment))) return 'payment-open'
      return same.some((payment) => payment?.state === 'paid') ? 'code-just-used' : undefined
    },
    remember: ({ hmac }, id, { mono }) => {
      recent = [...recent, { hmac, id, mono }]
    },
  }
}
