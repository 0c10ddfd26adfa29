import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canMakeDisks, skipped } from './disk.ts'
import { shown, startNights, type Nights } from './night.ts'

describe.skipIf(!canMakeDisks)(`a power cut exactly${skipped}`, { timeout: 120_000 }, () => {
  let nights: Nights
  beforeAll(async () => {
    nights = await startNights()
  })
  afterAll(() => nights.close())

  test('F04: after the answer, before it is on disk: the screen had not said paid, and says so now', async () => {
    const night = await nights.cutAt({ side: 'before', of: 'paid' }, 1250)
    expect(shown(night)).not.toContain('paid')
    expect(night).toMatchObject({ pays: 1, kept: 1250, broken: [] })
    expect(night.inTheEnd).toMatchObject([{ payment: { state: 'paid', givenUp: false } }])
  })

  test('F05: after the answer is on disk, before the screen: shown as paid at the start, with its receipt', async () => {
    const night = await nights.cutAt({ side: 'after', of: 'paid' }, 1250)
    expect(shown(night)).not.toContain('paid')
    expect(night.atStart.last).toMatchObject([{ payment: { state: 'paid' } }])
    expect(night.atStart.open).toEqual([])
    expect(night).toMatchObject({ pays: 1, kept: 1250, broken: [] })
    expect(night.receipt).toContain('12.50')
  })
})
