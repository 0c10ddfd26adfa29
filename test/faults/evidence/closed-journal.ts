import { createClosingSigner } from '../../../main/shifts/signer.node.ts'
import type { Closing } from '../../../main/domain/cash.ts'
import { canonicalJson } from '../../../main/journal/canonical.ts'
import type { JournalRecord } from '../../../main/journal/record.ts'
import {
  changed,
  declined,
  job,
  paid,
  printed,
  refundAsked,
  refundChanged,
  refunded,
  refundSending,
  requested,
  sending,
} from '../../journal/sales.ts'
import type { DataFolder } from '../../journal/shop.ts'
import { done, openDrawerShop, otherKey, testKey } from '../../shifts/drawer-shop.ts'

/**
 * Two days that were closed and the morning of a third: shifts, cash, wallet payments, a refund, a question that stays
 * open overnight and a print that failed. 34 entries; the closings are 16 and 28.
 */
export const closeTwoDays = (files: DataFolder): void => {
  const shop = openDrawerShop(files)
  const { desk } = shop
  done(desk.openShift({ float: 10_000, denominations: { '2000': 5 } })) // 2
  shop.write(requested(sending(1))) // 3
  shop.write(changed(paid(1)))
  done(desk.sell({ amount: 550, tendered: 1000 })) // 5
  const second = done(desk.sell({ amount: 320, tendered: 320 })) // 6
  shop.write(requested(sending(2)))
  shop.write(changed(declined(2, 'over'))) // 8
  done(desk.refund({ amount: 320, reason: 'cold', of: second.id })) // 9
  done(desk.move({ direction: 'out', amount: 5000, reason: 'to the bank' })) // 10
  done(desk.openDrawer('change'))
  shop.write(requested(sending(3))) // 12: open overnight
  shop.write(printed(job(1, 'failed')))
  done(desk.count({ '2000': 2, '1000': 1, '500': 1 })) // 14
  done(desk.close({ reason: 'a fifty lost' })) // 15 says why, 16 closes
  done(desk.openShift({ float: 5000 })) // 17
  shop.write(changed(paid(3))) // 18
  shop.write(refundAsked(refundSending(1, 1, 450), 1))
  shop.write(refundChanged(refunded(1, 1, 450))) // 20
  done(desk.sell({ amount: 990, tendered: 1000 })) // 21
  done(desk.move({ direction: 'in', amount: 2000, reason: 'coins' }))
  done(desk.sell({ amount: 10, tendered: 10 })) // 23
  done(desk.refund({ amount: 10, reason: 'too sweet' }))
  shop.write(requested(sending(4)))
  shop.write(changed(paid(4))) // 26
  done(desk.count({ '2000': 3, '1000': 2 })) // 27
  done(desk.close()) // 28
  done(desk.openShift({ float: 5000 })) // 29
  done(desk.sell({ amount: 100, tendered: 500 })) // 30
  shop.write(requested(sending(5)))
  shop.write(changed(paid(5)))
  done(desk.sell({ amount: 200, tendered: 200 })) // 33
  done(desk.move({ direction: 'out', amount: 100, reason: 'post' })) // 34
  shop.close()
}

const keys = { ours: createClosingSigner(testKey), other: createClosingSigner(otherKey) }

/** The body of a closing with another content, sealed anew by whoever has that key. */
export const resealed = (
  record: JournalRecord,
  change: (closing: Closing) => Closing,
  by: 'nobody' | keyof typeof keys,
): string => {
  const body = JSON.parse(record.body) as { kind: 'day-closed'; closing: Closing; seal: object }
  const closing = change(body.closing)
  return canonicalJson({
    ...body,
    closing,
    seal: by === 'nobody' ? body.seal : keys[by].sign(canonicalJson(closing)),
  })
}
