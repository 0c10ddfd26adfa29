/** One measured figure. A row over its limit is marked, never left out. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The budget: at most this. */
  readonly limit?: number
  readonly note?: string
}

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
export const rounded = (value: number): number => Math.round(value * 1000) / 1000

export const printRow = ({ name, value, unit, limit, note }: BenchRow): void => {
  const verdict =
    limit === undefined ? '' : value <= limit ? `  (limit ${limit})` : `  OVER the limit ${limit}`
  console.log(
    `${name.padEnd(62)} ${String(rounded(value)).padStart(10)} ${unit}${verdict}${note === undefined ? '' : `  ${note}`}`,
  )
}
