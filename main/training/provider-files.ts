import { formatAmount, money, type Money } from '../domain/money.ts'
import { beijingDay, beijingStamp, dayAfter, type Day, type Instant } from '../domain/time.ts'
import { trainingPartnerId } from './account.ts'
import type { Ledger } from './ledger.ts'
import {
  daysKept,
  fileStageAt,
  settlementDayOf,
  settlementTime,
  type FileStage,
} from './provider-files-days.ts'
import { asFiled, dayOfRow, filedRows, type FiledBooks, type FiledRow } from './provider-files-rows.ts'
import { exchangeRate, fenOf, formatFen, rateBetween } from './rates.ts'

/** A file of the provider, for one partner and one China day. UTF-8, lines end with LF. */
export interface ProviderFile {
  readonly name: string
  readonly kind: 'transaction' | 'settlement'
  /** The day in the name: of the sales, or of the settlement. */
  readonly day: Day
  readonly text: string
}

/** The files are of the training partner: it is the one whose journal is held against them. */
export const filedBooks = (ledger: Ledger, at: Instant): FiledBooks => ({
  partner: trainingPartnerId,
  trades: ledger.trades(at),
  refunds: ledger.refunds(at),
})

const shared = [
  'Secondary_merchant_industry',
  'Secondary_merchant_name',
  'Operator_name',
  'Order_scene',
  'Trans_currency',
  'Trans_amount',
  'Trans_forex_rate',
] as const
/** reconciliation 1.2 */
export const transactionColumns = [
  'Partner_transaction_id',
  'Transaction_id',
  'Transaction_amount',
  'Charge_amount',
  'Currency',
  'Payment_time',
  'Transaction_type',
  'Remark',
  ...shared,
] as const
/** reconciliation 1.3 */
export const settlementColumns = [
  'Partner_transaction_id',
  'Transaction_id',
  'Amount',
  'Rmb_amount',
  'Fee',
  'Settlement',
  'Rmb_settlement',
  'Currency',
  'Rate',
  'Payment_time',
  'Settlement_time',
  'Type',
  'Status',
  'Remarks',
  ...shared,
] as const

/** `2026-03-02 17:04:11`, China time without an offset (reconciliation 0.10). */
const timeText = (at: Instant): string =>
  beijingStamp(at).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6')

/** The format knows no escaping, so a name brings nothing that would begin another cell or line. */
const cell = (text: string): string => text.replaceAll(/\s*[|\r\n\t]\s*/g, ' ').trim()

const sharedCells = ({ names, price, amount }: FiledRow): readonly string[] => [
  cell(names.industry),
  cell(names.merchant),
  cell(names.store),
  'paymentQrCode',
  price.currency,
  formatAmount(price),
  rateBetween(price.currency, amount.currency),
]

const transactionLine = (row: FiledRow): string =>
  [
    row.merchantRef,
    row.providerRef,
    formatAmount(row.amount),
    formatAmount(money(row.fee, row.amount.currency)),
    row.amount.currency,
    timeText(row.at),
    row.type,
    '',
    ...sharedCells(row),
  ].join('|')

/** What is left of a row's amount when the commission is taken. */
const netOf = ({ amount, fee }: FiledRow): Money => money(amount.minor - fee, amount.currency)

const settlementLine = (row: FiledRow, settledAt: string): string =>
  [
    // A cancelled one repeats Alipay's number in the place of ours (reconciliation 1.3).
    row.type === 'CANCEL' ? row.providerRef : row.merchantRef,
    row.providerRef,
    formatAmount(row.amount),
    formatFen(fenOf(row.amount)),
    formatAmount(money(row.fee, row.amount.currency)),
    formatAmount(netOf(row)),
    formatFen(fenOf(netOf(row))),
    row.amount.currency,
    exchangeRate(row.amount.currency),
    timeText(row.at),
    settledAt,
    row.type === 'PAYMENT' ? 'P' : 'R',
    'L',
    '',
    ...sharedCells(row),
  ].join('|')

const compact = (day: Day): string => day.replaceAll('-', '')
const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`

const transactionFile = (
  partner: string,
  rows: readonly FiledRow[],
  day: Day,
  stage: FileStage,
): ProviderFile | undefined => {
  const own = rows.filter((row) => dayOfRow(row) === day)
  const hasMistake = (mistake: FiledRow['mistake']): boolean => own.some((row) => row.mistake === mistake)
  if (hasMistake('late-file') && stage < 3) return undefined
  const filed = own.flatMap((row) => asFiled(row, 'transaction', stage))
  if (filed.length === 0) return undefined
  const count = filed.length + (hasMistake('wrong-count') && stage < 2 ? 1 : 0)
  return {
    name: `${partner}_transaction_${compact(day)}.txt`,
    kind: 'transaction',
    day,
    text: textOf([
      `Partner:${partner}|Payment_time: ${day}|Total_count:${count}`,
      transactionColumns.join('|'),
      ...filed.map(transactionLine),
    ]),
  }
}

const settlementFile = (
  partner: string,
  rows: readonly FiledRow[],
  day: Day,
  stage: FileStage,
): ProviderFile | undefined => {
  const filed = rows
    .filter((row) => settlementDayOf(dayOfRow(row)) === day)
    .flatMap((row) => asFiled(row, 'settlement', stage))
  if (filed.length === 0) return undefined
  return {
    name: `${partner}_settlement_${compact(day)}.txt`,
    kind: 'settlement',
    day,
    text: textOf([
      settlementColumns.join('|'),
      ...filed.map((row) => settlementLine(row, `${day} ${settlementTime}`)),
    ]),
  }
}

/**
 * The files that carry a day's name within `from` and `to`, both included, each as it is at the stage of its own day;
 * none for a day without a row. By name, so by kind and day. The same books give the same bytes.
 */
const filesWithin = (
  books: FiledBooks,
  from: Day,
  to: Day,
  stageOf: (day: Day) => FileStage,
): readonly ProviderFile[] => {
  const rows = filedRows(books)
  const made = (
    make: typeof transactionFile,
    dayOf: (row: FiledRow) => Day,
  ): readonly (ProviderFile | undefined)[] =>
    [...new Set(rows.map(dayOf))]
      .filter((day) => day >= from && day <= to && stageOf(day) > 0)
      .map((day) => make(books.partner, rows, day, stageOf(day)))
  return [
    ...made(transactionFile, dayOfRow),
    ...made(settlementFile, (row) => settlementDayOf(dayOfRow(row))),
  ]
    .filter((file) => file !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** What stands on the provider's server at that time. */
export const providerFilesAt = (books: FiledBooks, at: Instant): readonly ProviderFile[] => {
  const today = beijingDay(at)
  return filesWithin(books, dayAfter(today, -daysKept), today, (day) => fileStageAt(day, at))
}

/** The files of one day's sales, as if their mornings had come: its transactions, and the settlement that has them. */
export const providerFilesOf = (books: FiledBooks, day: Day, stage: FileStage = 3): readonly ProviderFile[] =>
  filesWithin(books, day, settlementDayOf(day), () => stage).filter(
    (file) => file.day === (file.kind === 'transaction' ? day : settlementDayOf(day)),
  )

/**
 * The files of the last days and of today, as if all their mornings had come: who practises does not wait for
 * tomorrow. Every look is at a later stage than the one before, so that mistakes are put right and late files come.
 */
export const practiceFiles = (books: FiledBooks, look: number, at: Instant): readonly ProviderFile[] => {
  const today = beijingDay(at)
  const stage: FileStage = look <= 1 ? 1 : look === 2 ? 2 : 3
  return filesWithin(books, dayAfter(today, -daysKept), settlementDayOf(today), () => stage)
}
