import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, type Bundle, type Planted } from './bundle.ts'
import { liveUntilToday } from './house.ts'
import { killAll, type Point } from './points.ts'
import { scenarios, type Scenario } from './scenarios.ts'
import { canTrace } from '../tracing.ts'

// A sample of what crash.faults.ts does at every point. Rows: F01 F02 F03 F04 F05 F06 F07 F36.
const entry = join(import.meta.dirname, 'crashing-till.ts')
const call = (name: string, nth: number, area: 'books' | 'house' | 'wire' = 'books'): Point => ({
  kind: 'call',
  area,
  call: name,
  nth,
})
const sample: readonly Point[] = [
  call('pwrite64', 13),
  call('write', 2),
  { kind: 'request', moment: 'late', nth: 1 },
  call('pwrite64', 29),
  call('fsync', 6),
  { kind: 'request', moment: 'unanswered', nth: 1 },
  call('rename', 1, 'house'),
  call('pwrite64', 43),
  call('ftruncate', 2),
  { kind: 'request', moment: 'answered', nth: 1 },
  call('fsync', 11),
  call('writev', 1, 'wire'),
  call('write', 3),
  { kind: 'request', moment: 'unheard', nth: 2 },
  call('openat', 2),
]
/** Every fifth one, other ones for each scenario. */
const sampleFor = (scenario: Scenario): readonly Point[] =>
  sample.filter((_, index) => index % 5 === scenarios.indexOf(scenario) % 5)

describe.skipIf(!canTrace)(`a till that is killed${canTrace ? '' : ' (skipped: needs strace)'}`, () => {
  let till: Bundle
  beforeAll(async () => {
    till = await bundle(entry)
  })
  afterAll(() => till.remove())

  test.each(scenarios.map((scenario) => [scenario.rows, scenario.name, scenario] as const))(
    '%s: %s, at a sample of the points',
    async (_rows, _name, scenario) => {
      const yesterday = await liveUntilToday(scenario)
      try {
        const round = await killAll(yesterday, till, sampleFor(scenario), false)
        expect(round.violations).toEqual([])
      } finally {
        yesterday.remove()
      }
    },
  )
})

/** Mistakes that this must find, each with points where it shows. */
const planted: readonly (readonly [
  what: string,
  scenario: string,
  points: readonly Point[],
  planted: Planted,
])[] = [
  [
    'a settings file written in its place',
    'settings that change',
    [call('write', 1, 'house')],
    {
      file: 'app/settings-file.ts',
      from: "const made = await open(`${file}.new`, 'w', 0o644)",
      to: "await copyFile(file, `${file}.new`); const made = await open(file, 'w', 0o644)",
    },
  ],
  [
    'a backup written under its own name',
    'a backup over the one of yesterday',
    [call('pwrite64', 4, 'house')],
    {
      file: 'main/journal/backup.node.ts',
      from: 'const copy = `${file}.unfinished`',
      to: 'const copy = file',
    },
  ],
  [
    'an intent written down after its PAY has left',
    'a paid sale',
    [{ kind: 'request', moment: 'unanswered', nth: 1 }],
    {
      file: 'main/payments/payments.ts',
      from: "journal.append(\n        { now, operator },\n        { kind: 'payment-requested', payment, call: requestRecord(prepared, seal) },\n      )",
      to: "setTimeout(() => journal.append({ now, operator }, { kind: 'payment-requested', payment, call: requestRecord(prepared, seal) }), 300)",
    },
  ],
]

describe.skipIf(!canTrace)('a mistake', () => {
  test.each(planted)('such as %s is found', async (_what, name, points, mistake) => {
    const scenario = scenarios.find((one) => one.name === name)
    if (scenario === undefined) throw new Error(`there is no scenario "${name}"`)
    const till = await bundle(entry, mistake)
    const yesterday = await liveUntilToday(scenario)
    try {
      expect((await killAll(yesterday, till, points, false)).violations).not.toEqual([])
    } finally {
      yesterday.remove()
      till.remove()
    }
  })
})
