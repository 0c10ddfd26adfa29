import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rots } from './rot.ts'
import { openRotShop, type RotShop } from './rot-shop.ts'
import { seeded } from '../seeded.ts'

const times = 100
const seed = Number(process.env['SPOT_TILL_SEED'] ?? Date.now() % 1_000_000)

describe('a journal whose bytes have changed on the disk', () => {
  let shop: RotShop
  beforeAll(async () => {
    shop = await openRotShop()
  })
  afterAll(() => shop.close())

  test.each(rots)(
    'F32: $name: unhurt, or refused with the first bad entry named and mended from the witness',
    { timeout: 120_000 },
    async (rot) => {
      const random = seeded(seed)
      const counts = { unhurt: 0, healed: 0, mended: 0, 'not-mended': 0, named: 0 }
      const wrong: string[] = []
      for (let time = 1; time <= times; time += 1) {
        const fate = await shop.suffer(rot, random)
        counts[fate.what] += 1
        if (fate.named) counts.named += 1
        if (fate.wrong !== undefined) wrong.push(`${time}: ${fate.wrong}`)
      }
      console.log(
        `${rot.name}, seed ${seed}: ${times} times, ${counts.unhurt} hit no entry, ${counts.named} named by number, ` +
          `${counts.healed} put back at the start, ${counts.mended} mended from the witness, ${counts['not-mended']} left as they were`,
      )
      expect(wrong).toEqual([])
    },
  )
})
