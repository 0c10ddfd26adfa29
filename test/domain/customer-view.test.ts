import { describe, expect, test } from 'vitest'
import {
  lookAtCounter,
  resultShownMs,
  type Counter,
  type CustomerLook,
} from '../../main/domain/customer-view.ts'
import type { CashId, RefundId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { Payment } from '../../main/domain/payment.ts'
import {
  attempt,
  cancel,
  cancelled,
  paid,
  pay,
  query,
  sending,
  silence,
  tell,
  trade,
} from './told-payments.ts'

const shop = { language: 'en', mode: 'live', shop: 'Cafe Example' } as const
const amount = attempt.amount
const at = (payment: Payment | undefined, more: Partial<Counter> = {}): Counter => ({
  ...shop,
  ...(payment === undefined ? {} : { current: { payment } }),
  ...more,
})
/** The last of some looks, one second apart. */
const watch = (...counters: readonly Counter[]): CustomerLook => {
  let look: CustomerLook | undefined
  for (const [second, counter] of counters.entries()) look = lookAtCounter(look, counter, second * 1000)
  if (look === undefined) throw new Error('nothing was looked at')
  return look
}
const paidSale = tell(sending, [900, paid]).payment
const declinedSale = tell(sending, [900, pay({ type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' })]).payment
const waitingSale = tell(sending, [900, silence]).payment
const givenUp = tell(waitingSale, [1000, { type: 'abort-asked' }]).payment
const keyed = (minor: number, state: 'show-code' | 'pay-cash' = 'show-code') => ({
  keyed: { amount: money(minor, 'USD'), state },
})
const refund = (digit: string) => ({ id: digit.repeat(28) as RefundId, amount: money(500, 'USD') })

describe('what the customer sees', () => {
  test.each([
    ['nothing is sold', [at(undefined)], 'idle', undefined],
    ['an amount is keyed', [at(undefined, keyed(480))], 'show-code', money(480, 'USD')],
    ['it is to be paid in cash', [at(undefined, keyed(480, 'pay-cash'))], 'pay-cash', money(480, 'USD')],
    ['nothing but zeros is keyed', [at(undefined, keyed(0))], 'idle', undefined],
    ['the payment is on its way', [at(sending)], 'waiting', amount],
    ['no answer has come', [at(sending), at(waitingSale)], 'waiting', amount],
    ['the sale is being undone', [at(sending), at(givenUp)], 'waiting', amount],
    ['it is paid', [at(sending), at(paidSale)], 'paid', amount],
    ['it is refused', [at(sending), at(declinedSale)], 'not-paid', amount],
    [
      'it was stopped before the customer paid',
      [at(sending), at(tell(givenUp, [2000, cancelled]).payment)],
      'not-paid',
      amount,
    ],
    [
      'it was stopped after the customer paid',
      [
        at(sending),
        at(tell(givenUp, [2000, cancel({ type: 'cancelled', action: 'refund', facts: {} })]).payment),
      ],
      'refunded',
      amount,
    ],
    [
      'it was refused, and turns out to have been paid',
      [at(declinedSale), at(tell(declinedSale, [9000, query(trade('TRADE_SUCCESS'))]).payment)],
      'waiting',
      amount,
    ],
    [
      'a refund has gone through',
      [at(undefined), at(undefined, { refunded: refund('1') })],
      'refunded',
      refund('1').amount,
    ],
    [
      'the next amount is keyed over a paid sale',
      [at(sending), at(paidSale), at(paidSale, keyed(480))],
      'show-code',
      money(480, 'USD'),
    ],
    ['the cashier turns away from a paid sale', [at(sending), at(paidSale), at(undefined)], 'paid', amount],
  ] as const)('when %s', (_, counters, state, shown) => {
    const { view } = watch(...counters)
    expect([view.state, view.amount]).toEqual([state, shown])
  })

  test('a result is over after its time, and says when that is', () => {
    const shown = watch(at(sending), at(paidSale))
    expect(shown.lookAgainMs).toBe(resultShownMs)
    expect(lookAtCounter(shown, at(paidSale), 1000 + resultShownMs - 1).view.state).toBe('paid')
    expect(lookAtCounter(shown, at(paidSale), 1000 + resultShownMs).view.state).toBe('idle')
  })

  test('a result that was over does not come back', () => {
    const over = lookAtCounter(watch(at(sending), at(paidSale)), at(paidSale), 60_000)
    expect(lookAtCounter(over, at(paidSale), 61_000).view.state).toBe('idle')
    const keyedOver = watch(at(sending), at(paidSale), at(paidSale, keyed(1)), at(paidSale))
    expect(keyedOver.view.state).toBe('idle')
  })

  test('a result that was over does not come back after a look at which nothing could be read', () => {
    const unreadable = lookAtCounter(watch(at(sending), at(paidSale)), at(undefined), 60_000)
    expect(lookAtCounter(unreadable, at(paidSale), 61_000).view.state).toBe('idle')
  })

  const cash = (changeMinor: number): Partial<Counter> => ({
    cashSold: { id: '3'.repeat(28) as CashId, amount: money(480, 'USD'), change: money(changeMinor, 'USD') },
  })
  test('the change of a sale in cash stays until the next thing happens, however long it takes', () => {
    const sold = watch(at(undefined, keyed(480, 'pay-cash')), at(undefined, cash(520)))
    expect(sold.view).toMatchObject({ state: 'change', amount: money(520, 'USD') })
    expect(sold.lookAgainMs).toBeUndefined()
    const later = (counter: Counter, look = sold): CustomerLook => lookAtCounter(look, counter, 3_600_000)
    expect(later(at(undefined, cash(520))).view.state).toBe('change')
    expect(later(at(undefined, { ...cash(520), ...keyed(1) })).view.state).toBe('show-code')
    expect(later(at(sending, cash(520))).view.state).toBe('waiting')
    expect(later(at(undefined, { ...cash(520), refunded: refund('1') })).view.state).toBe('refunded')
    for (const over of [at(undefined), at(undefined, { ...cash(520), ...keyed(1) })]) {
      const gone = later(over)
      expect(later(at(undefined, cash(520)), gone).view.state).toBe('idle')
    }
  })
  test('a sale in cash without change is paid, and over after its time', () => {
    const sold = watch(at(undefined), at(undefined, cash(0)))
    expect(sold.view).toMatchObject({ state: 'paid', amount: money(480, 'USD') })
    expect(sold.lookAgainMs).toBe(resultShownMs)
  })

  test('a display that starts beside a till shows nobody the result of another', () => {
    expect(watch(at(paidSale, { refunded: refund('1'), ...cash(20) })).view.state).toBe('idle')
  })

  test('no id, code or name of a person is in it', () => {
    const texts = [at(sending), at(paidSale, { refunded: refund('7') })].map((counter) =>
      JSON.stringify(watch(at(undefined), counter).view),
    )
    for (const text of texts) expect(text).not.toMatch(/\d{6}|anna|0277|hmac/)
  })
})
