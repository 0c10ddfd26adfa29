import { describe, expect, test } from 'vitest'
import { cutPower, figuresLine } from './cuts.ts'
import { canMakeDisks, formats, skipped } from './disk.ts'

/** `SPOT_TILL_CUTS=500 npm run test:faults` is the long form. */
const cuts = Number(process.env['SPOT_TILL_CUTS'] ?? 60)
const seed = Number(process.env['SPOT_TILL_SEED'] ?? Date.now() % 1_000_000)

describe.skipIf(!canMakeDisks)(`power cuts at random instants${skipped}`, () => {
  const perFormat = Math.ceil(cuts / Math.max(1, formats.length))

  test.each(formats)(
    'F01 F02 F03 F04 F05 F06: with %s nothing acknowledged is lost and no screen was wrong',
    { timeout: 60_000 + perFormat * 5000 },
    async (format) => {
      const figures = await cutPower({ cuts: perFormat, seed, formats: [format] })
      console.log(figuresLine(`${format}, seed ${seed}`, figures))
      expect(figures.broken).toEqual([])
      expect(figures).toMatchObject({ lost: 0, wrongScreens: 0, refusals: {} })
      expect(figures.acknowledged).toBeGreaterThan(perFormat)
    },
  )
})
