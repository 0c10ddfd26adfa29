import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runTill } from './run-till.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spot-till-output-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('--out takes everything that a command prints, and its faults too', async () => {
  const file = join(folder, 'said.txt')
  const listed = await runTill('list', '--data', join(folder, 'data'), '--out', file)
  expect(listed).toMatchObject({ code: 0, out: '', err: '' })
  expect(readFileSync(file, 'utf8')).toBe('No payments yet.\n')
  const wrong = await runTill('list', '--limit', 'x', '--out', file)
  expect(wrong).toMatchObject({ code: 1, out: '', err: '' })
  expect(readFileSync(file, 'utf8')).toContain('--limit wants a whole number')
})

test.each([
  [['list', '--out'], '--out wants the name of a file'],
  [['list', '--out', '/no-such-folder/said.txt'], '/no-such-folder/said.txt cannot be written'],
])('%j runs nothing and says why', async (args, sentence) => {
  const { code, err } = await runTill(...args)
  expect(code).toBe(1)
  expect(err).toContain(sentence)
})
