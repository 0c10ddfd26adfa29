import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { mutants } from './mutants.ts'
import { mutatedText } from './mutate.ts'
import { calmPlan, planOf } from './plan.ts'
import { runWorld, type Outcome } from './world.ts'

const run = promisify(execFile)
const simulate = join(import.meta.dirname, 'simulate.ts')
const seeds = Number(process.env['SPOT_TILL_SEEDS'] ?? 300)

/** Rows whose fault the engine meets itself; the others are the operating system's, the screen's or a device's. */
const engineRows = (
  'F01 F02 F03 F04 F05 F06 F07 F09 F11 F13 F14 F15 F17 F18 F19 ' +
  'F20 F21 F22 F25 F26 F27 F28 F29 F30 F32 F33 F34 F35 F37 F38'
).split(' ')

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

  test.each([
    ['F06', 'forgets refunds at the start'],
    ['F14', 'takes silence for paid'],
    ['F35', 'makes the same ids on another machine'],
  ])(
    'R2 %s: the planted bug that a till %s is found',
    async (_, name) => {
      const said = await inAProcess('--mutants', '--only', name, '--seeds', '60', '--processes', '1')
      expect(said).toContain(' 1 planted bugs, 0 survive')
    },
    600_000,
  )
})

describe('the planted bugs', () => {
  test.each(mutants.map((mutant) => [mutant.row, mutant.name, mutant] as const))(
    '%s: %s: its text is in the product, once',
    (_, __, mutant) => {
      expect(mutatedText(mutant)).not.toBe('')
    },
  )

  test('are of every row of the fault matrix that the engine can get wrong', () => {
    const rows = new Set(mutants.map(({ row }) => row))
    expect(engineRows.filter((row) => !rows.has(row))).toEqual([])
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  })
})
