import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chaseTimingDefault as timing,
  isFinal,
  isForAPerson,
  type PaymentNews,
  type StepContext,
} from '../../main/domain/payment.ts'
import { openPayment, stepPayment } from '../../main/domain/payment-step.ts'
import { instant } from '../../main/domain/time.ts'
import {
  noon,
  after,
  attempt,
  sending,
  pay,
  query,
  cancel,
  trade,
  paid,
  askPassword,
  silence,
  notFound,
  tell,
} from './told-payments.ts'

describe('a payment is taken', () => {
  test('its intent asks for the PAY', () => {
    expect(openPayment(attempt, after(0))).toMatchObject({
      payment: { state: 'sending' },
      effects: [{ type: 'pay' }],
    })
  })
  test('a paid answer is paid, and a receipt follows', () => {
    expect(tell(sending, [300, paid])).toMatchObject({
      payment: { state: 'paid', givenUp: false, facts: { alipayTransId: '2026112022001400000000000001' } },
      effects: [{ type: 'receipt' }],
    })
  })
  test('a refused one is shown at once and asked about in the background', () => {
    expect(tell(sending, [300, pay({ type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' })])).toMatchObject({
      payment: { state: 'declined', code: 'BUYER_BALANCE_NOT_ENOUGH', watch: { stage: 'at-once' } },
      effects: [{ type: 'query', afterMs: 3000 }],
    })
  })
  test('one that never left the till is over and harmless', () => {
    expect(tell(sending, [5, pay({ type: 'not-sent', why: 'refused' })])).toMatchObject({
      payment: { state: 'not-sent', why: 'refused' },
      effects: [],
    })
  })
})

describe('nobody knows yet', () => {
  test('a password prompt is asked about five seconds after the PAY', () => {
    expect(tell(sending, [400, askPassword])).toMatchObject({
      payment: { state: 'waiting', tradeSeen: true },
      effects: [{ type: 'query', afterMs: 4600 }],
    })
  })
  test('an answer lost after fifteen seconds is asked about at once', () => {
    expect(tell(sending, [15_000, silence])).toMatchObject({
      payment: { state: 'waiting', tradeSeen: false },
      effects: [{ type: 'query', afterMs: 1 }],
    })
  })
  test.each([
    ['the customer still confirms', query(trade('WAIT_BUYER_PAY'))],
    ['the trade is not there yet', notFound],
    ['the query is refused', query({ type: 'refused', code: 'ILLEGAL_SIGN' })],
    ['the query has no answer', query({ type: 'unknown', why: 'timed-out' })],
    ['the query cannot leave', query({ type: 'not-sent', why: 'no-such-host' })],
  ])('while %s it is asked again after three seconds', (_, news) => {
    expect(tell(sending, [400, askPassword], [5000, news])).toMatchObject({
      payment: { state: 'waiting', queries: 1 },
      effects: [{ type: 'query', afterMs: 3000 }],
    })
  })
  test('the last query falls on the limit, and the cancel follows it at once', () => {
    const late = tell(sending, [400, askPassword], [59_000, query(trade('WAIT_BUYER_PAY'))])
    expect(late.effects).toEqual([{ type: 'query', afterMs: 1000 }])
    expect(tell(late.payment, [60_000, query(trade('WAIT_BUYER_PAY'))])).toMatchObject({
      payment: { state: 'cancelling', because: 'limit', tradeSeen: true },
      effects: [{ type: 'cancel', afterMs: 0 }],
    })
  })
  test('a payment found at the last query is paid, not cancelled', () => {
    expect(tell(sending, [400, askPassword], [60_000, query(trade('TRADE_SUCCESS'))])).toMatchObject({
      payment: { state: 'paid', givenUp: false },
    })
  })
  test('a wall clock that ran on while the machine slept ends the waiting too', () => {
    const waiting = tell(sending, [400, askPassword]).payment
    const slept: StepContext = { now: { at: instant(noon + 3_600_000), mono: 2400 }, timing }
    expect(stepPayment(waiting, query(trade('WAIT_BUYER_PAY')), slept).payment.state).toBe('cancelling')
  })
  test('a trade closed by the gateway was not paid', () => {
    expect(tell(sending, [400, askPassword], [9000, query(trade('TRADE_CLOSED'))])).toMatchObject({
      payment: { state: 'cancelled', because: 'closed-by-gateway', watch: { stage: 'over' } },
      effects: [],
    })
  })
})

describe('the cashier stops it', () => {
  test('while the PAY is under way: the cancel starts at once', () => {
    expect(tell(sending, [200, { type: 'abort-asked' }])).toMatchObject({
      payment: { state: 'cancelling', because: 'cashier' },
      effects: [{ type: 'cancel', afterMs: 0 }],
    })
  })
  test('and a paid answer that comes in between does not make it paid: the cancel gives the money back', () => {
    const stopped = tell(sending, [200, { type: 'abort-asked' }], [250, paid])
    expect(stopped).toMatchObject({ payment: { state: 'cancelling', tradeSeen: true }, effects: [] })
    expect(
      tell(stopped.payment, [400, cancel({ type: 'cancelled', action: 'refund', facts: {} })]),
    ).toMatchObject({
      payment: { state: 'cancelled', action: 'refund', watch: { stage: 'over' } },
      effects: [],
    })
  })
})

describe('a cancel', () => {
  const cancelling = tell(sending, [15_000, silence], [60_000, notFound]).payment
  test.each([
    ['no answer', cancel({ type: 'unknown', why: 'timed-out' })],
    ['UNKNOW', cancel({ type: 'unknown', why: 'unknown-result' })],
    ['FAIL that may be repeated', cancel({ type: 'refused', code: 'SYSTEM_BUSY', mayRetry: true })],
    ['a dead line', cancel({ type: 'not-sent', why: 'unreachable' })],
  ])('with %s is repeated', (_, news) => {
    expect(tell(cancelling, [61_000, news])).toMatchObject({
      payment: { state: 'cancelling', cancels: 1 },
      effects: [{ type: 'cancel', afterMs: 5000 }],
    })
  })
  test('F27: is repeated for ever, more patiently, and within the minute that an answer may take', () => {
    let payment = cancelling
    const delays: number[] = []
    for (let i = 0; i < 14; i++) {
      const next = stepPayment(payment, cancel({ type: 'unknown', why: 'timed-out' }), after(61_000 + i))
      payment = next.payment
      for (const effect of next.effects) if (effect.type === 'cancel') delays.push(effect.afterMs / 1000)
    }
    expect(delays).toEqual([5, 5, 5, 5, 5, 10, 20, 20, 20, 20, 20, 20, 20, 20])
  })
  test('that is refused for good asks what became of the trade; a paid one is given back', () => {
    const refused = tell(cancelling, [
      61_000,
      cancel({ type: 'refused', code: 'TRADE_CANCEL_TIME_OUT', mayRetry: false }),
    ])
    expect(refused.effects).toEqual([{ type: 'query', afterMs: 0 }])
    expect(tell(refused.payment, [61_500, query(trade('TRADE_SUCCESS'))])).toMatchObject({
      payment: { state: 'paid', givenUp: true },
      effects: [{ type: 'discrepancy', kind: 'paid-after-given-up' }, { type: 'refund-all' }],
    })
  })
  test('that is refused for good while the trade is open is tried again', () => {
    const refused = tell(cancelling, [61_000, cancel({ type: 'refused', code: 'ILLEGAL_SIGN' })]).payment
    expect(tell(refused, [61_500, query(trade('WAIT_BUYER_PAY'))]).effects).toEqual([
      { type: 'cancel', afterMs: 5000 },
    ])
  })
  test('after the Beijing day has ended asks first, and a paid trade is refunded instead', () => {
    const dayEnd = Date.parse('2026-11-20T16:00:00Z') - noon
    const resumed = tell(cancelling, [dayEnd + 1000, { type: 'resumed' }])
    expect(resumed.effects).toEqual([{ type: 'query', afterMs: 0 }])
    expect(tell(resumed.payment, [dayEnd + 2000, query(trade('TRADE_SUCCESS'))])).toMatchObject({
      payment: { state: 'paid', givenUp: true },
      effects: [{ type: 'discrepancy' }, { type: 'refund-all' }],
    })
    expect(tell(resumed.payment, [dayEnd + 2000, query(trade('TRADE_CLOSED'))])).toMatchObject({
      payment: { state: 'cancelled' },
    })
  })
  test('after that day, shown twice as paid with another amount, is told to a person once, and asked about hourly', () => {
    const dayEnd = Date.parse('2026-11-20T16:00:00Z') - noon
    const otherAmount = query({ type: 'unknown', why: 'other-amount' })
    const once = tell(cancelling, [dayEnd + 1000, otherAmount])
    expect(once.effects).toEqual([{ type: 'query', afterMs: 5000 }])
    const twice = tell(once.payment, [dayEnd + 6000, otherAmount])
    expect(twice.effects).toEqual([
      { type: 'discrepancy', kind: 'other-amount' },
      { type: 'query', afterMs: 3_600_000 },
    ])
    expect(isForAPerson(twice.payment)).toBe(true)
    const thrice = tell(twice.payment, [dayEnd + 3_606_000, otherAmount])
    expect(thrice).toEqual({ payment: twice.payment, effects: [{ type: 'query', afterMs: 3_600_000 }] })
    // The right amount at last is believed.
    expect(tell(thrice.payment, [dayEnd + 7_206_000, query(trade('TRADE_SUCCESS'))])).toMatchObject({
      payment: { state: 'paid', givenUp: true },
      effects: [{ type: 'discrepancy' }, { type: 'refund-all' }],
    })
  })
  test.each([
    ['a cancel', 60_000, cancel({ type: 'unknown', why: 'timed-out' })],
    ['the question after its day', 12 * 3_600_000 + 60_000, query({ type: 'unknown', why: 'timed-out' })],
  ])('%s without an answer is tried on and on, and written down only so often', (_, from, unanswered) => {
    let payment = cancelling
    let written = 0
    for (let tries = 0; tries < 500; tries += 1) {
      const next = tell(payment, [from + tries * 20_000, unanswered])
      expect(next.effects).toEqual([
        { type: expect.stringMatching(/cancel|query/), afterMs: expect.any(Number) },
      ])
      expect(next.effects[0]).toHaveProperty('afterMs', Math.min(20_000, 5000 * 2 ** Math.max(0, tries - 4)))
      if (next.payment !== payment) written += 1
      ;({ payment } = next)
    }
    expect(written).toBe(50)
  })
  test('that is to be tried again is tried again, but after its day the trade is asked about', () => {
    const dayEnd = Date.parse('2026-11-20T16:00:00Z') - noon
    const again = cancel({ type: 'refused', code: 'TRADE_STATUS_ERROR', mayRetry: true })
    expect(tell(cancelling, [61_000, again]).effects).toMatchObject([{ type: 'cancel' }])
    const late = tell(cancelling, [dayEnd + 1000, again])
    expect(late.effects).toEqual([{ type: 'query', afterMs: 0 }])
    expect(tell(late.payment, [dayEnd + 2000, query(trade('TRADE_SUCCESS'))])).toMatchObject({
      payment: { state: 'paid', givenUp: true },
    })
  })
  test('of an unpaid trade is still taken for a quarter of an hour over midnight', () => {
    const late = { ...attempt, createdAt: instant(Date.parse('2026-11-20T15:50:00Z')) }
    const at = (ms: number): StepContext => ({ now: { at: instant(late.createdAt + ms), mono: ms }, timing })
    const waiting = openPayment(late, at(0)).payment
    expect(stepPayment(waiting, { type: 'abort-asked' }, at(14 * 60_000)).effects).toEqual([
      { type: 'cancel', afterMs: 0 },
    ])
    expect(stepPayment(waiting, { type: 'abort-asked' }, at(16 * 60_000)).effects).toEqual([
      { type: 'query', afterMs: 0 },
    ])
  })
})

describe('what the gateway asks of our pace', () => {
  test('F21: the question after a PAY that took long is not due at once, so that it can be held back', () => {
    const busy = pay({ type: 'unknown', why: 'http-status' })
    expect(tell(sending, [9000, busy]).effects).toEqual([{ type: 'query', afterMs: 1 }])
  })
  test('F28: a cancel refused for changing reasons is not yet a matter for a person', () => {
    const refused = (code: string): PaymentNews => cancel({ type: 'refused', code })
    const stopped = tell(sending, [1000, { type: 'abort-asked' }]).payment
    const wrongClock = tell(
      stopped,
      [1100, refused('INVALID_PARAMETER')],
      [2000, refused('INVALID_PARAMETER')],
    )
    const mended = tell(wrongClock.payment, [3000, refused('TRADE_STATUS_ERROR')])
    expect(mended.payment).toMatchObject({ lastRefusal: 'TRADE_STATUS_ERROR', refusals: 1 })
    expect(tell(wrongClock.payment, [3000, refused('INVALID_PARAMETER')]).payment).toMatchObject({
      refusals: 3,
    })
  })
})

describe('after a restart', () => {
  test('a payment that was being sent is asked about, never sent again', () => {
    expect(tell(sending, [20_000, { type: 'resumed' }])).toMatchObject({
      payment: { state: 'waiting', why: 'interrupted', tradeSeen: false },
      effects: [{ type: 'query', afterMs: 0 }],
    })
  })
  test('one past its limit gets one last query and then its cancel', () => {
    const resumed = tell(sending, [200_000, { type: 'resumed' }]).payment
    expect(tell(resumed, [200_300, notFound])).toMatchObject({
      payment: { state: 'cancelling' },
      effects: [{ type: 'cancel', afterMs: 0 }],
    })
  })
  test('a cancel goes on', () => {
    const cancelling = tell(sending, [15_000, silence], [60_000, notFound]).payment
    expect(tell(cancelling, [90_000, { type: 'resumed' }]).effects).toEqual([{ type: 'cancel', afterMs: 0 }])
  })
})

describe('a payment that was declined', () => {
  const declined = tell(sending, [300, pay({ type: 'refused', code: 'ILLEGAL_SIGN' })]).payment
  const otherAmount = query({ type: 'unknown', why: 'other-amount' })

  test('F25: and twice running is found paid with another amount is told to a person, who alone can give that back', () => {
    const once = tell(declined, [3300, otherAmount])
    expect(once.effects).toEqual([{ type: 'query', afterMs: timing.watchSoonMs }])
    const twice = tell(once.payment, [63_300, otherAmount])
    expect(twice.effects).toEqual([{ type: 'discrepancy', kind: 'other-amount' }])
    expect(tell(twice.payment, [90_000, otherAmount]).effects).toEqual([])
  })
  test('F25: and is found so once, and then not, is asked about as before', () => {
    const slip = tell(declined, [3300, otherAmount], [63_300, notFound])
    expect(slip.payment).not.toHaveProperty('watch.otherAmount')
    expect(tell(slip.payment, [123_300, otherAmount]).effects).toEqual([
      { type: 'query', afterMs: timing.watchSoonMs },
    ])
  })
})

describe('a paid payment', () => {
  const done = tell(sending, [300, paid]).payment
  test('found closed is a discrepancy', () => {
    expect(tell(done, [9000, query(trade('TRADE_CLOSED'))]).effects).toEqual([
      { type: 'discrepancy', kind: 'closed-though-paid' },
    ])
  })
})

describe('always', () => {
  const facts = fc.constant({ alipayTransId: '2026112022001400000000000001' })
  const unclear = fc.record({
    type: fc.constant('unknown' as const),
    why: fc.constantFrom('timed-out' as const, 'waiting-for-buyer' as const, 'wrong-signature' as const),
  })
  const unsent = fc.record({ type: fc.constant('not-sent' as const), why: fc.constant('refused' as const) })
  const refusal = fc.record({
    type: fc.constant('refused' as const),
    code: fc.constantFrom('A', 'ILLEGAL_SIGN'),
  })
  const someNews: fc.Arbitrary<PaymentNews> = fc.oneof(
    fc.record({
      type: fc.constant('pay-answered' as const),
      outcome: fc.oneof(
        fc.record({ type: fc.constant('paid' as const), facts, amount: fc.constant(attempt.amount) }),
        unclear,
        unsent,
        refusal,
      ),
    }),
    fc.record({
      type: fc.constant('query-answered' as const),
      outcome: fc.oneof(
        fc.record({
          type: fc.constant('trade' as const),
          status: fc.constantFrom(
            'WAIT_BUYER_PAY' as const,
            'TRADE_SUCCESS' as const,
            'TRADE_CLOSED' as const,
            'TRADE_FINISHED' as const,
          ),
          facts,
        }),
        fc.record({ type: fc.constant('not-found' as const), code: fc.constant('TRADE_NOT_EXIST') }),
        unclear,
        unsent,
        refusal,
      ),
    }),
    fc.record({
      type: fc.constant('cancel-answered' as const),
      outcome: fc.oneof(
        fc.constant({ type: 'cancelled' as const, facts: {} }),
        fc.constant({ type: 'cancelled' as const, action: 'refund' as const, facts: {} }),
        unclear,
        unsent,
        refusal,
      ),
    }),
    fc.constantFrom<PaymentNews>(
      { type: 'abort-asked' },
      { type: 'released' },
      { type: 'resumed' },
      { type: 'query-asked' },
    ),
  )
  const someStory = fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000_000 }), someNews), { maxLength: 25 })

  test('a final state stays what it is, whatever is heard later', () => {
    fc.assert(
      fc.property(someStory, someStory, (before, then) => {
        const reached = tell(sending, ...before).payment
        if (!isFinal(reached)) return
        expect(tell(reached, ...then).payment.state).toBe(reached.state)
      }),
      { numRuns: 3000 },
    )
  })

  test('paid is only ever said after the gateway has said it', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { payment } = tell(sending, ...story)
        if (payment.state !== 'paid') return
        expect(
          story.some(
            ([, news]) =>
              (news.type === 'pay-answered' && news.outcome.type === 'paid') ||
              (news.type === 'query-answered' &&
                news.outcome.type === 'trade' &&
                ['TRADE_SUCCESS', 'TRADE_FINISHED'].includes(news.outcome.status)),
          ),
        ).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('a PAY is asked for once, at the beginning, and never again', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        let payment = sending
        for (const [ms, news] of story) {
          const next = stepPayment(payment, news, after(ms))
          expect(next.effects.some((effect) => effect.type === 'pay')).toBe(false)
          payment = next.payment
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('all the money is given back at most once, and only for a sale that was given up', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        let payment = sending
        let refunds = 0
        for (const [ms, news] of story) {
          const next = stepPayment(payment, news, after(ms))
          refunds += next.effects.filter((effect) => effect.type === 'refund-all').length
          if (next.effects.some((effect) => effect.type === 'refund-all')) {
            expect(next.payment.state === 'paid' ? next.payment.givenUp : isFinal(next.payment)).toBe(true)
          }
          payment = next.payment
        }
        expect(refunds).toBeLessThanOrEqual(1)
      }),
      { numRuns: 3000 },
    )
  })

  test('every state that is not final has something to do next after a restart', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { payment } = tell(sending, ...story)
        if (isFinal(payment)) return
        expect(stepPayment(payment, { type: 'resumed' }, after(1000)).effects.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })
})
