import { paymentId, type PaymentId } from '../../../main/domain/ids.ts'
import { beginOfBeijingDay, dayAfter, type Day } from '../../../main/domain/time.ts'
import type { MatchJob } from '../../../main/reconciliation/matching.ts'
import { packEvents } from '../../../main/reconciliation/packed-events.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import type { TillEvent } from '../../../main/reconciliation/till-event.ts'
import { createRandom, type Random } from '../../simulation/random.ts'
import { madeFiles, type MadeFiles, type MadeLayout, type MadeRow } from './made-files.ts'
import {
  antomPlants,
  feeBasisPoints,
  feeOf,
  installation,
  legacyPlants,
  madeDayIs,
  otherInstallation,
  plants,
  settledAbroad,
  swap,
  swapped,
  type Planted,
  type Sale,
} from './plants.ts'

export interface MadeDay extends MadeFiles {
  readonly job: MatchJob
  readonly events: readonly TillEvent[]
  readonly packed: readonly Uint8Array[]
  readonly planted: readonly Planted[]
  /** Lines of the first level that must come out as matched. */
  readonly matched: number
  readonly transactions: ReadonlyMap<Day, readonly MadeRow[]>
  readonly settlements: ReadonlyMap<Day, readonly MadeRow[]>
}

/** The same few prices and seconds again and again, so that amount and time never tell two sales apart. */
const makeSale = (random: Random, number: number): Sale => {
  const id: PaymentId = paymentId({
    mode: 'live',
    installation,
    number,
    chance: String(random.int(0, 99_999_999)).padStart(8, '0'),
  })
  const minor = 1000 * random.int(1, 12)
  const when = beginOfBeijingDay(madeDayIs) + 3_600_000 * random.int(2, 20) + 1000 * random.int(0, 59)
  const providerRef = `20260302220014${String(random.int(1000, 9999))}${String(number).padStart(10, '0')}`
  const row: MadeRow = { type: 'PAYMENT', merchantRef: id, providerRef, minor, fee: feeOf(minor), at: when }
  const settledAt = beginOfBeijingDay(dayAfter(madeDayIs, 1)) + 57_600_000
  return {
    events: [
      {
        type: 'PAYMENT',
        id,
        payment: id,
        providerRef,
        minor,
        currency: 'EUR',
        at: when,
        moved: 'yes',
        state: 'paid',
      },
    ],
    rows: [{ day: madeDayIs, row }],
    settled: [{ ...row, settledAt }],
  }
}

const shuffled = <T>(random: Random, list: readonly T[]): T[] => {
  const mixed = [...list]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last)
    ;[mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T]
  }
  return mixed
}

/**
 * A whole day of one till from a seed: `size` sales, with every kind of fault planted `each` times; or with one kind
 * only, where the layout can have it.
 */
export const makeDay = (seed: number, size: number, each = 2, only?: string): MadeDay => {
  const random = createRandom(seed)
  const layout = (['legacy', 'legacy', 'antom-major', 'antom-minor'] as const)[seed % 4] as MadeLayout
  const sales = Array.from({ length: size }, (_, index) => makeSale(random, index + 1))
  const kinds = Object.entries({ ...plants, ...(layout === 'legacy' ? legacyPlants : antomPlants) })
  const planted: Planted[] = []
  let next = 0
  for (const [fault, plant] of kinds) {
    if (only !== undefined && fault !== only) continue
    for (let count = 0; count < each; count += 1) {
      planted.push(...plant(sales[next++] as Sale, fault).map((line) => ({ fault, ...line })))
    }
  }
  const swaps = (only ?? swapped) === swapped ? each : 0
  for (let count = 0; count < swaps; count += 1) {
    planted.push(...swap(sales[next++] as Sale, sales[next++] as Sale))
  }
  const transactions = new Map<Day, MadeRow[]>()
  const settlements = new Map<Day, MadeRow[]>()
  const put = (map: Map<Day, MadeRow[]>, day: Day, row: MadeRow): void => {
    const known = map.get(day)
    if (known === undefined) map.set(day, [row])
    else known.push(row)
  }
  // Days beside it that are there, whatever was planted.
  for (const beside of [-1, 0, 1]) transactions.set(dayAfter(madeDayIs, beside), [])
  for (const sale of shuffled(random, sales)) {
    for (const { day, row } of sale.rows) put(transactions, day, row)
    for (const row of sale.settled) put(settlements, dayAfter(madeDayIs, 1), row)
  }
  for (const [day, rows] of transactions) transactions.set(day, shuffled(random, rows))
  const files = madeFiles(layout, transactions, settlements)
  const events = shuffled(
    random,
    sales.flatMap((sale) => sale.events),
  )
  const job: MatchJob = {
    day: madeDayIs,
    today: dayAfter(madeDayIs, 3),
    terms: {
      ...usualTerms,
      feeBasisPoints,
      settlementCurrency: settledAbroad,
      otherTills: [otherInstallation],
    },
    files: files.files,
  }
  const quietly = new Set(
    planted
      // What the journal says did not move, and is settled, has no line of the first level.
      .filter(({ level, outcome }) => level === 'transactions' || outcome === 'status-differs')
      .map(({ type, id }) => `${type} ${id}`),
  )
  const begin = beginOfBeijingDay(madeDayIs)
  const end = beginOfBeijingDay(dayAfter(madeDayIs, 1))
  const matched = events.filter(
    (event) =>
      event.at >= begin &&
      event.at < end &&
      !(quietly.has(`${event.type} ${event.id}`) && !isTwice(event, planted)),
  ).length
  return { ...files, job, events, packed: [packEvents(events)], planted, matched, transactions, settlements }
}

/** A sale whose line stands there twice is matched with one of them. */
const isTwice = ({ type, id }: TillEvent, planted: readonly Planted[]): boolean =>
  planted.some(
    (line) =>
      line.type === type &&
      line.id === id &&
      line.outcome === 'duplicate-at-provider' &&
      line.level === 'transactions',
  )
