import type { EntryBody } from '../domain/entry.ts'
import type { BrokenRule, HaltReason } from '../domain/halt.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import { sameMoney, type Money } from '../domain/money.ts'
import { isFinal, isMoneyTaken, type Payment } from '../domain/payment.ts'
import { isRefundFinal, mayGoBack, type Refund } from '../domain/refund.ts'
import { isOfSubject } from '../domain/subject.ts'
import type { Journal } from '../journal/journal.ts'
import type { Evidence } from './evidence.ts'

type Body<Kind extends EntryBody['kind']> = Extract<EntryBody, { kind: Kind }>

/** Entries that are about to be written, held against the journal and against what was seen on the line. */
export interface EntryWatch {
  /** The first rule that one of them breaks, if any. They come in one transaction, and count in their order. */
  readonly broken: (bodies: readonly EntryBody[]) => BrokenRule | undefined
  /** They are on disk. */
  readonly learn: (bodies: readonly EntryBody[]) => void
}

const rule = (because: HaltReason, about: string, detail: string): BrokenRule => ({ because, about, detail })

/** What the transaction has changed so far, before the journal knows it. */
interface Draft {
  readonly payments: Map<PaymentId, Payment>
  readonly refunds: Map<RefundId, Refund>
  readonly attended: Set<PaymentId>
}

const foundPaid = (payment: Payment): boolean => 'watch' in payment && payment.watch.foundPaid !== undefined
const isOpenAtCounter = (payment: Payment): boolean => payment.attended && !isFinal(payment)

export const watchEntries = (journal: Journal, evidence: Evidence): EntryWatch => {
  const attended = new Set(
    journal
      .openPayments()
      .filter(isOpenAtCounter)
      .map(({ id }) => id),
  )

  const noteAttended = (set: Set<PaymentId>, payment: Payment): void => {
    if (isOpenAtCounter(payment)) set.add(payment.id)
    else set.delete(payment.id)
  }

  const requested = ({ payment, call }: Body<'payment-requested'>, draft: Draft): BrokenRule | undefined => {
    const { id } = payment
    if (payment.state !== 'sending') return rule('final-state-left', id, `it begins as ${payment.state}`)
    if (call.signedTextHmac === undefined || evidence.unsent.has(call.signedTextHmac)) {
      return rule('pay-without-intent', id, 'its intent does not say what will be sent')
    }
    if (payment.attended && draft.attended.size > 0) {
      return rule('second-open-payment', id, `${[...draft.attended].join(', ')} is still open`)
    }
    return undefined
  }

  /** Money counts as taken only when an answer in this run has shown it, with the amount that was asked for. */
  const unproven = ({ id, amount }: Payment): BrokenRule | undefined => {
    const shown: Money | undefined = evidence.shownPaid.get(id)
    if (shown === undefined) return rule('paid-unproven', id, 'no answer of the gateway has shown it as paid')
    return sameMoney(shown, amount)
      ? undefined
      : rule('paid-unproven', id, `${shown.minor} ${shown.currency} was paid, not ${amount.minor}`)
  }

  const changed = ({ payment }: Body<'payment-changed'>, draft: Draft): BrokenRule | undefined => {
    const { id, state } = payment
    const before = draft.payments.get(id) ?? journal.payment(id)?.payment
    if (before === undefined) return rule('final-state-left', id, 'it was never requested')
    if (!sameMoney(before.amount, payment.amount)) return rule('final-state-left', id, 'its amount changed')
    if (isFinal(before) && state !== before.state) {
      return rule('final-state-left', id, `it was ${before.state} and would be ${state}`)
    }
    if (before.state === 'paid' && state === 'paid' && before.givenUp !== payment.givenUp) {
      return rule('final-state-left', id, 'whether it was given up changed after it was paid')
    }
    const isNews = isMoneyTaken(payment) && !isMoneyTaken(before)
    return isNews || (foundPaid(payment) && !foundPaid(before)) ? unproven(payment) : undefined
  }

  const refundsOf = (payment: PaymentId, draft: Draft): readonly Refund[] => {
    const known = journal.payment(payment)?.refunds ?? []
    const drafted = [...draft.refunds.values()].filter((refund) => refund.payment === payment)
    const ids = new Set(drafted.map(({ id }) => id))
    return [...known.filter(({ id }) => !ids.has(id)), ...drafted]
  }

  const refundRequested = (
    { refund, call }: Body<'refund-requested'>,
    draft: Draft,
  ): BrokenRule | undefined => {
    const { id, amount } = refund
    const payment = draft.payments.get(refund.payment) ?? journal.payment(refund.payment)?.payment
    if (payment === undefined || !isMoneyTaken(payment)) {
      return rule('refund-unfounded', id, `nothing was paid for ${refund.payment}`)
    }
    if (call.signedTextHmac === undefined) {
      return rule('refund-unfounded', id, 'its request does not say what will be sent')
    }
    const promised = refundsOf(refund.payment, draft)
      .filter(mayGoBack)
      .reduce<number>((sum, other) => sum + other.amount.minor, amount.minor)
    return amount.currency !== payment.amount.currency || promised > payment.amount.minor
      ? rule('refund-unfounded', id, `${promised} would go back of ${payment.amount.minor} paid`)
      : undefined
  }

  const refundChanged = ({ refund }: Body<'refund-changed'>, draft: Draft): BrokenRule | undefined => {
    const { id, state } = refund
    const before = draft.refunds.get(id) ?? journal.refund(id)?.refund
    if (before === undefined) return rule('final-state-left', id, 'it was never requested')
    if (!sameMoney(before.amount, refund.amount)) return rule('final-state-left', id, 'its amount changed')
    if (isRefundFinal(before) && state !== before.state) {
      return rule('final-state-left', id, `it was ${before.state} and would be ${state}`)
    }
    const isNews = state === 'refunded' && before.state !== 'refunded'
    return isNews && !evidence.shownRefunded.has(id) && !evidence.shownClosed.has(refund.payment)
      ? rule('paid-unproven', id, 'no answer of the gateway has shown it as refunded')
      : undefined
  }

  const step = (body: EntryBody, draft: Draft): BrokenRule | undefined => {
    if (isOfSubject(body)) return undefined
    switch (body.kind) {
      case 'payment-requested':
        return requested(body, draft)
      case 'payment-changed':
        return changed(body, draft)
      case 'refund-requested':
        return refundRequested(body, draft)
      case 'refund-changed':
        return refundChanged(body, draft)
      case 'journal-opened':
      case 'till-started':
      case 'settings-changed':
      case 'identity-set':
      case 'till-halted':
      case 'halt-acknowledged':
      case 'discrepancy-raised':
      case 'discrepancy-seen':
      case 'print-changed':
        return undefined
    }
  }

  return {
    broken: (bodies) => {
      const draft: Draft = { payments: new Map(), refunds: new Map(), attended: new Set(attended) }
      for (const body of bodies) {
        const broken = step(body, draft)
        if (broken !== undefined) return broken
        if (body.kind === 'payment-requested' || body.kind === 'payment-changed') {
          draft.payments.set(body.payment.id, body.payment)
          noteAttended(draft.attended, body.payment)
        }
        if (body.kind === 'refund-requested' || body.kind === 'refund-changed') {
          draft.refunds.set(body.refund.id, body.refund)
        }
      }
      return undefined
    },
    learn: (bodies) => {
      for (const body of bodies) {
        if (body.kind === 'payment-requested' || body.kind === 'payment-changed') {
          noteAttended(attended, body.payment)
          if (isMoneyTaken(body.payment)) evidence.shownPaid.delete(body.payment.id)
        }
        if (body.kind === 'payment-requested' && body.call.signedTextHmac !== undefined) {
          evidence.unsent.set(body.call.signedTextHmac, body.payment.id)
        }
        if (body.kind === 'refund-requested' && body.call.signedTextHmac !== undefined) {
          evidence.refunds.set(body.call.signedTextHmac, body.refund.id)
        }
        if (body.kind === 'refund-changed' && isRefundFinal(body.refund)) {
          evidence.shownRefunded.delete(body.refund.id)
          for (const [mark, id] of evidence.refunds) {
            if (id === body.refund.id) evidence.refunds.delete(mark)
          }
        }
      }
    },
  }
}
