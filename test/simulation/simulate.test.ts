import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { calmPlan, planOf } from './plan.ts'
import { runWorld, type Outcome } from './world.ts'

const run = promisify(execFile)
const simulate = join(import.meta.dirname, 'simulate.ts')
const seeds = Number(process.env['SPOT_TILL_SEEDS'] ?? 300)

/** `npm run simulate` in a process of its own; rejects with what it said when a world went wrong. */
const inAProcess = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, [simulate, ...args], { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

describe('whole worlds from a seed', () => {
  test('a world without faults ends with everything paid', async () => {
    for (const seed of [1, 2, 3]) {
      const plan = calmPlan(seed)
      const { violations, sales, paid, faults } = await runWorld(plan)
      expect(violations).toEqual([])
      expect(faults).toEqual({})
      expect(sales).toBe(plan.tills * plan.salesPerTill)
      expect(paid).toBe(sales)
    }
  })

  test('the same seed is the same world, to the last byte, here and in another process', async () => {
    const here = await runWorld(planOf(7))
    expect(here.sales).toBeGreaterThan(0)
    expect((await runWorld(planOf(7))).digest).toBe(here.digest)
    const there = await inAProcess('--seed', '7')
    const outcome = JSON.parse(there.slice(there.lastIndexOf('\n{') + 1)) as Outcome
    expect(outcome.digest).toBe(here.digest)
    expect((await runWorld(planOf(8))).digest).not.toBe(here.digest)
  }, 120_000)

  test(`R1 R6 R7: ${seeds} worlds, and every invariant holds in each`, async () => {
    const said = await inAProcess('--seeds', String(seeds))
    expect(said).toContain(' 0 violations')
  }, 600_000)

  test('a bug that is planted is found', async () => {
    const found = inAProcess('--seeds', '40', '--mutant', 'forgets at the start what was being sent')
    await expect(found).rejects.toMatchObject({ stdout: expect.stringMatching(/I[24]/) })
  }, 600_000)
})
