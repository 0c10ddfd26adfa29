import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { causes, checks, restsOn, type Cause } from '../../main/domain/diagnosis.ts'
import { causeSentence, causeSentences } from '../../main/domain/diagnosis-sentences.ts'
import { faultsOf } from '../docs/spoken.ts'
import { deviceFaults } from './device-faults.ts'
import { diagnosisPage, type FaultGroup } from './diagnosis-page.ts'
import { lineFaults } from './line-faults.ts'
import { machineFaults } from './machine-faults.ts'
import { systemFaults } from './system-faults.ts'

const groups: readonly FaultGroup[] = [
  { title: 'Files, settings, keys, journal', faults: machineFaults },
  { title: 'Disk, rights, network', faults: systemFaults },
  { title: 'The line to the gateway and what answers', faults: lineFaults },
  { title: 'Devices', faults: deviceFaults },
]

describe.each(groups)('$title: one cause is named, and nothing else is blamed', ({ faults }) => {
  for (const { what, lacks, names, play } of faults) {
    test.skipIf(lacks !== undefined)(`${what}: ${lacks ?? names}`, { timeout: 90_000 }, async () => {
      expect(await play()).toEqual({ first: names, others: [] })
    })
  }
})
for (const { lacks, what } of systemFaults) {
  if (lacks !== undefined) console.log(`Not put in here: ${what} (${lacks}).`)
}

describe('the table of causes', () => {
  const all = Object.keys(causes) as readonly Cause[]

  test('every cause says what is wrong and what to do, in both languages', () => {
    expect(
      all.flatMap((of) => faultsOf({ of, words: causeSentences[of] }).map((fault) => `${of}: ${fault}`)),
    ).toEqual([])
  })

  test('a value that looks like a place for another one stays as it is', () => {
    const finding = {
      check: 'name',
      state: 'wrong',
      cause: 'name-unknown',
      values: { host: '{path}' },
    } as const
    expect(causeSentence(finding, 'en')?.headline).toBe('There is no {path}')
  })

  test('a check rests only on those that were looked at before it', () => {
    const late = checks.flatMap((check, at) =>
      (restsOn[check] ?? [])
        .filter((below) => checks.indexOf(below) >= at)
        .map((below) => `${check} on ${below}`),
    )
    expect(late).toEqual([])
  })

  test('the page tells of every cause, and of every fault that was put in', () => {
    const file = join(import.meta.dirname, '../../docs/diagnosis.md')
    const page = diagnosisPage(groups)
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page)
    expect(readFileSync(file, 'utf8')).toBe(page)
  })
})
