import type { PrintJob } from '../domain/entry.ts'
import { closingOfPaper, isCashId, isPaymentId, type ReceiptId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { operatorName } from '../journal/operator-name.ts'
import type { Settings } from '../settings.ts'
import { cashReceipt } from './cash-receipt.ts'
import { findCash } from './cash-record.ts'
import { paymentReceipt, refundReceipt, type Edition, type Receipt } from './receipt.ts'

/** The receipt of a payment, a refund, or of either in cash as the journal knows it now; `undefined` when it does not. */
export const issueReceipt = (
  journal: Journal,
  settings: Settings,
  of: ReceiptId,
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
  if (isCashId(of)) {
    const record = findCash(journal, of)
    return record && cashReceipt(settings, record, operatorName(journal, record.entry.operator), edition)
  }
  const record = journal.refund(of)
  const payment = record && journal.payment(record.refund.payment)
  return (
    record &&
    payment &&
    refundReceipt(settings, { ...record, refund: named(record.refund) }, payment, edition)
  )
}

/** The receipt that a print job asks for; a closing is no receipt. */
export const issueForJob = (
  journal: Journal,
  settings: Settings,
  { of, for: receiptFor, copy }: PrintJob,
  printedAt: Instant,
): Receipt | undefined =>
  closingOfPaper(of) === undefined
    ? issueReceipt(journal, settings, of as ReceiptId, { for: receiptFor, copy, printedAt })
    : undefined
