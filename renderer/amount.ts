import {
  decimalsByCurrency,
  formatAmount,
  isCurrency,
  minorUnitsMax,
  money,
  type Currency,
  type Money,
} from '../main/domain/money.ts'

/** What the keys of the pad add to an amount. */
export const padDigits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00'] as const
export type PadDigits = (typeof padDigits)[number]
export const isPadDigits = (text: string): text is PadDigits =>
  (padDigits as readonly string[]).includes(text)

/**
 * The digits keyed so far, without leading zeros: the empty text is no amount. Keying is cents-first, 3 8 5 0 is 38.50,
 * so that no key is spent on a point; currencies without decimals read the same digits as whole units.
 */
export type Keyed = string

/** The most that can be keyed, in minor units: 100 million major units, whatever the decimals. */
export const keyedMax = (currency: Currency): number =>
  decimalsByCurrency[currency] === 0 ? minorUnitsMax / 100 : minorUnitsMax

/** Appends digits. What would pass the maximum, and zeros in front, leave the amount as it was. */
export const keyDigits = (keyed: Keyed, digits: PadDigits, currency: Currency): Keyed => {
  const next = (keyed + digits).replace(/^0+/, '')
  return Number(next) > keyedMax(currency) ? keyed : next
}

export const dropDigit = (keyed: Keyed): Keyed => keyed.slice(0, -1)

export const amountOf = (keyed: Keyed, currency: Currency): Money =>
  money(keyed === '' ? 0 : Number(keyed), currency)

export const keyedOf = (amount: Money): Keyed => (amount.minor === 0 ? '' : String(amount.minor))

/** Reads an amount field that was typed into: its digits, unless they are too many, which leave it as it was. */
export const keyedFrom = (text: string, before: Keyed, currency: Currency): Keyed => {
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  return Number(digits) > keyedMax(currency) ? before : digits
}

/** `12,345.60`: what a person reads, the currency apart. Both languages group by three with commas. */
export const shownAmount = (amount: Money): string => {
  const [whole = '0', decimals] = formatAmount(amount).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}

/**
 * Minor units as a person reads them, below zero with a minus sign: sums and what a provider writes. A currency that the
 * till does not know is read with two decimals.
 */
export const shownMinor = (minor: number, currency: string): string => {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  const decimals = isCurrency(currency) ? decimalsByCurrency[currency] : 2
  const whole = (decimals === 0 ? String(Math.abs(minor)) : digits.slice(0, -2)).replace(
    /\B(?=(?:\d{3})+$)/g,
    ',',
  )
  return `${minor < 0 ? '−' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(-2)}`}`
}

/** Reads an amount that was typed: `1234.50`, also `-3` and `1,234.5`. `undefined` when it is none of the currency. */
export const minorFrom = (text: string, currency: string): number | undefined => {
  const match = /^([-−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction] = match
  const decimals = isCurrency(currency) ? decimalsByCurrency[currency] : 2
  if (decimals === 0 && fraction !== undefined) return undefined
  const digits = whole.replaceAll(',', '') + (decimals === 0 ? '' : (fraction ?? '').padEnd(2, '0'))
  const minor = Number(digits)
  if (!Number.isSafeInteger(minor)) return undefined
  return sign === '' || minor === 0 ? minor : -minor
}
