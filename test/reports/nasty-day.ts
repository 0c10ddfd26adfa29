import { onTestFinished } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import type { Payment } from '../../main/domain/payment.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { dataFolder } from '../journal/shop.ts'
import {
  changed,
  paid,
  refundAsked,
  refundChanged,
  refunded,
  refundSending,
  requested,
  sending,
} from '../journal/sales.ts'
import { done, openDrawerShop, type DrawerShop } from '../shifts/drawer-shop.ts'

/** What people and the provider can write into a text column, and what a spreadsheet would do with it. */
export const nastyTexts: readonly string[] = [
  '=1+1',
  '=HYPERLINK("http://127.0.0.1/?"&A1,"open")',
  '+41 79 000',
  '-3',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '  =1+1',
  '＝1+1',
  "'quoted already",
  'with, comma; and "quotes"',
  'two\r\nlines',
  '退货：商品有瑕疵，顾客要求现金退款',
  'emoji 🧾 and e\u0301',
  '0012',
  '1e5',
  'ends with a blank ',
]

/** A shop whose day has all of them, an id that begins with zeros, yen, and the largest amount that there is. */
export const nastyShop = (): { readonly shop: DrawerShop; readonly journal: Journal } => {
  const shop = openDrawerShop(dataFolder(), { settings: { shop: { name: '街角小店 =1+1' } } })
  onTestFinished(() => shop.close())
  done(shop.desk.openShift({ float: 10_000 }))
  done(shop.desk.sell({ amount: 500_000, tendered: 500_000 }))
  for (const reason of nastyTexts) {
    // The contract trims what is typed; the journal may hold more than a screen can send.
    shop.write({ kind: 'cash-refunded', number: 1, amount: { minor: 5, currency: 'EUR' } as never, reason })
  }
  const withTrade = (payment: Payment, alipayTransId: string): Payment =>
    ({ ...payment, facts: { alipayTransId, amountCny: '98.50' } }) as Payment
  const bodies: readonly EntryBody[] = [
    requested(sending(1, 10_000_000_000)),
    changed(withTrade(paid(1, 10_000_000_000), '0000000000000000000000000042')),
    requested(sending(2, 1250, 'JPY')),
    changed(withTrade(paid(2, 1250, 'JPY'), '2026112022001400010000000017')),
    requested(sending(3, 1)),
    refundAsked(refundSending(4, 1, 1999), 4),
    refundChanged(refunded(4, 1, 1999)),
  ]
  shop.write(...bodies)
  return { shop, journal: shop.journal }
}
export const nastyDay = '2026-11-18'
