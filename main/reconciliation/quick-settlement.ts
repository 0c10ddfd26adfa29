import { sameBytes, plainAmount } from './quick-bytes.ts'
import { payment, refund, type EventTable } from './quick-events.ts'
import {
  feeOf,
  grossOf,
  settleCurrencyOf,
  isJoined,
  noFile,
  isWord,
  readAmounts,
  words,
  type Joined,
  type QuickAmounts,
} from './quick-join.ts'
import { walkLines, type QuickFile } from './quick-lines.ts'

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
  const { cells, each } = walkLines(table, file, fileNumber)
  const { starts, ends } = cells
  const creditBytes = new TextEncoder().encode(creditDay)
  let through = new TextEncoder().encode(result.through.padEnd(dayLength, ' '))
  const amounts: QuickAmounts = { gross: 0, fee: 0, price: 0, currency: 0, settleCurrency: 0 }
  const isLater = (from: number): boolean => {
    for (let at = 0; at < dayLength; at += 1) {
      const apart = (bytes[from + at] as number) - (through[at] as number)
      if (apart !== 0) return apart > 0
    }
    return false
  }

  each(({ place, hash, from, line }) => {
    const typeFrom = starts[place + columns.type] as number
    const typeTo = ends[place + columns.type] as number
    const type = isWord(bytes, typeFrom, typeTo, words.paid)
      ? payment
      : isWord(bytes, typeFrom, typeTo, words.returned)
        ? refund
        : 0
    if (type === 0) return false
    const id = place + columns.merchantRef
    const event = table.find(type, hash, bytes, starts[id] as number, ends[id] as number)
    if (event < 0 || !isJoined(joined, event) || result.file[event] !== noFile) return false
    if (!readAmounts(bytes, columns, cells, place, placesOf, amounts)) return false
    const netAt = place + columns.net
    const status = place + columns.status
    const timeFrom = starts[place + columns.time] as number
    const settledFrom = starts[place + columns.settledTime] as number
    const net = plainAmount(
      bytes,
      starts[netAt] as number,
      ends[netAt] as number,
      placesOf(amounts.settleCurrency),
    )
    const isSame =
      amounts.price === table.minorOf(event) &&
      amounts.currency === table.currencyOf(event) &&
      amounts.gross === grossOf(joined, event) &&
      amounts.fee === feeOf(joined, event) &&
      amounts.settleCurrency === settleCurrencyOf(joined, event) &&
      net === amounts.gross - amounts.fee &&
      isWord(bytes, starts[status] as number, ends[status] as number, words.liquidated) &&
      isDay(bytes, timeFrom) &&
      isDay(bytes, settledFrom)
    if (!isSame) return false
    result.file[event] = fileNumber
    result.from[event] = from
    result.line[event] = line
    result.net[event] = net
    if (isLater(timeFrom)) through = bytes.slice(timeFrom, timeFrom + dayLength)
    result.isCredit[event] = Number(sameBytes(bytes, settledFrom, creditBytes, 0, dayLength))
    return true
  }, joined.odd)
  result.through = new TextDecoder().decode(through).trim()
}
