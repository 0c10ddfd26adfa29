import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canMakeDisks, skipped } from './disk.ts'
import type { Point } from './held-child.ts'
import { shown, startNights, type Nights } from './night.ts'

describe.skipIf(!canMakeDisks)(`a power cut exactly${skipped}`, { timeout: 120_000 }, () => {
  let nights: Nights
  beforeAll(async () => {
    nights = await startNights()
  })
  afterAll(() => nights.close())

  test('F01: before the intent is on disk: nothing was sent, and nothing is left to ask', async () => {
    const night = await nights.cutAt({ side: 'before', of: 'intent' }, 1250)
    expect(night).toMatchObject({ pays: 0, kept: 0, inTheEnd: [], broken: [] })
    expect(night.atStart.current).toBeUndefined()
  })

  test('F02: after the intent, before the first byte left: asked about, cancelled, never sent', async () => {
    const night = await nights.cutAt({ side: 'after', of: 'intent' }, 1250)
    expect(night).toMatchObject({ pays: 0, kept: 0, broken: [] })
    expect(night.atStart.current?.payment).toMatchObject({ state: 'waiting', why: 'interrupted' })
    expect(night.inTheEnd).toMatchObject([{ payment: { state: 'cancelled', because: 'limit' } }])
  })

  test('F03: after the customer was charged, before the answer: booked once, with a receipt', async () => {
    const night = await nights.cutAt(undefined, 9012)
    expect(night).toMatchObject({ pays: 1, kept: 9012, broken: [] })
    expect(shown(night)).not.toContain('paid')
    expect(night.atStart.current?.payment).toMatchObject({ state: 'waiting', why: 'interrupted' })
    expect(night.inTheEnd).toMatchObject([{ payment: { state: 'paid' } }])
    expect(night.receipt).toContain('90.12')
  })

  test('F03: while the call is out that never arrives: cancelled, and the customer keeps the money', async () => {
    const night = await nights.cutAt(undefined, 9017)
    expect(night).toMatchObject({ pays: 1, kept: 0, broken: [] })
    expect(night.inTheEnd).toMatchObject([{ payment: { state: 'cancelled' } }])
  })

  test('F06: during a cancel: repeated until it is answered, and the money went back once', async () => {
    const night = await nights.cutAt({ side: 'before', of: 'cancelled' }, 9003, 'abort')
    expect(night).toMatchObject({ pays: 1, kept: 0, broken: [] })
    expect(night.atStart.current?.payment).toMatchObject({ state: 'cancelling' })
    expect(night.inTheEnd).toMatchObject([{ payment: { state: 'cancelled', because: 'cashier' } }])
  })

  test.each<Point>([
    { side: 'after', of: 'refund-intent' },
    { side: 'before', of: 'refunded' },
    { side: 'after', of: 'refunded' },
  ])(
    'F06: during a refund ($side $of): the same request again, and a third went back once',
    async (point) => {
      const night = await nights.cutAt(point, 3000, 'refund')
      expect(night).toMatchObject({ pays: 1, kept: 2000, broken: [] })
      expect(night.inTheEnd).toMatchObject([
        { payment: { state: 'paid' }, refunds: [{ state: 'refunded', amount: { minor: 1000 } }] },
      ])
    },
  )
})
