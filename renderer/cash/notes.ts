import { decimalsByCurrency, type Money } from '../../main/domain/money.ts'

const suggestionsMax = 4

/**
 * What a customer who has no exact change gives, least first, in minor units: the amount made up to a multiple of each
 * note. Coins below one major unit (100 in currencies without decimals) are nobody's round sum.
 */
export const roundSums = (amount: Money, denominations: readonly number[]): readonly number[] => {
  const least = decimalsByCurrency[amount.currency] === 0 ? 100 : 10 ** decimalsByCurrency[amount.currency]
  const sums = denominations
    .filter((value) => value >= least)
    .map((value) => Math.ceil(amount.minor / value) * value)
    .filter((sum) => sum > amount.minor)
  return [...new Set(sums)].sort((a, b) => a - b).slice(0, suggestionsMax)
}

/** How many there are of each note and coin as they were typed, by value in minor units. */
export type CountDraft = Readonly<Record<string, string>>

/** Digits only, and no more than the till takes of one kind. */
export const typedCount = (text: string, before: string): string => {
  const digits = text.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  return digits.length > 5 ? before : digits
}

/** Minor units. */
export const countedSum = (draft: CountDraft): number =>
  Object.entries(draft).reduce((sum, [value, count]) => sum + Number(value) * Number(count), 0)

/** As the till takes it; what was left empty is not there. */
export const denominationsOf = (draft: CountDraft): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(draft).flatMap(([value, count]) => (Number(count) > 0 ? [[value, Number(count)]] : [])),
  )
