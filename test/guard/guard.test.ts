import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import { money } from '../../main/domain/money.ts'
import type { Payment } from '../../main/domain/payment.ts'
import { BrokenInvariant } from '../../main/guard/broken-invariant.ts'
import { standingHalt } from '../../main/guard/halt.ts'
import {
  declined,
  paid,
  paymentNumber,
  refundChanged,
  refundNumber,
  refundSending,
  refunded,
  sending,
  stampAt,
  waiting,
} from '../journal/sales.ts'
import { paidAnswer, trade } from '../till/scripted-shop.ts'
import { calm } from '../till/slow-clock.ts'
import { intent, nowIs, preparedPay, preparedRefund, refundIntent, watched, type Watched } from './watched.ts'

/** A sale as it should be, up to the answer. */
const paidFor = async (shop: Watched, number: number): Promise<void> => {
  shop.append(intent(number))
  const heard = shop.guard.gateway.pay(preparedPay(paymentNumber(number)))
  shop.gateway.take('pay').answer(paidAnswer(1250, 'EUR'))
  await heard
  shop.append(nowIs(paid(number)))
}
const refuses = (shop: Watched, because: string, ...bodies: readonly EntryBody[]): void => {
  const before = shop.behind.head().seq
  expect(() => shop.append(...bodies)).toThrow(BrokenInvariant)
  expect(shop.halts()).toEqual([because])
  // Nothing of it is on disk; only why.
  expect(shop.behind.head().seq).toBe(before + 1)
  expect(shop.guard.halted()).toMatchObject({ because })
}

test('a sale, its refund and a late look at it pass, and nothing halts', async () => {
  const shop = watched()
  await paidFor(shop, 1)
  shop.append(refundIntent(1, 1))
  const heard = shop.guard.gateway.refund(preparedRefund(1, 1))
  shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
  await heard
  shop.append(refundChanged(refunded(1, 1)))
  shop.append(nowIs(paid(1)))
  expect(shop.halts()).toEqual([])
  expect(shop.guard.halted()).toBeUndefined()
})

describe('I1: a PAY leaves once, and only as its intent on disk says', () => {
  test('without an intent it does not leave', async () => {
    const shop = watched()
    const heard = await shop.guard.gateway.pay(preparedPay(paymentNumber(1)))
    expect(heard.outcome).toMatchObject({ type: 'unknown' })
    expect(shop.gateway.made).toEqual([])
    expect(shop.halts()).toEqual(['pay-without-intent'])
  })
  test('with other bytes than those sealed it does not leave', async () => {
    const shop = watched()
    shop.append(intent(1))
    const prepared = preparedPay(paymentNumber(1))
    await shop.guard.gateway.pay({
      ...prepared,
      parameters: { ...prepared.parameters, amount: '12500' },
    })
    expect(shop.gateway.made).toEqual([])
    expect(shop.halts()).toEqual(['pay-without-intent'])
  })
  test('a second time it does not leave, neither in this run nor after a restart', async () => {
    const shop = watched()
    shop.append(intent(1))
    void shop.guard.gateway.pay(preparedPay(paymentNumber(1)))
    await calm()
    await shop.guard.gateway.pay(preparedPay(paymentNumber(1)))
    expect(shop.gateway.made).toHaveLength(1)
    shop.behind.close()
    const after = watched(shop.files)
    await after.guard.gateway.pay(preparedPay(paymentNumber(1)))
    expect(after.gateway.made).toEqual([])
    expect(after.halts()).toEqual(['pay-without-intent', 'pay-without-intent'])
  })
  test('a second payment at the counter does not begin while one is open; an unattended one does', () => {
    const shop = watched()
    shop.append(intent(1), intent(2, false))
    refuses(shop, 'second-open-payment', intent(3))
  })
  test('nor after a restart', () => {
    const shop = watched()
    shop.append(intent(1))
    shop.behind.close()
    refuses(watched(shop.files), 'second-open-payment', intent(2))
  })
})

describe('I2: what is final stays so', () => {
  const cancelling = (number: number): Payment => ({
    ...sending(number),
    state: 'cancelling',
    because: 'limit',
    cancels: 0,
    tradeSeen: false,
    facts: {},
  })
  test.each([
    ['a declined payment does not become paid', () => [nowIs(declined(1, 'soon')), nowIs(paid(1))]],
    ['nor open again', () => [nowIs(declined(1, 'soon')), nowIs(waiting(1))]],
    ['nor undone', () => [nowIs(declined(1, 'soon')), nowIs(cancelling(1))]],
    ['an amount does not change', () => [nowIs(waiting(1, 9999))]],
    ['what was never requested does not change', () => [nowIs(waiting(2))]],
  ])('%s', (_, bodies) => {
    const shop = watched()
    shop.append(intent(1))
    refuses(shop, 'final-state-left', ...bodies())
  })
  test('a cancel leaves only for what is being undone', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    const { gateway } = shop.guard
    await gateway.cancel(gateway.prepareCancel(paymentNumber(1), stampAt(1).now.at))
    expect(shop.gateway.made.filter(({ name }) => name === 'cancel')).toEqual([])
    expect(shop.halts()).toEqual(['cancel-unfounded'])
  })
})

describe('I3: nothing counts as paid or refunded that no verified answer has shown', () => {
  test('a payment without an answer', () => {
    const shop = watched()
    shop.append(intent(1))
    refuses(shop, 'paid-unproven', nowIs(paid(1)))
  })
  test('a payment with an answer that said something else', async () => {
    const shop = watched()
    shop.append(intent(1))
    const heard = shop.guard.gateway.pay(preparedPay(paymentNumber(1)))
    shop.gateway.take('pay').answer({ type: 'unknown', why: 'waiting-for-buyer' })
    await heard
    refuses(shop, 'paid-unproven', nowIs(paid(1)))
  })
  test('a payment of another amount than was paid', async () => {
    const shop = watched()
    shop.append(intent(1))
    const heard = shop.guard.gateway.pay(preparedPay(paymentNumber(1)))
    shop.gateway.take('pay').answer(paidAnswer(125, 'EUR'))
    await heard
    refuses(shop, 'paid-unproven', nowIs(paid(1)))
  })
  test("another payment's answer", async () => {
    const shop = watched()
    shop.append(intent(1), intent(2, false))
    const { gateway } = shop.guard
    const heard = gateway.query(gateway.prepareQuery(paymentNumber(2)), money(1250, 'EUR'))
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await heard
    refuses(shop, 'paid-unproven', nowIs(paid(1)))
  })
  test('money that was found for a sale given up', () => {
    const shop = watched()
    shop.append(intent(1))
    shop.append(nowIs(declined(1, 'soon')))
    const found = {
      ...declined(1, 'over'),
      watch: { stage: 'over', closing: false, foundPaid: {} },
    } as Payment
    refuses(shop, 'paid-unproven', nowIs(found))
  })
  test('a refund', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    shop.append(refundIntent(1, 1))
    refuses(shop, 'paid-unproven', refundChanged(refunded(1, 1)))
  })
  test('a word of it on the screen or on paper', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    shop.append(intent(2))
    expect(shop.guard.mayCallPaid({ id: paymentNumber(1) }, 'a receipt')).toBe(true)
    expect(shop.guard.mayCallPaid({ id: paymentNumber(2) }, 'a receipt')).toBe(false)
    expect(shop.halts()).toEqual(['word-unfounded'])
  })
})

describe('I1: no more goes back than was paid', () => {
  test('two refunds that are too much together, in one transaction or in two', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    refuses(shop, 'refund-unfounded', refundIntent(1, 1, 1000), refundIntent(2, 1, 251))
    shop.append(refundIntent(3, 1, 1000))
    expect(() => shop.append(refundIntent(4, 1, 251))).toThrow(BrokenInvariant)
  })
  test('a refund of what was not paid', () => {
    const shop = watched()
    shop.append(intent(1))
    refuses(shop, 'refund-unfounded', refundIntent(1, 1))
  })
  test('a refund that is not on disk, or not like this, does not leave', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    shop.append(refundIntent(1, 1, 1000))
    await shop.guard.gateway.refund(preparedRefund(1, 1, 1250))
    await shop.guard.gateway.refund(preparedRefund(2, 1, 250))
    expect(shop.gateway.made.filter(({ name }) => name === 'refund')).toEqual([])
    expect(shop.halts()).toEqual(['refund-unfounded', 'refund-unfounded'])
  })
  test('after a restart an open refund may be repeated as it was, and no other', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    shop.append(refundIntent(1, 1, 1000))
    shop.behind.close()
    const after = watched(shop.files)
    void after.guard.gateway.refund(preparedRefund(1, 1, 1000))
    await calm()
    expect(after.gateway.made).toHaveLength(1)
    await after.guard.gateway.refund(preparedRefund(1, 1, 1001))
    expect(after.gateway.made).toHaveLength(1)
  })
  test('a refused refund stays refused', async () => {
    const shop = watched()
    await paidFor(shop, 1)
    const { state, ...request } = refundSending(1, 1)
    expect(state).toBe('sending')
    shop.append(refundIntent(1, 1))
    shop.append(refundChanged({ ...request, state: 'refused', code: 'X', endedAt: request.createdAt }))
    refuses(shop, 'final-state-left', refundChanged(refundSending(1, 1)))
    expect(refundNumber(1)).toBe(request.id)
  })
})

test('a journal that does not grow entry by entry halts the till', () => {
  const shop = watched(undefined, (journal) => ({
    ...journal,
    append: (stamp, ...bodies) =>
      bodies.some(({ kind }) => kind === 'till-halted')
        ? journal.append(stamp, ...bodies)
        : journal.append(stamp, ...bodies).map((entry) => ({ ...entry, prev: 'f'.repeat(64) })),
  }))
  shop.append(intent(1))
  expect(shop.halts()).toEqual(['entries-out-of-order'])
})

describe('a halt', () => {
  test('stands after a restart, until a technician acknowledges the newest one', async () => {
    const shop = watched()
    await shop.guard.gateway.pay(preparedPay(paymentNumber(1)))
    const halt = shop.guard.halted()
    shop.behind.close()
    const after = watched(shop.files)
    expect(after.guard.halted()).toEqual(halt)
    after.append({ kind: 'halt-acknowledged', halt: (halt?.entry ?? 0) - 1 })
    expect(standingHalt(after.behind)).toEqual(halt)
    after.append({ kind: 'halt-acknowledged', halt: halt?.entry ?? 0 })
    expect(standingHalt(after.behind)).toBeUndefined()
  })
})
