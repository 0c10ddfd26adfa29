import { describe, test } from 'vitest'
import type { Bench, Promises } from './contract.ts'

/** Runs a contract as tests, each on a device of its own. */
export const suite = <B extends Bench>(
  device: string,
  promises: Promises<B>,
  open: () => B | Promise<B>,
): void => {
  describe.each([device])('%s', () => {
    test.each(Object.entries(promises))('%s', async (_, keep) => {
      const bench = await open()
      try {
        await keep(bench)
      } finally {
        await bench.close()
      }
    })
  })
}
