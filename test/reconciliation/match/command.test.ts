import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemChance, systemClock } from '../../../app/system.ts'
import { startTrainingGateway } from '../../../main/training/server.node.ts'
import { dataFolderFor, runTill } from '../../cli/run-till.ts'
import { beijingDay } from '../../../main/domain/time.ts'
import { madeFiles } from './made-files.ts'

test('a day is matched and decided on from the command line', async () => {
  const gateway = await startTrainingGateway({ port: 0, clock: systemClock, chance: systemChance })
  const data = dataFolderFor(gateway.url, { reconciliation: { account: '2088000000000011' } })
  onTestFinished(async () => {
    await gateway.close()
    rmSync(data, { recursive: true, force: true })
  })
  const code = '285902802486590277'
  const sold = await runTill('sell', '--amount', '12.50', '--code', code, '--json', '--data', data)
  expect(sold.code).toBe(0)
  const day = beijingDay(Number(sold.result['createdAt']))

  const before = await runTill('reconcile', '--day', day, '--json', '--data', data)
  expect(before.code).toBe(0)
  expect(before.result).toMatchObject({ day, version: 0, undecided: 0, counts: { 'pending-file': 1 } })

  const wrong = await runTill('reconcile', '--day', '2026-02-30', '--data', data)
  expect(wrong).toMatchObject({ code: 1 })
  expect(wrong.err).toContain('2026-02-30')

  const id = String(sold.result['id'])
  const row = {
    type: 'PAYMENT' as const,
    merchantRef: id,
    providerRef: String(sold.result['alipayTransId']),
    minor: 1200,
    fee: 14,
    at: systemClock.now().at,
    currency: 'USD',
  }
  const { files, read } = madeFiles('legacy', new Map([[day, [row]]]), new Map())
  const [facts] = files
  if (facts === undefined) throw new Error('no file was made')
  const file = join(data, facts.name)
  writeFileSync(file, read(facts))
  expect((await runTill('files', 'take', file, '--data', data)).code).toBe(0)

  const after = await runTill('reconcile', '--day', day, '--data', data)
  expect(after).toMatchObject({ code: 3 })
  expect(after.out).toContain('Fees are not checked: set matching.feeBasisPoints')
  const key = `transactions PAYMENT ${id}`
  expect(after.out).toContain(`"${key}"  at risk USD 0.50`)
  const mark = /at risk USD 0\.50 {2}mark ([0-9a-f]{16})/.exec(after.out)?.[1] ?? ''
  const decide = (of: string, seen = mark) =>
    runTill('reconcile', 'decide', of, 'claimed', '--mark', seen, '--note', 'asked', '--data', data)
  const unknown = await decide('transactions PAYMENT 1')
  expect(unknown).toMatchObject({ code: 1 })
  expect(unknown.err).toContain('transactions PAYMENT 1')
  const changed = await decide(key, '0123456789abcdef')
  expect(changed).toMatchObject({ code: 1 })
  expect(changed.err).toContain('has changed since its mark was shown')
  expect((await decide(key)).code).toBe(0)
  const done = await runTill('reconcile', '--day', day, '--json', '--data', data)
  expect(done).toMatchObject({
    code: 0,
    result: { version: 1, undecided: 0, counts: { 'amount-differs': 1 } },
  })
}, 120_000)
