import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { money } from '../../../main/domain/money.ts'
import { isFinal } from '../../../main/domain/payment.ts'
import { ok } from '../../../main/domain/result.ts'
import { verifyJournal } from '../../../main/journal/verify.node.ts'
import type { Printer } from '../../../main/ports.ts'
import { services } from '../../../main/training/requests.ts'
import { charge, nextCode, until, untilState } from '../../till/shop.ts'
import { disagreements } from './books.ts'
import { canMakeDisks, skipped } from './disk.ts'
import { openDiskShop, type DiskShop } from './disk-shop.ts'
import { seeded } from '../seeded.ts'

const reserveBytes = 6 * 1024 * 1024
const seed = Number(process.env['SPOT_TILL_SEED'] ?? Date.now() % 1_000_000)

describe.skipIf(!canMakeDisks)(`a disk that fills up${skipped}`, { timeout: 120_000 }, () => {
  let shop: DiskShop
  beforeEach(async () => {
    shop = await openDiskShop({ reserveBytes, megabytes: 24 })
  })
  afterEach(() => shop.close())

  /** Nothing more is sold, and the cashier reads why and what to do. */
  const expectStopped = (): void => {
    const pays = shop.gateway.requests.count(services.pay)
    expect(shop.till.charge(money(700, 'USD'), nextCode())).toEqual({ ok: false, error: 'till-stopped' })
    const { stopped } = shop.till.view()
    expect(stopped).toMatchObject({ why: 'journal' })
    expect(stopped?.detail).toMatch(/disk is full/)
    expect(stopped?.detail).toMatch(/free space, then start the till again/)
    expect(shop.gateway.requests.count(services.pay)).toBe(pays)
  }
  const expectGoesOnOnceThereIsSpace = async (): Promise<void> => {
    shop.freeSpace()
    await shop.restart()
    expect(shop.till.view().stopped).toBeUndefined()
    expect(existsSync(`${shop.files.file}.reserve`)).toBe(true)
    const id = charge(shop.till, 800)
    await untilState(shop.till, id, 'paid')
    expect(disagreements(shop.journal, shop.gateway)).toEqual([])
  }

  test('F29: before the intent: no PAY leaves, nothing is sold, and with space the till goes on', async () => {
    await untilState(shop.till, charge(shop.till, 1250), 'paid')
    shop.till.next()
    shop.fill(0)
    // What still fits into the pages that are there may be sold; the first sale that does not fit is not begun.
    for (let sales = 0; sales < 200 && shop.till.view().stopped === undefined; sales += 1) {
      const charged = shop.till.charge(money(500, 'USD'), nextCode())
      if (!charged.ok) break
      await until(shop.till, charged.value, ({ payment }) => isFinal(payment))
      shop.till.next()
    }
    expectStopped()
    expect(disagreements(shop.journal, shop.gateway)).toEqual([])
    await expectGoesOnOnceThereIsSpace()
  })

  test('F29: while a sale is out: it is finished on the reserve, and the next one is not begun', async () => {
    const id = charge(shop.till, 9012)
    shop.fill(0)
    await untilState(shop.till, id, 'paid')
    expect(shop.till.view().current?.payment.state).toBe('paid')
    shop.till.next()
    expectStopped()
    expect(disagreements(shop.journal, shop.gateway)).toEqual([])
    await expectGoesOnOnceThereIsSpace()
    expect(shop.till.find(id)?.payment.state).toBe('paid')
  })

  test('F29: while a receipt is printed: the sale stays paid, and its print job is kept', async () => {
    let finish: () => void = () => undefined
    let begun: () => void = () => undefined
    const printing = new Promise<void>((resolve) => (begun = resolve))
    const printer: Printer = {
      print: async (_job, begin) => {
        begin?.()
        begun()
        await new Promise<void>((resolve) => (finish = resolve))
        return ok(undefined)
      },
      close: () => Promise.resolve(),
    }
    await shop.restart(printer)
    const id = charge(shop.till, 1250)
    await printing
    shop.fill(0)
    finish()
    await untilState(shop.till, id, 'paid')
    while (shop.journal.printJobs(['printed']).length === 0) await sleep(5)
    expect(disagreements(shop.journal, shop.gateway)).toEqual([])
    await expectGoesOnOnceThereIsSpace()
  })

  test('F29: during a backup onto it: the backup fails as a whole, the journal and its sales do not', async () => {
    for (let sales = 0; sales < 20; sales += 1) {
      await untilState(shop.till, charge(shop.till, 500), 'paid')
      shop.till.next()
    }
    shop.fill(16 * 1024)
    const copy = join(shop.disk.mount, 'backup.sqlite')
    await expect(shop.journal.backup(copy)).rejects.toMatchObject({ name: 'JournalFault', kind: 'disk' })
    expect(existsSync(copy)).toBe(false)
    expect(existsSync(`${copy}.unfinished`)).toBe(false)
    shop.freeSpace()
    await untilState(shop.till, charge(shop.till, 500), 'paid')
    await shop.journal.backup(copy)
    expect(verifyJournal(copy)).toMatchObject({ ok: true })
  })

  test('F29: at the start: what is open is finished, and nothing new is sold until there is space', async () => {
    const id = charge(shop.till, 9012)
    while (shop.gateway.requests.count(services.pay) === 0) await sleep(2)
    await shop.closeTill()
    rmSync(`${shop.files.file}.reserve`)
    shop.fill(96 * 1024)
    await shop.reopen()
    expect(shop.till.charge(money(700, 'USD'), nextCode())).toEqual({ ok: false, error: 'till-stopped' })
    await untilState(shop.till, id, 'paid')
    expectStopped()
    expect(disagreements(shop.journal, shop.gateway)).toEqual([])
    await expectGoesOnOnceThereIsSpace()
  })

  test(
    'F29: at any moment of a busy day, twelve times over: all books agree',
    { timeout: 120_000 },
    async () => {
      const random = seeded(seed)
      await shop.restart(undefined, { attended: false })
      let sold = 0
      for (let day = 1; day <= 12; day += 1) {
        const fillAt = 1 + random.below(12)
        for (let sale = 1; sale <= 60 && shop.till.view().stopped === undefined; sale += 1) {
          if (sale === fillAt) shop.fill(random.below(32 * 1024))
          const minor = random.next() < 0.2 ? random.pick([9010, 9012, 9040]) : 500 + random.below(400)
          if (shop.till.charge(money(minor, 'USD'), nextCode()).ok) sold += 1
          await sleep(random.below(12))
        }
        // The sale at the counter is finished before the screen says so.
        while (!shop.journal.openPayments().every(isFinal)) await sleep(10)
        expect(shop.till.view().stopped?.detail, `seed ${seed}, day ${day}`).toMatch(/disk is full/)
        expect(disagreements(shop.journal, shop.gateway), `seed ${seed}, day ${day}`).toEqual([])
        shop.freeSpace()
        await shop.restart(undefined, { attended: false })
        expect(disagreements(shop.journal, shop.gateway), `seed ${seed}, day ${day}`).toEqual([])
      }
      console.log(`full disk: 12 times at random moments, ${sold} sales begun, all finished, books agree`)
    },
  )
})
