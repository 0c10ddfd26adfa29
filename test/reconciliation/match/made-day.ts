import type { MatchedLine } from '../../../main/contract/reconciliation.ts'
import { paymentId, refundId, type InstallationId, type PaymentId } from '../../../main/domain/ids.ts'
import type { MatchOutcome } from '../../../main/domain/reconciled.ts'
import type { Day } from '../../../main/domain/time.ts'
import { beginOfDay, dayAfter } from '../../../main/reconciliation/china-day.ts'
import type { MatchJob } from '../../../main/reconciliation/matching.ts'
import { packEvents } from '../../../main/reconciliation/packed-events.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import type { TillEvent } from '../../../main/reconciliation/till-event.ts'
import { createRandom, type Random } from '../../simulation/random.ts'
import { madeFiles, type MadeFiles, type MadeLayout, type MadeRow } from './made-files.ts'

/** What must come of one planted mistake: which line, and of what money. */
export interface Planted {
  readonly fault: string
  readonly level: MatchedLine['level']
  readonly type: string
  readonly id: string
  readonly outcome: MatchOutcome
  readonly risk?: readonly ['shop' | 'customer', number]
}
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

export const madeDayIs = '2026-03-02' as Day
const installation = '123456789' as InstallationId
const otherInstallation = '987654321'
const feeBasisPoints = 120
const feeOf = (minor: number): number => Math.floor((minor * feeBasisPoints + 5000) / 10_000)

/** One sale with its lines, which a fault changes before they are put into files. */
interface Sale {
  readonly events: TillEvent[]
  /** Lines by the day of the file. */
  readonly rows: { day: Day; row: MadeRow }[]
  readonly settled: MadeRow[]
}
type Plant = (sale: Sale, fault: string) => readonly Omit<Planted, 'fault'>[]

const first = <T>(list: readonly T[]): T => {
  const [one] = list
  if (one === undefined) throw new Error('a made sale has nothing')
  return one
}
const differs =
  (
    outcome: MatchOutcome,
    change: (row: MadeRow) => MadeRow,
    risk: (row: MadeRow) => Planted['risk'],
  ): Plant =>
  (sale) => {
    const line = first(sale.rows)
    const was = line.row
    line.row = change(was)
    sale.settled.splice(0, 1, { ...line.row, settledAt: first(sale.settled).settledAt ?? 0 })
    const money = risk(was)
    return [
      {
        level: 'transactions',
        type: 'PAYMENT',
        id: was.merchantRef,
        outcome,
        ...(money === undefined ? {} : { risk: money }),
      },
    ]
  }
/** The transaction file alone has a mistake; the settlement is as it should be, and is no more of the same money. */
const differsOnce =
  (
    outcome: MatchOutcome,
    change: (row: MadeRow) => MadeRow,
    risk: (row: MadeRow) => Planted['risk'],
  ): Plant =>
  (sale, fault) => {
    const settled = first(sale.settled)
    const told = differs(outcome, change, risk)(sale, fault)
    sale.settled.splice(0, 1, settled)
    return [...told, at('settlement', 'PAYMENT', settled.merchantRef, outcome)]
  }
const at = (
  level: Planted['level'],
  type: string,
  id: string,
  outcome: MatchOutcome,
  risk?: Planted['risk'],
) => ({ level, type, id, outcome, ...(risk === undefined ? {} : { risk }) }) as const

/** Makes the sale's money go back by a cancel at once. */
const cancelled = (sale: Sale, moved: TillEvent['moved']): void => {
  const [paid] = sale.events
  const { row, day } = first(sale.rows)
  if (paid === undefined) return
  const end = row.at + 60_000
  sale.events.splice(0, 1, { ...paid, moved, state: 'cancelled' })
  sale.events.push({ ...paid, type: 'CANCEL', at: end, moved, state: 'cancelled' })
  const cancel: MadeRow = { ...row, type: 'CANCEL', providerRef: `38${row.providerRef.slice(2)}`, at: end }
  sale.rows.push({ day, row: cancel })
  sale.settled.push({ ...cancel, settledAt: first(sale.settled).settledAt ?? 0 })
}
const refunded = (sale: Sale, number: number, later: number, minor: number): MadeRow => {
  const [paid] = sale.events
  const { row } = first(sale.rows)
  const id = refundId({ mode: 'live', installation, number, chance: String(number).padStart(8, '0') })
  const when = row.at + later
  if (paid === undefined) throw new Error('a made sale has no payment')
  sale.events.push({ ...paid, type: 'REFUND', id, minor, at: when, state: 'refunded' })
  const back = {
    ...row,
    type: 'REFUND' as const,
    merchantRef: id,
    providerRef: `37${row.providerRef.slice(2)}`,
  }
  return { ...back, minor, fee: feeOf(minor), at: when }
}
/** The running number of the sale, which no other one has. */
const numberOf = (sale: Sale): number => Number(first(sale.events).id.slice(10, 18))
const paidOf = (sale: Sale): MadeRow => first(sale.rows).row
const settledAtOf = (sale: Sale): number => first(sale.settled).settledAt ?? 0

/** Every kind of mistake that a provider's file or a journal can have, by name. */
const plants: Readonly<Record<string, Plant>> = {
  'payment is missing': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.rows.length = 0
    sale.settled.length = 0
    return [at('transactions', 'PAYMENT', merchantRef, 'missing-at-provider', ['shop', minor])]
  },
  'refund is missing': (sale) => {
    const back = refunded(sale, numberOf(sale), 1000, 1)
    return [at('transactions', 'REFUND', back.merchantRef, 'missing-at-provider', ['customer', 1])]
  },
  'amount is less': differs(
    'amount-differs',
    (row) => ({ ...row, minor: row.minor - 100, fee: feeOf(row.minor - 100) }),
    () => ['shop', 100],
  ),
  'amount is more': differs(
    'amount-differs',
    (row) => ({ ...row, minor: row.minor + 900, fee: feeOf(row.minor + 900) }),
    () => ['customer', 900],
  ),
  'other currency': differs(
    'currency-differs',
    (row) => ({ ...row, currency: 'USD' }),
    ({ minor }) => ['shop', minor],
  ),
  'fee is higher': differs(
    'fee-differs',
    (row) => ({ ...row, fee: row.fee + 10 }),
    () => ['shop', 10],
  ),
  'amount is less in the transaction file only': differsOnce(
    'amount-differs',
    (row) => ({ ...row, minor: row.minor - 900, fee: feeOf(row.minor - 900) }),
    () => ['shop', 900],
  ),
  'amount is more in the transaction file only': differsOnce(
    'amount-differs',
    (row) => ({ ...row, minor: row.minor + 300, fee: feeOf(row.minor + 300) }),
    () => ['customer', 300],
  ),
  'fee is higher in the transaction file only': differsOnce(
    'fee-differs',
    (row) => ({ ...row, fee: row.fee + 4 }),
    () => ['shop', 4],
  ),
  'amount is less, and settled for still less': (sale, fault) => {
    const told = differs(
      'amount-differs',
      (row) => ({ ...row, minor: row.minor - 100, fee: feeOf(row.minor - 100) }),
      () => ['shop', 100],
    )(sale, fault)
    const settled = first(sale.settled)
    sale.settled.splice(0, 1, { ...settled, minor: settled.minor - 30 })
    return [...told, at('settlement', 'PAYMENT', settled.merchantRef, 'amount-differs', ['shop', 30])]
  },
  'payment is missing, and settled for less': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.rows.length = 0
    const settled = first(sale.settled)
    sale.settled.splice(0, 1, { ...settled, minor: settled.minor - 60 })
    return [
      at('transactions', 'PAYMENT', merchantRef, 'missing-at-provider', ['shop', minor]),
      at('settlement', 'PAYMENT', merchantRef, 'amount-differs'),
    ]
  },
  'declined here, paid there and not settled': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.events.splice(0, 1, { ...first(sale.events), moved: 'no', state: 'declined' })
    sale.settled.length = 0
    return [
      at('transactions', 'PAYMENT', merchantRef, 'status-differs', ['customer', minor]),
      at('settlement', 'PAYMENT', merchantRef, 'missing-at-provider'),
    ]
  },
  'refund stands there twice, and is settled twice': (sale) => {
    const back = refunded(sale, numberOf(sale), 1000, 17)
    const settled = { ...back, settledAt: settledAtOf(sale) }
    sale.rows.push({ day: madeDayIs, row: back }, { day: madeDayIs, row: back })
    sale.settled.push(settled, { ...settled, settledAt: settled.settledAt + 1000 })
    return [
      at('transactions', 'REFUND', back.merchantRef, 'duplicate-at-provider', ['shop', 17]),
      at('settlement', 'REFUND', back.merchantRef, 'duplicate-at-provider'),
    ]
  },
  'declined here, paid there': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.events.splice(0, 1, { ...first(sale.events), moved: 'no', state: 'declined' })
    return [at('transactions', 'PAYMENT', merchantRef, 'status-differs', ['customer', minor])]
  },
  'open here, paid there': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.events.splice(0, 1, { ...first(sale.events), moved: 'open', state: 'waiting' })
    return [at('transactions', 'PAYMENT', merchantRef, 'status-differs', ['customer', minor])]
  },
  'paid here, cancelled there': (sale) => {
    const paid = first(sale.events)
    cancelled(sale, 'yes')
    sale.events.splice(0, 2, paid)
    return [at('transactions', 'CANCEL', paid.id, 'status-differs', ['shop', paid.minor])]
  },
  'refund refused here, made there': (sale) => {
    const back = refunded(sale, numberOf(sale), 1000, 7)
    sale.events.push({ ...(sale.events.pop() as TillEvent), moved: 'no', state: 'refused' })
    sale.rows.push({ day: madeDayIs, row: back })
    sale.settled.push({ ...back, settledAt: settledAtOf(sale) })
    return [at('transactions', 'REFUND', back.merchantRef, 'status-differs', ['shop', 7])]
  },
  'line stands there twice': (sale) => {
    const line = first(sale.rows)
    sale.rows.push({ ...line })
    return [
      at('transactions', 'PAYMENT', line.row.merchantRef, 'duplicate-at-provider', [
        'customer',
        line.row.minor,
      ]),
    ]
  },
  'one trade is booked twice here': (sale) => {
    const paid = first(sale.events)
    const id = paymentId({
      mode: 'live',
      installation,
      number: 90_000_000 + numberOf(sale),
      chance: '11111111',
    })
    sale.events.push({ ...paid, id, payment: id })
    return [at('transactions', 'PAYMENT', id, 'duplicate-in-journal', ['shop', paid.minor])]
  },
  'after midnight in the next file': (sale) => {
    const line = first(sale.rows)
    const end = beginOfDay(dayAfter(madeDayIs, 1))
    sale.events.splice(0, 1, { ...first(sale.events), at: end - 4000 })
    sale.rows.splice(0, 1, { day: dayAfter(madeDayIs, 1), row: { ...line.row, at: end + 2000 } })
    sale.settled.splice(0, 1, { ...line.row, at: end + 2000, settledAt: settledAtOf(sale) })
    return [at('transactions', 'PAYMENT', line.row.merchantRef, 'matched-late')]
  },
  'before midnight in the file before': (sale) => {
    const line = first(sale.rows)
    const begin = beginOfDay(madeDayIs)
    sale.events.splice(0, 1, { ...first(sale.events), at: begin + 3000 })
    sale.rows.splice(0, 1, { day: dayAfter(madeDayIs, -1), row: { ...line.row, at: begin - 2000 } })
    sale.settled.splice(0, 1, { ...line.row, at: begin - 2000, settledAt: settledAtOf(sale) })
    return [at('transactions', 'PAYMENT', line.row.merchantRef, 'matched-late')]
  },
  'payment that nobody here made': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.events.length = 0
    return [at('transactions', 'PAYMENT', merchantRef, 'missing-in-journal', ['customer', minor])]
  },
  'refund that nobody here made': (sale) => {
    const { row } = first(sale.rows)
    const back: MadeRow = {
      ...row,
      type: 'REFUND',
      merchantRef: `PORTAL-${numberOf(sale)}`,
      providerRef: `39${row.providerRef.slice(2)}`,
    }
    sale.rows.push({ day: madeDayIs, row: back })
    sale.settled.push({ ...back, settledAt: settledAtOf(sale) })
    return [at('transactions', 'REFUND', back.merchantRef, 'missing-in-journal', ['shop', row.minor])]
  },
  "another till's payment": (sale) => {
    const line = first(sale.rows)
    const id = paymentId({
      mode: 'live',
      installation: otherInstallation as InstallationId,
      number: numberOf(sale),
      chance: '22222222',
    })
    sale.events.length = 0
    line.row = { ...line.row, merchantRef: id }
    sale.settled.splice(0, 1, { ...first(sale.settled), merchantRef: id })
    return [at('transactions', 'PAYMENT', id, 'not-a-till-event')]
  },
  'cancelled, both lines there': (sale) => {
    cancelled(sale, 'yes')
    return []
  },
  'cancelled, neither line there': (sale) => {
    cancelled(sale, 'yes')
    sale.rows.length = 0
    sale.settled.length = 0
    return []
  },
  'closed unpaid, both lines there': (sale) => {
    cancelled(sale, 'pair')
    return []
  },
  'cancelled, only the payment there': (sale) => {
    cancelled(sale, 'yes')
    const { merchantRef, minor } = paidOf(sale)
    sale.rows.pop()
    sale.settled.pop()
    return [at('transactions', 'CANCEL', merchantRef, 'missing-at-provider', ['customer', minor])]
  },
  'refunded in parts, one on the next day': (sale) => {
    const number = numberOf(sale)
    const today = refunded(sale, number, 5000, 11)
    const tomorrow = refunded(sale, number + 20_000_000, 86_400_000, 13)
    sale.rows.push({ day: madeDayIs, row: today }, { day: dayAfter(madeDayIs, 1), row: tomorrow })
    sale.settled.push({ ...today, settledAt: settledAtOf(sale) })
    return []
  },
  'blanks and tabs around the ids': (sale) => {
    const line = first(sale.rows)
    line.row = {
      ...line.row,
      merchantRef: `\t${line.row.merchantRef} `,
      providerRef: ` ${line.row.providerRef}`,
    }
    return []
  },
  'settlement is missing': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.settled.length = 0
    return [at('settlement', 'PAYMENT', merchantRef, 'missing-at-provider', ['shop', minor])]
  },
  'settled with a higher fee': (sale) => {
    const settled = first(sale.settled)
    sale.settled.splice(0, 1, { ...settled, fee: settled.fee + 7 })
    return [at('settlement', 'PAYMENT', settled.merchantRef, 'fee-differs', ['shop', 7])]
  },
  'settled for less': (sale) => {
    const settled = first(sale.settled)
    sale.settled.splice(0, 1, { ...settled, minor: settled.minor - 50 })
    return [at('settlement', 'PAYMENT', settled.merchantRef, 'amount-differs', ['shop', 50])]
  },
  'settled twice': (sale) => {
    const settled = first(sale.settled)
    sale.settled.push({ ...settled, settledAt: settledAtOf(sale) + 1000 })
    return [at('settlement', 'PAYMENT', settled.merchantRef, 'duplicate-at-provider')]
  },
}
/** What only Antom's reports have. */
const antomPlants: Readonly<Record<string, Plant>> = {
  'money that a dispute took': (sale) => {
    const { row, day } = first(sale.rows)
    const dispute: MadeRow = { ...row, type: 'DISPUTE', providerRef: `40${row.providerRef.slice(2)}`, fee: 0 }
    sale.rows.push({ day, row: dispute })
    return [at('transactions', 'OTHER', dispute.providerRef, 'not-a-till-event')]
  },
}
export const faultsPlanted = [...Object.keys(plants), ...Object.keys(antomPlants), 'numbers swapped'] as const

/** The same few prices and seconds again and again, so that amount and time never tell two sales apart. */
const makeSale = (random: Random, number: number): Sale => {
  const id: PaymentId = paymentId({
    mode: 'live',
    installation,
    number,
    chance: String(random.int(0, 99_999_999)).padStart(8, '0'),
  })
  const minor = 1000 * random.int(1, 12)
  const when = beginOfDay(madeDayIs) + 3_600_000 * random.int(2, 20) + 1000 * random.int(0, 59)
  const providerRef = `20260302220014${String(random.int(1000, 9999))}${String(number).padStart(10, '0')}`
  const row: MadeRow = { type: 'PAYMENT', merchantRef: id, providerRef, minor, fee: feeOf(minor), at: when }
  const settledAt = beginOfDay(dayAfter(madeDayIs, 1)) + 57_600_000
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

/** Two sales of one price and second, whose numbers of Alipay's are exchanged in the file. */
const swap = (one: Sale, other: Sale): readonly Planted[] => {
  const [a, b] = [first(one.rows), first(other.rows)]
  const price = { minor: a.row.minor, at: a.row.at, fee: a.row.fee }
  const [refA, refB] = [a.row.providerRef, b.row.providerRef]
  a.row = { ...a.row, providerRef: refB }
  b.row = { ...b.row, ...price, providerRef: refA }
  other.events.splice(0, 1, { ...first(other.events), minor: price.minor, at: price.at })
  for (const [sale, line] of [
    [one, a],
    [other, b],
  ] as const) {
    sale.settled.splice(0, 1, { ...line.row, settledAt: settledAtOf(sale) })
  }
  return [a, b].map(({ row }) => ({
    fault: 'numbers swapped',
    ...at('transactions', 'PAYMENT', row.merchantRef, 'status-differs'),
  }))
}

const shuffled = <T>(random: Random, list: readonly T[]): T[] => {
  const mixed = [...list]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last)
    ;[mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T]
  }
  return mixed
}

/** A whole day of one till from a seed: `size` sales, with every kind of fault planted `each` times. */
export const makeDay = (seed: number, size: number, each = 2): MadeDay => {
  const random = createRandom(seed)
  const layout = (['legacy', 'legacy', 'antom-major', 'antom-minor'] as const)[seed % 4] as MadeLayout
  const sales = Array.from({ length: size }, (_, index) => makeSale(random, index + 1))
  const kinds = Object.entries({ ...plants, ...(layout === 'legacy' ? {} : antomPlants) })
  const planted: Planted[] = []
  let next = 0
  for (const [fault, plant] of kinds) {
    for (let count = 0; count < each; count += 1) {
      planted.push(...plant(sales[next++] as Sale, fault).map((line) => ({ fault, ...line })))
    }
  }
  for (let count = 0; count < each; count += 1) {
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
    terms: { ...usualTerms, feeBasisPoints, otherTills: [otherInstallation] },
    files: files.files,
  }
  const quietly = new Set(
    planted.filter(({ level }) => level === 'transactions').map(({ type, id }) => `${type} ${id}`),
  )
  const begin = beginOfDay(madeDayIs)
  const end = beginOfDay(dayAfter(madeDayIs, 1))
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
