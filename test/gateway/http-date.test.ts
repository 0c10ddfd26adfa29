import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../main/domain/time.ts'
import { formatHttpDate, parseHttpDate } from '../../main/gateway/http-date.ts'

test('a date is written as the platform writes it, and read back to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59Z') }), (ms) => {
      const text = formatHttpDate(instant(ms))
      expect(text).toBe(new Date(ms).toUTCString())
      expect(parseHttpDate(text)).toBe(ms - (ms % 1000))
    }),
  )
})
