import { expect, test } from 'vitest'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import { instant } from '../../main/domain/time.ts'
import type { ScannerInfo } from '../../main/ports.ts'
import { createScanAnswer } from '../../main/counter/scan-answer.ts'

const code = '281234567890123456'
const scanner: ScannerInfo = {
  id: 'usb-1',
  name: 'Scanner',
  channel: 'hid',
  vendorId: 0x0c2e,
  productId: 1,
  state: 'open',
}
const counter = (mayCharge = true) => {
  const told: string[] = []
  let mono = 0
  const answer = createScanAnswer(
    { tell: (_id, verdict) => told.push(verdict) },
    { now: () => ({ at: instant(0), mono }) },
    () => mayCharge,
  )
  return {
    told,
    hear: (text: string) => answer.heard(text, scanner),
    charged: answer.charged,
    pass: (ms: number) => (mono += ms),
  }
}

test.each([
  ['a payment code', code, 'good'],
  ['a receipt’s bill number', '2026112122001234567890123456', 'good'],
  ['the code of “plug and scan”, also with what the scanner sets before it', `]C1${setUpCode}`, 'good'],
  ['an article number', '4006381333931', 'bad'],
  ['a code of WeChat Pay', '131234567890123456', 'bad'],
])('%s is answered at once', (_what, text, verdict) => {
  const { told, hear } = counter()
  hear(text)
  expect(told).toEqual([verdict])
})

test('no payment code is good while the till cannot charge', () => {
  const { told, hear } = counter(false)
  hear(code)
  expect(told).toEqual(['bad'])
})

test('F38: a charge that is refused takes the good answer back, while the cashier still listens', () => {
  const { told, hear, charged, pass } = counter()
  hear(code)
  charged(code, { ok: false, error: 'code-just-used' })
  hear(code)
  pass(3000)
  charged(code, { ok: false, error: 'code-just-used' })
  hear(code)
  charged(code, { ok: true, value: undefined })
  charged(code, { ok: false, error: 'payment-open' })
  expect(told).toEqual(['good', 'bad', 'good', 'good'])
})
