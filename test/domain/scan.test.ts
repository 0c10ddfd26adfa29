import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cashId,
  entryOfCash,
  isPaymentId,
  isRefundId,
  modeOf,
  paymentId,
  refundId,
  type InstallationId,
} from '../../main/domain/ids.ts'
import { classifyScan, maskBuyerCode } from '../../main/domain/scan.ts'

const installation = '123456789' as InstallationId
const parts = { mode: 'live', installation, number: 42, chance: '31415926' } as const

describe('what was scanned', () => {
  test.each([
    ['285902802486590277', 'payment-code'],
    ['2859028024865902', 'payment-code'],
    ['251001020123456789012345', 'payment-code'],
    ['30100102012345678901', 'payment-code'],
    ['25100102012345678901234567890123', 'payment-code'],
    ['  285902802486590277\r', 'payment-code'],
    ['134512345678901234', 'other-wallet'],
    ['6212345678901234567', 'other-wallet'],
    ['2020010222001400000000000001', 'order-number'],
    ['ST-B-ANNA07', 'badge'],
    ['https://example.com/pay', 'unknown'],
    ['12345', 'unknown'],
    ['', 'unknown'],
    ['2'.repeat(33), 'unknown'],
    ['285902802486590277\u001b[A', 'unknown'],
  ])('%j is a %s', (text, kind) => {
    expect(classifyScan(text).kind).toBe(kind)
  })

  test('a wallet that this till cannot charge is named', () => {
    expect(classifyScan('134512345678901234')).toEqual({ kind: 'other-wallet', wallet: 'WeChat Pay' })
    expect(classifyScan('6212345678901234567')).toEqual({ kind: 'other-wallet', wallet: 'UnionPay' })
  })

  test('a code of a range that no list knows is left to the gateway', () => {
    expect(classifyScan('415902802486590277')).toMatchObject({ kind: 'payment-code', wallet: 'unlisted' })
  })

  test('a receipt of a cash sale is its own kind, and misread it is no payment code', () => {
    for (const mode of ['live', 'training'] as const) {
      const id = cashId({ mode, installation, number: 17, seq: 4711 })
      expect(classifyScan(id)).toEqual({ kind: 'cash-receipt', id })
      expect([modeOf(id), entryOfCash(id)]).toEqual([mode, 4711])
      expect([isPaymentId(id), isRefundId(id)]).toEqual([false, false])
      expect(classifyScan(id.replace('4711', '4712')).kind).toBe('unknown')
    }
  })

  test('every documented prefix and length is a payment code', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('25', '26', '27', '28', '29', '30'),
        fc.integer({ min: 14, max: 22 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        (prefix, length, digits) => {
          expect(classifyScan(prefix + [...digits.take(length)].join('')).kind).toBe('payment-code')
        },
      ),
    )
  })

  test('nothing that is scanned throws, and only digits are ever a payment code', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const scan = classifyScan(text)
        if (scan.kind === 'payment-code') expect(scan.code).toMatch(/^\d{16,32}$/)
      }),
      { numRuns: 3000 },
    )
  })

  test('of a code no more than six digits are shown', () => {
    expect(maskBuyerCode('285902802486590277')).toBe('28…0277')
  })
})

describe('our numbers', () => {
  test('are read from a receipt as what they are', () => {
    const payment = paymentId(parts)
    expect(payment).toHaveLength(28)
    expect(classifyScan(payment)).toEqual({ kind: 'receipt', id: payment })
    const refund = refundId(parts)
    expect(classifyScan(refund)).toEqual({ kind: 'refund-receipt', id: refund })
    expect(isRefundId(payment)).toBe(false)
    expect(isPaymentId(refund)).toBe(false)
  })

  test('of training are told from those of live payments', () => {
    expect(modeOf(paymentId(parts))).toBe('live')
    expect(modeOf(refundId({ ...parts, mode: 'training' }))).toBe('training')
  })

  test('with one wrong digit, or two swapped, are refused', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 27 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 99_999_999 }),
        (place, add, number) => {
          const id = paymentId({ ...parts, number })
          const wrong = [...id]
          wrong[place] = String((Number(wrong[place]) + add) % 10)
          expect(isPaymentId(wrong.join(''))).toBe(false)
          const swapped = [...id]
          const next = (place + 1) % 28
          ;[swapped[place], swapped[next]] = [swapped[next] ?? '', swapped[place] ?? '']
          if (swapped.join('') !== id) expect(isPaymentId(swapped.join(''))).toBe(false)
        },
      ),
    )
  })

  test('a misread receipt is never taken for a payment code', () => {
    const id = paymentId(parts)
    const misread = `${id.slice(0, 27)}${(Number(id[27]) + 1) % 10}`
    expect(classifyScan(misread).kind).toBe('unknown')
  })

  test('need a whole installation number', () => {
    expect(() => paymentId({ ...parts, installation: '12' as InstallationId })).toThrow('nine digits')
  })
})
