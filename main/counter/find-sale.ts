import { classifyScan } from '../domain/scan.ts'
import type { Journal, PaymentRecord } from '../journal/journal.ts'

/** The sale that a text names: the number of its receipt or of one of its refunds', or Alipay's number of it. */
export const findSale = (journal: Journal, text: string): PaymentRecord | undefined => {
  const scan = classifyScan(text)
  switch (scan.kind) {
    case 'receipt':
      return journal.payment(scan.id)
    case 'refund-receipt': {
      const refund = journal.refund(scan.id)?.refund
      return refund && journal.payment(refund.payment)
    }
    // A sale in cash is no payment by wallet; its receipt is looked at by itself.
    case 'cash-receipt':
    case 'payment-code':
    case 'other-wallet':
    case 'order-number':
    case 'badge':
    case 'unknown':
      return journal.paymentByTransId(text.trim())
  }
}
