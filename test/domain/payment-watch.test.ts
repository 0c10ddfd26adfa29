import { describe, expect, test } from 'vitest'
import {
  sending,
  pay,
  query,
  trade,
  askPassword,
  silence,
  notFound,
  cancelled,
  tell,
} from './told-payments.ts'

describe('a sale that was given up and of which nothing clear is heard', () => {
  test('is asked about often within five minutes, every five for a day, and then hourly', () => {
    const gone = tell(sending, [15_000, silence], [60_000, notFound], [60_000, cancelled]).payment
    const unclear = query({ type: 'unknown', why: 'timed-out' })
    const pause = (ms: number): unknown => tell(gone, [60_000 + ms, unclear]).effects
    expect(pause(60_000)).toEqual([{ type: 'query', afterMs: 60_000 }])
    expect(pause(3_600_000)).toEqual([{ type: 'query', afterMs: 300_000 }])
    expect(pause(90_000_000)).toEqual([{ type: 'query', afterMs: 3_600_000 }])
  })
})

describe('a cancel that may have overtaken its PAY', () => {
  const gone = tell(sending, [15_000, silence], [60_000, notFound], [60_300, cancelled])
  test('F18 F26: several starts within a minute do not use the later questions up', () => {
    let { payment } = gone
    for (const at of [62_000, 70_000, 80_000]) {
      const asked = tell(payment, [at, { type: 'resumed' }], [at + 200, notFound])
      expect(asked.effects).toEqual([{ type: 'query', afterMs: 120_300 - at - 200 }])
      ;({ payment } = asked)
    }
    expect(payment).toMatchObject({ watch: { stage: 'soon' } })
  })
  const asksIn = (afterMs: number) => [{ type: 'query', afterMs }]
  const hourMs = 3_600_000
  test('F18: leaves a tombstone: asked after one and five minutes, and then in growing distance for a day', () => {
    expect(gone).toMatchObject({
      payment: { state: 'cancelled', watch: { stage: 'soon' } },
      effects: [{ type: 'query', afterMs: 60_000 }],
    })
    const later = tell(gone.payment, [120_300, notFound])
    expect(later).toMatchObject({
      payment: { watch: { stage: 'later' } },
      effects: [{ type: 'query', afterMs: 240_000 }],
    })
    let step = tell(later.payment, [360_300, notFound])
    expect(step.payment).toMatchObject({ watch: { stage: 'at-next-start' } })
    const asked: number[] = []
    let at = 360_300
    for (;;) {
      const [next] = step.effects
      if (next?.type !== 'query') break
      at += next.afterMs
      asked.push(Math.round((at - 60_300) / hourMs))
      step = tell(step.payment, [at, notFound])
    }
    expect(asked).toEqual([1, 2, 4, 9, 17, 35])
    expect(step.payment).toMatchObject({ watch: { stage: 'over' } })
  })
  test('F18: asks at every start of the day, but not twice within five minutes', () => {
    let { payment } = tell(gone.payment, [120_300, notFound], [360_300, notFound])
    for (const at of [900_000, 2 * hourMs, 3 * hourMs, 4 * hourMs, 5 * hourMs, 6 * hourMs]) {
      expect(tell(payment, [at, { type: 'resumed' }]).effects).toEqual(asksIn(0))
      ;({ payment } = tell(payment, [at + 100, notFound]))
      expect(tell(payment, [at + 60_100, { type: 'resumed' }]).effects).toEqual(asksIn(240_000))
      expect(payment).toMatchObject({ watch: { stage: 'at-next-start' } })
    }
    expect(tell(payment, [25 * hourMs, notFound])).toMatchObject({
      payment: { watch: { stage: 'over' } },
      effects: [],
    })
  })
  test('F28: is not over because the clock jumped a day ahead', () => {
    const parked = tell(gone.payment, [120_300, notFound], [360_300, notFound])
    expect(tell(parked.payment, [25 * hourMs, { type: 'resumed' }], [25 * hourMs, notFound])).toMatchObject({
      payment: { watch: { stage: 'at-next-start', absent: 1 } },
    })
  })
  test('F18 F22: a refused question is none: the later ones remain, and it ends no watch', () => {
    const refused = query({ type: 'refused', code: 'HAS_NO_PRIVILEGE' })
    const later = tell(gone.payment, [120_300, refused])
    expect(later).toMatchObject({ payment: { watch: { stage: 'later' } }, effects: asksIn(240_000) })
    let { payment } = tell(later.payment, [360_300, refused])
    for (let days = 1; days < 10; days += 1) {
      const asked = tell(payment, [days * 24 * hourMs + 60_300, refused])
      expect(asked.effects).toEqual(asksIn(24 * hourMs))
      ;({ payment } = asked)
    }
    expect(payment).toMatchObject({ watch: { stage: 'at-next-start' } })
  })
  test('and a PAY that arrives late is given back and reported, once', () => {
    const found = tell(gone.payment, [120_300, query(trade('TRADE_SUCCESS'))])
    expect(found).toMatchObject({
      payment: {
        state: 'cancelled',
        watch: { stage: 'over', foundPaid: { alipayTransId: '2026112022001400000000000001' } },
      },
      effects: [{ type: 'discrepancy', kind: 'paid-after-given-up' }, { type: 'refund-all' }],
    })
    expect(tell(found.payment, [130_000, query(trade('TRADE_SUCCESS'))]).effects).toEqual([])
  })
  test('and one that opens a trade late is cancelled again', () => {
    const open = tell(gone.payment, [120_300, query(trade('WAIT_BUYER_PAY'))])
    expect(open.effects).toEqual([{ type: 'cancel', afterMs: 0 }])
    expect(tell(open.payment, [121_000, cancelled])).toMatchObject({
      payment: { watch: { stage: 'over' } },
      effects: [],
    })
  })
  test('is not needed when the trade had been seen', () => {
    expect(
      tell(sending, [400, askPassword], [60_000, query(trade('WAIT_BUYER_PAY'))], [60_300, cancelled]),
    ).toMatchObject({ payment: { watch: { stage: 'over' } }, effects: [] })
  })
})

describe('a refusal that turns out differently', () => {
  const declined = tell(sending, [300, pay({ type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' })]).payment
  test('paid behind our back: given back and reported; the sale stays declined', () => {
    expect(tell(declined, [3300, query(trade('TRADE_SUCCESS'))])).toMatchObject({
      payment: { state: 'declined' },
      effects: [{ type: 'discrepancy', kind: 'paid-after-given-up' }, { type: 'refund-all' }],
    })
  })
  test('open behind our back: cancelled', () => {
    expect(tell(declined, [3300, query(trade('WAIT_BUYER_PAY'))]).effects).toEqual([
      { type: 'cancel', afterMs: 0 },
    ])
  })
  test('confirmed by a query that finds nothing, and asked about twice more and at the next start', () => {
    const confirmed = tell(declined, [3300, notFound])
    expect(confirmed).toMatchObject({
      payment: { watch: { stage: 'soon' } },
      effects: [{ type: 'query', afterMs: 60_000 }],
    })
    const later = tell(confirmed.payment, [63_300, notFound])
    expect(later.effects).toEqual([{ type: 'query', afterMs: 240_000 }])
    expect(tell(later.payment, [303_300, notFound])).toMatchObject({
      payment: { watch: { stage: 'at-next-start' } },
      effects: [{ type: 'query', afterMs: 3_600_000 }],
    })
  })
  test('confirmed for good by a trade that is closed', () => {
    expect(tell(declined, [3300, query(trade('TRADE_CLOSED'))])).toMatchObject({
      payment: { watch: { stage: 'over' } },
      effects: [],
    })
  })
  test('asked again while the line is dead', () => {
    expect(tell(declined, [3300, query({ type: 'unknown', why: 'timed-out' })]).effects).toEqual([
      { type: 'query', afterMs: 60_000 },
    ])
  })
})
