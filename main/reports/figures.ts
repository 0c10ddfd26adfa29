import type { Figures } from '../contract/reports.ts'
import type { DaySpan } from '../domain/day-span.ts'
import type { Entry } from '../domain/entry.ts'
import type { PaymentId } from '../domain/ids.ts'
import { isFinal } from '../domain/payment.ts'
import { dayAfter, type ShopTime } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { createFirsts } from './firsts.ts'
import type { Pause } from './pauses.ts'
import { createShopDays } from './shop-days.ts'
import { walkEntries } from './walk.ts'

export interface FiguresSource {
  readonly journal: Journal
  readonly pause: Pause
  readonly shop: ShopTime
  /** Sums are of this currency; the others that occur are named. */
  readonly currency: string
  readonly unsettled: () => Promise<Figures['unsettled']>
}

interface CountAndMinor {
  count: number
  minor: number
}
const add = (map: Map<string, CountAndMinor>, key: string, minor: number): void => {
  const sum = map.get(key) ?? { count: 0, minor: 0 }
  sum.count += 1
  sum.minor += minor
  map.set(key, sum)
}
const largestFirst = <T extends CountAndMinor>(one: T, other: T): number =>
  other.count - one.count || other.minor - one.minor

/** The smallest of the values that this share of them does not exceed (nearest rank). */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0

/** How long Alipay took to answer a PAY; a query or a cancel says nothing about the customer's wait. */
const payTookMs = ({ body }: Entry): number | undefined =>
  body.kind === 'payment-changed' && body.news.startsWith('pay-answered') ? body.call?.tookMs : undefined

interface Tally {
  readonly hours: { alipay: number; cash: number; sales: number; tookMs: number[] }[]
  readonly days: Map<string, { alipay: number; cash: number; refunded: number }>
  readonly outcomes: Map<string, CountAndMinor>
  readonly declines: Map<string, CountAndMinor>
  readonly others: Set<string>
}

/**
 * What a manager looks at, of shop days that both count. Money counts at the moment at which the journal says that it
 * moved, as in a Z and in the bookkeeping; what became of payments is told of those that were asked for in these days.
 */
export const figuresOf = async (source: FiguresSource, span: DaySpan): Promise<Figures> => {
  const { journal, pause, shop, currency } = source
  const shopDays = createShopDays(shop)
  const firsts = createFirsts(journal)
  const tally: Tally = {
    hours: Array.from({ length: 24 }, () => ({ alipay: 0, cash: 0, sales: 0, tookMs: [] })),
    days: new Map(),
    outcomes: new Map(),
    declines: new Map(),
    others: new Set(),
  }
  for (let day = span.from; day <= span.to; day = dayAfter(day)) {
    tally.days.set(day, { alipay: 0, cash: 0, refunded: 0 })
  }

  const isOurs = (amount: { readonly currency: string }): boolean => {
    if (amount.currency === currency) return true
    tally.others.add(amount.currency)
    return false
  }
  const sold = (at: number, by: 'alipay' | 'cash', minor: number): void => {
    const hour = tally.hours[shopDays.hourOf(at)]
    const day = tally.days.get(shopDays.dayOf(at))
    if (hour === undefined || day === undefined) return
    hour[by] += minor
    hour.sales += 1
    day[by] += minor
  }
  const givenBack = (at: number, minor: number): void => {
    const day = tally.days.get(shopDays.dayOf(at))
    if (day !== undefined) day.refunded += minor
  }
  const asked = (id: PaymentId): void => {
    const payment = journal.payment(id)?.payment
    if (payment === undefined || !isOurs(payment.amount)) return
    const { minor } = payment.amount
    add(tally.outcomes, payment.state, minor)
    if (payment.state === 'declined') add(tally.declines, payment.code, minor)
  }
  const look = (entry: Entry): void => {
    const { at, body } = entry
    const first = firsts(entry)
    const tookMs = payTookMs(entry)
    if (tookMs !== undefined) tally.hours[shopDays.hourOf(at)]?.tookMs.push(tookMs)
    if (body.kind === 'payment-requested') asked(body.payment.id)
    if ('payment' in body && typeof body.payment === 'object' && first.includes('paid')) {
      if (isOurs(body.payment.amount)) sold(at, 'alipay', body.payment.amount.minor)
    }
    if ('refund' in body && first.includes('refunded') && isOurs(body.refund.amount)) {
      givenBack(at, body.refund.amount.minor)
    }
    if (body.kind === 'cash-sold' && isOurs(body.amount)) sold(at, 'cash', body.amount.minor)
    if (body.kind === 'cash-refunded' && isOurs(body.amount)) givenBack(at, body.amount.minor)
  }

  const from = shopDays.startOf(span.from)
  const to = shopDays.startOf(dayAfter(span.to))
  for await (const entry of walkEntries({ journal, pause, from, to })) look(entry)

  const all = tally.hours.flatMap(({ tookMs }) => tookMs).sort((one, other) => one - other)
  const counted = (map: ReadonlyMap<string, CountAndMinor>) =>
    [...map].sort(([, one], [, other]) => largestFirst(one, other))
  return {
    ...span,
    timeZone: shop.timeZone,
    currency,
    otherCurrencies: [...tally.others].sort(),
    hours: tally.hours.map(({ alipay, cash, sales }, hour) => ({ hour, alipay, cash, sales })),
    days: [...tally.days].map(([day, sums]) => ({ day: day as DaySpan['from'], ...sums })),
    outcomes: counted(tally.outcomes).map(([state, sums]) => ({ state, ...sums })),
    ...(all.length === 0
      ? {}
      : {
          latency: {
            p50: quantile(all, 0.5),
            p95: quantile(all, 0.95),
            max: all.at(-1) ?? 0,
            count: all.length,
          },
        }),
    latencyByHour: tally.hours.flatMap(({ tookMs }, hour) => {
      if (tookMs.length === 0) return []
      const sorted = tookMs.toSorted((one, other) => one - other)
      return [{ hour, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) }]
    }),
    declines: counted(tally.declines).map(([code, sums]) => ({ code, ...sums })),
    openQuestions: [
      ...journal
        .openPayments()
        .filter((payment) => !isFinal(payment))
        .map(({ id, amount, createdAt }) => ({
          id,
          of: 'payment' as const,
          minor: amount.minor,
          currency: amount.currency,
          since: createdAt,
        })),
      ...journal.openRefunds().map(({ id, amount, createdAt }) => ({
        id,
        of: 'refund' as const,
        minor: amount.minor,
        currency: amount.currency,
        since: createdAt,
      })),
    ],
    unsettled: await source.unsettled(),
  }
}
