import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { composeTill } from '../../app/compose.ts'
import type { OperatorId } from '../../main/domain/operator.ts'
import { startTill } from '../cli/run-till.ts'
import { pinOf } from './counter.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spot-till-people-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}
const run = (args: readonly string[], typed = ''): Promise<Ran> =>
  new Promise((resolve) => {
    const child = startTill(['people', ...args, '--data', folder])
    let [out, err] = ['', '']
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(typed)
  })

describe('people on the command line', { timeout: 60_000 }, () => {
  test('the first one is a manager, whose PIN comes on standard input and opens the till; reset makes another', async () => {
    expect((await run(['list'])).out).toContain('everybody may do everything')
    expect((await run(['add', '--name', 'Anna', '--role', 'cashier'], `${pinOf.cashier}\n`)).err).toContain(
      'must be a manager',
    )
    const made = await run(['add', '--name', 'Mei', '--role', 'manager', '--json'], `${pinOf.manager}\n`)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(made.out)).toEqual({
      id: 'op-1',
      name: 'Mei',
      role: 'manager',
      active: true,
      hasPin: true,
      hasBadge: false,
    })
    expect(statSync(join(folder, 'secrets', 'operator-pepper')).mode & 0o077).toBe(0)

    const composed = await composeTill({ dataDir: folder })
    const operator = 'op-1' as OperatorId
    try {
      expect((await run(['list'])).err).toContain('The till is open')
      expect((await composed.till.people.signIn({ operator, pin: pinOf.manager })).ok).toBe(true)
    } finally {
      await composed.close()
    }

    expect((await run(['reset', '--operator', 'op-1'], '123456\n')).err).toContain('too easy')
    expect((await run(['reset', '--operator', 'op-7'], '837261\n')).err).toContain('nobody with this id')
    expect((await run(['reset', '--operator', 'op-1'], '837261\n')).code).toBe(0)
    expect((await run(['set', '--operator', 'op-1', '--left'])).err).toContain('At least one manager')
    const again = await composeTill({ dataDir: folder })
    try {
      expect((await again.till.people.signIn({ operator, pin: pinOf.manager })).ok).toBe(false)
      expect((await again.till.people.signIn({ operator, pin: '837261' })).ok).toBe(true)
    } finally {
      await again.close()
    }
  })

  test.skipIf(process.getuid?.() !== 0)('a folder of somebody else’s is refused, also to root', async () => {
    expect((await run(['add', '--name', 'Mei', '--role', 'manager'], `${pinOf.manager}\n`)).code).toBe(0)
    chownSync(folder, 54_321, 54_321)
    const ran = await run(['reset', '--operator', 'op-1'], '837261\n')
    expect(ran).toMatchObject({ code: 1 })
    expect(ran.err).toContain('belongs to user 54321')
  })

  test('no PIN is taken from the command’s own words, and none that is no PIN', async () => {
    expect((await run(['add', '--name', 'Mei', '--role', 'manager', '--pin', '271828'])).code).toBe(1)
    expect((await run(['add', '--name', 'Mei', '--role', 'manager'])).err).toContain('No PIN came')
    expect((await run(['add', '--name', 'Mei', '--role', 'manager'], 'secret\n')).err).toContain('digits')
    expect((await run(['nonsense'])).code).toBe(1)
  })
})
