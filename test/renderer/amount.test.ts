import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currencies, formatAmount, money, type Currency } from '../../main/domain/money.ts'
import {
  amountOf,
  dropDigit,
  keyDigits,
  keyedFrom,
  keyedMax,
  keyedOf,
  padDigits,
  shownAmount,
  type PadDigits,
} from '../../renderer/amount.ts'

const keyAll = (keys: readonly PadDigits[], currency: Currency): string =>
  keys.reduce((keyed, digits) => keyDigits(keyed, digits, currency), '')
const someCurrency = fc.constantFrom(...currencies)
const someKeys = fc.array(fc.constantFrom(...padDigits), { maxLength: 30 })

describe('an amount is keyed cents first', () => {
  test.each([
    [['3', '8', '5', '0'], 'USD', '38.50'],
    [['3'], 'USD', '0.03'],
    [['0', '0', '7'], 'USD', '0.07'],
    [['1', '2', '00'], 'EUR', '12.00'],
    [['00', '5'], 'EUR', '0.05'],
    [['1', '2', '5', '0'], 'JPY', '1,250'],
    [['1', '00', '00', '00'], 'KRW', '1,000,000'],
    [['1', '2', '3', '4', '5', '6', '7', '8', '9'], 'CNY', '1,234,567.89'],
    [[], 'USD', '0.00'],
    [[], 'JPY', '0'],
  ] as const)('%j in %s reads %s', (keys, currency, shown) => {
    expect(shownAmount(amountOf(keyAll(keys, currency), currency))).toBe(shown)
  })

  test('whatever is keyed is an amount that the till takes', () => {
    fc.assert(
      fc.property(someKeys, someCurrency, (keys, currency) => {
        const keyed = keyAll(keys, currency)
        expect(keyed).toMatch(/^(?:[1-9]\d*)?$/)
        expect(amountOf(keyed, currency).minor).toBeLessThanOrEqual(keyedMax(currency))
      }),
    )
  })

  test('a digit that would make the amount too large changes nothing', () => {
    const most = '9999999999'
    expect(keyDigits(most, '1', 'USD')).toBe(most)
    expect(keyDigits('999999999', '00', 'USD')).toBe('999999999')
    expect(keyDigits('10000000', '0', 'JPY')).toBe('100000000')
    expect(keyDigits('100000000', '0', 'JPY')).toBe('100000000')
  })

  test('deleting takes back exactly the last digit', () => {
    fc.assert(
      fc.property(someKeys, fc.constantFrom('1', '5', '9'), (keys, digit) => {
        const keyed = keyAll(keys, 'USD')
        const longer = keyDigits(keyed, digit, 'USD')
        fc.pre(longer !== keyed)
        expect(dropDigit(longer)).toBe(keyed)
      }),
    )
    expect(dropDigit('')).toBe('')
  })

  test('an amount turned into keys and back is the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (minor) => {
        const amount = money(minor, 'USD')
        expect(amountOf(keyedOf(amount), 'USD')).toEqual(amount)
      }),
    )
  })

  test('what is shown, without its commas, is what goes on the wire', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), someCurrency, (minor, currency) => {
        const amount = money(minor, currency)
        expect(shownAmount(amount).replaceAll(',', '')).toBe(formatAmount(amount))
      }),
    )
  })
})

describe('an amount field that is typed into', () => {
  test.each([
    ['38.505', '3850', '38505'],
    ['3.8', '385', '38'],
    ['', '5', ''],
    ['0.00', '1', ''],
    ['1,234.56', '', '123456'],
    ['abc', '77', ''],
    ['99999999999', '77', '77'],
  ])('%j after %j means %j', (text, before, keyed) => {
    expect(keyedFrom(text, before, 'USD')).toBe(keyed)
  })
})
