import { afterEach, describe, expect, test } from 'vitest'
import { composeTill } from '../../app/compose.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import type { Clock } from '../../main/ports.ts'
import { systemClock } from '../../app/system.ts'
import { instant } from '../../main/domain/time.ts'
import { charge, openShop, untilState, type Shop, type ShopOptions } from './shop.ts'

/** A clock whose wall can be moved. */
const movableClock = (): { readonly clock: Clock; readonly move: (ms: number) => void } => {
  let moved = 0
  return {
    clock: {
      ...systemClock,
      now: () => {
        const { at, mono } = systemClock.now()
        return { at: instant(at + moved), mono }
      },
    },
    move: (ms) => (moved += ms),
  }
}

describe('a result that perhaps nobody saw', () => {
  let shop: Shop
  const open = async (options?: ShopOptions): Promise<Shop> => (shop = await openShop(options))
  afterEach(() => shop.close())

  test('F05: a sale that was paid when the till stopped is shown again, and goes with the next customer', async () => {
    const { till } = await open()
    const id = charge(till, 1250)
    await untilState(till, id, 'paid')
    expect(till.view().current).not.toHaveProperty('beforeStart')
    await shop.restart()
    expect(shop.till.view().current).toMatchObject({ payment: { id, state: 'paid' }, beforeStart: true })
    expect(shop.till.next()).toEqual({ ok: true, value: true })
    expect(shop.till.view().current).toBeUndefined()
    expect(shop.gateway.requests.count('alipay.acquire.overseas.spot.pay', id)).toBe(1)
  })

  test('F05: a declined one as well, and the next scan takes its place', async () => {
    const { till } = await open()
    const id = charge(till, 9050)
    await untilState(till, id, 'declined')
    await shop.restart()
    expect(shop.till.view().current).toMatchObject({ payment: { id, state: 'declined' }, beforeStart: true })
    const next = charge(shop.till, 1250)
    expect(shop.till.view().current).toMatchObject({ payment: { id: next } })
    await untilState(shop.till, next, 'paid')
    expect(shop.till.view().current).not.toHaveProperty('beforeStart')
  })

  test('F05 F28: the last sale is shown again, also when the clock was set back since the one before it', async () => {
    const moving = movableClock()
    const { till } = await open({ clock: moving.clock })
    const before = charge(till, 9050)
    await untilState(till, before, 'declined')
    moving.move(-3_600_000)
    const last = charge(till, 1250)
    await untilState(till, last, 'paid')
    await shop.restart()
    expect(shop.till.view().current).toMatchObject({ payment: { id: last, state: 'paid' } })
  })

  test('F05: one that took an hour, as on a machine that slept, and ended shortly before', async () => {
    const moving = movableClock()
    const { till } = await open({ clock: moving.clock })
    const id = charge(till, 9001)
    await untilState(till, id, 'waiting')
    moving.move(3_600_000)
    await untilState(till, id, 'paid')
    await shop.restart()
    expect(shop.till.view().current).toMatchObject({ payment: { id, state: 'paid' }, beforeStart: true })
  })

  test('F05: one that ends after the start is not shown as an old one', async () => {
    const { till } = await open()
    const id = charge(till, 9001)
    await untilState(till, id, 'waiting')
    await shop.restart()
    await untilState(shop.till, id, 'paid')
    expect(shop.till.view().current).toMatchObject({ payment: { id, state: 'paid' } })
    expect(shop.till.view().current).not.toHaveProperty('beforeStart')
  })

  test('F05: its receipt is shown as the copy that the printer, or the system, would print', async () => {
    const prints: string[] = []
    const { till } = await open({
      settings: { printer: { address: '127.0.0.1:9100' } },
      printer: {
        print: (bytes) => {
          prints.push(Buffer.from(bytes).toString('latin1'))
          return Promise.resolve({ ok: true, value: undefined })
        },
        close: () => Promise.resolve(),
      },
    })
    const id = charge(till, 1250)
    await untilState(till, id, 'paid')
    await expect.poll(() => shop.journal.printJobs(['printed']).length).toBe(1)
    expect(till.receiptFaces(id, 'customer')?.text).not.toContain('COPY')
    await shop.restart()
    expect(shop.till.receiptFaces(id, 'customer')?.text).toContain('COPY')
    expect(shop.till.receiptFaces(id, 'merchant')?.text).not.toContain('COPY')
    expect(await shop.till.print(id, 'customer')).toEqual({ ok: true, value: true })
    expect(prints.map((bytes) => bytes.includes('COPY'))).toEqual([false, true])
  })

  test('F05: without a printer, whose papers are counted, every paper of it is a copy', async () => {
    const { till } = await open()
    const id = charge(till, 1250)
    await untilState(till, id, 'paid')
    await shop.restart()
    expect(shop.till.receiptFaces(id, 'customer')?.text).toContain('COPY')
  })

  test('not the sale of a quarter of an hour ago', async () => {
    const { clock, move } = movableClock()
    const { till } = await open({ clock })
    await untilState(till, charge(till, 1250), 'paid')
    move(16 * 60_000)
    await shop.restart()
    expect(shop.till.view().current).toBeUndefined()
  })

  test('not the sale of an integrator, who has his own screen', async () => {
    const { till } = await open({ attended: false })
    await untilState(till, charge(till, 1250), 'paid')
    await shop.restart()
    expect(shop.till.view().current).toBeUndefined()
  })

  test('not after settings were saved: the screen was there all the time', async () => {
    await open()
    const dataDir = dataFolderFor(shop.gateway.url, {})
    const { till, close } = await composeTill({ dataDir })
    try {
      await untilState(till, charge(till, 1250), 'paid')
      till.next()
      const { settings } = await till.readSettings()
      expect(await till.writeSettings({ ...settings, till: 'till-2' })).toMatchObject({ ok: true })
      expect(till.view()).toMatchObject({ till: 'till-2' })
      expect(till.view().current).toBeUndefined()
    } finally {
      await close()
    }
  })
})
