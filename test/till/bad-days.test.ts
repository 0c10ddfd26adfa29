import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PaymentView } from '../../main/contract.ts'
import { money } from '../../main/domain/money.ts'
import { isFinal } from '../../main/domain/payment.ts'
import { isRefundFinal } from '../../main/domain/refund.ts'
import { badDays } from '../../main/training/bad-days.ts'
import { charge, keptAtGateway, openShop, until, type Shop } from './shop.ts'

/**
 * Every bad day of the training gateway, over real HTTP and with a real journal, ten times faster than in a shop. All
 * of them side by side: each payment is an integrator's, and none may disturb another.
 */
type Ending = 'paid' | 'declined' | 'cancelled-unpaid' | 'cancelled-refunded' | 'given-up-and-refunded'

const paid = new Set([
  9001, 9002, 9006, 9010, 9011, 9012, 9013, 9014, 9015, 9016, 9018, 9020, 9021, 9022, 9023, 9024, 9025, 9026,
  9027, 9028, 9029, 9030, 9032, 9035, 9037, 9038, 9039, 9040, 9042, 9044, 9047, 9080, 9081, 9082, 9083, 9084,
  9090, 9091, 9092, 9093, 9094, 9095, 9096, 9097, 9098, 9099,
])
const refundDays = new Set([9070, 9071, 9072, 9073, 9074, 9075, 9078])
/** Only played for queued refunds, which the training till does not make. */
const queuedOnly = new Set([9076, 9077])
const cancelledUnpaid = new Set([
  9003, 9005, 9007, 9017, 9031, 9033, 9034, 9036, 9041, 9043, 9060, 9061, 9063, 9064, 9065, 9066,
])
const cancelledRefunded = new Set([9004, 9067])
const givenUpAndRefunded = new Set([9019, 9045, 9046, 9062])

const endingOf = (minor: number): Ending => {
  if (paid.has(minor) || refundDays.has(minor) || queuedOnly.has(minor)) return 'paid'
  if (cancelledUnpaid.has(minor)) return 'cancelled-unpaid'
  if (cancelledRefunded.has(minor)) return 'cancelled-refunded'
  if (givenUpAndRefunded.has(minor)) return 'given-up-and-refunded'
  return 'declined'
}

const reached = ({ payment, refunds }: PaymentView, ending: Ending): boolean => {
  switch (ending) {
    case 'paid':
      return payment.state === 'paid' && !payment.givenUp
    case 'declined':
      return payment.state === 'declined' && payment.watch.stage === 'at-next-start' && refunds.length === 0
    case 'cancelled-unpaid':
      return payment.state === 'cancelled' && payment.action !== 'refund'
    case 'cancelled-refunded':
      return payment.state === 'cancelled' && payment.action === 'refund'
    case 'given-up-and-refunded':
      return isFinal(payment) && refunds.length === 1 && refunds[0]?.state === 'refunded'
  }
}

describe('a bad day', () => {
  let shop: Shop
  const views = new Map<number, Promise<PaymentView>>()

  beforeAll(async () => {
    shop = await openShop({ attended: false })
    for (const { minor } of badDays) {
      const id = charge(shop.till, minor)
      const ending = endingOf(minor)
      const view = until(shop.till, id, (seen) => reached(seen, ending), 60_000)
      view.catch(() => undefined) // Each row awaits its own below; this only keeps the others' failures from being loose.
      views.set(minor, view)
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  })
  afterAll(() => shop.close())

  test.each(badDays.map(({ minor, story, ends }) => [minor, story, ends] as const))(
    '%d: %s Ends: %s',
    async (minor) => {
      const view = await views.get(minor)
      expect(view).toBeDefined()
      const id = view?.payment.id ?? ''
      const ending = endingOf(minor)
      // What the gateway keeps is what the till says it took: nothing lost, nothing charged for a sale given up.
      expect(keptAtGateway(shop, id)).toBe(ending === 'paid' ? minor : 0)
      expect(shop.gateway.requests.count('alipay.acquire.overseas.spot.pay', id)).toBe(1)
      const discrepancies = shop.journal.discrepancies().filter(({ payment }) => payment === id)
      expect(discrepancies.map(({ kind }) => kind)).toEqual(
        ending === 'given-up-and-refunded' ? ['paid-after-given-up'] : [],
      )
    },
    70_000,
  )

  test.each(
    badDays
      .filter(({ minor }) => refundDays.has(minor))
      .map(({ minor, story, ends }) => [minor, story, ends] as const),
  )(
    '%d, at the refund: %s Ends: %s',
    async (minor) => {
      const { payment } = (await views.get(minor)) as PaymentView
      const asked = shop.till.refund(payment.id, money(minor, 'USD'))
      expect(asked.ok).toBe(true)
      const { refunds } = await until(
        shop.till,
        payment.id,
        (view) => view.refunds.length === 1 && view.refunds.every(isRefundFinal),
      )
      expect(refunds.map(({ state }) => state)).toEqual([minor === 9075 ? 'refused' : 'refunded'])
      expect(keptAtGateway(shop, payment.id)).toBe(minor === 9075 ? minor : 0)
    },
    30_000,
  )
})
