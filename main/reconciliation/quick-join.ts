import { currencyCode, currencyOfCode, hashOf, plainAmount, sameBytes, splitLine } from './quick-bytes.ts'
import { payment, refund, type EventTable } from './quick-events.ts'
import type { MatchTerms } from './terms.ts'

/** Where a file's cells are, by position; -1 for a column that it has not (found by name, reconciliation 0.1). */
export interface QuickColumns {
  readonly merchantRef: number
  readonly providerRef: number
  readonly gross: number
  readonly fee: number
  readonly currency: number
  readonly time: number
  readonly type: number
  readonly priceCurrency: number
  readonly price: number
  /** Of a settlement only. */
  readonly net: number
  readonly settledTime: number
  readonly status: number
}
export interface QuickFile {
  readonly bytes: Uint8Array
  readonly columns: QuickColumns
  /** Offset and number of the first line after the header. */
  readonly start: number
  readonly firstLine: number
  /** China day of the file's name by its number since 1970, and as its lines print it. */
  readonly day: number
  readonly dayText: string
}

/** A line that has to be looked at the long way. */
export interface OddLine {
  readonly file: number
  readonly from: number
  readonly to: number
  readonly line: number
}

/** Of an event that is in none; a join looks into so many files at most. */
export const noFile = 255

/** What a join has found so far, by event. An event without a file is one for the long way. */
export interface Joined {
  /** `joinStride` numbers of each event side by side, by the places below. */
  readonly cells: Int32Array
  readonly odd: OddLine[]
}

/** Places of what was found of an event: its line, Alipay's number by its hash, gross and fee in minor units. */
export const joinStride = 8
const fileAt = 0
const fromAt = 1
const lineAt = 2
const refHashAt = 3
const grossLowAt = 4
const grossHighAt = 5
const feeAt = 6
const settleCurrencyAt = 7
/** A gross is two numbers of 31 bits; a fee that does not fit one is for the long way. */
const half = 0x8000_0000

export const fileOf = ({ cells }: Joined, event: number): number =>
  cells[event * joinStride + fileAt] as number
export const isJoined = (joined: Joined, event: number): boolean => fileOf(joined, event) !== noFile
export const fromOf = ({ cells }: Joined, event: number): number =>
  cells[event * joinStride + fromAt] as number
export const lineOf = ({ cells }: Joined, event: number): number =>
  cells[event * joinStride + lineAt] as number
export const refHashOf = ({ cells }: Joined, event: number): number =>
  cells[event * joinStride + refHashAt] as number
export const grossOf = ({ cells }: Joined, event: number): number =>
  (cells[event * joinStride + grossHighAt] as number) * half +
  (cells[event * joinStride + grossLowAt] as number)
export const feeOf = ({ cells }: Joined, event: number): number => cells[event * joinStride + feeAt] as number
export const settleCurrencyOf = ({ cells }: Joined, event: number): number =>
  cells[event * joinStride + settleCurrencyAt] as number
export const forget = ({ cells }: Joined, event: number): void => {
  cells[event * joinStride + fileAt] = noFile
}

export const beginJoin = ({ count }: EventTable): Joined => {
  const cells = new Int32Array(count * joinStride)
  for (let place = fileAt; place < cells.length; place += joinStride) cells[place] = noFile
  return { cells, odd: [] }
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

export const columnCount = (columns: QuickColumns): number => Math.max(...Object.values(columns)) + 1

/** Cells of one line that every join looks at; `undefined` when one of them is written in another way than usual. */
export interface QuickCells {
  type: number
  gross: number
  fee: number
  price: number
  currency: number
  settleCurrency: number
}

/** Reads the amounts of a line into `cells`. False: the line is for the long way. */
export const readCells = (
  bytes: Uint8Array,
  { gross, fee, currency, price, priceCurrency }: QuickColumns,
  starts: Int32Array,
  ends: Int32Array,
  places: (code: number) => number,
  cells: QuickCells,
): boolean => {
  const settleCode = currencyCode(bytes, starts[currency] as number, ends[currency] as number)
  if (settleCode === 0) return false
  const settlePlaces = places(settleCode)
  cells.settleCurrency = settleCode
  cells.gross = plainAmount(bytes, starts[gross] as number, ends[gross] as number, settlePlaces)
  cells.fee = plainAmount(bytes, starts[fee] as number, ends[fee] as number, settlePlaces)
  if (price < 0) {
    cells.price = cells.gross
    cells.currency = settleCode
  } else {
    const code = currencyCode(bytes, starts[priceCurrency] as number, ends[priceCurrency] as number)
    if (code === 0) return false
    cells.currency = code
    cells.price = plainAmount(bytes, starts[price] as number, ends[price] as number, places(code))
  }
  return cells.gross >= 0 && cells.fee >= 0 && cells.price >= 0
}

/** Decimals of a currency by its code, asked for once. */
export const placesByCode = (placesOf: (currency: string) => number): ((code: number) => number) => {
  const known = new Map<number, number>()
  return (code) => {
    const found = known.get(code)
    if (found !== undefined) return found
    const places = placesOf(currencyOfCode(code))
    known.set(code, places)
    return places
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
  const count = columnCount(columns)
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  const dayText = ascii(file.dayText)
  const cells: QuickCells = { type: 0, gross: 0, fee: 0, price: 0, currency: 0, settleCurrency: 0 }

  const eventOf = (): number => {
    const typeFrom = starts[columns.type] as number
    const typeTo = ends[columns.type] as number
    const type = isWord(bytes, typeFrom, typeTo, words.payment)
      ? payment
      : isWord(bytes, typeFrom, typeTo, words.refund)
        ? refund
        : 0
    if (type === 0) return -1
    const idFrom = starts[columns.merchantRef] as number
    const event = table.find(type, bytes, idFrom, ends[columns.merchantRef] as number)
    if (event < 0) return -1
    if (!readCells(bytes, columns, starts, ends, placesOf, cells)) return -1
    const refFrom = starts[columns.providerRef] as number
    const refLength = (ends[columns.providerRef] as number) - refFrom
    const ownLength = table.refLengthOf(event)
    const isSameTrade =
      type === refund ||
      ownLength === 0 ||
      refLength === 0 ||
      (ownLength === refLength && sameBytes(table.bytes, table.refAtOf(event), bytes, refFrom, refLength))
    const timeFrom = starts[columns.time] as number
    const isSame =
      isSameTrade &&
      cells.fee < half &&
      cells.price === table.minorOf(event) &&
      cells.currency === table.currencyOf(event) &&
      (cells.settleCurrency !== cells.currency || cells.gross === cells.price) &&
      table.dayOf(event) === file.day &&
      sameBytes(bytes, timeFrom, dayText, 0, dayText.length) &&
      isFeeRight(type, cells.gross, cells.fee, terms)
    return isSame ? event : -1
  }

  let line = file.firstLine
  for (let from = file.start; from < bytes.length; line += 1) {
    const split = splitLine(bytes, from, starts, ends)
    const event = split.cells < count ? -1 : eventOf()
    if (event >= 0 && !isJoined(joined, event)) {
      const place = event * joinStride
      joined.cells[place + fileAt] = fileNumber
      joined.cells[place + fromAt] = from
      joined.cells[place + lineAt] = line
      joined.cells[place + refHashAt] = hashOf(
        bytes,
        starts[columns.providerRef] as number,
        ends[columns.providerRef] as number,
      )
      joined.cells[place + grossLowAt] = cells.gross % half
      joined.cells[place + grossHighAt] = Math.floor(cells.gross / half)
      joined.cells[place + feeAt] = cells.fee
      joined.cells[place + settleCurrencyAt] = cells.settleCurrency
    } else if (split.end > from) {
      joined.odd.push({ file: fileNumber, from, to: split.end, line })
    }
    from = split.end + 1
  }
}
