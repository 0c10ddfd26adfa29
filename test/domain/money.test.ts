import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addMoney,
  currencies,
  decimalsByCurrency,
  formatAmount,
  minorUnits,
  money,
  parseMoney,
  subtractMoney,
} from '../../main/domain/money.ts'

const someCurrency = fc.constantFrom(...currencies)

describe('amounts on the wire', () => {
  test.each([
    ['12.50', 'USD', 1250],
    ['10', 'USD', 1000],
    ['10.0', 'USD', 1000],
    ['0.01', 'EUR', 1],
    ['1250', 'JPY', 1250],
    ['1250.00', 'KRW', 1250],
    ['100000000.00', 'USD', 10_000_000_000],
  ] as const)('%s %s is %d minor units', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ ok: true, value: { minor, currency } })
  })

  test.each([
    '1e5',
    '+1',
    ' 1',
    '1 ',
    '١',
    '1,00',
    'NaN',
    '',
    '.5',
    '5.',
    '-1',
    '01',
    '1.001',
    '0x10',
    '1_0',
  ])('%j is not an amount', (text) => {
    expect(parseMoney(text, 'USD')).toEqual({ ok: false, error: 'not-an-amount' })
  })

  test('yen have no decimals', () => {
    expect(parseMoney('12.50', 'JPY').ok).toBe(false)
    expect(formatAmount(money(1250, 'JPY'))).toBe('1250')
  })

  test('more than the wire carries is too large', () => {
    expect(parseMoney('100000000.01', 'USD')).toEqual({ ok: false, error: 'too-large' })
    expect(parseMoney('100000001', 'JPY')).toEqual({ ok: false, error: 'too-large' })
  })

  test('only JPY and KRW have no decimals, everything else two', () => {
    expect(currencies.filter((currency) => decimalsByCurrency[currency] === 0)).toEqual(['JPY', 'KRW'])
  })

  test('what is written is read back as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), someCurrency, (minor, currency) => {
        expect(parseMoney(formatAmount(money(minor, currency)), currency)).toEqual({
          ok: true,
          value: { minor, currency },
        })
      }),
    )
  })

  test('no text that is not plain digits with at most one point is ever an amount', () => {
    fc.assert(
      fc.property(fc.string(), someCurrency, (text, currency) => {
        if (parseMoney(text, currency).ok) expect(text).toMatch(/^[0-9]+(\.[0-9]{1,2})?$/)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('minor units', () => {
  test.each([1.5, -1, Number.NaN, Infinity, 2 ** 53])('%d is refused', (value) => {
    expect(minorUnits(value)).toEqual({ ok: false, error: 'not-a-whole-amount' })
  })
  test('currencies do not mix', () => {
    expect(() => addMoney(money(1, 'USD'), money(1, 'EUR'))).toThrow('USD and EUR')
    expect(() => subtractMoney(money(1, 'USD'), money(1, 'EUR'))).toThrow('USD and EUR')
  })
  test('taking more than there is leaves nothing, never less', () => {
    expect(subtractMoney(money(5, 'USD'), money(9, 'USD'))).toEqual(money(0, 'USD'))
  })
})
