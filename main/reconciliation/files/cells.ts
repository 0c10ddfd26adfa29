import type { FileFault } from '../../domain/reconciled.ts'
import type { Instant } from '../../domain/time.ts'
import { amountOf, parseDecimal, type AmountUnit, type Decimal } from './decimal.ts'
import type { SniffedHead } from './head.ts'
import type { FileRecord } from './records.ts'

/** Thrown by the readers of cells and caught by `reading`: one wrong cell is one fault of its line. */
class WrongCell extends Error {
  readonly fault: FileFault
  constructor(fault: FileFault) {
    super(fault.kind)
    this.fault = fault
  }
}

/** The cells of one record by their columns' names. What is asked for and wrong ends the reading of the line. */
export interface Cells {
  readonly line: number
  /** Without blanks and tabs around it (reconciliation 0.5); '' for a column that is not there. */
  readonly text: (column: string) => string
  /** The first of these columns that has something in it. */
  readonly first: (...columns: readonly string[]) => string
  readonly filled: (column: string) => string
  readonly currency: (column: string) => string
  /** An amount of that currency; blank is `undefined`, what is no whole number of its minor units is a fault. */
  readonly amount: (column: string, currency: string, unit: AmountUnit) => Decimal | undefined
  /** Any decimal number: a rate. */
  readonly decimal: (column: string) => Decimal | undefined
  readonly needed: <T>(value: T | undefined, column: string) => T
  readonly time: (
    parse: (text: string) => Instant | undefined,
    ...columns: readonly string[]
  ) => Instant | undefined
  readonly raw: () => Readonly<Record<string, string>>
}

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

export const cellsOf = ({ positions, columns }: SniffedHead, { cells, line }: FileRecord): Cells => {
  const wrong = (kind: FileFault['kind'], wanted: string, found?: string): WrongCell =>
    new WrongCell({ line, kind, wanted, ...(found === undefined ? {} : { found: shown(found) }) })
  const text = (column: string): string => {
    const at = positions.get(column)
    return at === undefined ? '' : (cells[at]?.trim() ?? '')
  }
  const decimal = (column: string): Decimal | undefined => {
    const found = text(column)
    if (found === '') return undefined
    const read = parseDecimal(found)
    if (read === undefined) throw wrong('not-an-amount', column, found)
    return read
  }
  const needed = <T>(value: T | undefined, column: string): T => {
    if (value === undefined) throw wrong('blank-cell', column)
    return value
  }
  const filled = (column: string): string => needed(text(column) || undefined, column)
  return {
    line,
    text,
    first: (...names) => names.map(text).find((found) => found !== '') ?? '',
    filled,
    currency: (column) => {
      const found = filled(column)
      if (!/^[A-Z]{3}$/.test(found)) throw wrong('not-a-currency', column, found)
      return found
    },
    amount: (column, currency, unit) => {
      const read = decimal(column)
      if (read === undefined) return undefined
      const amount = amountOf(read, currency, unit)
      if (amount === undefined) throw wrong('not-an-amount', column, text(column))
      return amount
    },
    decimal,
    needed,
    time: (parse, ...names) => {
      const column = names.find((name) => text(name) !== '')
      if (column === undefined) return undefined
      const at = parse(text(column))
      if (at === undefined) throw wrong('not-a-time', column, text(column))
      return at
    },
    raw: () => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])),
  }
}

/** Leaves out what is `undefined`: a field that a file does not have is not there. */
export const present = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never

/** What `read` makes of a line, or the fault of the cell that it stopped at. */
export const reading = <T>(read: () => T): T | FileFault => {
  try {
    return read()
  } catch (error) {
    if (error instanceof WrongCell) return error.fault
    throw error
  }
}
