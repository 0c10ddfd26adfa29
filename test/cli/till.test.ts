import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemChance, systemClock } from '../../app/system.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { dataFolderFor, runTill, startTill } from './run-till.ts'

const code = '285902802486590277'
let gateway: TrainingGateway
let data: string

beforeAll(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance, timeScale: 0.2 })
  data = dataFolderFor(gateway.url)
})
afterAll(() => gateway.close())

const sell = (amount: string, ...more: readonly string[]) =>
  runTill('sell', '--amount', amount, '--currency', 'USD', '--code', code, '--data', data, '--json', ...more)

describe('the command line', () => {
  test('sells: exit 0 and one object with everything a script needs', async () => {
    const { code: exit, result } = await sell('12.50')
    expect(exit).toBe(0)
    expect(result).toMatchObject({
      id: expect.stringMatching(/^5\d{27}$/) as string,
      state: 'paid',
      amount: '12.50',
      currency: 'USD',
      alipayTransId: expect.stringMatching(/^20\d{26}$/) as string,
      error: null,
      attempts: 1,
    })
  })

  test('a decline is exit 2 and names its code', async () => {
    const { code: exit, result } = await sell('90.50')
    expect(exit).toBe(2)
    expect(result).toMatchObject({ state: 'declined', error: 'BUYER_BALANCE_NOT_ENOUGH' })
  })

  test('a payment never confirmed is cancelled at the limit: exit 2', async () => {
    const { code: exit, result } = await sell('90.03')
    expect(exit).toBe(2)
    expect(result).toMatchObject({ state: 'cancelled' })
  })

  test('without waiting it says unknown, exit 3, and recover finds the end of it', async () => {
    const begun = await sell('90.01', '--no-wait')
    expect(begun.code).toBe(3)
    expect(begun.result).toMatchObject({ state: 'waiting' })
    const recovered = await runTill('recover', '--for', '20', '--data', data, '--json')
    expect(recovered.code).toBe(0)
    expect(recovered.result).toMatchObject({ id: begun.result['id'], state: 'paid' })
  })

  test('a refund after a refused one of the same sale asks about that one first, and is tried', async () => {
    const { result } = await sell('90.75')
    const refund = () =>
      runTill('refund', '--id', String(result['id']), '--amount', '5.00', '--data', data, '--json')
    const refused = await refund()
    expect(refused).toMatchObject({
      code: 2,
      result: { state: 'refused', error: 'REASON_TRADE_BEEN_FREEZEN' },
    })
    const again = await refund()
    expect(again).toMatchObject({ code: 2, result: { state: 'refused' } })
    expect(again.result['id']).not.toBe(refused.result['id'])
  })

  test('query, refund, show, receipt, list and export speak of the same sale', async () => {
    const { result } = await sell('20.00')
    const id = String(result['id'])
    expect((await runTill('query', id, '--data', data, '--json')).result).toMatchObject({ state: 'paid' })
    const part = await runTill('refund', '--id', id, '--amount', '5.00', '--data', data, '--json')
    expect(part).toMatchObject({ code: 0, result: { state: 'refunded', amount: '5.00', payment: id } })
    const rest = await runTill('refund', '--id', id, '--data', data, '--json')
    expect(rest).toMatchObject({ code: 0, result: { state: 'refunded', amount: '15.00' } })
    const more = await runTill('refund', '--id', id, '--amount', '0.01', '--data', data)
    expect(more).toMatchObject({ code: 1 })
    expect(more.err).toContain('nothing-left')

    expect((await runTill('show', id, '--data', data)).out).toContain('payment-requested')
    expect((await runTill('receipt', id, '--data', data)).out).toContain('PAID')
    expect((await runTill('receipt', id, '--format', 'svg', '--data', data)).out).toContain('<svg')
    expect((await runTill('list', '--data', data)).out).toContain(id)
    const day = new Date().toISOString().slice(0, 10)
    const csv = await runTill('export', '--from', day, '--to', day, '--data', data)
    // Columns are added behind those that there were, and no mark stands before the first.
    expect(csv.out.split('\r\n')[0]).toMatch(
      /^time,shop_day,kind,id,payment_id,state,amount,currency,alipay_trans_id,operator,till,/,
    )
    expect(csv.out.split('\r\n').filter((line) => line.includes(id))).toHaveLength(3)
    const lines = await runTill('export', '--from', day, '--to', day, '--format', 'jsonl', '--data', data)
    expect(
      lines.out
        .trim()
        .split('\n')
        .every((line) => JSON.parse(line) !== undefined),
    ).toBe(true)
  })

  test('cancel stops what is open and refuses what is paid', async () => {
    const open = await sell('90.03', '--no-wait')
    const cancelled = await runTill('cancel', String(open.result['id']), '--data', data, '--json')
    expect(cancelled).toMatchObject({ code: 0, result: { state: 'cancelled' } })
    const paid = await sell('3.00')
    const refused = await runTill('cancel', String(paid.result['id']), '--data', data)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('refund')
  })

  test.each([
    [['sell', '--amount', '12.5.0', '--code', code], '--amount'],
    [['sell', '--code', code], '--amount is missing'],
    [['sell', '--amount', '1.00', '--currency', 'XYZ', '--code', code], '--currency XYZ'],
    [['sell', '--amount', '1.00', '--code', '134512345678901234'], 'other-wallet'],
    [['refund', '--id', '123'], 'No payment 123'],
    [['export', '--from', 'yesterday', '--to', '2026-01-01'], '--from'],
    [['export', '--from', '2026-01-02', '--to', '2026-01-01'], '--from 2026-01-02 is after --to 2026-01-01'],
    [['export', '--from', '2016-01-01', '--to', '2026-01-01'], 'more than 10 years after --from'],
    [['nonsense'], 'There is no command "nonsense"'],
    [['sell', '--colour', 'red'], '--colour'],
  ])('%j is exit 1 and says what is wrong', async (args, message) => {
    const ran = await runTill(...args, ...(args[0] === 'nonsense' ? [] : ['--data', data]))
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(message)
  })

  test('backup and verify agree on the head, and a changed byte is found', async () => {
    const copy = join(data, 'copy.sqlite')
    expect((await runTill('backup', copy, '--data', data)).code).toBe(0)
    const own = await runTill('verify', '--data', data, '--json')
    const other = await runTill('verify', copy, '--json')
    expect(other).toMatchObject({ code: 0, result: { ok: true, head: own.result['head'] } })
    const bytes = readFileSync(copy)
    const at = bytes.indexOf(Buffer.from('BUYER_BALANCE_NOT_ENOUGH'))
    bytes[at] = 'X'.charCodeAt(0)
    writeFileSync(copy, bytes)
    const tampered = await runTill('verify', copy, '--json')
    expect(tampered).toMatchObject({ code: 1, result: { ok: false, seq: expect.any(Number) as number } })
  })

  test('the code of a customer is nowhere in the data folder', () => {
    const walk = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name)
        return statSync(path).isDirectory() ? walk(path) : [path]
      })
    const holding = walk(data).filter((path) => readFileSync(path).includes(code))
    expect(holding).toEqual([])
  })

  test('settings that are wrong are named by field', async () => {
    const wrong = dataFolderFor(gateway.url, { currency: 'XXX', shop: { timeZone: 'Mars' } })
    const ran = await runTill('list', '--data', wrong)
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(/currency/)
    expect(ran.err).toMatch(/shop\.timeZone: an IANA time zone/)
  })

  test('a key file that others can read is refused', async () => {
    const live = dataFolderFor(gateway.url, {
      mode: 'live',
      gateway: {
        url: gateway.url,
        partner: '2088000000007001',
        transName: 'Shop',
        extendInfo: { storeId: 'S1', storeName: 'Shop' },
      },
      keys: { privateKey: 'key.pem' },
    })
    writeFileSync(join(live, 'key.pem'), 'not even a key')
    chmodSync(join(live, 'key.pem'), 0o644)
    const ran = await runTill('doctor', '--data', live)
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('chmod 600')
  })
})

describe('kill -9', () => {
  test('in the middle of a waiting payment loses nothing: the next start finds its end', async () => {
    const own = dataFolderFor(gateway.url)
    const child = startTill(['sell', '--amount', '90.02', '--code', code, '--data', own, '--json'])
    const payRequests = () => gateway.requests.count('alipay.acquire.overseas.spot.pay')
    const before = payRequests()
    while (payRequests() === before) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 300))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.on('close', resolve))
    expect((await runTill('verify', '--data', own)).code).toBe(0)
    const recovered = await runTill('recover', '--for', '20', '--data', own, '--json')
    expect(recovered.result).toMatchObject({
      state: expect.stringMatching(/paid|cancelled/) as string,
      amount: '90.02',
    })
    expect(payRequests()).toBe(before + 1)
    expect((await runTill('verify', '--data', own)).code).toBe(0)
  })

  test('a sale that is interrupted says what is open, exit 3, and recover finds the end of it', async () => {
    const own = dataFolderFor(gateway.url)
    const child = startTill(['sell', '--amount', '90.01', '--code', code, '--data', own, '--json'])
    let out = ''
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    const asked = (): number => gateway.requests.count('alipay.acquire.overseas.spot.pay')
    const before = asked()
    while (asked() === before) await new Promise((resolve) => setTimeout(resolve, 50))
    child.kill('SIGINT')
    expect(await ended).toBe(3)
    const { id, final } = JSON.parse(out) as Record<string, unknown>
    expect(final).toBe(false)
    const recovered = await runTill('recover', '--for', '20', '--data', own, '--json')
    expect(recovered.result).toMatchObject({ id, final: true })
  })

  test('a second till on the same journal is refused with a sentence', async () => {
    const own = dataFolderFor(gateway.url)
    const child = startTill(['sell', '--amount', '90.03', '--code', code, '--data', own])
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const second = await runTill('list', '--data', own)
    expect(second.code).toBe(1)
    expect(second.err).toContain('Another till is using the journal')
    child.kill('SIGTERM')
    await new Promise((resolve) => child.on('close', resolve))
  })
})

describe('what is wrong is said in a sentence', () => {
  test.each([
    [['sell', '--help'], 0, 'usage: npm run till -- sell --amount'],
    [['list', '--limit', 'x'], 1, '--limit wants a whole number'],
    [['gateway', '--port', '99999'], 1, '--port 99999 is not a port'],
    [
      ['export', '--from', '2026-11-30', '--to', '2026-11-01'],
      1,
      '--from 2026-11-30 is after --to 2026-11-01',
    ],
    [['backup', '/no-such-folder/journal.sqlite'], 1, 'the folder /no-such-folder does not exist'],
    [['sell', '--amount', '1.234', '--code', code], 1, '--amount 1.234 is not an amount of USD'],
  ])('%j', async (args, exit, sentence) => {
    const { code: ended, out, err } = await runTill(...args)
    expect(ended).toBe(exit)
    expect(out + err).toContain(sentence)
  })

  test('a training gateway whose port is taken', async () => {
    const { port } = new URL(gateway.url)
    const { code: exit, err } = await runTill('gateway', '--port', port)
    expect(exit).toBe(1)
    expect(err).toContain(`port ${port} is taken`)
  })

  test('a data folder that is a file', async () => {
    const file = join(dataFolderFor(gateway.url), 'settings.json')
    const { code: exit, err } = await runTill('sell', '--amount', '1.00', '--code', code, '--data', file)
    expect(exit).toBe(1)
    expect(err).toContain(`The data folder ${file} cannot be written`)
    expect(err).not.toContain('    at ')
  })

  test('settings that are no JSON: the file is named once, with what to do', async () => {
    const folder = dataFolderFor(gateway.url)
    writeFileSync(join(folder, 'settings.json'), '{ garbage')
    const { code: exit, err } = await runTill('sell', '--amount', '1.00', '--code', code, '--data', folder)
    expect(exit).toBe(1)
    expect(err.split('settings.json')).toHaveLength(2)
    expect(err).toContain('Mend the file')
  })
})
