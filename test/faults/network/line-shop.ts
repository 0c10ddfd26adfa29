import type { PaymentId } from '../../../main/domain/ids.ts'
import { isFinal, type Payment } from '../../../main/domain/payment.ts'
import { isRefundFinal } from '../../../main/domain/refund.ts'
import { sentenceFor } from '../../../main/domain/payment-sentences.ts'
import type { Log } from '../../../main/ports.ts'
import { systemClock } from '../../../app/system.ts'
import { trainingPartnerId } from '../../../main/training/account.ts'
import type { TrainingGateway } from '../../../main/training/server.node.ts'
import {
  charge,
  fast,
  keptAtGateway,
  nextCode,
  openShop,
  viewOf,
  type Shop,
  type ShopOptions,
} from '../../till/shop.ts'
import { startProxy, type Fate, type Proxy, type ProxyOptions, type SeenRequest } from './proxy.ts'

/** What a screen could have shown of a payment, and from when on. */
export interface Sighting {
  readonly at: number
  readonly state: Payment['state']
  readonly headline: string
  readonly todo: string
  readonly saysPaid: boolean
  readonly refunds: readonly string[]
}

/** The fates of a payment's calls, by service; each in turn, and a good line after the last. */
export type Plan = Readonly<
  Partial<Record<'pay' | 'query' | 'cancel' | 'refund' | 'refundQuery', readonly Fate[]>>
>

export interface LineShop {
  readonly shop: Shop
  readonly proxy: Proxy
  readonly log: readonly { readonly event: string; readonly why?: string }[]
  /** Charges, with these fates for its calls. */
  readonly sell: (minor: number, plan?: Plan, code?: string) => PaymentId
  /** Changes the fates of an open payment's calls. */
  readonly plan: (id: PaymentId, plan: Plan) => void
  readonly sightings: (id: PaymentId) => readonly Sighting[]
  readonly restart: () => Promise<void>
  /**
   * Everything about a payment that breaks an invariant; empty when none does. `pays`: how many PAY may have left;
   * `arrivals`: how many the gateway made up by itself, on those of its bad days that contradict themselves.
   */
  readonly violations: (id: PaymentId, pays?: 0 | 1, arrivals?: number) => readonly string[]
  readonly summary: (file: string) => void
  readonly close: () => Promise<void>
}

export interface LineShopOptions extends ShopOptions {
  readonly proxy?: (gateway: TrainingGateway) => Partial<ProxyOptions>
}

/** Fast, and patient enough for a busy machine: nothing is given up unless a test wants it. */
export const patient: typeof fast = {
  ...fast,
  chase: { ...fast.chase, firstQueryMs: 40, queryEveryMs: 50, cancelEveryMs: 50, limitMs: 60_000 },
  refund: { repeatMs: 50, repeatMsMax: 200, fundsMs: 100, queryMs: 50, queryMsMax: 200, watchMs: [600_000] },
}

/** A till with a real journal, a bad line, and the training gateway behind it. */
export const openLineShop = async (options: LineShopOptions = {}): Promise<LineShop> => {
  const plans = new Map<string, Map<string, Fate[]>>()
  const lines: { event: string; why?: string }[] = []
  const note: Log['info'] = (event, fields) =>
    void lines.push({ event, ...(typeof fields?.['why'] === 'string' ? { why: fields['why'] } : {}) })
  const log: Log = { info: note, warn: note, error: note }
  const fate = ({ service, id }: SeenRequest): Fate | undefined => plans.get(id)?.get(service)?.shift()

  let proxy: Proxy | undefined
  const shop = await openShop({
    attended: false,
    timing: patient,
    deadlines: { deadlineMs: 5000, connectTimeoutMs: 2000 },
    log,
    ...options,
    // A line of the test's own goes elsewhere; the proxy then proves that nothing came.
    line: async (gateway) => {
      proxy = await startProxy({ gatewayPort: gateway.port, fate, ...options.proxy?.(gateway) })
      return (await options.line?.(gateway)) ?? proxy.url
    },
  })
  if (proxy === undefined) throw new Error('the till was opened without its line')
  const line = proxy

  const seen = new Map<PaymentId, Sighting[]>()
  const look = (): void => {
    for (const [id, sightings] of seen) {
      const view = shop.till.find(id)
      if (view === undefined) continue
      const { payment } = view
      const { headline, todo } = sentenceFor(payment).en
      const saysPaid = payment.state === 'paid' && !payment.givenUp
      const refunds = view.refunds.map(({ id: refund, state }) => `${refund} ${state}`)
      const last = sightings.at(-1)
      const isNew =
        last?.headline !== headline || last.todo !== todo || last.refunds.join() !== refunds.join()
      if (isNew) sightings.push({ at: Date.now(), state: payment.state, headline, todo, saysPaid, refunds })
    }
  }
  shop.till.onNotice(look)

  const plan: LineShop['plan'] = (id, wanted) =>
    void plans.set(id, new Map(Object.entries(wanted).map(([service, fates]) => [service, [...fates]])))

  const violations: LineShop['violations'] = (id, pays = 1, arrivals = 0) => {
    look()
    const found: string[] = []
    const seenPays = line.pays(id)
    if (seenPays !== pays) found.push(`I1: ${seenPays} PAY left, not ${pays}`)
    const executed = shop.gateway.ledger.payRequests(trainingPartnerId, id)
    if (executed > pays + arrivals) found.push(`I1: the gateway executed ${executed} PAY`)

    const trade = shop.gateway.ledger.trades(systemClock.now().at).find(({ order }) => order.id === id)
    const early = seen
      .get(id)
      ?.find(({ saysPaid, at }) => saysPaid && !(trade?.paidAt !== undefined && trade.paidAt <= at))
    if (early !== undefined) found.push(`I3: "${early.headline}" was shown before the gateway had it paid`)

    const { payment, refunds } = viewOf(shop.till, id)
    if (!isFinal(payment)) found.push(`I4: still ${payment.state}`)
    const done = refunds.filter(({ state }) => state === 'refunded')
    const back = done.reduce((sum, { amount }) => sum + amount.minor, 0)
    for (const refund of refunds) if (!isRefundFinal(refund)) found.push(`I4: refund still ${refund.state}`)
    // A late cancel may have given the money back before its refund came.
    if ((trade?.returned ?? 0) < back) found.push('I3: refunded here, and not at the gateway')
    const taken = payment.state === 'paid' || ('watch' in payment && payment.watch.foundPaid !== undefined)
    const believed = taken ? payment.amount.minor - back : 0
    const kept = keptAtGateway(shop, id)
    if (kept !== believed) found.push(`I2: the gateway keeps ${kept}, the till believes ${believed}`)
    return found
  }

  const tally = { cases: 0, pays: 0, violations: 0 }
  return {
    shop,
    proxy: line,
    log: lines,
    plan,
    sell: (minor, wanted = {}, code = nextCode()) => {
      const id = charge(shop.till, minor, code)
      // The PAY leaves after this turn of the event loop, so that its fate is known before it is on the line.
      plan(id, wanted)
      seen.set(id, [])
      look()
      return id
    },
    sightings: (id) => seen.get(id) ?? [],
    restart: async () => {
      await shop.restart()
      shop.till.onNotice(look)
      look()
    },
    violations: (id, pays, arrivals) => {
      const found = violations(id, pays, arrivals)
      tally.cases += 1
      tally.violations += found.length
      tally.pays = Math.max(tally.pays, line.pays(id))
      return found
    },
    summary: (file) =>
      console.log(
        `${file}: ${tally.cases} cases, PAY per id at most ${tally.pays}, ${tally.violations} violations`,
      ),
    close: async () => {
      await shop.close()
      await line.close()
    },
  }
}

/** What was on the screen between the scan and the end. */
export const meantime = ({ sightings }: LineShop, id: PaymentId): readonly string[] =>
  sightings(id)
    .filter(({ state }) => state === 'waiting' || state === 'cancelling')
    .map(({ headline }) => headline)
/** Every sentence of an open payment says so and keeps the goods on the counter (I5). */
export const keepsTheGoods = ({ sightings }: LineShop, id: PaymentId): boolean =>
  sightings(id).every(
    ({ state, todo }) => state !== 'waiting' || todo.includes('Do not hand over goods, do not scan again'),
  )
