import { err, ok, type Brand, type Result } from './result.ts'

/**
 * Currencies of the in-store product and their decimals (spot-pay 7): JPY and KRW have none, every other one two.
 * The list is the wire's own; ISO 4217 and Intl disagree with it for some (IDR, for example) and do not count here.
 */
export const decimalsByCurrency = {
  AED: 2,
  AUD: 2,
  CAD: 2,
  CHF: 2,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  IDR: 2,
  ILS: 2,
  JPY: 0,
  KRW: 0,
  LKR: 2,
  MOP: 2,
  MUR: 2,
  MYR: 2,
  NOK: 2,
  NZD: 2,
  PHP: 2,
  RUB: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TWD: 2,
  USD: 2,
  ZAR: 2,
} as const

export type Currency = keyof typeof decimalsByCurrency
export const currencies = Object.keys(decimalsByCurrency) as readonly Currency[]
export const isCurrency = (text: string): text is Currency => Object.hasOwn(decimalsByCurrency, text)

/** A whole number of the currency's smallest unit: 1250 is 12.50 USD and 1250 JPY. */
export type MinorUnits = Brand<number, 'MinorUnits'>

export interface Money {
  readonly minor: MinorUnits
  readonly currency: Currency
}

/** The most that one payment may be, 100000000.00 (spot-pay 3.2, `trans_amount`), in hundredths of the major unit. */
export const minorUnitsMax = 10_000_000_000

export type MoneyFault = 'not-a-whole-amount' | 'too-large'

export const minorUnits = (value: number): Result<MinorUnits, MoneyFault> => {
  if (!Number.isSafeInteger(value) || value < 0) return err('not-a-whole-amount')
  return value > minorUnitsMax ? err('too-large') : ok(value as MinorUnits)
}

export const money = (minor: number, currency: Currency): Money => {
  const checked = minorUnits(minor)
  if (!checked.ok) throw new RangeError(`${minor} is not an amount of ${currency}: ${checked.error}`)
  return { minor: checked.value, currency }
}

const wireAmount = /^(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?$/

/**
 * Reads an amount in major units as the wire writes it (spot-pay 7): ASCII digits, one point, no sign, exponent or
 * separators. `10`, `10.0` and `10.00` are the same; JPY and KRW take no decimals other than zeros.
 */
export const parseMoney = (
  text: string,
  currency: Currency,
): Result<Money, 'not-an-amount' | 'too-large'> => {
  const match = wireAmount.exec(text)
  if (match === null) return err('not-an-amount')
  const fraction = (match[2] ?? '').padEnd(2, '0')
  if (decimalsByCurrency[currency] === 0 && fraction !== '00') return err('not-an-amount')
  const whole = Number(match[1])
  const minor = decimalsByCurrency[currency] === 0 ? whole : whole * 100 + Number(fraction)
  return whole * 100 + Number(fraction) > minorUnitsMax ? err('too-large') : ok(money(minor, currency))
}

/** Major units with exactly the currency's decimals: `12.50`, `1250` for JPY. What goes on the wire. */
export const formatAmount = ({ minor, currency }: Money): string => {
  if (decimalsByCurrency[currency] === 0) return String(minor)
  const digits = String(minor).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `USD 12.50`, for people. */
export const formatMoney = (amount: Money): string => `${amount.currency} ${formatAmount(amount)}`

export const sameMoney = (a: Money, b: Money): boolean => a.minor === b.minor && a.currency === b.currency

/** Throws when currencies differ: adding those is a mistake in the program, never a case of the shop. */
export const addMoney = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not add`)
  return { minor: (a.minor + b.minor) as MinorUnits, currency: a.currency }
}

/** What is left of `a` when `b` is taken; never below zero. */
export const subtractMoney = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not subtract`)
  return { minor: Math.max(0, a.minor - b.minor) as MinorUnits, currency: a.currency }
}
