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

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
const isCurrencyCode = /^[A-Z]{3}$/

/**
 * The cells of one record by their columns' names. What is asked for and wrong ends the reading of the line. A class,
 * because there is one for each of a million lines.
 */
export class Cells {
  readonly line: number
  readonly #head: SniffedHead
  readonly #cells: readonly string[]
  constructor(head: SniffedHead, { cells, line }: FileRecord) {
    this.line = line
    this.#head = head
    this.#cells = cells
  }

  #wrong(kind: FileFault['kind'], wanted: string, found?: string): WrongCell {
    return new WrongCell({
      line: this.line,
      kind,
      wanted,
      ...(found === undefined ? {} : { found: shown(found) }),
    })
  }

  /** Without blanks and tabs around it (reconciliation 0.5); '' for a column that is not there. */
  text(column: string): string {
    const at = this.#head.positions.get(column)
    return at === undefined ? '' : (this.#cells[at]?.trim() ?? '')
  }

  /** The first of these columns that has something in it. */
  first(...columns: readonly string[]): string {
    for (const column of columns) {
      const found = this.text(column)
      if (found !== '') return found
    }
    return ''
  }

  needed<T>(value: T | undefined, column: string): T {
    if (value === undefined) throw this.#wrong('blank-cell', column)
    return value
  }

  filled(column: string): string {
    return this.needed(this.text(column) || undefined, column)
  }

  currency(column: string): string {
    const found = this.filled(column)
    if (!isCurrencyCode.test(found)) throw this.#wrong('not-a-currency', column, found)
    return found
  }

  /** Any decimal number: a rate. Blank is `undefined`. */
  decimal(column: string): Decimal | undefined {
    const found = this.text(column)
    if (found === '') return undefined
    const read = parseDecimal(found)
    if (read === undefined) throw this.#wrong('not-an-amount', column, found)
    return read
  }

  /** Whether one of these columns is printed with a decimal point. */
  hasPoint(columns: readonly string[]): boolean {
    return columns.some((column) => this.text(column).includes('.'))
  }

  /** An amount of that currency; what is no whole number of its minor units is a fault. Blank is `undefined`. */
  amount(column: string, currency: string, unit: AmountUnit): Decimal | undefined {
    const read = this.decimal(column)
    if (read === undefined) return undefined
    const amount = amountOf(read, currency, unit)
    if (amount === undefined) throw this.#wrong('not-an-amount', column, this.text(column))
    return amount
  }

  /** The first of these columns that has something in it, as a time. */
  time(parse: (text: string) => Instant | undefined, ...columns: readonly string[]): Instant | undefined {
    for (const column of columns) {
      const found = this.text(column)
      if (found === '') continue
      const at = parse(found)
      if (at === undefined) throw this.#wrong('not-a-time', column, found)
      return at
    }
    return undefined
  }

  raw(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#head.columns.map((name, at) => [name, this.#cells[at] ?? '']))
  }
}

/** What `read` makes of a line, or the fault of the cell that it stopped at. */
export const reading = <T>(read: () => T): T | FileFault => {
  try {
    return read()
  } catch (error) {
    if (error instanceof WrongCell) return error.fault
    throw error
  }
}
