import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { stampAt } from './sales.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

const child = join(import.meta.dirname, 'failing-child.ts')
const hasStrace = spawnSync('strace', ['--version']).error === undefined

/** Runs a till that is killed at its n-th such call on one of its own files. Says whether it came to that. */
const killAt = (files: DataFolder, call: string, nth: number, sales: number): boolean => {
  const paths = [files.file, `${files.file}-journal`, files.witnessFile].flatMap((path) => ['-P', path])
  const run = spawnSync(
    'strace',
    ['-f', '-qq', '-o', '/dev/null', ...paths, '-e', `inject=${call}:signal=KILL:when=${nth}`].concat(
      process.execPath,
      [child, files.file, files.witnessFile, '0', String(sales)],
    ),
    { encoding: 'utf8' },
  )
  return run.signal === 'SIGKILL' || run.status === 137
}

const calls = ['pwrite64', 'write', 'fsync', 'ftruncate', 'openat'] as const

describe.skipIf(!hasStrace)('a till that is killed', () => {
  test.each(calls)(
    'at any %s of its first start, tables and first entry included, starts as if for the first time or goes on',
    { timeout: 120_000 },
    (call) => {
      let points = 0
      for (let nth = 1; nth <= 200; nth += 3) {
        const files = dataFolder()
        if (!killAt(files, call, nth, 0)) break
        points += 1
        const journal = openIn(files)
        expect(journal.installation).toBe('123456789')
        expect([...journal.entries()][0]?.body.kind).toBe('journal-opened')
        journal.append(stampAt(1), { kind: 'till-started', version: '1', openQuestions: 0 })
        const { seq: entries } = journal.head()
        journal.close()
        expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, entries })
      }
      expect(points).toBeGreaterThan(0)
    },
  )

  test.each(calls)(
    'at any %s of a sale opens again with whole transactions only',
    { timeout: 120_000 },
    (call) => {
      const files = dataFolder()
      openIn(files).close()
      let points = 0
      let before = 1
      for (let nth = 1; nth <= 60; nth += 4) {
        if (!killAt(files, call, nth, 1)) break
        points += 1
        const journal = openIn(files)
        const bodies = [...journal.entries()].map(({ body }) => body)
        // The till writes the paid sale and the entry after it in one append.
        bodies.forEach((body, index) => {
          const first = body.kind === 'payment-changed' && body.payment.attended
          if (first) expect(bodies[index + 1]?.kind).toBe('till-started')
        })
        expect(bodies.length).toBeGreaterThanOrEqual(before)
        before = bodies.length
        journal.close()
        expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, entries: before })
      }
      expect(points).toBeGreaterThan(0)
    },
  )
})
