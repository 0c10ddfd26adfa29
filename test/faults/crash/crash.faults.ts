import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, type Bundle } from './bundle.ts'
import { liveUntilToday } from './house.ts'
import { killAll, pointsOf, type Round } from './points.ts'
import { scenarios } from './scenarios.ts'
import { canTrace } from '../tracing.ts'

// Rows of the fault matrix, named by the scenarios: F01 F02 F03 F04 F05 F06 F07 F36.
let till: Bundle
const rounds: Round[] = []

describe.skipIf(!canTrace)(
  `a till that is killed at every write${canTrace ? '' : ' (skipped: needs strace)'}`,
  () => {
    beforeAll(async () => {
      till = await bundle(join(import.meta.dirname, 'crashing-till.ts'))
    })
    afterAll(() => {
      till.remove()
      const sum = (of: (round: Round) => number): number =>
        rounds.reduce((total, round) => total + of(round), 0)
      const line = (name: string, kills: number, notReached: number, violations: number): string =>
        `${name.padEnd(66)}${String(kills).padStart(7)}${String(notReached).padStart(9)}${String(violations).padStart(12)}`
      console.log(
        [
          `${'scenario'.padEnd(66)}  kills  beyond*  violations`,
          ...rounds.map((round) =>
            line(round.scenario, round.kills, round.notReached, round.violations.length),
          ),
          line(
            `${rounds.length} scenarios`,
            sum(({ kills }) => kills),
            sum(({ notReached }) => notReached),
            sum(({ violations }) => violations.length),
          ),
          '* one for each kind of call shows that there was no further one; the rest is what timers made of the run',
        ].join('\n'),
      )
    })

    test.each(scenarios.map((scenario) => [scenario.rows, scenario.name, scenario] as const))(
      '%s: %s: whatever was told stands, nobody pays twice, and the books agree with the gateway',
      { timeout: 900_000 },
      async (_rows, _name, scenario) => {
        const yesterday = await liveUntilToday(scenario)
        try {
          const { points, violations } = await pointsOf(yesterday, till)
          expect(violations).toEqual([])
          const round = await killAll(yesterday, till, points)
          rounds.push(round)
          expect(round.violations).toEqual([])
          expect(round.kills).toBeGreaterThan(points.length * 0.8)
        } finally {
          yesterday.remove()
        }
      },
    )
  },
)
