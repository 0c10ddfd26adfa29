import type { Cause } from '../../main/domain/diagnosis.ts'
import { judged, openShop, type Blamed, type Shop, type ShopOptions } from './shop.ts'

/** A fault that is put into a shop in which everything works, and what must be named for it. */
export interface Fault {
  readonly what: string
  /** With what it is made, so that a reader can judge how real it is. */
  readonly by: string
  readonly names: Cause | 'nothing'
  /** Why it cannot be made on this machine. */
  readonly lacks?: string | undefined
  readonly play: () => Promise<Blamed>
}

export const within = async (
  options: ShopOptions,
  run: (shop: Shop) => Blamed | Promise<Blamed>,
): Promise<Blamed> => {
  const shop = await openShop(options)
  try {
    return await run(shop)
  } finally {
    await shop.close()
  }
}

/** The usual play: break something, then look. */
export const broken =
  (breakIt: (shop: Shop) => unknown, options: ShopOptions = {}): Fault['play'] =>
  () =>
    within(options, async (shop) => {
      await breakIt(shop)
      return judged(await shop.look())
    })
