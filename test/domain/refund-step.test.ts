import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paymentId, refundId, type InstallationId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { TradeStatus } from '../../main/domain/outcome.ts'
import {
  isRefundFinal,
  mayGoBack,
  type Refund,
  refundTimingDefault,
  type RefundContext,
  type RefundNews,
  type RefundRequest,
} from '../../main/domain/refund.ts'
import { holdMs, openRefund, stepRefund } from '../../main/domain/refund-step.ts'
import { instant, type Moment } from '../../main/domain/time.ts'

const parts = {
  mode: 'live',
  installation: '123456789' as InstallationId,
  number: 1,
  chance: '00000000',
} as const
const noon: Moment = { at: instant(Date.parse('2026-11-20T04:00:00Z')), mono: 0 }
const beijing = (time: string): Moment => ({
  at: instant(Date.parse(`2026-11-20T${time}:00+08:00`)),
  mono: 0,
})
const at = (now: Moment): RefundContext => ({ now, timing: refundTimingDefault })
const request: RefundRequest = {
  id: refundId(parts),
  payment: paymentId(parts),
  amount: money(500, 'USD'),
  operator: 'anna',
  origin: 'cashier',
  kind: 'immediate',
  createdAt: noon.at,
}
const sending = openRefund(request, noon).refund
const timedOut: RefundNews = { type: 'refund-answered', outcome: { type: 'unknown', why: 'timed-out' } }
const done: RefundNews = { type: 'refund-answered', outcome: { type: 'refunded', facts: {} } }
const refused = (code: string): RefundNews => ({
  type: 'refund-answered',
  outcome: { type: 'refused', code },
})

describe('a refund that was refused', () => {
  const made: RefundNews = {
    type: 'refund-query-answered',
    outcome: { type: 'refund', status: 'SUCCESS', facts: {} },
  }
  const unknown: RefundNews = { type: 'refund-query-answered', outcome: { type: 'not-found', code: 'NO' } }
  const paid: RefundNews = {
    type: 'trade-answered',
    outcome: { type: 'trade', status: 'TRADE_SUCCESS', facts: {} },
  }
  const asked = stepRefund(sending, refused('ILLEGAL_ARGUMENT'), at(noon)).refund
  const begun = stepRefund(asked, paid, at(noon))

  test('is asked about for a day, because a late copy of its request may be carried out', () => {
    let { refund, effects } = begun
    let now = noon
    const when: number[] = []
    for (let effect = effects[0]; effect?.type === 'refund-query'; effect = effects[0]) {
      now = { at: instant(now.at + effect.afterMs), mono: 0 }
      when.push((now.at - noon.at) / 60_000)
      ;({ refund, effects } = stepRefund(refund, unknown, at(now)))
      expect(refund.state).toBe('refused')
    }
    expect(when).toEqual([1, 5, 60, 240, 720, 1440])
    expect(stepRefund(refund, { type: 'resumed' }, at(now)).effects).toEqual([])
  })
  test('is asked about after a start, when its question is due, by whatever clock', () => {
    const resumed = (ms: number): unknown =>
      stepRefund(begun.refund, { type: 'resumed' }, at({ at: instant(noon.at + ms), mono: 0 })).effects
    expect(resumed(20_000)).toEqual([{ type: 'refund-query', afterMs: 40_000 }])
    expect(resumed(9_999_999)).toEqual([{ type: 'refund-query', afterMs: 0 }])
    expect(resumed(-9_999_999)).toEqual([{ type: 'refund-query', afterMs: 60_000 }])
  })
  test('and is found made is told to a person, and its money is not given back again', () => {
    const { refund, effects } = stepRefund(begun.refund, made, at(noon))
    expect(effects).toEqual([{ type: 'discrepancy', kind: 'refund-made-after-refusal' }])
    expect(refund).toMatchObject({ state: 'refused', code: 'ILLEGAL_ARGUMENT', madeLater: true })
    expect(mayGoBack(begun.refund)).toBe(false)
    expect(mayGoBack(refund)).toBe(true)
    expect(stepRefund(refund, made, at(noon)).effects).toEqual([])
  })
  test.each(['FAILED', 'CANCELED'] as const)(
    'is settled when the query of a queued one says %s',
    (status) => {
      const news: RefundNews = {
        type: 'refund-query-answered',
        outcome: { type: 'refund', status, facts: {} },
      }
      expect(stepRefund({ ...begun.refund, kind: 'queued' }, news, at(noon)).effects).toEqual([])
      // Of an immediate one it may be the first try alone.
      expect(stepRefund(begun.refund, news, at(noon)).effects).toMatchObject([{ type: 'refund-query' }])
    },
  )
  test('is never asked about in a burst, whatever the clock does', () => {
    const dayLater = at({ at: instant(noon.at + 2 * 86_400_000), mono: 0 })
    let { refund, effects } = stepRefund(begun.refund, { type: 'resumed' }, dayLater)
    for (let asked = 0; asked < 5; asked += 1) {
      ;({ refund, effects } = stepRefund(refund, unknown, dayLater))
      expect(effects).toEqual([{ type: 'refund-query', afterMs: 60_000 }])
    }
  })
  test('of which nothing clear is heard is asked about in growing distance', () => {
    const silent: RefundNews = {
      type: 'refund-query-answered',
      outcome: { type: 'unknown', why: 'timed-out' },
    }
    const after = (ms: number): unknown =>
      stepRefund(begun.refund, silent, at({ at: instant(noon.at + ms), mono: 0 })).effects
    expect(after(60_000)).toEqual([{ type: 'refund-query', afterMs: 60_000 }])
    expect(after(600_000)).toEqual([{ type: 'refund-query', afterMs: 300_000 }])
    expect(after(86_400_000)).toEqual([{ type: 'refund-query', afterMs: 3_600_000 }])
    expect(after(8 * 86_400_000)).toEqual([])
  })
})

describe('an immediate refund', () => {
  test('is sent at once by day', () => {
    expect(openRefund(request, noon)).toMatchObject({
      refund: { state: 'sending' },
      effects: [{ type: 'refund', afterMs: 0 }],
    })
  })
  test.each([
    ['00:00', 90 * 60_000],
    ['01:29', 60_000],
    ['01:30', 0],
    ['23:59', 0],
  ])('asked for at %s Beijing waits %d ms', (time, ms) => {
    expect(holdMs('immediate', beijing(time))).toBe(ms)
  })
  test('is held on disk over the closed hours, and then sent', () => {
    const held = openRefund(request, beijing('00:10'))
    expect(held).toMatchObject({
      refund: { state: 'held' },
      effects: [{ type: 'wake', afterMs: 80 * 60_000 }],
    })
    expect(stepRefund(held.refund, { type: 'due' }, at(beijing('01:30')))).toMatchObject({
      refund: { state: 'sending' },
    })
  })
  test('without an answer is sent again with the same id', () => {
    const once = stepRefund(sending, timedOut, at(noon))
    expect(once).toMatchObject({
      refund: { state: 'unknown', id: request.id, tries: 1 },
      effects: [{ type: 'refund', afterMs: 3000 }],
    })
    expect(stepRefund(once.refund, timedOut, at(noon)).effects).toEqual([{ type: 'refund', afterMs: 6000 }])
  })
  test('is not repeated in the closed hours either', () => {
    expect(stepRefund(sending, timedOut, at(beijing('00:30'))).effects).toEqual([
      { type: 'refund', afterMs: 60 * 60_000 },
    ])
  })
  test('answered is over, with a receipt', () => {
    expect(stepRefund(sending, done, at(noon))).toMatchObject({
      refund: { state: 'refunded' },
      effects: [{ type: 'refund-receipt' }],
    })
  })
  const trade = (status: TradeStatus): RefundNews => ({
    type: 'trade-answered',
    outcome: { type: 'trade', status, facts: {} },
  })
  test('refused at the first try is refused once its trade is seen to be paid still', () => {
    const asked = stepRefund(sending, refused('RETURN_AMOUNT_EXCEED'), at(noon))
    expect(asked).toMatchObject({
      refund: { state: 'unknown', refusal: 'RETURN_AMOUNT_EXCEED' },
      effects: [{ type: 'trade-query', afterMs: 0 }],
    })
    expect(stepRefund(asked.refund, trade('TRADE_SUCCESS'), at(noon))).toMatchObject({
      refund: { state: 'refused', code: 'RETURN_AMOUNT_EXCEED' },
      effects: [{ type: 'refund-query', afterMs: 60_000 }],
    })
  })
  test('F18 F27: refused because a late cancel has closed the trade, the money is back and counts as refunded', () => {
    const asked = stepRefund(sending, refused('TRADE_HAS_CLOSE'), at(noon))
    const silent: RefundNews = { type: 'trade-answered', outcome: { type: 'unknown', why: 'timed-out' } }
    const again = stepRefund(asked.refund, silent, at(noon))
    expect(again.effects).toEqual([{ type: 'trade-query', afterMs: 3000 }])
    expect(stepRefund(again.refund, trade('TRADE_CLOSED'), at(noon))).toMatchObject({
      refund: { state: 'refunded', seenBy: 'trade-closed' },
      effects: [{ type: 'refund-receipt' }],
    })
  })
  test('F27: an account without the refund query ends by what its trade says, and not in circles', () => {
    const unknown = stepRefund(sending, timedOut, at(noon)).refund
    const doubtful = stepRefund(unknown, refused('RETURN_AMOUNT_EXCEED'), at(noon)).refund
    const forbidden: RefundNews = {
      type: 'refund-query-answered',
      outcome: { type: 'refused', code: 'ACCESS_FORBIDDEN' },
    }
    const asked = stepRefund(doubtful, forbidden, at(noon))
    expect(asked.effects).toEqual([{ type: 'trade-query', afterMs: 0 }])
    expect(stepRefund(asked.refund, trade('TRADE_CLOSED'), at(noon)).refund.state).toBe('refunded')
    expect(stepRefund(asked.refund, trade('TRADE_SUCCESS'), at(noon)).refund).toMatchObject({
      state: 'refused',
      code: 'RETURN_AMOUNT_EXCEED',
    })
  })
  test('refused at a repeat is asked about: the first try may have worked', () => {
    const unknown = stepRefund(sending, timedOut, at(noon)).refund
    const doubtful = stepRefund(unknown, refused('RETURN_AMOUNT_EXCEED'), at(noon))
    expect(doubtful).toMatchObject({
      refund: { state: 'unknown', refusal: 'RETURN_AMOUNT_EXCEED' },
      effects: [{ type: 'refund-query', afterMs: 0 }],
    })
    const success: RefundNews = {
      type: 'refund-query-answered',
      outcome: { type: 'refund', status: 'SUCCESS', facts: {} },
    }
    expect(stepRefund(doubtful.refund, success, at(noon))).toMatchObject({ refund: { state: 'refunded' } })
    const never: RefundNews = {
      type: 'refund-query-answered',
      outcome: { type: 'not-found', code: 'NOT_FOUND' },
    }
    const unmade = stepRefund(doubtful.refund, never, at(noon))
    expect(unmade.effects).toEqual([{ type: 'trade-query', afterMs: 0 }])
    expect(stepRefund(unmade.refund, trade('TRADE_SUCCESS'), at(noon))).toMatchObject({
      refund: { state: 'refused', code: 'RETURN_AMOUNT_EXCEED' },
    })
  })
  test('F06: refused as a repeat after it was short of funds, it is asked about: the first of all tries may have worked', () => {
    const unknown = stepRefund(sending, timedOut, at(noon)).refund
    const short = stepRefund(unknown, refused('SELLER_BALANCE_NOT_ENOUGH'), at(noon)).refund
    expect(short.state).toBe('short-of-funds')
    expect(stepRefund(short, refused('RETURN_AMOUNT_EXCEED'), at(noon))).toMatchObject({
      refund: { state: 'unknown', refusal: 'RETURN_AMOUNT_EXCEED' },
      effects: [{ type: 'refund-query', afterMs: 0 }],
    })
  })
  test.each(['REPEATED_REFUND', 'ILLEGAL_SIGN'])(
    'F22 F27: %s where nothing says that the refund was not made leaves it open, and it is sent again',
    (code) => {
      const asked = {
        ...request,
        state: 'unknown',
        why: 'timed-out',
        tries: 8,
        refusedCalls: 8,
        refusal: code,
      } as const
      const forbidden: RefundNews = {
        type: 'refund-query-answered',
        outcome: { type: 'refused', code: 'ACCESS_FORBIDDEN' },
      }
      const paidStill = stepRefund(
        stepRefund(asked, forbidden, at(noon)).refund,
        trade('TRADE_SUCCESS'),
        at(noon),
      )
      expect(paidStill).toMatchObject({ refund: { state: 'unknown' }, effects: [{ type: 'refund' }] })
      const neverMade: RefundNews = {
        type: 'refund-query-answered',
        outcome: { type: 'not-found', code: 'NOT_FOUND' },
      }
      const unmade = stepRefund(asked, neverMade, at(noon)).refund
      expect(stepRefund(unmade, trade('TRADE_SUCCESS'), at(noon)).refund.state).toBe('refused')
      const sentAgain = stepRefund(unmade, timedOut, at(noon)).refund
      expect(stepRefund(sentAgain, refused(code), at(noon)).refund).not.toHaveProperty('isUnmade')
    },
  )
  test('F22: a refusal of the call says nothing of the refund, which is repeated under its own id', () => {
    const first = stepRefund(sending, refused('HAS_NO_PRIVILEGE'), at(noon))
    expect(first).toMatchObject({
      refund: { state: 'unknown', id: request.id },
      effects: [{ type: 'refund', afterMs: 3000 }],
    })
    expect(stepRefund(first.refund, done, at(noon)).refund.state).toBe('refunded')
  })
  test('F22 F27: the call refused again and again ends by what is known of the refund', () => {
    let { refund } = stepRefund(sending, refused('ILLEGAL_SIGN'), at(noon))
    const waited: number[] = []
    for (;;) {
      const step = stepRefund(refund, refused('ILLEGAL_SIGN'), at(noon))
      ;({ refund } = step)
      const [next] = step.effects
      if (next?.type !== 'refund') {
        expect(step).toMatchObject({
          refund: { state: 'unknown', refusal: 'ILLEGAL_SIGN' },
          effects: [{ type: 'refund-query', afterMs: 0 }],
        })
        break
      }
      waited.push(next.afterMs)
    }
    expect(waited).toEqual([6000, 12_000, 20_000, 20_000, 20_000, 20_000])
  })
  test('for which the shop has too little unsettled money is tried again later, with the same id', () => {
    expect(stepRefund(sending, refused('SELLER_BALANCE_NOT_ENOUGH'), at(noon))).toMatchObject({
      refund: { state: 'short-of-funds', id: request.id },
      effects: [{ type: 'refund', afterMs: 600_000 }],
    })
  })
})

describe('a queued refund', () => {
  const queued = openRefund({ ...request, kind: 'queued' }, beijing('00:10'))
  test('is sent at any hour', () => {
    expect(queued.refund.state).toBe('sending')
  })
  test('is only accepted by its answer, and asked about until it is done', () => {
    const accepted = stepRefund(queued.refund, done, at(noon))
    expect(accepted).toMatchObject({
      refund: { state: 'accepted' },
      effects: [{ type: 'refund-query', afterMs: 60_000 }],
    })
    const processing: RefundNews = {
      type: 'refund-query-answered',
      outcome: { type: 'refund', status: 'PROCESSING', facts: {} },
    }
    expect(stepRefund(accepted.refund, processing, at(noon)).effects).toEqual([
      { type: 'refund-query', afterMs: 120_000 },
    ])
    const failed: RefundNews = {
      type: 'refund-query-answered',
      outcome: { type: 'refund', status: 'FAILED', code: 'X', facts: {} },
    }
    expect(stepRefund(accepted.refund, failed, at(noon))).toMatchObject({
      refund: { state: 'refused', code: 'X' },
    })
  })
})

describe('always', () => {
  const outcomes: readonly RefundNews[] = [
    timedOut,
    done,
    refused('A'),
    refused('SELLER_BALANCE_NOT_ENOUGH'),
    { type: 'refund-query-answered', outcome: { type: 'refund', status: 'SUCCESS', facts: {} } },
    { type: 'refund-query-answered', outcome: { type: 'refund', status: 'PROCESSING', facts: {} } },
    { type: 'refund-query-answered', outcome: { type: 'refund', status: 'CANCELED', facts: {} } },
    { type: 'refund-query-answered', outcome: { type: 'not-found', code: 'NOT_FOUND' } },
    { type: 'refund-query-answered', outcome: { type: 'unknown', why: 'timed-out' } },
    { type: 'resumed' },
    { type: 'due' },
  ]
  const someStory = fc.array(fc.constantFrom(...outcomes), { maxLength: 20 })
  const hear = (from: Refund, story: readonly RefundNews[]): Refund =>
    story.reduce((refund, news) => stepRefund(refund, news, at(noon)).refund, from)

  test('final means final', () => {
    fc.assert(
      fc.property(someStory, someStory, (before, then) => {
        const reached = hear(sending, before)
        if (isRefundFinal(reached)) expect(hear(reached, then).state).toBe(reached.state)
      }),
    )
  })
  test('amount, id and payment never change', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        expect(hear(sending, story)).toMatchObject(request)
      }),
    )
  })
  test('one that is not final has something to do after a restart', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const reached = hear(sending, story)
        if (!isRefundFinal(reached)) {
          expect(stepRefund(reached, { type: 'resumed' }, at(noon)).effects.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})
