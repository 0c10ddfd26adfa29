import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { acknowledge } from '../../app/cli/acknowledge.ts'
import { doctor } from '../../app/cli/doctor.ts'
import { composeTill, openTillJournal } from '../../app/compose.ts'
import { dataFolder } from '../../app/data-folder.ts'
import { openLog } from '../../app/log.ts'
import { readSettingsFile } from '../../app/settings-file.ts'
import { systemClock } from '../../app/system.ts'
import type { HaltReason } from '../../main/domain/halt.ts'
import { standingHalt } from '../../main/guard/halt.ts'
import type { Journal } from '../../main/journal/journal.ts'

let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spot-till-acknowledge-'))
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const inJournal = async <T>(run: (journal: Journal) => T): Promise<T> => {
  const place = dataFolder(folder)
  const settings = await readSettingsFile(place.settings)
  if (!settings.ok) throw new Error('no settings')
  const journal = openTillJournal(place, settings.value, openLog(place.log))
  try {
    return run(journal)
  } finally {
    journal.close()
  }
}
const plant = (...reasons: readonly HaltReason[]): Promise<readonly number[]> =>
  inJournal((journal) =>
    reasons.map((because) => {
      const stamp = { now: systemClock.now(), operator: 'till' }
      const [entry] = journal.append(stamp, { kind: 'till-halted', because, about: 'x', detail: 'planted' })
      return entry?.seq ?? 0
    }),
  )
const say = (...args: readonly string[]): Promise<number> => acknowledge(['--data', folder, ...args])

test('names every halt that stands, takes the number of the newest, and says of any other that it is not it', async () => {
  const [first = 0, newest = 0] = await plant('number-taken', 'paid-unproven')
  expect(await say()).toBe(3)
  expect(said.join('\n')).toMatch(/Another till uses.*number-taken.*without proof.*paid-unproven/s)
  said = []
  expect(await say('--entry', String(first))).toBe(3)
  expect(said.join('\n')).toContain(`Entry ${first} is not the newest halt: nothing is acknowledged.`)
  expect(await inJournal(standingHalt)).toMatchObject({ entry: newest })
  expect(await say('--entry', String(newest))).toBe(0)
  expect(await inJournal(standingHalt)).toBeUndefined()
  const [later = 0] = await plant('final-state-left')
  said = []
  expect(await say()).toBe(3)
  expect(said.join('\n')).not.toContain('number-taken')
  expect(await say('--entry', String(later))).toBe(0)
})

test('a till that is open is to be closed first', async () => {
  await plant('paid-unproven')
  const open = await composeTill({ dataDir: folder })
  try {
    await expect(say()).rejects.toThrow('The till is open. Close it, acknowledge, and start it again.')
  } finally {
    await open.close()
  }
})

test('doctor looks at the line of a till that has halted too', async () => {
  await plant('paid-unproven')
  expect(await doctor(['--data', folder])).toBe(1)
  expect(said.join('\n')).toMatch(/WRONG {2}journal .*acknowledge.*\n(?:.*\n)*ok {5}gateway/)
})

test('doctor beside an open till says what it could not look at, and finds nothing wrong', async () => {
  const open = await composeTill({ dataDir: folder })
  try {
    expect(await doctor(['--data', folder])).toBe(0)
    expect(said.join('\n')).toMatch(
      /note {3}journal .*the till is open.*\nhint {3}people .*No limit of refunds.*\n(?:.*\n)*hint {3}printer/,
    )
    expect(said.join('\n')).not.toContain('WRONG')
  } finally {
    await open.close()
  }
})
