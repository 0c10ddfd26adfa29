import type { FileFault } from '../domain/reconciled.ts'
import { minorUnitsOf, placesOf, decimalText, type AmountUnit } from './files/decimal.ts'
import type { ProviderLine } from './files/line.ts'

/** What a batch of an Antom report comes to, by its lines and by its summary, which must be the same (reconciliation 2.6). */

export interface BatchSum {
  readonly currency: string
  /** Minor units of the settlement currency, net. */
  minor: number
  /** Lines that were added up, or that the summary says it has. */
  rows: number
  readonly unit: AmountUnit
}
export type BatchSums = ReadonlyMap<string, BatchSum>

const linesPerSlice = 200

/** Adds up a file's lines by batch and currency; of a summary the line TOTAL. Pauses every few milliseconds. */
export const batchSums = function* (
  lines: Iterable<ProviderLine>,
  unit: AmountUnit,
  sums = new Map<string, BatchSum>(),
): Generator<undefined, Map<string, BatchSum>> {
  let read = 0
  for (const { batch, net, settleCurrency: currency, count, typeText } of lines) {
    read += 1
    if (read % linesPerSlice === 0) yield
    if (batch === undefined || net === undefined || currency === undefined) continue
    if (count !== undefined && typeText.toUpperCase() !== 'TOTAL') continue
    const key = `${batch} ${currency}`
    const sum = sums.get(key) ?? { currency, minor: 0, rows: 0, unit }
    sum.minor += minorUnitsOf(net, currency, unit) ?? 0
    sum.rows += count ?? 1
    sums.set(key, sum)
  }
  return sums
}

const shown = ({ minor, currency }: BatchSum): string =>
  `${decimalText({ units: minor, scale: placesOf(currency) })} ${currency}`

/** Two sums of which one file does not say its unit are compared by their digits alone. */
const digits = ({ minor }: BatchSum): string => String(minor).replace(/0+$/, '')

/**
 * Every batch whose lines and summary are both there in full and come to something else. One of which a part is still
 * to come is not looked at; any difference is told, however small, and none is called rounding.
 */
export const batchFindings = (details: BatchSums, summaries: BatchSums): readonly FileFault[] =>
  [...summaries].flatMap(([batch, total]) => {
    const found = details.get(batch)
    if (found === undefined || found.rows < total.rows) return []
    const isSame =
      found.unit === 'undecided' || total.unit === 'undecided'
        ? digits(found) === digits(total)
        : found.minor === total.minor
    return isSame ? [] : [{ kind: 'batch-differs' as const, found: shown(found), wanted: shown(total) }]
  })
