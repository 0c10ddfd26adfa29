import { isCurrency, money } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'

/** A sum of a closing; below zero, money is missing. The books may name a currency that this till does not know. */
export const shownSum = (minor: number, currency: string): string => {
  const size = Math.abs(minor)
  return `${minor < 0 ? '−' : ''}${isCurrency(currency) ? shownAmount(money(size, currency)) : size}`
}

/** The same with its sign, `+1.00`; nothing stands before zero. */
export const shownDifference = (minor: number, currency: string): string =>
  `${minor > 0 ? '+' : ''}${shownSum(minor, currency)}`
