import type { PrintJob } from '../domain/entry.ts'
import { isPaymentId, type PaymentId, type RefundId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { operatorName } from '../journal/operator-name.ts'
import type { Settings } from '../settings.ts'
import { paymentReceipt, refundReceipt, type Edition, type Receipt } from './receipt.ts'

/** The receipt of a payment or a refund as the journal knows it now; `undefined` when it knows neither. */
export const issueReceipt = (
  journal: Journal,
  settings: Settings,
  of: PaymentId | RefundId,
  edition: Edition,
): Receipt | undefined => {
  // Paper names people; entries know them by their ids.
  const named = <T extends { readonly operator: string }>(of: T): T => ({
    ...of,
    operator: operatorName(journal, of.operator),
  })
  if (isPaymentId(of)) {
    const record = journal.payment(of)
    return record && paymentReceipt(settings, { ...record, payment: named(record.payment) }, edition)
  }
  const record = journal.refund(of)
  const payment = record && journal.payment(record.refund.payment)
  return (
    record &&
    payment &&
    refundReceipt(settings, { ...record, refund: named(record.refund) }, payment, edition)
  )
}

/** The receipt that a print job asks for. */
export const issueForJob = (
  journal: Journal,
  settings: Settings,
  job: PrintJob,
  printedAt: Instant,
): Receipt | undefined => issueReceipt(journal, settings, job.of, { for: job.for, copy: job.copy, printedAt })
