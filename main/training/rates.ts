import { decimalsByCurrency, money, type Currency, type Money } from '../domain/money.ts'

/**
 * What one major unit of each currency costs in CNY here, eight decimals as the wire writes them (spot-pay 7).
 * Invented and fixed: a training sale shows the same figures every day.
 */
const rateByCurrency: Readonly<Record<Currency, string>> = {
  AED: '1.95020000',
  AUD: '4.71350000',
  CAD: '5.18420000',
  CHF: '8.11260000',
  CNY: '1.00000000',
  CZK: '0.32150000',
  DKK: '1.04470000',
  EUR: '7.79310000',
  GBP: '9.12680000',
  HKD: '0.91540000',
  IDR: '0.00044200',
  ILS: '1.94330000',
  JPY: '0.04781000',
  KRW: '0.00518000',
  LKR: '0.02390000',
  MOP: '0.88870000',
  MUR: '0.15490000',
  MYR: '1.61040000',
  NOK: '0.66720000',
  NZD: '4.28950000',
  PHP: '0.12480000',
  RUB: '0.08870000',
  SEK: '0.69410000',
  SGD: '5.41370000',
  THB: '0.20860000',
  TWD: '0.22310000',
  USD: '7.16230000',
  ZAR: '0.39640000',
}

const one = 100_000_000n

/** `exchange_rate`: CNY for one major unit. */
export const exchangeRate = (currency: Currency): string => rateByCurrency[currency]

/** What an amount is in CNY, in whole fen (hundredths), halves rounded up. */
export const fenOf = ({ minor, currency }: Money): number => {
  const hundredths = BigInt(minor) * (decimalsByCurrency[currency] === 0 ? 100n : 1n)
  const rate = BigInt(rateByCurrency[currency].replace('.', ''))
  return Number((hundredths * rate + one / 2n) / one)
}

/** Fen as the wire writes CNY amounts, `89.53`. */
export const formatFen = (fen: number): string => {
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** What one major unit of the price's currency is in that of the settlement, eight decimals, halves rounded up; `1` for the same. */
export const rateBetween = (price: Currency, settlement: Currency): string => {
  if (price === settlement) return '1'
  const rate =
    (BigInt(rateByCurrency[price].replace('.', '')) * one * 2n) /
    BigInt(rateByCurrency[settlement].replace('.', ''))
  const digits = String((rate + 1n) / 2n).padStart(9, '0')
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`
}

/** A price in the currency of the settlement, at the rate as it is printed, halves rounded up. */
export const convert = (price: Money, settlement: Currency): Money => {
  if (price.currency === settlement) return price
  const rate = BigInt(rateBetween(price.currency, settlement).replace('.', ''))
  const scaleUp = decimalsByCurrency[settlement] > decimalsByCurrency[price.currency] ? 100n : 1n
  const divisor = decimalsByCurrency[settlement] < decimalsByCurrency[price.currency] ? one * 100n : one
  return money(Number((BigInt(price.minor) * scaleUp * rate + divisor / 2n) / divisor), settlement)
}
