import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { accountFor } from '../../app/account.ts'
import { acknowledge } from '../../app/cli/acknowledge.ts'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { systemClock } from '../../app/system.ts'
import { paymentId, type InstallationId, type PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import { instant } from '../../main/domain/time.ts'
import { createGateway } from '../../main/gateway/client.node.ts'
import type { Secrets } from '../../main/ports.ts'
import {
  trainingGatewayPublicKey,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../main/training/account.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { openScriptedShop, paidAnswer, sellFor, type ScriptedShop } from './scripted-shop.ts'
import { calm } from './slow-clock.ts'
import { charge, keptAtGateway, nextCode, openShop, untilState } from './shop.ts'

const pay = 'alipay.acquire.overseas.spot.pay'
const digitsOf = (id: PaymentId): string => id.slice(1, 10)

const secrets = (): Secrets => {
  const kept = new Map([
    ['privateKey', trainingMerchantPrivateKey],
    ['alipayPublicKey', trainingGatewayPublicKey],
    ['till-secret', 'ab'.repeat(32)],
  ])
  return {
    read: (name) => Promise.resolve({ ok: true, value: kept.get(name) }),
    write: () => Promise.resolve({ ok: true, value: undefined }),
  }
}

describe('a live till on real files', () => {
  let gateway: TrainingGateway
  let place: string
  let open: ComposedTill[] = []
  beforeAll(async () => {
    gateway = await startTrainingGateway({ port: 0, clock: systemClock })
  })
  afterAll(() => gateway.close())
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'spot-till-identity-'))
    const live = {
      mode: 'live',
      gateway: {
        url: gateway.url,
        partner: trainingPartnerId,
        signType: 'RSA2',
        transName: 'Corner Shop',
        extendInfo: { storeId: 'S1', storeName: 'Corner Shop' },
      },
    }
    mkdirSync(join(place, 'till'))
    writeFileSync(join(place, 'till', 'settings.json'), JSON.stringify(live))
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
  })
  afterEach(async () => {
    for (const till of open) await till.close().catch(() => undefined)
    open = []
    vi.restoreAllMocks()
    rmSync(place, { recursive: true, force: true })
  })
  const start = async (name: string): Promise<ComposedTill> => {
    const composed = await composeTill({
      dataDir: join(place, name),
      secrets: secrets(),
      attended: false,
      reserveBytes: 0,
    })
    open = [...open, composed]
    return composed
  }
  const sell = async ({ till }: ComposedTill): Promise<PaymentId> => {
    const id = charge(till, 1250, nextCode())
    await untilState(till, id, 'paid')
    expect(gateway.requests.count(pay, id)).toBe(1)
    return id
  }

  test('F35: a second till on the same folder is refused, and the first one sells on', async () => {
    const first = await start('till')
    const second = await start('till')
    expect(second.till.view().stopped).toMatchObject({ why: 'in-use' })
    expect(second.till.charge(money(100, 'USD'), nextCode())).toEqual({ ok: false, error: 'till-stopped' })
    await sell(first)
  })

  test('F35: a copy of the folder makes numbers that the other can never make, and both sell', async () => {
    const before = await start('till')
    const sold = await sell(before)
    await before.close()
    cpSync(join(place, 'till'), join(place, 'clone'), { recursive: true })
    const [original, clone] = [await start('till'), await start('clone')]
    const [one, other] = [await sell(original), await sell(clone)]
    expect(digitsOf(one)).toBe(digitsOf(sold))
    expect(digitsOf(other)).not.toBe(digitsOf(sold))
    expect(clone.till.view().stopped).toBeUndefined()
    await clone.close()
    expect(digitsOf(await sell(await start('clone')))).toBe(digitsOf(other))
  })

  test('F33: yesterday’s copy of the whole folder halts the till, names what is missing, and goes on with other numbers', async () => {
    const monday = await start('till')
    const first = await sell(monday)
    await monday.close()
    cpSync(join(place, 'till'), join(place, 'backup'), { recursive: true })
    const tuesday = await start('till')
    const lost = await sell(tuesday)
    await tuesday.close()
    rmSync(join(place, 'till'), { recursive: true })
    cpSync(join(place, 'backup'), join(place, 'till'), { recursive: true })

    const halted = await start('till')
    const { stopped } = halted.till.view()
    expect(stopped).toMatchObject({ why: 'halted' })
    expect(stopped?.detail).toMatch(/older copy.*older-copy.*are missing/)
    expect(halted.till.charge(money(100, 'USD'), nextCode())).toEqual({ ok: false, error: 'till-stopped' })
    expect(halted.till.find(lost)).toBeUndefined()
    await halted.close()
    const again = await start('till')
    expect(again.till.view().stopped).toMatchObject({ why: 'halted' })
    await again.close()

    const entry = /--entry (\d+)/.exec(stopped?.detail ?? '')?.[1] ?? ''
    const data = ['--data', join(place, 'till')]
    expect(await acknowledge([...data, '--entry', '1'])).toBe(3)
    expect(await acknowledge([...data, '--entry', entry])).toBe(0)
    const after = await start('till')
    expect(after.till.view().stopped).toBeUndefined()
    const next = await sell(after)
    expect(digitsOf(next)).not.toBe(digitsOf(first))
  })

  test('F36: a sale that is watched keeps the till live, as one that is open does', async () => {
    const { till } = await start('till')
    const { settings } = await till.readSettings()
    const declined = charge(till, 9050)
    await untilState(till, declined, 'declined')
    const training = { ...settings, mode: 'training' } as const
    expect(await till.writeSettings(training)).toMatchObject({
      ok: false,
      error: [{ field: 'mode', message: expect.stringContaining('watched') as unknown }],
    })
  })
})

describe('F35: a number that another till has used', () => {
  test('is never shown as paid, cancelled or refunded, and halts the till', async () => {
    let drawn = 0
    const chance = {
      bytes: (length: number) => new Uint8Array(length),
      digits: (length: number) => String((drawn += 1)).padStart(length, '0'),
    }
    const shop = await openShop({ chance, attended: false })
    try {
      const account = await accountFor(shop.settings, secrets(), shop.gateway.url)
      const theirs = classifyScan(nextCode())
      if (!account.ok || theirs.kind !== 'payment-code') throw new Error('no account')
      const other = createGateway({ ...account.value, clock: systemClock })
      const id = paymentId({
        mode: 'training',
        installation: '123456789' as InstallationId,
        number: shop.journal.head().seq + 1,
        chance: '00000001',
      })
      const createdAt = systemClock.now().at
      const paid = await other.pay(
        other.preparePay({ id, amount: money(1250, 'USD'), createdAt }, theirs.code),
      )
      expect(paid.outcome.type).toBe('paid')
      await other.close()

      expect(charge(shop.till, 1250)).toBe(id)
      const { payment, refunds } = await untilState(shop.till, id, 'declined')
      expect(payment).toMatchObject({ code: 'TRADE_BUYER_NOT_MATCH', watch: { stage: 'over' } })
      expect(refunds).toEqual([])
      expect(shop.till.view().stopped?.why).toBe('halted')
      expect(shop.till.view().stopped?.detail).toContain(id)
      expect(shop.till.charge(money(100, 'USD'), nextCode()).ok).toBe(false)
      await shop.restart()
      expect(shop.till.view().stopped?.why).toBe('halted')
      await shop.till.query(id)
      expect(shop.till.find(id)?.payment.state).toBe('declined')
      expect(shop.gateway.requests.count('alipay.acquire.cancel', id)).toBe(0)
      expect(shop.gateway.requests.count('alipay.acquire.overseas.spot.refund', id)).toBe(0)
      expect(keptAtGateway(shop, id)).toBe(1250)
    } finally {
      await shop.close()
    }
  })

  let scripted: ScriptedShop | undefined
  afterEach(() => scripted?.close())
  const openScripted = (): ScriptedShop => (scripted = openScriptedShop())

  test('and whose refusal comes while the cashier stops the sale, is not cancelled any more', async () => {
    const shop = openScripted()
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer({ type: 'refused', code: 'CONTEXT_INCONSISTENT' })
    await calm()
    shop.till.abort(id)
    await shop.clock.pass(400_000)
    expect(shop.gateway.made.map(({ name }) => name)).toEqual(['pay'])
    expect(shop.till.view().stopped?.why).toBe('halted')
  })

  test('F28: a payment is ours whenever the gateway says that it was made: clocks and zones prove nothing', async () => {
    const shop = openScripted()
    shop.gateway.skewMs = -12 * 3_600_000
    const id = sellFor(shop, 1250)
    const dayBefore = instant(shop.clock.now().at - 86_400_000)
    const paid = paidAnswer(1250)
    shop.gateway
      .take('pay')
      .answer(paid.type === 'paid' ? { ...paid, facts: { ...paid.facts, paidAt: dayBefore } } : paid)
    await calm()
    expect(shop.payment(id).state).toBe('paid')
    expect(shop.till.view().stopped).toBeUndefined()
  })
})
