import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from '../../app/log.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spot-till-log-'))
  file = join(folder, 'till.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

const large = 10 * 1024 * 1024 + 1

test('a log of usual size goes on', () => {
  openLog(file).info('first')
  openLog(file).info('second')
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2)
  expect(existsSync(`${file}.1`)).toBe(false)
})

test('a log that has grown large is kept aside at the next start, and three of them at most', () => {
  for (const run of ['a', 'b', 'c', 'd', 'e']) {
    writeFileSync(file, run.repeat(large))
    openLog(file).info('started')
    expect(statSync(file).size).toBeLessThan(1000)
  }
  expect([1, 2, 3].map((number) => readFileSync(`${file}.${number}`, 'utf8')[0])).toEqual(['e', 'd', 'c'])
  expect(existsSync(`${file}.4`)).toBe(false)
})

test.skipIf(!existsSync('/dev/full'))(
  'F29: a disk that takes no line ends nothing, neither at once nor afterwards',
  async () => {
    symlinkSync('/dev/full', file)
    const log = openLog(file)
    for (let line = 0; line < 3; line += 1) log.error('journal-fault', { line })
    await new Promise((resolve) => setImmediate(resolve))
  },
)
