import type { LineSide } from '../contract/reconciliation.ts'
import type { Day } from '../domain/time.ts'

export type RowType = LineSide['type']

/**
 * One line of a provider's file as the matching sees it. Amounts are whole minor units in the direction that the type
 * says, so that they are below zero only where the printed sign contradicts it: a refund of 5.00 is 500 in legacy
 * files, which print no sign, and in Antom's, which print -5.00. A fee is what the shop pays for a payment and gets
 * back for a refund.
 */
export interface ProviderRow {
  readonly source: 'transactions' | 'settlement'
  readonly account: string
  /** Name of the file and the line in it, from 1. */
  readonly file: string
  readonly line: number
  /** China day that the file is about. */
  readonly fileDay: Day
  readonly type: RowType
  /** The type as the file writes it. */
  readonly rawType: string
  /** '' where the line has none. */
  readonly merchantRef: string
  readonly providerRef: string
  /** Our id of the sale, where the file has a column for it. */
  readonly originalRef: string
  /** Price. */
  readonly minor?: number
  readonly currency?: string
  /** Gross, fee and net in the settlement currency. */
  readonly settleMinor?: number
  readonly settleCurrency?: string
  readonly feeMinor?: number
  readonly netMinor?: number
  /** UTC ms. */
  readonly at?: number
  readonly settledAt?: number
  /** The line says of itself that nothing moved. */
  readonly failed?: true
}

/** What a line adds to the shop's money: 1 for a payment, -1 for what takes one back. */
export const directionOf = (type: RowType): 1 | -1 => (type === 'PAYMENT' || type === 'OTHER' ? 1 : -1)

/** Whether the file has the price beside the settled amount; older layouts have the one only (reconciliation 1.2). */
export const hasOwnPrice = (row: ProviderRow): boolean =>
  row.currency !== row.settleCurrency || row.minor !== row.settleMinor

/**
 * What a line says was moved, in its price currency: the price, or the settled amount where it is in the same currency
 * and further away from what is expected. No fee is in either, so that they must be the same (reconciliation 1.4).
 */
export const movedBy = (
  { minor = 0, currency, settleMinor, settleCurrency }: ProviderRow,
  expected: number,
): number =>
  settleMinor !== undefined &&
  settleCurrency === currency &&
  Math.abs(settleMinor - expected) > Math.abs(minor - expected)
    ? settleMinor
    : minor

/** Net of a line in its settlement currency, below zero only where the printed sign contradicts the type. */
export const netOf = ({ netMinor, settleMinor = 0, feeMinor = 0 }: ProviderRow): number =>
  netMinor ?? settleMinor - feeMinor

/** What makes two lines the same one (reconciliation 1.6): payment and cancel share our id by design. */
export const identityOf = (row: ProviderRow): string =>
  [row.account, row.source, row.type, row.providerRef, row.merchantRef].join('|')

export const providerSide = (row: ProviderRow): LineSide => ({
  type: row.type,
  ...(row.merchantRef === '' ? {} : { merchantRef: row.merchantRef }),
  ...(row.providerRef === '' ? {} : { providerRef: row.providerRef }),
  ...(row.minor === undefined ? {} : { minor: row.minor }),
  ...(row.currency === undefined ? {} : { currency: row.currency }),
  ...(row.settleMinor === undefined ? {} : { settleMinor: row.settleMinor }),
  ...(row.feeMinor === undefined ? {} : { feeMinor: row.feeMinor }),
  ...(row.netMinor === undefined ? {} : { netMinor: row.netMinor }),
  ...(row.settleCurrency === undefined ? {} : { settleCurrency: row.settleCurrency }),
  ...(row.failed === true || row.rawType !== row.type
    ? { state: row.failed === true ? 'failed' : row.rawType }
    : {}),
  ...(row.at === undefined ? {} : { at: row.at }),
  file: row.file,
  line: row.line,
})
