import { isFinal, type Payment } from '../main/domain/payment.ts'
import type { RefusedRefund } from '../main/domain/refund.ts'
import type { Instant } from '../main/domain/time.ts'
import type { Journal } from '../main/journal/journal.ts'

/** What still has to be asked about, in this journal and with this program's account. */
export interface OpenMoney {
  /** Payments and refunds without a final state. */
  readonly unsettled: number
  /** Payments that were given up and refunds that were refused a moment ago: their money may still move (decision 008). */
  readonly watched: number
}

/** Not there after five minutes, nor at a start after that: whoever asks about it from then on asks out of caution. */
const isAllButOver = (payment: Payment): boolean => 'watch' in payment && (payment.watch.absent ?? 0) > 0

const hourMs = 3_600_000
/** Asked about after one minute and after five, or without a clear answer for an hour: what comes then comes late, or never. */
const isRefusalAllButOver = ({ asked = 0, endedAt }: RefusedRefund, now: Instant): boolean =>
  asked >= 2 || now - endedAt > hourMs

export const openMoney = (
  journal: Pick<Journal, 'openPayments' | 'openRefunds' | 'watchedRefunds'>,
  now: Instant,
): OpenMoney => {
  const payments = journal.openPayments().filter((payment) => !isAllButOver(payment))
  const unsettled = payments.filter((payment) => !isFinal(payment)).length
  const refusals = journal.watchedRefunds().filter((refund) => !isRefusalAllButOver(refund, now))
  return {
    unsettled: unsettled + journal.openRefunds().length,
    watched: payments.length - unsettled + refusals.length,
  }
}

/**
 * Why the program may not be updated, the account not be changed and the till not be taken out of live now
 * (reliability F36): who asks about this money afterwards must be able to. `undefined` when nothing stands against it.
 */
export const whyNotNow = ({ unsettled, watched }: OpenMoney): string | undefined => {
  if (unsettled > 0)
    return `${unsettled} live payments or refunds are still open; wait until they are settled`
  return watched > 0
    ? `${watched} sales that were given up or refunds that were refused are still watched for money that moves late: ` +
        'wait five minutes, start the till anew, and try again a moment later'
    : undefined
}
