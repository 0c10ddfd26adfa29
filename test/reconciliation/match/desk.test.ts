import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { composeTill } from '../../../app/compose.ts'
import { systemClock } from '../../../app/system.ts'
import type { DayReport } from '../../../main/contract/reconciliation.ts'
import { money } from '../../../main/domain/money.ts'
import { beijingDay, instant } from '../../../main/domain/time.ts'
import type { Till } from '../../../main/till.ts'
import { nextCode, untilState } from '../../till/shop.ts'

const openTill = async (): Promise<Till> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-days-'))
  const composed = await composeTill({ dataDir: folder })
  onTestFinished(async () => {
    await composed.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return composed.till
}

const sell = async (till: Till, minor: number): Promise<string> => {
  const charged = till.charge(money(minor, 'USD'), nextCode())
  if (!charged.ok) throw new Error(charged.error)
  await untilState(till, charged.value, 'paid')
  till.next()
  return charged.value
}

const matched = async (till: Till, day = beijingDay(instant(systemClock.now().at))): Promise<DayReport> => {
  for await (const progress of till.reconciliation.run(day)) {
    if (progress.state === 'done') return progress.report
    if (progress.state !== 'working') throw new Error(JSON.stringify(progress))
  }
  throw new Error('the run ended without a word')
}

test('a day of training is fetched and matched to the cent in a thread of its own', async () => {
  const till = await openTill()
  const minors = [1250, 4000, 99]
  for (const minor of minors) await sell(till, minor)
  expect(await till.reconciliation.fetch()).toMatchObject({ ok: true })
  const report = await matched(till)
  expect(report).toMatchObject({ undecided: 0, counts: { matched: 3 }, atRisk: [] })
  expect(report.footings[0]).toEqual({
    level: 'journal-transactions',
    currency: 'USD',
    left: 5349,
    right: 5349,
    difference: 0,
  })
})
