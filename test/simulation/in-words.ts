import type { EntryBody } from '../../main/domain/entry.ts'

/** One line of the trace for what a till writes down. */
export const inWords = (body: EntryBody): string => {
  if (body.kind === 'payment-changed') return `${body.payment.id} ${body.payment.state} (${body.news})`
  if (body.kind === 'refund-changed') return `${body.refund.id} ${body.refund.state} (${body.news})`
  if (body.kind === 'discrepancy-raised') return `${body.discrepancy.kind} ${body.discrepancy.payment}`
  if (body.kind === 'till-halted') return `${body.kind} ${body.because} ${body.detail}`
  return body.kind
}
