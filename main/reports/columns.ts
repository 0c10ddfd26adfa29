import { decimalsByCurrency, isCurrency } from '../domain/money.ts'

/** An amount that may be below zero, minor units. Provider's files may have currencies that this till does not sell in. */
export interface Sum {
  readonly minor: number
  readonly currency: string
}

/** The same the other way; zero stays zero. */
export const negative = ({ minor, currency }: Sum): Sum => ({ minor: 0 - minor, currency })

/**
 * What a column holds, and so how each format writes it. `text` came from people or from outside and may look like a
 * formula; all ids are text, so that no program takes 28 digits for a number.
 */
export type Cell =
  | { readonly is: 'text'; readonly of: string | undefined }
  /** A time with its offset, `2026-03-02 10:04:11 +01:00`, or a day. */
  | { readonly is: 'time'; readonly of: string | undefined }
  | { readonly is: 'amount'; readonly of: Sum | undefined }
  | { readonly is: 'whole'; readonly of: number | undefined }
  /** JSON as it lies in the journal. */
  | { readonly is: 'json'; readonly of: string }

export interface Column<Row> {
  /** For machines, and for people who read English. Never changes its meaning. */
  readonly name: string
  /** For people who read Chinese. */
  readonly zh: string
  readonly is: Cell['is']
  /** For the page about the exports: one sentence. */
  readonly about: string
  readonly of: (row: Row) => Cell['of']
}

export const decimalsOf = (currency: string): number =>
  isCurrency(currency) ? decimalsByCurrency[currency] : 2

/** Major units with the currency's decimals, `-12.50`: digits, one point, and a minus where there is one. */
export const sumText = ({ minor, currency }: Sum): string => {
  const decimals = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
