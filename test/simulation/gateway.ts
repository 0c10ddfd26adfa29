import { money } from '../../main/domain/money.ts'
import { instant, type Instant } from '../../main/domain/time.ts'
import { trainingPartnerId } from '../../main/training/account.ts'
import { createTrainingDesk, type Delivery } from '../../main/training/desk.node.ts'
import { createLedger, type Ledger } from '../../main/training/ledger.ts'
import type { Conduct, Trade } from '../../main/training/trade.ts'
import type { CustomerKind, Plan } from './plan.ts'
import type { Random } from './random.ts'

/** The gateway of a simulated world: its own books, its own right clock, and customers as the seed makes them. */
export interface GatewayModel {
  /** Takes the bytes of one call and gives those of its answer, now. */
  readonly handle: (form: string, charset: string) => Delivery
  readonly trade: (id: string) => Trade | undefined
  readonly trades: () => readonly Trade[]
  /** Whether its PAY was ever refused by the gateway itself. A fault of the gateway's is no refusal. */
  readonly hasRefused: (id: string) => boolean
  /** Whether a cancel of it was ever carried out. */
  readonly hasCancelled: (id: string) => boolean
  /** When it gave the money of this refund back; undefined when it has not. */
  readonly refundedAt: (id: string) => Instant | undefined
  readonly clock: () => Instant
  /** From now on nobody is short of funds: the world is being brought to its end. */
  readonly heal: () => void
  /** How customers behaved, by kind. */
  readonly customers: ReadonlyMap<CustomerKind, number>
}

export interface GatewayModelParts {
  readonly plan: Plan
  readonly random: Random
  readonly now: () => number
  readonly worldStart: Instant
  readonly note: (line: string) => void
  readonly onFault: (kind: string) => void
}

const codes = ['BUYER_BALANCE_NOT_ENOUGH', 'SOUNDWAVE_PARSER_FAIL', 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR']

export const createGatewayModel = (parts: GatewayModelParts): GatewayModel => {
  const { plan, random, note } = parts
  const clock = (): Instant => instant(Math.round(parts.worldStart + parts.now()))
  const books = createLedger()
  const kinds = new Map<string, CustomerKind>()
  const customers = new Map<CustomerKind, number>()
  const refused = new Set<string>()
  const cancelled = new Set<string>()
  let healed = false

  const kindOf = (id: string): CustomerKind => {
    const known = kinds.get(id)
    if (known !== undefined) return known
    const kind = random.weighted(Object.entries(plan.customers) as [CustomerKind, number][])
    kinds.set(id, kind)
    customers.set(kind, (customers.get(kind) ?? 0) + 1)
    if (kind !== 'pays') parts.onFault(`customer ${kind}`)
    note(`customer of ${id} ${kind}`)
    return kind
  }
  const conductOf = (kind: CustomerKind): Conduct => {
    const soon = random.pick([1500, 4000, 12_000, 30_000, 58_000, 63_000, 100_000])
    switch (kind) {
      case 'pays':
      case 'system-error-then-paid':
      case 'charged-otherwise':
      case 'pays-although-cancelled':
        return { type: 'pays' }
      case 'confirms':
        return { type: 'asks', confirmsAfterMs: soon }
      case 'leaves':
        return { type: 'asks', leavesAfterMs: soon }
      case 'confirms-at-cancel':
        return { type: 'asks', confirmsAtCancel: true }
      case 'never-confirms':
        return { type: 'asks' }
      case 'declines':
        return { type: 'declines', code: random.pick(codes) }
      case 'declined-then-pays':
        return { type: 'declines', code: random.pick(codes), paysAnywayAfterMs: soon }
    }
  }

  const ledger: Ledger = {
    ...books,
    pay: (order, _, at) => {
      const kind = kindOf(order.id)
      // Its cancel came first and was answered: the gateway takes the PAY all the same (reliability F18).
      if (kind === 'pays-although-cancelled') {
        books.payLater(order, 0, true, at)
        books.find({ partner: order.partner, id: order.id }, at)
      }
      const price = money(order.price.minor + 1, order.price.currency)
      const booked = kind === 'charged-otherwise' ? { ...order, price } : order
      const reply = books.pay(booked, conductOf(kind), at)
      if (reply.type === 'failed') refused.add(order.id)
      return kind === 'system-error-then-paid' ? { type: 'failed', code: 'SYSTEM_ERROR' } : reply
    },
    cancel: (asked, at) => {
      const reply = books.cancel(asked, at)
      if (reply.type === 'cancelled' && asked.id !== undefined) cancelled.add(asked.id)
      return reply
    },
    refund: (asked, _, at) => {
      if (!healed && random.chance(plan.refundTrouble.short)) {
        parts.onFault('refund short of funds')
        return { type: 'failed', code: 'SELLER_BALANCE_NOT_ENOUGH' }
      }
      const known = books.findRefund(asked.partner, asked.id, at)
      if (!healed && known?.state === 'SUCCESS' && random.chance(plan.refundTrouble.repeat)) {
        parts.onFault('repeated refund refused')
        return { type: 'failed', code: 'REPEATED_REFUND' }
      }
      const fails = random.chance(plan.refundTrouble.fails) && !asked.immediate
      if (fails) parts.onFault('queued refund fails')
      return books.refund(asked, fails ? { failsWith: 'REFUND_AMT_RESTRICTION' } : {}, at)
    },
  }
  const desk = createTrainingDesk({
    clock: { now: () => ({ at: clock(), mono: parts.now() }), after: () => () => undefined },
    ledger,
    badDays: false,
  })
  return {
    handle: (form, charset) =>
      desk.handle({ query: `_input_charset=${charset}`, body: Buffer.from(form, 'latin1') }),
    trade: (id) => books.find({ partner: trainingPartnerId, id }, clock()),
    hasRefused: (id) => refused.has(id),
    hasCancelled: (id) => cancelled.has(id),
    refundedAt: (id) => {
      const made = books.findRefund(trainingPartnerId, id, clock())
      return made?.state === 'SUCCESS' ? (made.doneAt ?? made.createdAt) : undefined
    },
    trades: () => books.trades(clock()),
    clock,
    heal: () => (healed = true),
    customers,
  }
}
