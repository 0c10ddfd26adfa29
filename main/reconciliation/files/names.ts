import type { ProviderFileKind } from '../../domain/reconciled.ts'
import type { Day } from '../../domain/time.ts'
import { parseDay } from './times.ts'

/** What a file's name says, as far as it says anything: hints, because names are customised per contract (2.1). */
export interface NameHints {
  readonly account?: string
  readonly day?: Day
  readonly kind?: ProviderFileKind
  /** Batch, currency and number in the batch: what tells the files of one day apart. */
  readonly part: string
}

const baseName = (name: string): string => name.split(/[\\/]/).at(-1) ?? name

const kindIn = (name: string): ProviderFileKind | undefined => {
  if (/summary|settlebatch/i.test(name)) return 'settlement-summary'
  if (/settle/i.test(name)) return 'settlement'
  return /transaction|fptrade/i.test(name) ? 'transaction' : undefined
}

/**
 * Reads `2088…_transaction_20260302.txt`, `…_settle_20260303_<batch>.csv`, `settlementItems_EUR_<batch>_000.csv`,
 * `SETTLEMENT_DETAIL_<batch>_20260304.csv`, `ALIPAY_SETTLEMENT_DETAIL_EUR_20260304.csv` (reconciliation 1.1, 1.8, 2.1).
 */
export const hintsOf = (name: string): NameHints => {
  const base = baseName(name)
  // A browser writes "name (1).csv" when it has loaded the same report before.
  const words = base
    .replace(/\.[^.]*$/, '')
    .replace(/\s*\(\d+\)$/, '')
    .split('_')
  const account = words.find((word) => /^2088\d{12}$/.test(word))
  // An Antom report lies in a folder of its day, and may name none itself.
  const folders = name.split(/[\\/]/).slice(0, -1)
  const day = [...words, ...folders.toReversed()]
    .map((word) => (/^20\d{6}$/.test(word) ? parseDay(word) : undefined))
    .find((found) => found !== undefined)
  const kind = kindIn(base)
  const part = words.filter(
    (word) =>
      word !== account &&
      (/^\d{3}$/.test(word) ||
        /^\d{12,}$/.test(word) ||
        /^[A-Z]{3}$/.test(word) ||
        /^[0-9A-Za-z]{32}$/.test(word)),
  )
  return {
    ...(account === undefined ? {} : { account }),
    ...(day === undefined ? {} : { day }),
    ...(kind === undefined ? {} : { kind }),
    part: part.join(' '),
  }
}
