import { describe, expect, test } from 'vitest'
import { formatAmount, money } from '../../main/domain/money.ts'
import { paymentReceipt, refundReceipt, maskedLogin, type Receipt } from '../../main/receipts/receipt.ts'
import type { Payment } from '../../main/domain/payment.ts'
import type { Refund } from '../../main/domain/refund.ts'
import { textFace } from '../../main/receipts/faces.ts'
import {
  cancelled,
  cancelling,
  declined,
  livePayment,
  liveRefund,
  merchantCopy,
  notSent,
  original,
  paid,
  recordOf,
  refunded,
  refundRecordOf,
  secondCopy,
  secondRefund,
  sending,
  settingsWith,
  tradeFacts,
  trainingPayment,
  waiting,
} from './samples.ts'

const settings = settingsWith()
const receiptOf = (payment: Payment): Receipt => paymentReceipt(settings, recordOf(payment), original)
/** Every line of the receipt as `English label: value`. */
const said = (receipt: Receipt): Record<string, string> =>
  Object.fromEntries(receipt.blocks.flat().map((row) => [row.label.en, row.value]))

describe('the receipt of a paid sale', () => {
  test('says what was paid, how, when in the shop, by whom, and under which numbers', () => {
    expect(said(receiptOf(paid()))).toEqual({
      Till: 'T03',
      Cashier: 'Anna',
      'Paid with': 'Alipay 支付宝',
      Amount: 'EUR 12.50',
      Charged: 'CNY 98.03',
      'Exchange rate': '1 EUR = CNY 7.8423',
      Time: '2026-03-02 10:04:11 +01:00',
      'Alipay transaction no.': '2026030222001400010000000017',
      Buyer: '138****12',
    })
  })

  test('carries our number for the scanner, and journal sequence and hash as a witness', () => {
    const receipt = receiptOf(paid())
    expect(receipt.code.id).toBe(livePayment)
    expect(receipt.record).toEqual({ seq: 42, hash: '1a2b3c4d' })
  })

  test('and so do its copy and the paper of a refund: each names the entry that it is about', () => {
    expect(paymentReceipt(settings, recordOf(paid()), secondCopy).record).toEqual({
      seq: 42,
      hash: '1a2b3c4d',
    })
    const refund = refunded(liveRefund, 500, 3)
    const paper = refundReceipt(settings, refundRecordOf(refund), recordOf(paid(), [refund]), original)
    expect(paper.record).toEqual({ seq: 57, hash: '9f8e7d6c' })
    expect(textFace(paper, 42)).toContain('57 9f8e7d6c')
  })

  test('names no CNY amount, rate, discount or buyer that the gateway did not name', () => {
    const lines = said(receiptOf(paid(livePayment, { alipayTransId: '1' })))
    expect(Object.keys(lines)).toEqual([
      'Till',
      'Cashier',
      'Paid with',
      'Amount',
      'Time',
      'Alipay transaction no.',
    ])
  })

  test('shows no rate without the CNY amount it explains', () => {
    expect(said(receiptOf(paid(livePayment, { exchangeRate: '7.8423' })))).not.toHaveProperty('Exchange rate')
  })

  test('shows the discount in the currency of the settlement', () => {
    const gateway = {
      url: 'https://gateway.example',
      partner: '2088123412341234',
      transName: 'Coffee',
      settlementCurrency: 'USD',
      extendInfo: { storeName: 'Café Linz', storeId: 'S012', terminalId: 'POS-7' },
    }
    const facts = { ...tradeFacts, merchantDiscount: '1.00' }
    const lines = said(
      paymentReceipt(settingsWith({ gateway }), recordOf(paid(livePayment, facts)), original),
    )
    expect(lines['Shop discount']).toBe('USD 1.00')
    expect(lines['Exchange rate']).toBe('1 USD = CNY 7.8423')
    expect(lines['Store']).toBe('Café Linz S012')
    expect(lines['Till']).toBe('POS-7')
  })

  test('names the Hong Kong wallet', () => {
    const lines = said(receiptOf(paid(livePayment, { wallet: 'ALIPAYHK' })))
    expect(lines['Paid with']).toBe('AlipayHK 支付宝香港')
  })

  test('says what was given back since', () => {
    const record = recordOf(paid(), [refunded(liveRefund, 500, 60)])
    expect(said(paymentReceipt(settings, record, original))['Refunded so far']).toBe('EUR 5.00')
  })

  test('says so when the customer paid after the sale was given up', () => {
    const receipt = receiptOf(paid(livePayment, tradeFacts, true))
    expect(receipt.notes.map((note) => note.zh)).toContain('放弃交易后到账')
  })

  test('is a training receipt by its number, whatever the settings say today', () => {
    expect(receiptOf(paid(trainingPayment)).training).toBe(true)
    expect(receiptOf(paid()).training).toBe(false)
  })

  test('an original bears no copy mark, a copy its number and the time it was printed', () => {
    expect(receiptOf(paid())).not.toHaveProperty('copy')
    expect(paymentReceipt(settings, recordOf(paid()), secondCopy).copy).toEqual({
      number: 2,
      printedAt: '2026-03-02 11:04:11 +01:00',
    })
  })

  test('is the same for the same facts, and knows whom it is for', () => {
    const again = (): Receipt => paymentReceipt(settings, recordOf(paid()), merchantCopy)
    expect(again()).toEqual(again())
    expect(again().for).toBe('merchant')
  })
})

describe('what a receipt calls itself', () => {
  test.each<[string, Payment, Receipt['kind'], string, string]>([
    ['paid', paid(), 'payment', 'PAID', '支付成功'],
    ['being sent', sending, 'pending', 'PENDING, NOT PAID', '处理中'],
    ['without an answer', waiting, 'pending', 'PENDING, NOT PAID', '处理中'],
    ['being undone', cancelling, 'pending', 'PENDING, NOT PAID', '处理中'],
    ['declined', declined, 'not-paid', 'NOT PAID', '未支付'],
    ['never sent', notSent, 'not-paid', 'NOT PAID', '未支付'],
    ['cancelled', cancelled(), 'cancelled', 'CANCELLED', '已撤销'],
  ])('a payment that is %s', (_, payment, kind, en, zh) => {
    const receipt = receiptOf(payment)
    expect(receipt.kind).toBe(kind)
    expect(receipt.heading).toEqual({ en, zh })
  })

  test.each([
    ['close', 'Nothing was charged'],
    ['refund', 'The money went back to the payer'],
  ] as const)('a cancelled payment promises only what the gateway said: %s', (action, note) => {
    expect(receiptOf(cancelled(action)).notes.map(({ en }) => en)).toEqual([note])
  })

  test('a cancelled payment promises nothing when the gateway said nothing', () => {
    expect(receiptOf(cancelled()).notes).toEqual([])
  })
})

describe('the receipt of a refund', () => {
  const first = refunded(liveRefund, 500, 60)
  const second = refunded(secondRefund, 250, 120)
  const of = recordOf(paid(), [first, second])
  const parameters = { refund_reason: 'Cup was cold', partner_refund_id: liveRefund }

  test('says what goes back now, what went back so far and what is left', () => {
    expect(said(refundReceipt(settings, refundRecordOf(second, parameters), of, original))).toEqual({
      Till: 'T03',
      'Approved by': 'Bela',
      'Paid with': 'Alipay 支付宝',
      'Refunded now': 'EUR 2.50',
      Refunded: 'CNY 39.21',
      'Original amount': 'EUR 12.50',
      'Refunded so far': 'EUR 7.50',
      Remaining: 'EUR 5.00',
      'Refund time': '2026-03-02 12:04:11 +01:00',
      Reason: 'Cup was cold',
      'Refund no.': secondRefund,
      'Alipay transaction no.': '2026030222001400010000000017',
    })
  })

  test('says on a later copy what it said on the day, whatever was refunded since', () => {
    const lines = said(refundReceipt(settings, refundRecordOf(first), of, secondCopy))
    expect(lines['Refunded so far']).toBe('EUR 5.00')
    expect(lines['Remaining']).toBe('EUR 7.50')
  })

  test('carries the number of the payment, which is what we refund by', () => {
    const receipt = refundReceipt(settings, refundRecordOf(first), of, original)
    expect(receipt.kind).toBe('refund')
    expect(receipt.heading.en).toBe('REFUND')
    expect(receipt.code).toEqual({ label: { en: 'Original order no.', zh: '原商户交易号' }, id: livePayment })
    expect(receipt.notes.map(({ en }) => en)).toContain("Goes back to the payer's Alipay account")
  })

  describe('that was refused, and made later', () => {
    const { id, payment, amount, operator, origin, kind, createdAt } = first
    const endedAt = createdAt
    const request = { id, payment, amount, operator, origin, kind, createdAt }
    const refused = { ...request, state: 'refused', code: 'ILLEGAL_ARGUMENT', endedAt } as const
    const made: Refund = { ...refused, madeLater: true }

    test('is no proof of money given back as long as it is refused', () => {
      const sale = recordOf(paid(), [refused])
      const receipt = refundReceipt(settings, refundRecordOf(refused), sale, original)
      expect(receipt.heading.en).toBe('NOT REFUNDED')
      expect(said(receipt)).toMatchObject({ 'Refund asked': 'EUR 5.00', Remaining: 'EUR 12.50' })
      expect(said(paymentReceipt(settings, sale, original))).not.toHaveProperty('Refunded so far')
    })

    test('says that the money went back, and counts it in every sum', () => {
      const sale = recordOf(paid(), [made, second])
      const receipt = refundReceipt(settings, refundRecordOf(made), sale, original)
      expect([receipt.kind, receipt.heading.en]).toEqual(['refund', 'REFUND'])
      expect(receipt.notes.map(({ en }) => en)).toContain('Refused at first, made later')
      expect(said(receipt)).toMatchObject({ 'Refunded now': 'EUR 5.00', 'Refunded so far': 'EUR 7.50' })
      // When it was made nobody has told, so that no time of a refund is printed.
      expect(said(receipt)).not.toHaveProperty('Refund time')
      const next = refundReceipt(settings, refundRecordOf(second), sale, original)
      expect(said(next)).toMatchObject({ 'Refunded so far': 'EUR 7.50', Remaining: 'EUR 5.00' })
      expect(said(paymentReceipt(settings, sale, original))['Refunded so far']).toBe('EUR 7.50')
    })
  })

  test.each(['held', 'sending', 'accepted', 'unknown', 'short-of-funds'] as const)(
    'is no proof of money given back while it is %s',
    (state) => {
      const { id, payment, amount, operator, origin, kind, createdAt } = first
      const request = { id, payment, amount, operator, origin, kind, createdAt }
      const open = {
        held: { ...request, state: 'held' },
        sending: { ...request, state: 'sending' },
        accepted: { ...request, state: 'accepted', queries: 0, facts: {} },
        unknown: { ...request, state: 'unknown', why: 'timed-out', tries: 1 },
        'short-of-funds': { ...request, state: 'short-of-funds', code: 'X', tries: 1 },
      } as const
      const refund = open[state]
      const receipt = refundReceipt(settings, refundRecordOf(refund), recordOf(paid(), [refund]), original)
      expect(receipt.kind).toBe('pending')
      expect(receipt.heading.en).toBe('REFUND PENDING, NOT YET PAID BACK')
      expect(said(receipt)['Refund asked']).toBe('EUR 5.00')
      expect(said(receipt)['Remaining']).toBe('EUR 12.50')
    },
  )
})

describe("the buyer's login", () => {
  test.each([
    ['138****12', '138****12'],
    ['a***@example.com', 'a***@example.com'],
    ['13812345612', '138****12'],
    ['lihua@example.com', 'l****@example.com'],
    ['alexandra@example.com', 'ale****ra@example.com'],
    ['x', 'x****'],
  ])('%s is shown as %s', (login, shown) => {
    expect(maskedLogin(login)).toBe(shown)
  })
})

test('amounts keep the decimals of their currency', () => {
  const yen: Payment = { ...paid(), amount: money(1250, 'JPY') }
  const lines = said(receiptOf(yen))
  expect(lines['Amount']).toBe('JPY 1250')
  expect(formatAmount(yen.amount)).toBe('1250')
})
