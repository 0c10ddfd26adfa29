import { formatMoney, money } from '../domain/money.ts'
import { instant, localTime } from '../domain/time.ts'
import type { Settings } from '../settings.ts'
import type { CashRecord } from './cash-record.ts'
import { amountRow, common, counterRows, text, type Edition, type Receipt } from './receipt.ts'
import { bilingual, headings, labels, notes } from './wording.ts'

/** The paper of a sale or a refund in cash. `cashier` is the name of who did it. */
export const cashReceipt = (
  settings: Settings,
  { id, entry, body }: CashRecord,
  cashier: string,
  edition: Edition,
): Receipt => {
  const base = { ...common(settings, id, edition), record: { seq: entry.seq, hash: entry.hash.slice(0, 8) } }
  const method = text(labels.method, bilingual(labels.cash, settings.language))
  const time = localTime(instant(entry.at), settings.shop.timeZone)
  const ownCode = { label: labels.receiptNumber, id }
  if (body.kind === 'cash-sold') {
    return {
      ...base,
      kind: 'cash-sale',
      heading: headings.cashPaid,
      blocks: [
        counterRows(settings, labels.cashier, cashier),
        [
          ...method,
          amountRow(labels.amount, body.amount),
          ...text(labels.given, formatMoney(body.tendered)),
          ...text(labels.change, formatMoney(body.change)),
          ...text(labels.time, time),
        ],
        text(labels.cashNumber, String(body.number)),
      ],
      code: ownCode,
      notes: [notes.keep],
    }
  }
  const { of } = body
  return {
    ...base,
    kind: 'cash-refund',
    heading: headings.cashRefunded,
    blocks: [
      counterRows(settings, labels.approvedBy, cashier),
      [
        ...method,
        amountRow(labels.refundAmount, body.amount),
        ...(of === undefined
          ? []
          : text(labels.remaining, formatMoney(money(of.left, body.amount.currency)))),
        ...text(labels.refundTime, time),
        ...text(labels.reason, body.reason),
      ],
      text(labels.cashRefundNumber, String(body.number)),
    ],
    // The sale's number: scanned, it leads to what is left of it.
    code: of === undefined ? ownCode : { label: labels.originalReceipt, id: of.sale },
    notes: [],
  }
}
