import { describe, expect, test } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { createLedger, type Ledger } from '../../main/training/ledger.ts'
import type { RefundAsked } from '../../main/training/refund-book.ts'
import { instantAfter, ledgerRulesDefault, type Conduct, type PayOrder } from '../../main/training/trade.ts'
import { buyerOf, trainingCode } from '../../main/training/wallet.ts'
import { beijing } from './fake-clock.ts'

const partner = '2088000000007001'
const morning = beijing('2026-03-02 10:00:00')
const pays: Conduct = { type: 'pays' }
const asks: Conduct = { type: 'asks' }

const order = (id: string, more: Partial<PayOrder> = {}): PayOrder => ({
  partner,
  id,
  buyer: buyerOf(trainingCode(7, 1)),
  price: money(1250, 'USD'),
  settlement: 'USD',
  terms: 'coffee',
  ...more,
})
const refund = (
  paymentId: string,
  id: string,
  minor: number,
  more: Partial<RefundAsked> = {},
): RefundAsked => ({
  partner,
  id,
  paymentId,
  amount: money(minor, 'USD'),
  immediate: true,
  ...more,
})
const status = (ledger: Ledger, id: string, at = morning) => ledger.find({ partner, id }, at)?.status
const paidLedger = (at = morning): Ledger => {
  const ledger = createLedger()
  ledger.pay(order('P1'), pays, at)
  return ledger
}

describe('paying', () => {
  test('an ordinary payment is paid at once, with a trade number that begins with the Beijing day', () => {
    const reply = createLedger().pay(order('P1'), pays, beijing('2026-03-02 00:10:00'))
    expect(reply.type).toBe('paid')
    expect(reply.trade?.tradeNo).toMatch(/^20260302\d{20}$/)
  })

  test('a repeat with a refreshed code of the same customer hears that it is paid, and pays once', () => {
    const ledger = paidLedger()
    const again = ledger.pay(order('P1', { buyer: buyerOf(trainingCode(7, 2)) }), pays, morning)
    expect(again.type).toBe('paid')
    expect(ledger.totals(morning).get('USD')).toEqual({ paid: 1250, returned: 0 })
    expect(ledger.payRequests(partner, 'P1')).toBe(2)
  })

  test.each([
    ['another customer', { buyer: buyerOf(trainingCode(8, 1)) }, 'TRADE_BUYER_NOT_MATCH'],
    ['other terms', { terms: 'tea' }, 'CONTEXT_INCONSISTENT'],
  ])('a repeat with %s is refused and changes nothing', (_, more, code) => {
    const ledger = paidLedger()
    expect(ledger.pay(order('P1', more), pays, morning)).toEqual({ type: 'failed', code })
    expect(status(ledger, 'P1')).toBe('TRADE_SUCCESS')
  })

  test('two partners may use the same id', () => {
    const ledger = paidLedger()
    expect(ledger.pay(order('P1', { partner: '2088000000007002', terms: 'tea' }), pays, morning).type).toBe(
      'paid',
    )
  })

  test('an unpaid trade waits, says so to a repeat, and closes three minutes after its creation', () => {
    const ledger = createLedger()
    expect(ledger.pay(order('P1'), asks, morning).type).toBe('waiting')
    expect(ledger.pay(order('P1'), asks, instantAfter(morning, 179_999)).type).toBe('waiting')
    expect(status(ledger, 'P1', instantAfter(morning, 180_000))).toBe('TRADE_CLOSED')
    expect(ledger.pay(order('P1'), pays, instantAfter(morning, 180_001))).toMatchObject({
      type: 'failed',
      code: 'TRADE_HAS_CLOSE',
    })
  })

  test('a customer who confirms in time pays at that time, whenever the books are next looked at', () => {
    const ledger = createLedger()
    ledger.pay(order('P1'), { type: 'asks', confirmsAfterMs: 6000 }, morning)
    expect(status(ledger, 'P1', instantAfter(morning, 5999))).toBe('WAIT_BUYER_PAY')
    const trade = ledger.find({ partner, id: 'P1' }, instantAfter(morning, 86_400_000))
    expect(trade).toMatchObject({ status: 'TRADE_SUCCESS', paidAt: instantAfter(morning, 6000) })
  })

  test('a customer who confirms after the trade has closed pays nothing', () => {
    const ledger = createLedger()
    ledger.pay(order('P1'), { type: 'asks', confirmsAfterMs: 180_000 }, morning)
    expect(status(ledger, 'P1', instantAfter(morning, 200_000))).toBe('TRADE_CLOSED')
  })

  test('a customer who leaves closes the trade', () => {
    const ledger = createLedger()
    ledger.pay(order('P1'), { type: 'asks', leavesAfterMs: 8000, confirmsAfterMs: 9000 }, morning)
    expect(ledger.find({ partner, id: 'P1' }, instantAfter(morning, 10_000))).toMatchObject({
      status: 'TRADE_CLOSED',
      closedBy: 'customer',
    })
  })

  test('a declined payment makes no trade', () => {
    const ledger = createLedger()
    const reply = ledger.pay(order('P1'), { type: 'declines', code: 'BUYER_NOT_EXIST' }, morning)
    expect(reply).toEqual({ type: 'failed', code: 'BUYER_NOT_EXIST' })
    expect(ledger.trades(morning)).toEqual([])
  })

  test('a declined payment can turn out paid behind our back', () => {
    const ledger = createLedger()
    ledger.pay(order('P1'), { type: 'declines', code: 'X', paysAnywayAfterMs: 2000 }, morning)
    expect(status(ledger, 'P1', instantAfter(morning, 1999))).toBeUndefined()
    expect(status(ledger, 'P1', instantAfter(morning, 2000))).toBe('TRADE_SUCCESS')
  })

  test('a payment reads TRADE_FINISHED when the refund window is over, and takes no refund or cancel', () => {
    const ledger = paidLedger()
    const later = instantAfter(morning, ledgerRulesDefault.refundWindowMs)
    expect(status(ledger, 'P1', later)).toBe('TRADE_FINISHED')
    expect(ledger.refund(refund('P1', 'R1', 1), {}, later)).toEqual({
      type: 'failed',
      code: 'TRADE_HAS_FINISHED',
    })
    expect(ledger.cancel({ partner, id: 'P1' }, later)).toMatchObject({ code: 'TRADE_HAS_FINISHED' })
    expect(ledger.pay(order('P1'), pays, later).type).toBe('paid')
  })
})

describe('cancelling', () => {
  test('an id that was never paid is cancelled, and a PAY that comes after it is refused', () => {
    const ledger = createLedger()
    expect(ledger.cancel({ partner, id: 'P1' }, morning)).toEqual({ type: 'cancelled' })
    expect(ledger.cancel({ partner, id: 'P1' }, morning)).toEqual({ type: 'cancelled' })
    expect(ledger.pay(order('P1'), pays, morning)).toEqual({ type: 'failed', code: 'TRADE_HAS_CLOSE' })
    expect(status(ledger, 'P1')).toBeUndefined()
  })

  test('a PAY delayed in the network executes when it arrives', () => {
    const ledger = createLedger()
    ledger.payLater(order('P1'), 20_000, false, morning)
    expect(status(ledger, 'P1', instantAfter(morning, 19_999))).toBeUndefined()
    expect(status(ledger, 'P1', instantAfter(morning, 20_000))).toBe('TRADE_SUCCESS')
  })

  test.each([
    ['refused by default', false, undefined],
    ['executed on a very bad day', true, 'TRADE_SUCCESS'],
  ])('a delayed PAY whose id was cancelled meanwhile is %s', (_, evenAfterCancel, expected) => {
    const ledger = createLedger()
    ledger.payLater(order('P1'), 90_000, evenAfterCancel, morning)
    expect(ledger.cancel({ partner, id: 'P1' }, instantAfter(morning, 60_000)).type).toBe('cancelled')
    expect(status(ledger, 'P1', instantAfter(morning, 90_000))).toBe(expected)
  })

  test('an unpaid trade is closed, and its customer cannot pay any more', () => {
    const ledger = createLedger()
    ledger.pay(order('P1'), { type: 'asks', confirmsAfterMs: 6000 }, morning)
    expect(ledger.cancel({ partner, id: 'P1' }, instantAfter(morning, 5000))).toMatchObject({
      action: 'close',
    })
    expect(status(ledger, 'P1', instantAfter(morning, 7000))).toBe('TRADE_CLOSED')
    expect(ledger.totals(morning).get('USD')).toBeUndefined()
  })

  test('a paid trade is given back whole, also what partial refunds left; a repeat says the same', () => {
    const ledger = paidLedger()
    ledger.refund(refund('P1', 'R1', 250), {}, morning)
    for (const _ of [1, 2]) {
      expect(ledger.cancel({ partner, id: 'P1' }, morning)).toMatchObject({
        type: 'cancelled',
        action: 'refund',
      })
    }
    expect(ledger.totals(morning).get('USD')).toEqual({ paid: 1250, returned: 1250 })
  })

  test('a customer who confirms in the moment of the cancel gets the money back', () => {
    const ledger = createLedger()
    ledger.pay(order('P1'), { type: 'asks', confirmsAtCancel: true }, morning)
    expect(ledger.cancel({ partner, id: 'P1' }, morning)).toMatchObject({ action: 'refund' })
    expect(ledger.totals(morning).get('USD')).toEqual({ paid: 1250, returned: 1250 })
  })

  test("Alipay's number goes before ours, and one that nobody knows is refused", () => {
    const ledger = paidLedger()
    const { tradeNo = '' } = ledger.find({ partner, id: 'P1' }, morning) ?? {}
    expect(ledger.cancel({ partner, id: 'P1', tradeNo: '2026030200000000' }, morning)).toMatchObject({
      code: 'TRADE_NOT_EXIST',
      mayRetry: false,
    })
    expect(ledger.find({ partner: '2088000000007002', tradeNo }, morning)).toBeUndefined()
    expect(ledger.cancel({ partner, id: 'other', tradeNo }, morning)).toMatchObject({ action: 'refund' })
  })

  test.each([
    ['23:59:59 of the same Beijing day', '2026-03-02 23:59:59', 'cancelled'],
    ['midnight in Beijing', '2026-03-03 00:00:00', 'failed'],
  ])('a paid trade of 23:50 at %s: %s', (_, at, expected) => {
    const ledger = paidLedger(beijing('2026-03-02 23:50:00'))
    expect(ledger.cancel({ partner, id: 'P1' }, beijing(at)).type).toBe(expected)
  })

  test.each([
    ['2026-03-03 00:04:59', 'cancelled'],
    ['2026-03-03 00:05:00', 'failed'],
  ])('an unpaid trade of 23:50 has fifteen minutes: at %s it is %s', (at, expected) => {
    const ledger = createLedger({ ...ledgerRulesDefault, unpaidClosesAfterMs: 3_600_000 })
    ledger.pay(order('P1'), asks, beijing('2026-03-02 23:50:00'))
    expect(ledger.cancel({ partner, id: 'P1' }, beijing(at))).toMatchObject(
      expected === 'cancelled' ? { action: 'close' } : { code: 'TRADE_CANCEL_TIME_OUT', mayRetry: false },
    )
  })
})

describe('refunding', () => {
  test('several refunds up to the whole payment; one more unit is too much', () => {
    const ledger = paidLedger()
    expect(ledger.refund(refund('P1', 'R1', 1000), {}, morning).type).toBe('accepted')
    expect(status(ledger, 'P1')).toBe('TRADE_SUCCESS')
    expect(ledger.refund(refund('P1', 'R2', 251), {}, morning)).toEqual({
      type: 'failed',
      code: 'RETURN_AMOUNT_EXCEED',
    })
    expect(ledger.refund(refund('P1', 'R2', 250), {}, morning).type).toBe('accepted')
    expect(status(ledger, 'P1')).toBe('TRADE_CLOSED')
    expect(ledger.refund(refund('P1', 'R3', 1), {}, morning)).toMatchObject({ code: 'RETURN_AMOUNT_EXCEED' })
  })

  test('the same refund again hears its result and gives nothing more; another amount is refused', () => {
    const ledger = paidLedger()
    for (const _ of [1, 2, 3])
      expect(ledger.refund(refund('P1', 'R1', 1250), {}, morning).type).toBe('accepted')
    expect(ledger.totals(morning).get('USD')).toEqual({ paid: 1250, returned: 1250 })
    ledger.pay(order('P2'), pays, morning)
    for (const other of [refund('P1', 'R1', 1), refund('P2', 'R1', 1250)]) {
      expect(ledger.refund(other, {}, morning)).toEqual({ type: 'failed', code: 'DISCORDANT_REPEAT_REQUEST' })
    }
  })

  test('in fen, partial refunds give back together exactly what the customer was charged', () => {
    const ledger = paidLedger()
    const parts = [333, 333, 333, 251].map((minor, index) =>
      ledger.refund(refund('P1', `R${index}`, minor), {}, morning),
    )
    const fen = parts.map((part) => (part.type === 'accepted' ? part.refund.amountFen : Number.NaN))
    expect(fen.reduce((sum, part) => sum + part, 0)).toBe(8953) // 12.50 USD at 7.1623 is 89.52875 CNY
  })

  test.each([
    ['2026-03-03 00:00:00', 'failed'],
    ['2026-03-03 01:29:59', 'failed'],
    ['2026-03-03 01:30:00', 'accepted'],
    ['2026-03-03 23:59:59', 'accepted'],
  ])('an immediate refund at %s in Beijing is %s', (at, expected) => {
    expect(paidLedger().refund(refund('P1', 'R1', 100), {}, beijing(at)).type).toBe(expected)
  })

  test('a queued refund is taken at night too, and holds its amount until it is done', () => {
    const ledger = paidLedger()
    const midnight = beijing('2026-03-03 00:10:00')
    const reply = ledger.refund(refund('P1', 'R1', 1000, { immediate: false }), {}, midnight)
    expect(reply).toMatchObject({ type: 'accepted', refund: { state: 'PROCESSING' } })
    expect(ledger.refund(refund('P1', 'R2', 251, { immediate: false }), {}, midnight)).toMatchObject({
      code: 'RETURN_AMOUNT_EXCEED',
    })
    expect(ledger.totals(midnight).get('USD')).toEqual({ paid: 1250, returned: 0 })
    const done = instantAfter(midnight, 3000)
    expect(ledger.findRefund(partner, 'R1', done)?.state).toBe('SUCCESS')
    expect(ledger.totals(done).get('USD')).toEqual({ paid: 1250, returned: 1000 })
  })

  test("a queued refund of today's payment is done at once; an older payment's waits for 23:00 in Beijing", () => {
    const ledger = paidLedger()
    ledger.refund(refund('P1', 'R1', 100, { immediate: false }), {}, beijing('2026-03-02 12:00:00'))
    expect(ledger.findRefund(partner, 'R1', beijing('2026-03-02 12:00:03'))?.state).toBe('SUCCESS')
    ledger.refund(refund('P1', 'R2', 100, { immediate: false }), {}, beijing('2026-03-03 12:00:30'))
    expect(ledger.findRefund(partner, 'R2', beijing('2026-03-03 22:59:59'))?.state).toBe('PROCESSING')
    expect(ledger.findRefund(partner, 'R2', beijing('2026-03-03 23:00:03'))?.state).toBe('SUCCESS')
  })

  test('a queued refund that fails gives its amount free again and says why', () => {
    const ledger = paidLedger()
    const asked = refund('P1', 'R1', 1250, { immediate: false })
    ledger.refund(asked, { failsWith: 'MERCHANT_BALANCE_NOT_ENOUGH' }, morning)
    const later = instantAfter(morning, 3000)
    expect(ledger.findRefund(partner, 'R1', later)).toMatchObject({ state: 'FAILED' })
    expect(ledger.refund(asked, {}, later)).toEqual({ type: 'failed', code: 'MERCHANT_BALANCE_NOT_ENOUGH' })
    expect(ledger.refund(refund('P1', 'R2', 1250), {}, later).type).toBe('accepted')
  })

  test('a cancel takes a queued refund that is not done yet with it', () => {
    const ledger = paidLedger()
    ledger.refund(refund('P1', 'R1', 1000, { immediate: false }), {}, morning)
    expect(ledger.cancel({ partner, id: 'P1' }, morning)).toMatchObject({ action: 'refund' })
    const later = instantAfter(morning, 10_000)
    expect(ledger.findRefund(partner, 'R1', later)?.state).toBe('CANCELED')
    expect(ledger.totals(later).get('USD')).toEqual({ paid: 1250, returned: 1250 })
  })

  test.each([
    ['a payment that does not exist', refund('P9', 'R1', 1), 'TRADE_NOT_EXIST'],
    ['a trade number of another payment', refund('P1', 'R1', 1, { tradeNo: '20260302' }), 'TRADE_NOT_EXIST'],
    ['another currency', refund('P1', 'R1', 1, { amount: money(1, 'EUR') }), 'REFUND_AMT_RESTRICTION'],
    ['an unpaid payment', refund('P2', 'R1', 1), 'TRADE_STATUS_ERROR'],
    ['a cancelled payment', refund('P3', 'R1', 1), 'TRADE_HAS_CLOSE'],
  ])('a refund of %s is refused', (_, asked, code) => {
    const ledger = paidLedger()
    ledger.pay(order('P2'), asks, morning)
    ledger.pay(order('P3'), pays, morning)
    ledger.cancel({ partner, id: 'P3' }, morning)
    expect(ledger.refund(asked, {}, morning)).toEqual({ type: 'failed', code })
  })

  test('a price in CNY that settles in JPY is refunded in units of the price', () => {
    const ledger = createLedger()
    ledger.pay(order('P1', { price: money(5000, 'CNY'), settlement: 'JPY' }), pays, morning)
    const reply = ledger.refund(refund('P1', 'R1', 0, { amount: money(50, 'JPY') }), {}, morning)
    expect(reply).toMatchObject({ type: 'accepted', refund: { amount: money(5000, 'CNY'), amountFen: 5000 } })
  })
})
