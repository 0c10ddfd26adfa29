import { formatMoney } from '../domain/money.ts'
import { instant, localTime } from '../domain/time.ts'
import type { Settings } from '../settings.ts'
import type { CashSaleRecord } from './cash-sale.ts'
import { amountRow, common, counterRows, text, type Edition, type Receipt } from './receipt.ts'
import { bilingual, headings, labels, notes } from './wording.ts'

/** The paper of a sale in cash. `cashier` is the name of who sold. */
export const cashSaleReceipt = (
  settings: Settings,
  { id, entry, sold }: CashSaleRecord,
  cashier: string,
  edition: Edition,
): Receipt => ({
  ...common(settings, id, edition),
  kind: 'cash-sale',
  heading: headings.cashPaid,
  blocks: [
    counterRows(settings, labels.cashier, cashier),
    [
      ...text(labels.method, bilingual(labels.cash, settings.language)),
      amountRow(labels.amount, sold.amount),
      ...text(labels.given, formatMoney(sold.tendered)),
      ...text(labels.change, formatMoney(sold.change)),
      ...text(labels.time, localTime(instant(entry.at), settings.shop.timeZone)),
    ],
    text(labels.cashNumber, String(sold.number)),
  ],
  code: { label: labels.receiptNumber, id },
  notes: [notes.keep],
  record: { seq: entry.seq, hash: entry.hash.slice(0, 8) },
})
