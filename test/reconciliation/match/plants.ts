import type { MatchedLine } from '../../../main/contract/reconciliation.ts'
import { paymentId, refundId, type InstallationId } from '../../../main/domain/ids.ts'
import type { MatchOutcome } from '../../../main/domain/reconciled.ts'
import { beginOfBeijingDay, dayAfter, type Day } from '../../../main/domain/time.ts'
import type { TillEvent } from '../../../main/reconciliation/till-event.ts'
import type { MadeRow } from './made-files.ts'

/** What must come of one planted mistake: which line, and of what money. */
export interface Planted {
  readonly fault: string
  readonly level: MatchedLine['level']
  readonly type: string
  readonly id: string
  readonly outcome: MatchOutcome
  readonly risk?: readonly ['shop' | 'customer', number]
}

export const madeDayIs = '2026-03-02' as Day
export const installation = '123456789' as InstallationId
export const otherInstallation = '987654321'
/** What a line without its price may be in by the contract. */
export const settledAbroad = 'GBP'
export const feeBasisPoints = 120
export const feeOf = (minor: number): number => Math.floor((minor * feeBasisPoints + 5000) / 10_000)

/** One sale with its lines, which a fault changes before they are put into files. */
export interface Sale {
  readonly events: TillEvent[]
  /** Lines by the day of the file. */
  readonly rows: { day: Day; row: MadeRow }[]
  readonly settled: MadeRow[]
}
type Plant = (sale: Sale, fault: string) => readonly Omit<Planted, 'fault'>[]

export const first = <T>(list: readonly T[]): T => {
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
export const plants: Readonly<Record<string, Plant>> = {
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
  'amount is less, in the next file': (sale) => {
    const line = first(sale.rows)
    const end = beginOfBeijingDay(dayAfter(madeDayIs, 1))
    sale.events.splice(0, 1, { ...first(sale.events), at: end - 4000 })
    const row = { ...line.row, at: end + 2000, minor: line.row.minor - 70, fee: feeOf(line.row.minor - 70) }
    sale.rows.splice(0, 1, { day: dayAfter(madeDayIs, 1), row })
    sale.settled.splice(0, 1, { ...row, settledAt: settledAtOf(sale) })
    return [at('transactions', 'PAYMENT', row.merchantRef, 'amount-differs', ['shop', 70])]
  },
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
    const end = beginOfBeijingDay(dayAfter(madeDayIs, 1))
    sale.events.splice(0, 1, { ...first(sale.events), at: end - 4000 })
    sale.rows.splice(0, 1, { day: dayAfter(madeDayIs, 1), row: { ...line.row, at: end + 2000 } })
    sale.settled.splice(0, 1, { ...line.row, at: end + 2000, settledAt: settledAtOf(sale) })
    return [at('transactions', 'PAYMENT', line.row.merchantRef, 'matched-late')]
  },
  'before midnight in the file before': (sale) => {
    const line = first(sale.rows)
    const begin = beginOfBeijingDay(madeDayIs)
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
    return [
      at('settlement', 'PAYMENT', settled.merchantRef, 'duplicate-at-provider', ['customer', settled.minor]),
    ]
  },
  'payment that stands only in the settlement': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.events.length = 0
    sale.rows.length = 0
    return [at('settlement', 'PAYMENT', merchantRef, 'missing-in-journal', ['customer', minor])]
  },
  'refund that stands only in the settlement': (sale) => {
    const settled = first(sale.settled)
    const back: MadeRow = {
      ...settled,
      type: 'REFUND',
      merchantRef: `PORTAL-S-${numberOf(sale)}`,
      providerRef: `39${settled.providerRef.slice(2)}`,
    }
    sale.settled.push(back)
    return [at('settlement', 'REFUND', back.merchantRef, 'missing-in-journal', ['shop', settled.minor])]
  },
  'payment that only the transaction file lacks': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.rows.length = 0
    return [
      at('transactions', 'PAYMENT', merchantRef, 'missing-at-provider', ['shop', minor]),
      at('settlement', 'PAYMENT', merchantRef, 'missing-in-transactions'),
    ]
  },
  'refund that only the transaction file lacks': (sale) => {
    const back = refunded(sale, numberOf(sale), 1000, 19)
    sale.settled.push({ ...back, settledAt: settledAtOf(sale) })
    return [
      at('transactions', 'REFUND', back.merchantRef, 'missing-at-provider', ['customer', 19]),
      at('settlement', 'REFUND', back.merchantRef, 'missing-in-transactions'),
    ]
  },
  'declined here, and settled all the same': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.events.splice(0, 1, { ...first(sale.events), moved: 'no', state: 'declined' })
    sale.rows.length = 0
    return [at('settlement', 'PAYMENT', merchantRef, 'status-differs', ['customer', minor])]
  },
  'refund refused here, and settled all the same': (sale) => {
    const back = refunded(sale, numberOf(sale), 1000, 23)
    sale.events.push({ ...(sale.events.pop() as TillEvent), moved: 'no', state: 'refused' })
    sale.settled.push({ ...back, settledAt: settledAtOf(sale) })
    return [at('settlement', 'REFUND', back.merchantRef, 'status-differs', ['shop', 23])]
  },
  'cancelled, and only the payment settled': (sale) => {
    cancelled(sale, 'yes')
    sale.settled.pop()
    return [at('settlement', 'CANCEL', paidOf(sale).merchantRef, 'missing-at-provider')]
  },
  'cancelled, and neither settled': (sale) => {
    cancelled(sale, 'yes')
    sale.settled.length = 0
    return []
  },
  'closed unpaid over midnight, each line in the file of its day': (sale) => {
    const end = beginOfBeijingDay(dayAfter(madeDayIs, 1))
    const shift = end - 20_000 - paidOf(sale).at
    cancelled(sale, 'pair')
    const later = <Timed extends { readonly at: number }>(one: Timed): Timed => ({
      ...one,
      at: one.at + shift,
    })
    sale.events.splice(0, 2, ...sale.events.map(later))
    sale.rows.splice(
      0,
      2,
      ...sale.rows.map(({ row }, place) => ({ day: dayAfter(madeDayIs, place), row: later(row) })),
    )
    sale.settled.splice(0, 2, ...sale.settled.map(later))
    return []
  },
}
/** What only legacy files can have: a settled amount before the fee beside the price, or no price at all. */
export const legacyPlants: Readonly<Record<string, Plant>> = {
  'settled for less than the price': differs(
    'amount-differs',
    (row) => ({ ...row, gross: row.minor - 900, fee: feeOf(row.minor - 900) }),
    () => ['shop', 900],
  ),
  'refunded for more than the price': (sale) => {
    const back = { ...refunded(sale, numberOf(sale), 1000, 100), gross: 110 }
    sale.rows.push({ day: madeDayIs, row: back })
    sale.settled.push({ ...back, settledAt: settledAtOf(sale) })
    return [at('transactions', 'REFUND', back.merchantRef, 'amount-differs', ['shop', 10])]
  },
  'settled for another sum than the price, in the settlement only': (sale) => {
    const settled = first(sale.settled)
    sale.settled.splice(0, 1, { ...settled, gross: settled.minor - 40 })
    return [at('settlement', 'PAYMENT', settled.merchantRef, 'amount-differs', ['shop', 40])]
  },
  'payment that only the transaction file lacks, settled abroad without its price': (sale) => {
    const { merchantRef, minor } = paidOf(sale)
    sale.rows.length = 0
    const settled = first(sale.settled)
    const rated = minor + 333
    sale.settled.splice(0, 1, { ...settled, currency: settledAbroad, minor: rated, fee: feeOf(rated) })
    return [
      at('transactions', 'PAYMENT', merchantRef, 'missing-at-provider', ['shop', minor]),
      at('settlement', 'PAYMENT', merchantRef, 'missing-in-transactions'),
    ]
  },
}
/** What only Antom's reports have. */
export const antomPlants: Readonly<Record<string, Plant>> = {
  'money that a dispute took': (sale) => {
    const { row, day } = first(sale.rows)
    const dispute: MadeRow = { ...row, type: 'DISPUTE', providerRef: `40${row.providerRef.slice(2)}`, fee: 0 }
    sale.rows.push({ day, row: dispute })
    return [at('transactions', 'OTHER', dispute.providerRef, 'not-a-till-event')]
  },
}
export const swapped = 'numbers swapped'
export const faultsPlanted = [
  ...Object.keys({ ...plants, ...legacyPlants, ...antomPlants }),
  swapped,
] as const

/** Two sales of one price and second, whose numbers of Alipay's are exchanged in the file. */
export const swap = (one: Sale, other: Sale): readonly Planted[] => {
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
    fault: swapped,
    ...at('transactions', 'PAYMENT', row.merchantRef, 'status-differs'),
  }))
}
