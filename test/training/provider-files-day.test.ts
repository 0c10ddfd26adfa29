import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { systemClock } from '../../app/system.ts'
import type { DayReport } from '../../main/contract/reconciliation.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { beijingDay, beijingMinuteOfDay, type Day } from '../../main/domain/time.ts'
import { badDays } from '../../main/training/bad-days.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { trainingCode } from '../../main/training/wallet.ts'

/**
 * An evening's practice in the real till: what the table of bad days says of the provider's files is what the till
 * finds in them.
 */
let folder: string
let gateway: TrainingGateway
let composed: ComposedTill
let today: Day
beforeEach(async () => {
  // All of one test is of one China day.
  while (beijingMinuteOfDay(systemClock.now().at) === 24 * 60 - 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  today = beijingDay(systemClock.now().at)
  gateway = await startTrainingGateway({ port: 0, clock: systemClock })
  folder = mkdtempSync(join(tmpdir(), 'spot-till-practice-'))
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({
      training: { gatewayUrl: gateway.url },
      // Near midnight in China a sale might stand in the next day's file; here it has to be in its own.
      matching: { feeBasisPoints: 120, nearMidnightMinutes: 0 },
    }),
  )
  composed = await composeTill({ dataDir: folder, attended: false })
}, 120_000)
afterEach(async () => {
  await composed.close()
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
})

let customers = 0
const sell = async (minor: number): Promise<PaymentId> => {
  const { till } = composed
  const charged = till.charge(money(minor, 'USD'), trainingCode((customers += 1), 1))
  if (!charged.ok) throw new Error(charged.error)
  await expect.poll(() => till.find(charged.value)?.payment.state, { timeout: 20_000 }).toBe('paid')
  return charged.value
}
const look = async (): Promise<DayReport> => {
  const { reconciliation } = composed.till
  expect(await reconciliation.fetch()).toMatchObject({ ok: true, value: { state: 'practice' } })
  for await (const progress of reconciliation.run(today)) {
    if (progress.state === 'done') return progress.report
    if (progress.state !== 'working') throw new Error(JSON.stringify(progress))
  }
  throw new Error('the comparison ended without a word')
}
/** What the report says of a sale, worst first; at both levels where the settlement says something else. */
const saidOf = ({ lines }: DayReport, payment: PaymentId): readonly string[] =>
  lines
    .filter((line) => line.payment === payment)
    .map(({ level, outcome, atRisk }) =>
      [level, outcome, ...(atRisk === undefined ? [] : [atRisk.minor, atRisk.whose])].join(' '),
    )

test('mistakes in the lines: each one is found as the table says, and no other sale is touched by it', async () => {
  const good = await sell(1250)
  const expected = new Map<number, readonly string[]>([
    [9090, ['transactions missing-at-provider 9090 shop']],
    [9091, ['transactions duplicate-at-provider 9091 customer', 'transactions matched']],
    [9092, ['transactions amount-differs 100 customer']],
    [9096, ['settlement missing-at-provider 9096 shop', 'transactions matched']],
    [9097, ['transactions fee-differs 10 shop']],
    [9099, ['transactions currency-differs 9099 shop']],
  ])
  const ids = new Map<number, PaymentId>()
  for (const minor of expected.keys()) ids.set(minor, await sell(minor))
  const report = await look()
  const said = new Map([...ids].map(([minor, id]) => [minor, saidOf(report, id)] as const))
  expect(said).toEqual(expected)
  expect(saidOf(report, good)).toEqual(['transactions matched'])
})

test('90.98: a refund that no till asked for is told, with the money that it took', async () => {
  const sold = await sell(9098)
  const { lines, atRisk } = await look()
  const strangers = lines.filter(({ outcome }) => outcome === 'missing-in-journal')
  expect(strangers.map(({ provider }) => [provider?.type, provider?.minor])).toContainEqual(['REFUND', 9098])
  expect(atRisk).toEqual([{ currency: 'USD', minor: 9098 }])
  expect(lines.filter(({ payment }) => payment === sold).map(({ outcome }) => outcome)).toContain('matched')
})

test('90.93 and 90.95: put right at the next look, in a new version of the day', async () => {
  await sell(1250)
  const left = await sell(9095)
  const first = await look()
  expect(saidOf(first, left)).toEqual([
    'transactions missing-at-provider 9095 shop',
    // Paid out all the same, and counted once.
    'settlement missing-in-transactions',
  ])
  expect(first.version).toBe(1)
  const counted = await sell(9093)
  const second = await look()
  expect(composed.till.reconciliation.view().quarantined).toEqual([])
  expect(saidOf(second, left)).toEqual(['transactions matched'])
  expect(saidOf(second, counted)).toEqual(['transactions matched'])
  expect(second.version).toBe(2)
  expect(second.undecided).toBe(0)
})

test('90.93 at the first look: the file is set apart, and the day waits for a good one', async () => {
  const sold = await sell(9093)
  const first = await look()
  expect(composed.till.reconciliation.view().quarantined).toMatchObject([
    { faults: [{ found: '1', wanted: '2' }] },
  ])
  expect(saidOf(first, sold)).toEqual(['transactions pending-file'])
  expect(saidOf(await look(), sold)).toEqual(['transactions matched'])
})

test('90.94: the day waits for its file until the third look', async () => {
  const sold = await sell(9094)
  expect(saidOf(await look(), sold)).toEqual(['transactions pending-file'])
  expect(saidOf(await look(), sold)).toEqual(['transactions pending-file'])
  expect(saidOf(await look(), sold)).toEqual(['transactions matched'])
})

test('every mistake of the table was ordered above', () => {
  expect(badDays.filter(({ filed }) => filed !== undefined).map(({ minor }) => minor)).toEqual([
    9090, 9091, 9092, 9093, 9094, 9095, 9096, 9097, 9098, 9099,
  ])
})
