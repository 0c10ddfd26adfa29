import type { Instant } from '../domain/time.ts'
import { badDayOfAmount, badDayOfCode } from './bad-days.ts'
import { keyOf } from './books.ts'
import type { Ledger, TradeAsked } from './ledger.ts'
import type { RefundConduct } from './refund-book.ts'
import type { TrainingCall } from './requests.ts'
import type { BadDay, Spoil } from './spoil.ts'
import type { Conduct, PayOrder, Trade } from './trade.ts'

type PayCall = Extract<TrainingCall, { service: 'pay' }>
type RefundCall = Extract<TrainingCall, { service: 'refund' }>

/** Remembers which payment has which bad day, and how much of it is played already. */
export interface BadLuck {
  /** What goes wrong with this very call, if anything. Counts the call. */
  readonly draw: (
    call: TrainingCall,
    at: Instant,
  ) => { readonly minor?: number; readonly spoil?: Spoil | undefined }
  readonly conduct: (call: PayCall) => Conduct
  /** The order with the mistake that the provider's files will make about it, if any. */
  readonly order: (call: PayCall) => PayOrder
  /** Sends a PAY that did not arrive on its longer way, if it has one. */
  readonly delay: (call: PayCall, at: Instant) => void
  readonly confirm: (call: TrainingCall, at: Instant) => void
  readonly queuedRefund: (call: RefundCall, at: Instant) => RefundConduct
}

export interface BadLuckParts {
  readonly timeScale: number
  readonly isOn: boolean
  readonly ledger: Ledger
}

export const createBadLuck = ({ timeScale, isOn, ledger }: BadLuckParts): BadLuck => {
  const daysByPayment = new Map<string, BadDay>()
  const played = new Map<string, number>()
  const scaled = (ms: number): number => Math.round(ms * timeScale)

  /** Which trade a call is about. */
  const askedBy = (call: TrainingCall): TradeAsked => {
    switch (call.service) {
      case 'pay':
        return { partner: call.order.partner, id: call.order.id }
      case 'query':
      case 'cancel':
        return call.asked
      case 'refund':
        return { partner: call.asked.partner, id: call.asked.paymentId }
      case 'refundQuery':
        return { partner: call.partner, id: call.paymentId }
    }
  }

  /** A payment's first PAY decides its day. A refund may have one of its own, by its own amount. */
  const dayOf = (call: TrainingCall, payment: string, trade: Trade | undefined): BadDay | undefined => {
    if (!isOn) return undefined
    if (call.service === 'refund') {
      const own = badDayOfAmount(call.asked.amount.minor)
      if (own?.group === 'refund') return own
    }
    const known = daysByPayment.get(payment)
    if (known !== undefined) return known
    if (call.service !== 'pay') {
      // After a restart of the gateway only the books are there; the amount in them says the day once more.
      return trade === undefined ? undefined : badDayOfAmount(trade.order.price.minor)
    }
    const day = badDayOfCode(call.code) ?? badDayOfAmount(call.order.price.minor)
    if (day !== undefined) daysByPayment.set(payment, day)
    return day
  }

  return {
    draw: (call, at) => {
      const asked = askedBy(call)
      const trade = ledger.find(asked, at)
      const payment = keyOf(asked.partner, trade?.order.id ?? asked.id ?? '')
      const day = dayOf(call, payment, trade)
      if (day === undefined || call.service === 'refundQuery') return {}
      const spoil = day[call.service]
      const about = call.service === 'refund' ? `${payment}/${call.asked.id}` : payment
      const key = `${call.service}/${about}`
      const before = played.get(key) ?? 0
      played.set(key, before + 1)
      return { minor: day.minor, spoil: spoil !== undefined && before < spoil.times ? spoil : undefined }
    },
    conduct: (call) => {
      const conduct = daysByPayment.get(keyOf(call.order.partner, call.order.id))?.conduct ?? { type: 'pays' }
      switch (conduct.type) {
        case 'pays':
          return conduct
        case 'asks':
          return {
            ...conduct,
            ...(conduct.confirmsAfterMs !== undefined && {
              confirmsAfterMs: scaled(conduct.confirmsAfterMs),
            }),
            ...(conduct.leavesAfterMs !== undefined && { leavesAfterMs: scaled(conduct.leavesAfterMs) }),
          }
        case 'declines':
          return {
            ...conduct,
            ...(conduct.paysAnywayAfterMs !== undefined && {
              paysAnywayAfterMs: scaled(conduct.paysAnywayAfterMs),
            }),
          }
      }
    },
    order: ({ order }) => {
      const filed = daysByPayment.get(keyOf(order.partner, order.id))?.filed
      return filed === undefined ? order : { ...order, filed }
    },
    delay: ({ order }, at) => {
      const arrives = daysByPayment.get(keyOf(order.partner, order.id))?.arrives
      if (arrives === undefined) return
      ledger.payLater(order, scaled(arrives.afterMs), arrives.evenAfterCancel, at)
    },
    confirm: (call, at) => {
      if (call.service !== 'cancel') return
      const trade = ledger.find(call.asked, at)
      if (trade !== undefined) ledger.confirm(trade.order.partner, trade.order.id, at)
    },
    queuedRefund: (call, at) => {
      const asked = askedBy(call)
      const day = dayOf(call, keyOf(asked.partner, call.asked.paymentId), ledger.find(asked, at))
      const takesMs = day?.queuedRefund?.takesMs
      return {
        ...day?.queuedRefund,
        ...(takesMs !== undefined && { takesMs: scaled(takesMs) }),
      }
    },
  }
}
