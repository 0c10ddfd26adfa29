import type { Payment } from './payment.ts'
import { mayGoBack, type Refund } from './refund.ts'

/** The customer paid for a sale that was given up, and the refund that started by itself was refused, be it made later. */
export const isOwnRefundRefused = (refunds: readonly Refund[]): boolean =>
  refunds.some(({ origin, state }) => origin === 'automatic' && state === 'refused')

/** Whether some of that money is still to be given back, and only a person can do it. */
export const needsRefundByHand = ({ amount }: Payment, refunds: readonly Refund[]): boolean =>
  isOwnRefundRefused(refunds) &&
  refunds.filter(mayGoBack).reduce((sum, refund) => sum + refund.amount.minor, 0) < amount.minor
