import Database from 'better-sqlite3'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect, readSettings } from '../../../main/journal/connection.node.ts'
import { canTrace } from '../tracing.ts'

const run = promisify(execFile)
const child = join(import.meta.dirname, '..', '..', 'journal', 'appending-child.ts')

describe.skipIf(!canTrace)(`as seen from outside${canTrace ? '' : ' (skipped: needs strace)'}`, () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'spot-till-fsyncs-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** System calls of a till that opens its journal and makes so many sales, two appends each. */
  const callsOf = async (shop: string, sales: number): Promise<readonly string[]> => {
    const trace = join(folder, 'trace')
    const files = [join(folder, shop, 'journal.db'), join(folder, shop, 'witness', 'head.log')]
    const till = [child, ...files, String(sales)]
    const calls = 'trace=fsync,fdatasync,write,pwrite64,openat'
    const strace = ['-f', '-qq', '-y', '--seccomp-bpf', '-e', calls, '-o', trace, process.execPath, ...till]
    const running = run('strace', strace)
    // Ended, its standard input lets it go once it has sold.
    running.child.stdin?.end()
    await running
    return readFileSync(trace, 'utf8').split('\n')
  }
  const count = (calls: readonly string[], pattern: RegExp): number =>
    calls.filter((call) => pattern.test(call)).length

  test(
    'F34: every commit is synced, in the first run and in every later one, and the witness before it',
    { timeout: 120_000 },
    async () => {
      // A run's opening costs what it costs; the difference between two runs is what the appends cost.
      const runs = [
        ['first', await callsOf('new', 0), await callsOf('shop', 10)],
        ['second', await callsOf('new', 0), await callsOf('shop', 10)],
      ] as const
      for (const [name, opening, selling] of runs) {
        const perAppend = (pattern: RegExp): number =>
          (count(selling, pattern) - count(opening, pattern)) / 20
        expect([name, perAppend(/f(data)?sync\(\d+<[^>]*journal\.db>\)/)]).toEqual([name, 1])
        expect(perAppend(/f(data)?sync\(\d+<[^>]*journal\.db-journal>\)/)).toBeGreaterThanOrEqual(1)
        expect([name, perAppend(/ write\(\d+<[^>]*head\.log>/)]).toEqual([name, 1])
        expect(count(selling, /openat\(.*head\.log", [^)]*O_DSYNC/)).toBeGreaterThan(0)
        const order = selling.filter((call) =>
          /write\(\d+<[^>]*head\.log>|fsync\(\d+<[^>]*journal\.db>/.test(call),
        )
        const lastTwo = order.slice(-2).map((call) => (call.includes('head.log') ? 'witness' : 'journal'))
        expect(lastTwo).toEqual(['witness', 'journal'])
      }
    },
  )
})

test('F34: the setting that makes it so is read back as full at the first and at every later open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-synchronous-'))
  try {
    const file = join(folder, 'journal.db')
    for (let time = 1; time <= 5; time += 1) {
      const connection = connect(file)
      expect(readSettings(connection)).toMatchObject({ synchronous: 2, journal_mode: 'truncate' })
      connection.close()
    }
    // The file does not remember it: whoever opens it without asking has what SQLite was built with.
    const bare = new Database(file)
    expect(bare.pragma('journal_mode', { simple: true })).not.toBe('truncate')
    bare.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
