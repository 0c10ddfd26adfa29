import { expect, test } from 'vitest'
import { rots } from './rot.ts'
import { openRotShop } from './rot-shop.ts'
import { seeded } from '../seeded.ts'

test(
  'F32: a lost page stops the till at its start, which names the first entry on it, and is mended',
  { timeout: 120_000 },
  async () => {
    const shop = await openRotShop()
    try {
      const zeros = rots.filter(({ name }) => name === 'a page of zeros')
      const random = seeded(20)
      let named = 0
      for (const rot of [...zeros, ...zeros, ...zeros, ...zeros]) {
        const fate = await shop.suffer(rot, random)
        expect(fate).toMatchObject({ what: 'mended' })
        expect(fate.wrong).toBeUndefined()
        if (fate.named) named += 1
      }
      expect(named).toBeGreaterThan(0)
    } finally {
      await shop.close()
    }
  },
)
