import { parseArgs } from 'node:util'
import { isCurrency, parseMoney, type Currency, type Money } from '../../main/domain/money.ts'

/** The command line is not what the command takes. The message names the option. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault'
}

export interface Options {
  readonly text: (name: string) => string | undefined
  readonly required: (name: string) => string
  readonly flag: (name: string) => boolean
  readonly positional: (index: number, what: string) => string
  readonly optional: (index: number) => string | undefined
  readonly count: (name: string) => number | undefined
}

/** Reads options; an unknown one is refused by name. Every command takes `--data` and `--json`. */
export const readOptions = (
  args: readonly string[],
  names: { readonly texts?: readonly string[]; readonly flags?: readonly string[] },
): Options => {
  const options = {
    data: { type: 'string' },
    json: { type: 'boolean' },
    ...Object.fromEntries((names.texts ?? []).map((name) => [name, { type: 'string' }])),
    ...Object.fromEntries((names.flags ?? []).map((name) => [name, { type: 'boolean' }])),
  } as Record<string, { type: 'string' | 'boolean' }>
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageFault((error as Error).message)
  }
  const text = (name: string): string | undefined => parsed.values[name] as string | undefined
  return {
    text,
    required: (name) => {
      const value = text(name)
      if (value === undefined) throw new UsageFault(`--${name} is missing`)
      return value
    },
    flag: (name) => parsed.values[name] === true,
    positional: (index, what) => {
      const value = parsed.positionals[index]
      if (value === undefined) throw new UsageFault(`${what} is missing`)
      return value
    },
    optional: (index) => parsed.positionals[index],
    count: (name) => {
      const value = text(name)
      if (value === undefined) return undefined
      if (!/^\d{1,9}$/.test(value)) throw new UsageFault(`--${name} wants a whole number, not "${value}"`)
      return Number(value)
    },
  }
}

const amountFaults = {
  'not-an-amount': 'is not an amount of',
  'too-large': 'is too large an amount of',
} as const

export const amountOption = (options: Options, currency: Currency): Money => {
  const given = options.text('currency') ?? currency
  if (!isCurrency(given)) throw new UsageFault(`--currency ${given} is not a currency of this product`)
  const text = options.required('amount')
  const amount = parseMoney(text, given)
  if (!amount.ok) throw new UsageFault(`--amount ${text} ${amountFaults[amount.error]} ${given}`)
  return amount.value
}
