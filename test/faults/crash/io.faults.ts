import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, type Bundle } from './bundle.ts'
import { liveUntilToday } from './house.ts'
import { refuseEach, type Refusal, type RefusalRound } from './io-errors.ts'
import { scenarios } from './scenarios.ts'
import { canTrace } from '../tracing.ts'

const rounds: (readonly [title: string, round: RefusalRound])[] = []
let till: Bundle

const calls = ['pwrite64', 'write', 'fsync', 'ftruncate'] as const
const each = (error: Refusal['error'], step: number): readonly (readonly [Refusal, number])[] =>
  calls
    .filter((call) => error === 'EIO' || call === 'pwrite64' || call === 'write')
    .flatMap((call) =>
      (['once', 'for ever'] as const).map(
        (lasts) => [{ call, error, lasts }, call === 'pwrite64' ? step : 1] as const,
      ),
    )

/** Most of the many page writes are alike: beside the plain sale every fourth one is refused. */
const work: readonly (readonly [
  rows: string,
  scenario: string,
  refusals: readonly (readonly [Refusal, number])[],
])[] = [
  ['F30 J4', 'a paid sale', each('EIO', 1)],
  ['F29 J4', 'a paid sale', each('ENOSPC', 1)],
  ['F31 J4', 'a paid sale', each('EROFS', 1)],
  ['F30 J4', 'two refunds of a sale', each('EIO', 4)],
  ['F30 J4', 'a refund whose answer is unclear', each('EIO', 4)],
  ['F30 J4', 'a start with open questions', each('EIO', 4)],
  ['F30 J4', 'the limit and the cancel', each('EIO', 4)],
  ['F30 J4', 'the first start of a new till', each('EIO', 4)],
]

describe.skipIf(!canTrace)(`a disk that refuses${canTrace ? '' : ' (skipped: needs strace)'}`, () => {
  beforeAll(async () => {
    till = await bundle(join(import.meta.dirname, 'crashing-till.ts'))
  })
  afterAll(() => {
    till.remove()
    const sentences = new Set(rounds.flatMap(([, round]) => [...round.sentences]))
    console.log(
      [
        ...rounds.map(
          ([title, { runs, stopped, violations }]) =>
            `${title.padEnd(70)} ${runs} runs, ${stopped} stopped the till, ${violations.length} violations`,
        ),
        `${rounds.reduce((sum, [, { runs }]) => sum + runs, 0)} runs in all. What the stopped tills said:`,
        ...[...sentences].map((sentence) => `  ${sentence}`),
      ].join('\n'),
    )
  })

  test.each(
    work.flatMap(([rows, scenario, refusals]) =>
      refusals.map(
        ([refusal, step]) =>
          [
            rows,
            scenario,
            `${refusal.error} for the journal's ${refusal.call}, ${refusal.lasts}`,
            refusal,
            step,
          ] as const,
      ),
    ),
  )(
    '%s: %s with %s: the till goes on or says why not, and after a new start its books are the gateway’s',
    { timeout: 600_000 },
    async (_rows, name, words, refusal, step) => {
      const scenario = scenarios.find((one) => one.name === name)
      if (scenario === undefined) throw new Error(`there is no scenario "${name}"`)
      const yesterday = await liveUntilToday(scenario)
      try {
        const round = await refuseEach(yesterday, till, refusal, { step })
        rounds.push([`${name}: ${words}`, round])
        expect(round.violations).toEqual([])
        expect(round.runs).toBeGreaterThan(0)
      } finally {
        yesterday.remove()
      }
    },
  )
})
