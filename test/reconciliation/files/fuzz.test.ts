import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../../../main/reconciliation/files/provider-file.ts'
import {
  decimalText,
  minorUnitsOf,
  parseDecimal,
  product,
  quotient,
} from '../../../main/reconciliation/files/decimal.ts'
import { parseChinaTime, parseOffsetTime } from '../../../main/reconciliation/files/times.ts'
import {
  bytesOf,
  checked,
  detailName,
  fixture,
  settlementName,
  summaryName,
  transactionName,
} from './given.ts'

/** A good file, spoiled: cut, doubled, with other bytes, other lines, other cells. */
const names = [transactionName, settlementName, summaryName, detailName] as const
const spoiled = fc
  .tuple(
    fc.constantFrom(...names),
    fc.array(
      fc.oneof(
        fc.record({ what: fc.constant('cut' as const), at: fc.nat(1200), length: fc.nat(40) }),
        fc.record({
          what: fc.constant('put' as const),
          at: fc.nat(1200),
          bytes: fc.oneof(
            fc.uint8Array({ maxLength: 8 }),
            fc
              .constantFrom('"', '|', ',', '\n', '\r', '\t', '\0', '<END>\n', '-', '.', '0', '\uFEFF', '北')
              .map(bytesOf),
          ),
        }),
        fc.record({ what: fc.constant('twice' as const), line: fc.nat(8) }),
        fc.record({ what: fc.constant('without' as const), line: fc.nat(8) }),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([name, changes]) => {
    let bytes: Uint8Array = bytesOf(fixture(name))
    for (const change of changes) {
      if (change.what === 'cut') {
        bytes = Buffer.concat([bytes.subarray(0, change.at), bytes.subarray(change.at + change.length)])
      } else if (change.what === 'put') {
        bytes = Buffer.concat([bytes.subarray(0, change.at), change.bytes, bytes.subarray(change.at)])
      } else {
        const lines = Buffer.from(bytes).toString('latin1').split('\n')
        const line = lines[change.line]
        if (line !== undefined) lines.splice(change.line, 1, ...(change.what === 'twice' ? [line, line] : []))
        bytes = Buffer.from(lines.join('\n'), 'latin1')
      }
    }
    return { name, bytes }
  })

/** Whole or not at all: what is used gives each of its lines, with amounts, and what is not has a reason. */
const holds = (name: string, bytes: Uint8Array): void => {
  const file = checked(name, bytes)
  if (!file.ok) {
    expect(file.error.length).toBeGreaterThan(0)
    expect(file.error.length).toBeLessThanOrEqual(50)
    return
  }
  const lines = [...linesOf(file.value, bytes, file.value.unit)]
  expect(lines).toHaveLength(file.value.lines)
  for (const { amount, currency, account, line, raw } of lines) {
    expect(minorUnitsOf(amount, currency, file.value.unit)).toSatisfy(Number.isSafeInteger)
    expect(account).toBe(file.value.account)
    expect(line).toBeGreaterThan(0)
    expect(Object.keys(raw).length).toBeGreaterThan(5)
  }
}

describe('whatever comes', () => {
  test('a spoiled file never throws and is never half taken', () => {
    let used = 0
    let apart = 0
    fc.assert(
      fc.property(spoiled, ({ name, bytes }) => {
        holds(name, bytes)
        if (checked(name, bytes).ok) used += 1
        else apart += 1
      }),
      { numRuns: 3000 },
    )
    // Both ends are met, or the property would say nothing.
    expect(used).toBeGreaterThan(100)
    expect(apart).toBeGreaterThan(100)
  }, 120_000)

  test('any bytes under any name never throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.uint8Array({ maxLength: 300 }),
        (name, bytes) => holds(name, bytes),
      ),
      { numRuns: 3000 },
    )
  }, 120_000)

  test('the same file with its lines in any order is the same lines', () => {
    const [preamble = '', header = '', ...records] = fixture(transactionName).trimEnd().split('\n')
    const given = (lines: readonly string[]): readonly string[] => {
      const bytes = bytesOf(`${[preamble, header, ...lines].join('\n')}\n`)
      const file = checked(transactionName, bytes)
      if (!file.ok) throw new Error(JSON.stringify(file.error))
      return [...linesOf(file.value, bytes, 'major')].map(({ raw }) => JSON.stringify(raw)).toSorted()
    }
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        expect(given(shuffled)).toEqual(given(records))
      }),
    )
  })

  test('a file that loses bytes at its end is never used, unless what is left is whole by its own count', () => {
    const whole = fixture(transactionName)
    for (let length = 0; length < whole.trimEnd().length - 1; length += 1) {
      expect(checked(transactionName, bytesOf(whole.slice(0, length))).ok).toBe(false)
    }
    const report = fixture(detailName)
    for (let length = 0; length < report.trimEnd().length; length += 1) {
      expect(checked(detailName, bytesOf(report.slice(0, length))).ok).toBe(false)
    }
  })
})

describe('exact numbers', () => {
  const units = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 })
  const scale = fc.integer({ min: 0, max: 8 })

  test('a number is printed as it was read', () => {
    fc.assert(
      fc.property(units, scale, (value, places) => {
        const number = { units: value === 0 ? 0 : value, scale: places }
        expect(parseDecimal(decimalText(number))).toEqual(number)
      }),
    )
  })

  test('a product is what whole numbers say, rounded half to even', () => {
    fc.assert(
      fc.property(units, scale, fc.integer({ min: 0, max: 999_999_999 }), scale, (a, scaleA, b, scaleB) => {
        const places = 2
        const found = product({ units: a, scale: scaleA }, { units: b, scale: scaleB }, places)
        if (found === undefined) return
        const exact = BigInt(a) * BigInt(b)
        const shift = scaleA + scaleB - places
        const by = 10n ** BigInt(Math.abs(shift))
        const twice = shift <= 0 ? 0n : exact - BigInt(found.units) * by
        expect(found.scale).toBe(places)
        if (shift <= 0) expect(BigInt(found.units)).toBe(exact * by)
        // No further from the exact number than half a unit of the last place, and even where it is exactly that.
        const off = twice < 0n ? -twice : twice
        expect(off * 2n <= by || shift <= 0).toBe(true)
        if (shift > 0 && off * 2n === by) expect(found.units % 2).toBe(found.units < 0 ? -0 : 0)
      }),
      { numRuns: 5000 },
    )
  })

  test.each([
    ['0.125', '1', '0.12'],
    ['0.135', '1', '0.14'],
    ['-0.125', '1', '-0.12'],
    ['12.50', '7.84230000', '98.03'],
    ['999999999999.99', '7.84230000', '7842299999999.92'],
  ])('%s × %s is %s', (a, b, wanted) => {
    const found = product(
      parseDecimal(a) ?? { units: 0, scale: 0 },
      parseDecimal(b) ?? { units: 0, scale: 0 },
      2,
    )
    expect(found && decimalText(found)).toBe(wanted)
  })

  test('nothing is divided by zero', () => {
    expect(quotient({ units: 1, scale: 0 }, { units: 0, scale: 0 }, 2)).toBeUndefined()
  })
})

test.each([
  ['2026-03-02 17:04:11', '2026-03-02T09:04:11.000Z'],
  ['2026.03.02 17:04:11', '2026-03-02T09:04:11.000Z'],
  ['3/2/2026 9:05', '2026-03-02T01:05:00.000Z'],
  ['12/31/2026 23:59', '2026-12-31T15:59:00.000Z'],
  ['2026-03-02', '2026-03-01T16:00:00.000Z'],
  ['20260302170411', '2026-03-02T09:04:11.000Z'],
  ['2018-12-26T10:00:00+08:30', '2018-12-26T01:30:00.000Z'],
  ['2026-03-02T17:04:11+08:00', '2026-03-02T09:04:11.000Z'],
  ['2026-03-02T17:04:11.250Z', '2026-03-02T17:04:11.000Z'],
  ['2026-03-02T00:04:11-05:00', '2026-03-02T05:04:11.000Z'],
  ['2026-02-29 00:00:00', undefined],
  ['2026-03-02 24:00:00', undefined],
  ['2026-03-02 17:60:11', undefined],
  ['2026-13-02 17:04:11', undefined],
  ['2026-03-02T17:04:11', undefined],
  ['2026-03-02 17:04', undefined],
  ['２０２６-03-02 17:04:11', undefined],
  ['yesterday', undefined],
])('the time %s is %s', (text, wanted) => {
  const at = parseOffsetTime(text)
  expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(wanted)
  if (!text.includes('T')) expect(parseChinaTime(text)).toBe(at)
})
