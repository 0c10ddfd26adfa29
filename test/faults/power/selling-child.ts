// A till as a process of its own, for its power to be cut: sells as fast as it can and says through a pipe, in the
// same breath, what it has promised. What it said must be true after the cut.
import type { PaymentView, TillView } from '../../../main/contract.ts'
import type { PaymentId } from '../../../main/domain/ids.ts'
import { money } from '../../../main/domain/money.ts'
import { isFinal, type Payment } from '../../../main/domain/payment.ts'
import { tell, type Lie } from './lies.ts'
import { openPowerTill, type TillFiles } from './power-till.ts'
import { cannotOpen, say, talking, waitForGo } from './saying.ts'
import { seeded } from '../seeded.ts'

export interface SellingOrder extends TillFiles {
  readonly gatewayUrl: string
  readonly seed: number
  /** Four digits that no other process of this shop has: part of every payment code. */
  readonly series: string
  /** How many counters sell at once. One is attended, with a cashier who waits for the end of each sale. */
  readonly lanes: number
  readonly lie?: Lie
}
const order = JSON.parse(process.argv[2] ?? '') as SellingOrder
const random = seeded(order.seed)
if (order.lie !== undefined) tell(order.lie)
waitForGo()

const { till } = await openPowerTill(order, order.gatewayUrl, {
  attended: order.lanes === 1,
  around: { journal: talking },
}).catch(cannotOpen)

const shown = new Map<string, Payment['state']>()
let wake: (() => void)[] = []
const show = (view: TillView): void => {
  const all = [...view.last, ...(view.current === undefined ? [] : [view.current])]
  for (const { id, state } of [...all.map(({ payment }) => payment), ...view.open]) {
    if (shown.get(id) === state) continue
    shown.set(id, state)
    say({ type: 'shown', id, state })
  }
  if (view.stopped !== undefined) say({ type: 'stopped', detail: view.stopped.detail })
  for (const one of wake.splice(0)) one()
}
till.onNotice((notice) => {
  if (notice.type === 'view') show(notice.view)
})
show(till.view())
say({ type: 'open' })

const ended = async (id: PaymentId): Promise<PaymentView> => {
  for (;;) {
    const view = till.find(id)
    if (view !== undefined && isFinal(view.payment)) return view
    await new Promise<void>((resolve) => wake.push(resolve))
  }
}

/** Amounts on which the training gateway has a bad day, each a kind of answer that gets lost, late or denied. */
const badDays = [
  9001, 9004, 9010, 9011, 9014, 9017, 9018, 9019, 9040, 9043, 9045, 9046, 9050, 9067, 9071,
] as const
let number = 0
const code = (): string =>
  `28${order.series}${String((number += 1)).padStart(6, '0')}${String(random.below(100)).padStart(2, '0')}1111`

const sellForEver = async (): Promise<void> => {
  for (;;) {
    const minor = random.next() < 0.12 ? random.pick(badDays) : 100 + random.below(8000)
    const charged = till.charge(money(minor, 'USD'), code())
    if (!charged.ok) {
      if (charged.error === 'till-stopped') return
      await new Promise((resolve) => setTimeout(resolve, 5))
      continue
    }
    if (random.next() < 0.05) setTimeout(() => till.abort(charged.value), random.below(20))
    const { payment, refundable } = await ended(charged.value)
    if (payment.state === 'paid' && refundable.minor > 0 && random.next() < 0.2) {
      till.refund(payment.id, money(1 + random.below(refundable.minor), 'USD'))
    }
    if (order.lanes === 1) till.next()
  }
}
await Promise.all(Array.from({ length: order.lanes }, sellForEver))
// The screen stays on after the till has stopped.
setInterval(() => undefined, 1000)
