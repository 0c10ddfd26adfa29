import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { systemClock } from '../../app/system.ts'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { OperatorId } from '../../main/domain/operator.ts'
import type { Act } from '../../main/domain/rights.ts'
import type { Till } from '../../main/till.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import { enter, enterEverybody, pinOf, signIn } from './counter.ts'
import { agreed, soldByWallet } from './sold.ts'

describe('what one person hands out alone on the real till', { timeout: 120_000 }, () => {
  let gateway: TrainingGateway
  let composed: ComposedTill
  let till: Till
  let people: Awaited<ReturnType<typeof enterEverybody>>
  const counter = () => ({ desk: till.people })
  const yes = (act: Act, about: string): Promise<string> =>
    agreed(till, { operator: people.manager, pin: pinOf.manager }, act, about)

  beforeAll(async () => {
    gateway = await startTrainingGateway({ port: 0, clock: systemClock })
    composed = await composeTill({ dataDir: dataFolderFor(gateway.url, { people: { refundLimit: 1000 } }) })
    till = composed.till
    people = await enterEverybody(counter())
  }, 60_000)
  afterAll(async () => {
    await composed.close()
    await gateway.close()
  })

  /** Somebody new at the counter, signed in: nothing was handed out by them yet. */
  const newCashier = async (name: string, pin: string): Promise<OperatorId> => {
    await signIn(counter(), people.manager, pinOf.manager)
    const id = await enter(counter(), name, 'cashier', { pin })
    await signIn(counter(), id, pin)
    return id
  }
  const inCash = (amount: number, token?: string) => till.cash.refund({ amount, reason: 'cold', token })
  const byWallet = (sale: PaymentId, minor: number) => till.refund(sale, money(minor, 'USD'))
  const needsSecond = { ok: false, error: 'needs-second-person' }

  test('many small refunds of one person, in cash and by wallet, are as much as a large one (S30)', async () => {
    const sales = [await soldByWallet(till, 600), await soldByWallet(till, 600)] as const
    const bo = await newCashier('Bo', '223606')
    expect(till.cash.openShift({ float: 9000 }).ok).toBe(true)
    expect(inCash(400).ok).toBe(true)
    expect(byWallet(sales[0], 500).ok).toBe(true)
    expect(inCash(101)).toEqual(needsSecond)
    expect(byWallet(sales[1], 101)).toEqual(needsSecond)
    expect(inCash(100).ok).toBe(true)
    expect(inCash(1)).toEqual(needsSecond)
    expect(inCash(1, await yes('refund-cash', 'cash 1')).ok).toBe(true)
    expect(byWallet(sales[1], 1)).toEqual(needsSecond)
    // Somebody else has a sum of their own.
    await newCashier('Cy', '173205')
    expect(inCash(1000).ok).toBe(true)
    expect(inCash(1)).toEqual(needsSecond)
    // To close the day and to open a new shift forgets nothing of it.
    await signIn(counter(), bo, '223606')
    expect(till.cash.close().ok).toBe(true)
    expect(byWallet(sales[1], 1)).toEqual(needsSecond)
    expect(till.cash.openShift({ float: 9000 }).ok).toBe(true)
    expect(inCash(1)).toEqual(needsSecond)
  })

  test('a cash sale is not given back above the limit in parts by several people (S30)', async () => {
    await newCashier('Ed', '264575')
    const sold = till.cash.sell({ amount: 1500, tendered: 1500 })
    if (!sold.ok) throw new Error(sold.error)
    const of = sold.value.id
    const back = (amount: number, token?: string) => till.cash.refund({ amount, reason: 'cold', of, token })
    expect(back(900).ok).toBe(true)
    await newCashier('Flo', '282842')
    expect(back(101)).toEqual(needsSecond)
    // Yes to an amount without a receipt is no yes to one by this receipt.
    expect(back(101, await yes('refund-cash', 'cash 101'))).toEqual(needsSecond)
    expect(back(101, await yes('refund-cash', `cash ${of} 101`)).ok).toBe(true)
  })

  test('nor is more than that paid out of the drawer by one alone, at once or bit by bit (S30)', async () => {
    await newCashier('Di', '244948')
    const pay = (direction: 'in' | 'out', amount: number, token?: string) =>
      till.cash.move({ direction, amount, reason: 'change', token })
    expect(pay('in', 5000).ok).toBe(true)
    expect(pay('out', 1001)).toEqual(needsSecond)
    expect(pay('out', 900).ok).toBe(true)
    expect(pay('out', 101)).toEqual(needsSecond)
    expect(pay('out', 102, await yes('move-cash', 'out 101'))).toEqual(needsSecond)
    expect(pay('out', 101, await yes('move-cash', 'out 101')).ok).toBe(true)
    // What was paid out is no refund, and the other way round.
    expect(inCash(1000).ok).toBe(true)
    expect(till.cash.close().ok).toBe(true)
  })
})
