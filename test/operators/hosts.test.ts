import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { call, ORPCError } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { composeTill, type ComposedTill } from '../../app/compose.ts'
import { createRouter } from '../../app/router.ts'
import { systemClock } from '../../app/system.ts'
import type { Settings } from '../../main/settings.ts'
import type { Secrets } from '../../main/ports.ts'
import {
  trainingGatewayPublicKey,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../main/training/account.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { enterEverybody, pinOf, signIn } from './counter.ts'

let folder: string
let gateway: TrainingGateway
let composed: ComposedTill
const kept = new Map<string, string>()
/** A key store of the host's own, as Electron has one. */
const keyStore: Secrets = {
  read: (name) => Promise.resolve({ ok: true, value: kept.get(name) }),
  write: (name, value) => {
    kept.set(name, value)
    return Promise.resolve({ ok: true, value: undefined })
  },
}

beforeEach(async () => {
  kept.clear()
  kept.set('privateKey', trainingMerchantPrivateKey).set('alipayPublicKey', trainingGatewayPublicKey)
  gateway = await startTrainingGateway({ port: 0, clock: systemClock })
  folder = mkdtempSync(join(tmpdir(), 'spot-till-hosts-of-people-'))
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ shop: { name: 'Corner Shop' }, training: { gatewayUrl: gateway.url } }),
  )
  composed = await composeTill({ dataDir: folder, secrets: keyStore })
})
afterEach(async () => {
  await composed.close()
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
  rmSync(`${folder}.last-seen.json`, { force: true })
})

const desk = () => ({ desk: composed.till.people })

describe('people, as the hosts have them', { timeout: 60_000 }, () => {
  test('a call that is not allowed is forbidden to a screen, and says nothing more', async () => {
    const people = await enterEverybody(desk())
    await signIn(desk(), people.cashier, pinOf.cashier)
    const router = createRouter(composed.till)
    const context = { gone: new AbortController().signal }
    const refused = await call(router.settings.read, undefined, { context }).catch((fault: unknown) => fault)
    expect(refused).toBeInstanceOf(ORPCError)
    expect(refused).toMatchObject({ code: 'FORBIDDEN', status: 403 })
    expect(
      await call(router.sale.charge, { amount: { minor: 0, currency: 'USD' }, scanned: 'x' }, { context }),
    ).toEqual({ ok: false, error: 'no-amount' })
    composed.till.people.lock()
    expect(
      await call(router.sale.charge, { amount: { minor: 0, currency: 'USD' }, scanned: 'x' }, { context }),
    ).toEqual({ ok: false, error: 'not-allowed' })
  })

  test('the pepper lies in the key store, and in no file', async () => {
    await enterEverybody(desk())
    expect(kept.get('operator-pepper')).toMatch(/^[0-9a-f]{64}$/)
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).join(' ')).not.toContain('pepper')
  })

  test('a pepper that was lost is not made anew behind everybody’s back: nobody is let in, and no try is counted', async () => {
    const people = await enterEverybody(desk())
    await composed.close()
    kept.delete('operator-pepper')
    composed = await composeTill({ dataDir: folder, secrets: keyStore })
    for (let time = 0; time < 7; time++) {
      expect(await composed.till.people.signIn({ operator: people.manager, pin: pinOf.manager })).toEqual({
        ok: false,
        error: { why: 'till-stopped' },
      })
    }
    expect(kept.has('operator-pepper')).toBe(false)
  })

  test('going live takes the people along, with their PINs, and whoever went live is still there', async () => {
    const people = await enterEverybody(desk())
    const { settings } = await composed.till.readSettings()
    const live: Settings = {
      ...settings,
      mode: 'live',
      gateway: {
        ...({ edition: 'global', integration: 'direct' } as const),
        url: gateway.url,
        partner: trainingPartnerId,
        signType: 'RSA2',
        transName: 'Corner Shop',
        extendInfo: { storeId: 'S1', storeName: 'Corner Shop' },
      } as Settings['gateway'],
    }
    const asked = await composed.till.writeSettings(live)
    const agreed = await composed.till.people.approve({
      proof: { operator: people.second, pin: pinOf.second },
      act: 'change-settings',
      about: asked.ok ? '' : (asked.error[0]?.about ?? ''),
    })
    if (!agreed.ok) throw new Error(agreed.error.why)
    expect(await composed.till.writeSettings(live, undefined, agreed.value.token)).toMatchObject({ ok: true })
    expect(composed.till.view()).toMatchObject({
      mode: 'live',
      people: { signedIn: { id: people.manager, name: 'Mei' } },
    })
    expect((await composed.till.people.signIn({ operator: people.cashier, pin: pinOf.cashier })).ok).toBe(
      true,
    )
    expect((await composed.till.people.signIn({ badge: 'ST-B-ANNA01' })).ok).toBe(true)
    // Started anew, nobody is there, and the live journal knows them by itself.
    await composed.close()
    composed = await composeTill({ dataDir: folder, secrets: keyStore })
    expect(composed.till.view().people?.signedIn).toBeUndefined()
    expect(composed.till.people.names()).toHaveLength(4)
  })

  test('the command line’s own process is nobody who signs in', async () => {
    await enterEverybody(desk())
    await composed.close()
    composed = await composeTill({ dataDir: folder, secrets: keyStore, operator: 'command-line' })
    expect(composed.till.view().people).toBeUndefined()
    expect((await composed.till.readSettings()).settings.shop.name).toBe('Corner Shop')
  })
})
