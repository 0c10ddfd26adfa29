import type { EntryBody, PrintJob } from '../domain/entry.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import { isStillAsked, type Payment } from '../domain/payment.ts'
import { isRefundFinal, isWatchedRefund, type Refund } from '../domain/refund.ts'
import { isOfSubject, subjectsOf } from '../domain/subject.ts'

/** Raise it whenever the rules below change: projections of another version are rebuilt from the entries. */
export const projectionVersion = 5

/** What one entry changes in the projections, as data. `seq` is always the entry's own. */
export type ProjectionChange =
  | { readonly to: 'payment'; readonly as: 'new' | 'known'; readonly row: PaymentRow }
  | { readonly to: 'refund'; readonly as: 'new' | 'known'; readonly row: RefundRow }
  | { readonly to: 'discrepancy'; readonly payment: PaymentId; readonly kind: string; readonly seen: boolean }
  | { readonly to: 'discrepancy-seen'; readonly payment: PaymentId; readonly kind: string }
  | { readonly to: 'print-job'; readonly job: PrintJob }
  /** Of this kind and subject the newest entry is the one that counts. */
  | { readonly to: 'newest'; readonly kind: EntryBody['kind']; readonly subject: string }
  /** The entry belongs to the story of this payment, whose own row it does not change. */
  | { readonly to: 'story'; readonly payment: PaymentId }

export interface PaymentRow {
  readonly id: PaymentId
  readonly createdAt: number
  readonly state: Payment['state']
  readonly open: boolean
  readonly amount: number
  readonly currency: string
  readonly alipayTransId: string | undefined
}
export interface RefundRow {
  readonly id: RefundId
  readonly payment: PaymentId
  readonly createdAt: number
  readonly state: Refund['state']
  readonly open: boolean
  readonly amount: number
  readonly currency: string
}

/** Alipay's number of the trade, if any answer has named it, be it of a trade that was given up. */
const tradeOf = (payment: Payment): string | undefined =>
  ('facts' in payment ? payment.facts.alipayTransId : undefined) ??
  ('watch' in payment ? payment.watch.foundPaid?.alipayTransId : undefined)

const paymentRow = (payment: Payment): PaymentRow => ({
  id: payment.id,
  createdAt: payment.createdAt,
  state: payment.state,
  open: isStillAsked(payment),
  amount: payment.amount.minor,
  currency: payment.amount.currency,
  alipayTransId: tradeOf(payment),
})
const refundRow = (refund: Refund): RefundRow => ({
  id: refund.id,
  payment: refund.payment,
  createdAt: refund.createdAt,
  state: refund.state,
  open: !isRefundFinal(refund) || isWatchedRefund(refund),
  amount: refund.amount.minor,
  currency: refund.amount.currency,
})

/** `paymentOf` says which payment a refund gives money back for; a print of its receipt belongs to that story. */
export const projectionChanges = (
  body: EntryBody,
  paymentOf: (refund: RefundId) => PaymentId | undefined,
): readonly ProjectionChange[] => {
  if (isOfSubject(body)) {
    return subjectsOf(body).map((subject) => ({ to: 'newest', kind: body.kind, subject }))
  }
  switch (body.kind) {
    case 'journal-opened':
    case 'till-started':
    case 'settings-changed':
      return []
    case 'identity-set':
    case 'till-halted':
    case 'halt-acknowledged':
      return [{ to: 'newest', kind: body.kind, subject: '' }]
    case 'payment-requested':
    case 'payment-changed':
      return [
        {
          to: 'payment',
          as: body.kind === 'payment-requested' ? 'new' : 'known',
          row: paymentRow(body.payment),
        },
      ]
    case 'refund-requested':
    case 'refund-changed':
      return [
        { to: 'refund', as: body.kind === 'refund-requested' ? 'new' : 'known', row: refundRow(body.refund) },
        { to: 'story', payment: body.refund.payment },
      ]
    case 'discrepancy-raised': {
      const { payment, kind, seen } = body.discrepancy
      return [
        { to: 'discrepancy', payment, kind, seen },
        { to: 'story', payment },
      ]
    }
    case 'discrepancy-seen':
      return [
        { to: 'discrepancy-seen', payment: body.payment, kind: body.discrepancy },
        { to: 'story', payment: body.payment },
      ]
    case 'print-changed': {
      const { receipt, of } = body.job
      const payment =
        receipt === 'payment'
          ? (of as PaymentId)
          : receipt === 'refund'
            ? paymentOf(of as RefundId)
            : undefined
      const printed: ProjectionChange = { to: 'print-job', job: body.job }
      return payment === undefined ? [printed] : [printed, { to: 'story', payment }]
    }
  }
}
