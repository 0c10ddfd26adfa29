import { sentenceFor } from '../../../main/domain/payment-sentences.ts'
import { money } from '../../../main/domain/money.ts'
import type { PaymentId } from '../../../main/domain/ids.ts'
import type { Payment } from '../../../main/domain/payment.ts'
import { composeTill } from '../../../app/compose.ts'
import { trainingGatewayPublicKey, trainingMerchantPrivateKey } from '../../../main/training/account.ts'
import type { Secrets } from '../../../main/ports.ts'

/**
 * The whole till as it is sold, in live mode and in a process of its own: composed from the settings file of the
 * folder named on the command line, over https, with the deadlines that the settings say. Told what to do by messages.
 */
export type TillOrder =
  | { readonly order: 'charge'; readonly minor: number; readonly code: string }
  | { readonly order: 'abort' | 'ask'; readonly id: string }
  | { readonly order: 'next' | 'prepare' | 'close' }
/** What the screen could have shown of a payment, at what time of this machine's clock. */
export interface LiveSighting {
  readonly at: number
  readonly state: Payment['state']
  readonly headline: string
  readonly saysPaid: boolean
  readonly refunds: readonly string[]
}
export type TillNews =
  | { readonly news: 'ready' }
  | { readonly news: 'charged'; readonly id: string }
  | { readonly news: 'refused'; readonly why: string }
  | { readonly news: 'seen'; readonly id: string; readonly sighting: LiveSighting }

const tell = (news: TillNews): void => void process.send?.(news)

const kept = new Map([
  ['privateKey', trainingMerchantPrivateKey],
  ['alipayPublicKey', trainingGatewayPublicKey],
])
const secrets: Secrets = {
  read: (name) => Promise.resolve({ ok: true, value: kept.get(name) }),
  write: (name, value) => {
    kept.set(name, value)
    return Promise.resolve({ ok: true, value: undefined })
  },
}

const [, , folder = ''] = process.argv
const { till, close } = await composeTill({ dataDir: folder, secrets, attended: false, reserveBytes: 0 })
const { stopped } = till.view()
if (stopped !== undefined) throw new Error(`the till does not sell: ${stopped.detail}`)

const ids: PaymentId[] = []
const last = new Map<PaymentId, string>()
const look = (): void => {
  for (const id of ids) {
    const view = till.find(id)
    if (view === undefined) continue
    const { payment } = view
    const refunds = view.refunds.map(({ state }) => state)
    const { headline } = sentenceFor(payment).en
    const shown = [headline, ...refunds].join()
    if (last.get(id) === shown) continue
    last.set(id, shown)
    const saysPaid = payment.state === 'paid' && !payment.givenUp
    tell({
      news: 'seen',
      id,
      sighting: { at: Date.now(), state: payment.state, headline, saysPaid, refunds },
    })
  }
}
till.onNotice(look)

const leave = async (): Promise<void> => {
  await close()
  process.disconnect()
}

const obey = (order: TillOrder): void => {
  switch (order.order) {
    case 'charge': {
      const charged = till.charge(money(order.minor, 'USD'), order.code)
      if (!charged.ok) {
        tell({ news: 'refused', why: charged.error })
        return
      }
      ids.push(charged.value)
      tell({ news: 'charged', id: charged.value })
      look()
      return
    }
    case 'abort':
      till.abort(order.id as PaymentId)
      return
    case 'ask':
      void till.query(order.id as PaymentId)
      return
    case 'next':
      till.next()
      return
    case 'prepare':
      till.prepare()
      return
    case 'close':
      void leave()
  }
}
process.on('message', (order) => obey(order as TillOrder))
tell({ news: 'ready' })
