import { sameBytes, splitLine, plainAmount } from './quick-bytes.ts'
import { payment, refund, type EventTable } from './quick-events.ts'
import {
  columnCount,
  feeOf,
  grossOf,
  settleCurrencyOf,
  isJoined,
  noFile,
  isWord,
  readCells,
  words,
  type Joined,
  type QuickCells,
  type QuickFile,
} from './quick-join.ts'

/** What settlement lines of joined events come to, by event. */
export interface SettledJoin {
  readonly file: Uint8Array
  readonly from: Uint32Array
  readonly line: Uint32Array
  readonly net: Float64Array
  /** 1 for what was settled on the wanted day, and so is part of that day's credit of the bank. */
  readonly isCredit: Uint8Array
  /** The latest China day of a payment, `2026-03-02`; '' when there is none. */
  through: string
}

export const beginSettlement = ({ count }: EventTable): SettledJoin => ({
  file: new Uint8Array(count).fill(noFile),
  from: new Uint32Array(count),
  line: new Uint32Array(count),
  net: new Float64Array(count),
  isCredit: new Uint8Array(count),
  through: '',
})

const dayLength = 10
const dash = 0x2d
const isDay = (bytes: Uint8Array, from: number): boolean =>
  bytes[from + 4] === dash && bytes[from + 7] === dash

/**
 * Walks a settlement file and settles each joined event whose line says the same as its line of the transaction file:
 * type, our id, price, gross, fee, and a net that is gross less fee. Every other line is odd, and so is a second one.
 */
export const joinSettlement = (
  table: EventTable,
  joined: Joined,
  result: SettledJoin,
  file: QuickFile,
  fileNumber: number,
  creditDay: string,
  placesOf: (code: number) => number,
): void => {
  const { bytes, columns } = file
  const count = columnCount(columns)
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  const creditBytes = new TextEncoder().encode(creditDay)
  let through = new TextEncoder().encode(result.through.padEnd(dayLength, ' '))
  const cells: QuickCells = { type: 0, gross: 0, fee: 0, price: 0, currency: 0, settleCurrency: 0 }
  let net = 0

  const eventOf = (): number => {
    const typeFrom = starts[columns.type] as number
    const typeTo = ends[columns.type] as number
    const type = isWord(bytes, typeFrom, typeTo, words.paid)
      ? payment
      : isWord(bytes, typeFrom, typeTo, words.returned)
        ? refund
        : 0
    if (type === 0) return -1
    const event = table.find(
      type,
      bytes,
      starts[columns.merchantRef] as number,
      ends[columns.merchantRef] as number,
    )
    if (event < 0 || !isJoined(joined, event) || !readCells(bytes, columns, starts, ends, placesOf, cells)) {
      return -1
    }
    net = plainAmount(
      bytes,
      starts[columns.net] as number,
      ends[columns.net] as number,
      placesOf(cells.settleCurrency),
    )
    const isSame =
      cells.price === table.minorOf(event) &&
      cells.currency === table.currencyOf(event) &&
      cells.gross === grossOf(joined, event) &&
      cells.fee === feeOf(joined, event) &&
      cells.settleCurrency === settleCurrencyOf(joined, event) &&
      net === cells.gross - cells.fee &&
      isWord(bytes, starts[columns.status] as number, ends[columns.status] as number, words.liquidated) &&
      isDay(bytes, starts[columns.time] as number) &&
      isDay(bytes, starts[columns.settledTime] as number)
    return isSame ? event : -1
  }
  const isLater = (from: number): boolean => {
    for (let at = 0; at < dayLength; at += 1) {
      const apart = (bytes[from + at] as number) - (through[at] as number)
      if (apart !== 0) return apart > 0
    }
    return false
  }

  let line = file.firstLine
  for (let from = file.start; from < bytes.length; line += 1) {
    const split = splitLine(bytes, from, starts, ends)
    const event = split.cells < count ? -1 : eventOf()
    if (event >= 0 && result.file[event] === noFile) {
      result.file[event] = fileNumber
      result.from[event] = from
      result.line[event] = line
      result.net[event] = net
      const timeFrom = starts[columns.time] as number
      if (isLater(timeFrom)) through = bytes.slice(timeFrom, timeFrom + dayLength)
      const settledFrom = starts[columns.settledTime] as number
      result.isCredit[event] = Number(sameBytes(bytes, settledFrom, creditBytes, 0, dayLength))
    } else if (split.end > from) {
      joined.odd.push({ file: fileNumber, from, to: split.end, line })
    }
    from = split.end + 1
  }
  result.through = new TextDecoder().decode(through).trim()
}
