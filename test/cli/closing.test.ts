import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataFolderFor, runTill } from './run-till.ts'

// Nothing here needs a network: no gateway runs at this address.
const nowhere = 'http://127.0.0.1:9/'

describe('the drawer and the day on the command line', { timeout: 120_000 }, () => {
  const folder = dataFolderFor(nowhere)
  const till = (...args: readonly string[]) => runTill(...args, '--data', folder)

  test('a shift, its cash, an X, a Z and the list of Zs, without a network', async () => {
    expect((await till('cash', 'sell', '--amount', '5.50')).err).toContain('no-shift: No shift is open')
    const opened = await till('shift', 'open', '--float', '100.00', '--count', '5000=2', '--json')
    expect(opened.result).toMatchObject({ shift: 1, float: { minor: 10_000, currency: 'USD' } })
    const sold = await till('cash', 'sell', '--amount', '5.50', '--tendered', '10', '--json')
    expect(sold.result).toMatchObject({ number: 1, change: { minor: 450, currency: 'USD' } })
    expect((await till('cash', 'out', '--amount', '500', '--reason', 'bank')).err).toContain(
      'more-than-there',
    )
    expect((await till('cash', 'out', '--amount', '50', '--reason', 'bank')).out).toContain(
      'Paid out: USD 50.00',
    )
    expect((await till('cash', 'refund', '--amount', '1', '--reason', 'cold')).out).toContain(
      'refund 1: USD 1.00',
    )
    const x = await till('x', '--json')
    expect(x.result).toMatchObject({ kind: 'x', closing: { number: 1, cash: [{ sold: 550 }] } })
    const pdf = join(folder, 'z.pdf')
    const z = await till('close', '--count', '5000=1,100=4', '--pdf', pdf, '--json')
    expect(z.code).toBe(0)
    expect(z.result).toMatchObject({
      kind: 'z',
      closing: { number: 1, cash: [{ expected: 5450, counted: 5400, difference: -50 }] },
      seal: { signature: expect.any(String) as string },
    })
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await till('close')).out).toContain('DAY CLOSED Z 2')
    const list = await till('closings')
    expect(list.out.trim().split('\n')).toHaveLength(2)
    expect(list.out).toMatch(/Z +1 .* difference USD -0\.50/)
    expect((await till('closings', '1', '--json')).result).toEqual(z.result)
    expect((await till('closings', '9')).err).toContain('There is no Z 9')
    expect((await till('verify')).out).toContain('2 closings sealed by 1 key(s)')
  })

  test('the key that seals is the till’s own and nobody else may read it', () => {
    const key = join(folder, 'secrets', 'closing-key')
    expect(existsSync(key)).toBe(true)
    expect(readFileSync(key, 'utf8')).toContain('BEGIN PRIVATE KEY')
    if (process.platform !== 'win32') expect(statSync(key).mode & 0o777).toBe(0o600)
  })

  test('wrong use is named, and nothing is closed by it', async () => {
    expect((await till('close', '--count', '5000')).err).toContain('VALUE=COUNT')
    expect((await till('close', '--count', '5000=1')).err).toContain('no-shift')
    expect((await till('shift', 'close')).err).toContain('ends when the day is closed')
    expect((await till('cash', 'steal')).err).toContain('"steal" is not one of')
    expect((await till('cash', 'in', '--amount', 'x', '--reason', 'y')).err).toContain(
      '--amount x is not an amount',
    )
    expect((await till('x', '--print')).code).toBe(1)
    expect((await till('closings', '--json')).out.trim().split('\n')).toHaveLength(2)
  })
})
