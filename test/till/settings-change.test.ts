import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { systemClock } from '../../app/system.ts'
import { money } from '../../main/domain/money.ts'
import type { Secrets } from '../../main/ports.ts'
import {
  trainingGatewayPublicKey,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../main/training/account.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { charge, nextCode, untilState } from './shop.ts'

let gateway: TrainingGateway
let composed: ComposedTill
let folder: string
beforeAll(async () => {
  gateway = await startTrainingGateway({ port: 0, clock: systemClock })
})
afterAll(() => gateway.close())
afterEach(async () => {
  await composed.close()
  rmSync(folder, { recursive: true, force: true })
  rmSync(`${folder}.last-seen.json`, { force: true })
})

const keptSecrets = (): Secrets => {
  const kept = new Map([
    ['privateKey', trainingMerchantPrivateKey],
    ['alipayPublicKey', trainingGatewayPublicKey],
  ])
  return {
    read: (name) => Promise.resolve({ ok: true, value: kept.get(name) }),
    write: (name, value) => {
      kept.set(name, value)
      return Promise.resolve({ ok: true, value: undefined })
    },
  }
}
const account = () => ({
  url: gateway.url,
  partner: trainingPartnerId,
  signType: 'RSA2',
  transName: 'Corner Shop',
  extendInfo: { storeId: 'S1', storeName: 'Corner Shop' },
})
const open = async (settings: Record<string, unknown>): Promise<ComposedTill> => {
  folder = mkdtempSync(join(tmpdir(), 'spot-till-settings-'))
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
  composed = await composeTill({ dataDir: folder, secrets: keptSecrets(), attended: false })
  return composed
}
/** A payment that its customer never confirms, and from which the counter has turned away. */
const leaveOneOpen = async ({ till }: ComposedTill): Promise<void> => {
  await untilState(till, charge(till, 9003), 'waiting')
  till.next()
  expect(till.view().open).toHaveLength(1)
}

describe('settings that change while money is open', () => {
  test('live payments keep the till live: in training nobody would ask about them', async () => {
    const { till } = await open({ mode: 'live', gateway: account() })
    await leaveOneOpen(composed)
    const { settings } = await till.readSettings()
    expect(await till.writeSettings({ ...settings, mode: 'training' })).toMatchObject({
      ok: false,
      error: [{ field: 'mode' }],
    })
    const other = { ...settings, gateway: { ...settings.gateway!, partner: '2088000000000009' } }
    expect(await till.writeSettings(other)).toMatchObject({
      ok: false,
      error: [{ field: 'gateway.partner' }],
    })
    expect(till.view()).toMatchObject({ mode: 'live', open: [{ state: 'waiting' }] })
  })

  test('training payments hold up nobody who sets the till up', async () => {
    const { till } = await open({ training: { gatewayUrl: gateway.url } })
    await leaveOneOpen(composed)
    const { settings } = await till.readSettings()
    const live = { ...settings, mode: 'live', gateway: { ...account(), signType: 'RSA2' } }
    const written = await till.writeSettings(live as never)
    expect(written).toMatchObject({ ok: true })
    expect(till.view()).toMatchObject({ mode: 'live', open: [] })
  })

  test('nothing is sold while they change, the screen always has a view, and two changes do not fall over each other', async () => {
    const { till } = await open({ training: { gatewayUrl: gateway.url } })
    const { settings } = await till.readSettings()
    const changes = [
      till.writeSettings({ ...settings, language: 'zh' }),
      till.writeSettings({ ...settings, currency: 'EUR' }),
    ]
    expect(till.charge(money(100, 'USD'), nextCode())).toEqual({ ok: false, error: 'till-stopped' })
    const progress = { done: false }
    const all = Promise.all(changes).finally(() => (progress.done = true))
    while (!progress.done) {
      expect(till.view().stopped).toBeUndefined()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await all).map(({ ok }) => ok)).toEqual([true, true])
    expect(till.view()).toMatchObject({ currency: 'EUR' })
    const charged = till.charge(money(100, 'EUR'), nextCode())
    if (!charged.ok) throw new Error(charged.error)
    await untilState(till, charged.value, 'paid')
  })

  test('a live till sets disk space aside, so that a sale in flight is finished on a full disk', async () => {
    await open({ mode: 'live', gateway: account() })
    expect(existsSync(`${composed.folder.journal('live')}.reserve`)).toBe(true)
  })
})
