// A till as a process of its own that makes one sale and stands still at a chosen point of it, for its power to be cut
// exactly there.
import type { EntryBody } from '../../../main/domain/entry.ts'
import { money } from '../../../main/domain/money.ts'
import type { PaymentId } from '../../../main/domain/ids.ts'
import type { Journal } from '../../../main/journal/journal.ts'
import { openPowerTill, type TillFiles } from './power-till.ts'
import { cannotOpen, say, talking, waitForGo } from './saying.ts'

/** An append of the journal that the sale comes to, and the side of it to stand still on. */
export interface Point {
  readonly side: 'before' | 'after'
  readonly of: 'intent' | 'paid' | 'cancelled' | 'refund-intent' | 'refunded'
}
export interface HeldOrder extends TillFiles {
  readonly gatewayUrl: string
  readonly minor: number
  readonly code: string
  readonly point?: Point
  /** What the cashier does then: takes the sale back while it is out, or refunds a part of it once it is paid. */
  readonly afterwards?: 'abort' | 'refund'
}

const order = JSON.parse(process.argv[2] ?? '') as HeldOrder
waitForGo()

const isIt = (body: EntryBody, of: Point['of']): boolean => {
  switch (of) {
    case 'intent':
      return body.kind === 'payment-requested'
    case 'paid':
    case 'cancelled':
      return body.kind === 'payment-changed' && body.payment.state === of
    case 'refund-intent':
      return body.kind === 'refund-requested'
    case 'refunded':
      return body.kind === 'refund-changed' && body.refund.state === 'refunded'
  }
}
const standStill = (): void => {
  say({ type: 'held' })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
const holding = (journal: Journal): Journal => ({
  ...journal,
  append: (stamp, ...bodies) => {
    const { point } = order
    const here = point !== undefined && bodies.some((body) => isIt(body, point.of))
    if (here && point.side === 'before') standStill()
    const entries = journal.append(stamp, ...bodies)
    if (here) standStill()
    return entries
  },
})

const { till } = await openPowerTill(order, order.gatewayUrl, {
  attended: true,
  deadlineMs: 10_000,
  limitMs: 60_000,
  around: { journal: (journal) => holding(talking(journal)) },
}).catch(cannotOpen)

const refundOnce = (id: PaymentId, state: string): void => {
  if (order.afterwards === 'refund' && state === 'paid')
    till.refund(id, money(Math.floor(order.minor / 3), 'USD'))
}
till.onNotice((notice) => {
  if (notice.type !== 'view' || notice.view.current === undefined) return
  const { payment, refunds } = notice.view.current
  say({ type: 'shown', id: payment.id, state: payment.state })
  if (refunds.length === 0) refundOnce(payment.id, payment.state)
})
say({ type: 'open' })
const charged = till.charge(money(order.minor, 'USD'), order.code)
if (!charged.ok) throw new Error(charged.error)
if (order.afterwards === 'abort') setTimeout(() => till.abort(charged.value), 60)
setInterval(() => undefined, 1000)
