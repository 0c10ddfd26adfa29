import { currencyCode, currencyOfCode, hashOf, plainAmount, sameBytes, type Cells } from './quick-bytes.ts'
import { joinedAt, payment, refund, rowStride, type EventTable } from './quick-events.ts'
import { walkLines, type OddLine, type QuickColumns, type QuickFile } from './quick-lines.ts'
import type { MatchTerms } from './terms.ts'

/** Of an event that is in none; a join looks into so many files at most. */
export const noFile = 255

/** What a join has found so far. An event without a file is one for the long way. */
export interface Joined {
  /** The table's rows, which have room for it. */
  readonly rows: Int32Array
  readonly odd: OddLine[]
}

/** Places of what was found of an event: its line, Alipay's number by its hash, gross and fee in minor units. */
const fileAt = joinedAt
const fromAt = joinedAt + 1
const lineAt = joinedAt + 2
const refHashAt = joinedAt + 3
const grossLowAt = joinedAt + 4
const grossHighAt = joinedAt + 5
const feeAt = joinedAt + 6
const settleCurrencyAt = joinedAt + 7
/** A gross is two numbers of 31 bits; a fee that does not fit one is for the long way. */
const half = 0x8000_0000

export const fileOf = ({ rows }: Joined, event: number): number => rows[event * rowStride + fileAt] as number
export const isJoined = (joined: Joined, event: number): boolean => fileOf(joined, event) !== noFile
export const fromOf = ({ rows }: Joined, event: number): number => rows[event * rowStride + fromAt] as number
export const lineOf = ({ rows }: Joined, event: number): number => rows[event * rowStride + lineAt] as number
export const refHashOf = ({ rows }: Joined, event: number): number =>
  rows[event * rowStride + refHashAt] as number
export const grossOf = ({ rows }: Joined, event: number): number =>
  (rows[event * rowStride + grossHighAt] as number) * half + (rows[event * rowStride + grossLowAt] as number)
export const feeOf = ({ rows }: Joined, event: number): number => rows[event * rowStride + feeAt] as number
export const settleCurrencyOf = ({ rows }: Joined, event: number): number =>
  rows[event * rowStride + settleCurrencyAt] as number
export const forget = ({ rows }: Joined, event: number): void => {
  rows[event * rowStride + fileAt] = noFile
}

export const beginJoin = ({ rows }: EventTable): Joined => {
  for (let place = fileAt; place < rows.length; place += rowStride) rows[place] = noFile
  return { rows, odd: [] }
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
export const words = {
  payment: ascii('PAYMENT'),
  refund: ascii('REFUND'),
  paid: ascii('P'),
  returned: ascii('R'),
  liquidated: ascii('L'),
}

export const isWord = (bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean =>
  to - from === word.length && sameBytes(bytes, from, word, 0, word.length)

/** Whether the fee of a line is the contract's, near enough (`judge.ts`, `contractFee`). */
export const isFeeRight = (type: number, gross: number, fee: number, terms: MatchTerms): boolean => {
  const points = terms.feeBasisPoints
  if (points === undefined) return true
  // Beyond what a double holds exactly it is a matter for the long way.
  if (gross > 100_000_000_000) return false
  const expected =
    type === refund && !terms.refundReturnsFee ? 0 : Math.floor((gross * points + 5000) / 10_000)
  return Math.abs(fee - expected) <= terms.feeToleranceMinor
}

/** Amounts of one line, which every join looks at, in minor units, and their currencies by code. */
export interface QuickAmounts {
  gross: number
  fee: number
  price: number
  currency: number
  settleCurrency: number
}

/** Reads the amounts of the line at `place` into `amounts`. False: the line is for the long way. */
export const readAmounts = (
  bytes: Uint8Array,
  columns: QuickColumns,
  { starts, ends }: Cells,
  place: number,
  places: (code: number) => number,
  amounts: QuickAmounts,
): boolean => {
  const currency = place + columns.currency
  const settleCode = currencyCode(bytes, starts[currency] as number, ends[currency] as number)
  if (settleCode === 0) return false
  const settlePlaces = places(settleCode)
  const gross = place + columns.gross
  const fee = place + columns.fee
  amounts.settleCurrency = settleCode
  amounts.gross = plainAmount(bytes, starts[gross] as number, ends[gross] as number, settlePlaces)
  amounts.fee = plainAmount(bytes, starts[fee] as number, ends[fee] as number, settlePlaces)
  if (columns.price < 0) {
    amounts.price = amounts.gross
    amounts.currency = settleCode
  } else {
    const priceCurrency = place + columns.priceCurrency
    const price = place + columns.price
    const code = currencyCode(bytes, starts[priceCurrency] as number, ends[priceCurrency] as number)
    if (code === 0) return false
    amounts.currency = code
    amounts.price = plainAmount(bytes, starts[price] as number, ends[price] as number, places(code))
  }
  return amounts.gross >= 0 && amounts.fee >= 0 && amounts.price >= 0
}

/** Decimals of a currency by its code, asked for once. */
export const placesByCode = (placesOf: (currency: string) => number): ((code: number) => number) => {
  const known = new Map<number, number>()
  let lastCode = 0
  let lastPlaces = 0
  return (code) => {
    if (code === lastCode) return lastPlaces
    lastCode = code
    lastPlaces = known.get(code) ?? placesOf(currencyOfCode(code))
    known.set(code, lastPlaces)
    return lastPlaces
  }
}

/**
 * Walks a transaction file and joins each line that is the same as its event in everything that is compared: type, our
 * id, Alipay's number, price, currency, day, and the contract's fee. Every other line is odd. A second line about an
 * event makes both odd.
 */
export const joinTransactions = (
  table: EventTable,
  joined: Joined,
  file: QuickFile,
  fileNumber: number,
  terms: MatchTerms,
  placesOf: (code: number) => number,
): void => {
  const { bytes, columns } = file
  const { cells, each } = walkLines(table, file, fileNumber)
  const { starts, ends } = cells
  const dayText = ascii(file.dayText)
  const amounts: QuickAmounts = { gross: 0, fee: 0, price: 0, currency: 0, settleCurrency: 0 }
  const { rows } = joined

  each(({ place, hash, from, line }) => {
    const typeFrom = starts[place + columns.type] as number
    const typeTo = ends[place + columns.type] as number
    const type = isWord(bytes, typeFrom, typeTo, words.payment)
      ? payment
      : isWord(bytes, typeFrom, typeTo, words.refund)
        ? refund
        : 0
    if (type === 0) return false
    const id = place + columns.merchantRef
    const event = table.find(type, hash, bytes, starts[id] as number, ends[id] as number)
    if (event < 0 || isJoined(joined, event)) return false
    if (!readAmounts(bytes, columns, cells, place, placesOf, amounts)) return false
    const refFrom = starts[place + columns.providerRef] as number
    const refTo = ends[place + columns.providerRef] as number
    const refLength = refTo - refFrom
    const ownLength = table.refLengthOf(event)
    const isSameTrade =
      type === refund ||
      ownLength === 0 ||
      refLength === 0 ||
      (ownLength === refLength && sameBytes(table.bytes, table.refAtOf(event), bytes, refFrom, refLength))
    const isSame =
      isSameTrade &&
      amounts.fee < half &&
      amounts.price === table.minorOf(event) &&
      amounts.currency === table.currencyOf(event) &&
      (amounts.settleCurrency !== amounts.currency || amounts.gross === amounts.price) &&
      table.dayOf(event) === file.day &&
      sameBytes(bytes, starts[place + columns.time] as number, dayText, 0, dayText.length) &&
      isFeeRight(type, amounts.gross, amounts.fee, terms)
    if (!isSame) return false
    const row = event * rowStride
    rows[row + fileAt] = fileNumber
    rows[row + fromAt] = from
    rows[row + lineAt] = line
    rows[row + refHashAt] = hashOf(bytes, refFrom, refTo)
    rows[row + grossLowAt] = amounts.gross % half
    rows[row + grossHighAt] = Math.floor(amounts.gross / half)
    rows[row + feeAt] = amounts.fee
    rows[row + settleCurrencyAt] = amounts.settleCurrency
    return true
  }, joined.odd)
}
