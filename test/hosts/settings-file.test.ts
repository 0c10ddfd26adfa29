import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { composeTill } from '../../app/compose.ts'
import { salvageSettings } from '../../main/salvaged-settings.ts'
import { parseSettings } from '../../main/settings.ts'

const live = {
  mode: 'live',
  till: 'till-7',
  currency: 'EUR',
  shop: { name: 'Cafe Example', timeZone: 'Europe/Vienna' },
  gateway: {
    url: 'https://globalmapi.alipay.com/gateway.do',
    partner: '2088000000000000',
    transName: 'Cafe Example',
    extendInfo: { storeId: 'S012' },
  },
  printer: { address: '192.168.1.50:9100' },
}
const folderWith = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-settings-'))
  writeFileSync(join(folder, 'settings.json'), text)
  return folder
}

test('settings that are right come back as they are', () => {
  const { usable, written } = salvageSettings(live)
  expect(parseSettings(live)).toEqual({ ok: true, value: usable })
  expect(written).toEqual(usable)
})

test('a choice that does not exist loses nothing but itself', () => {
  const { usable, written } = salvageSettings({ ...live, currency: 'XXX' })
  expect(usable).toEqual({ ...salvageSettings(live).usable, currency: 'USD' })
  expect(written).toEqual(usable)
})

test.each([
  ['partner', '2088'],
  ['partner', undefined],
  ['transName', ''],
  ['url', 'gateway'],
  ['url', 'http://gateway.example/'],
])('an account with the %s %s keeps its other fields, and its form shows what was written', (name, wrong) => {
  const { usable, written } = salvageSettings({ ...live, gateway: { ...live.gateway, [name]: wrong } })
  expect(usable).toMatchObject({
    mode: 'live',
    gateway: { extendInfo: { storeId: 'S012' }, signType: 'RSA2' },
  })
  expect(written.gateway).toEqual({ ...salvageSettings(live).usable.gateway, [name]: wrong ?? '' })
})

test('a gateway address that is none is one fault of its field, not a fall of the till', () => {
  expect(parseSettings({ ...live, gateway: { ...live.gateway, url: 'globalmapi' } })).toMatchObject({
    ok: false,
    error: [{ field: 'gateway.url' }],
  })
})

test('MD5 that was not allowed on purpose stays not allowed in the form', () => {
  const { written } = salvageSettings({ ...live, gateway: { ...live.gateway, signType: 'MD5' } })
  expect(written).toMatchObject({ mode: 'live', gateway: { signType: 'MD5', allowMd5: false } })
  expect(parseSettings(written)).toMatchObject({ ok: false, error: [{ field: 'gateway.allowMd5' }] })
})

test('a field that nobody knows is left out, so that the form can be saved', () => {
  const { written } = salvageSettings({ ...live, colour: 'red', shop: { ...live.shop, owner: 'me' } })
  expect(written).toEqual(salvageSettings(live).usable)
})

test('whatever stands in the file, what is usable holds', () => {
  const known = fc.constantFrom(...Object.keys(live), 'sale', 'keys', 'training', 'scanners', 'language')
  const group = fc.dictionary(
    fc.constantFrom('url', 'partner', 'name', 'address', 'limitMs', 'extendInfo', 'signType', 'timeZone'),
    fc.jsonValue(),
  )
  fc.assert(
    fc.property(fc.dictionary(known, fc.oneof(fc.jsonValue(), group)), (value) => {
      const { usable } = salvageSettings({ ...live, ...value })
      expect(parseSettings(usable)).toMatchObject({ ok: true })
    }),
  )
})

test('one wrong field in the file of a live till: the form has all the others, names the wrong one, and saves the rest unharmed', async () => {
  const text = JSON.stringify({ ...live, mode: 'live', currency: 'XXX' })
  const folder = folderWith(text)
  const { till, close } = await composeTill({ dataDir: folder })
  try {
    expect(till.view()).toMatchObject({ mode: 'live', till: 'till-7', stopped: { why: 'settings' } })
    const view = await till.readSettings()
    expect(view.faults).toMatchObject([{ field: 'currency' }])
    expect(view.settings).toMatchObject({ mode: 'live', gateway: { partner: '2088000000000000' } })
    const saved = await till.writeSettings({ ...view.settings, mode: 'training' })
    expect(saved).toMatchObject({ ok: true, value: { settings: { gateway: { transName: 'Cafe Example' } } } })
    expect(readFileSync(join(folder, 'settings.json.refused'), 'utf8')).toBe(text)
  } finally {
    await close()
  }
})

test('a file that is no JSON is kept beside the one that is saved instead of it', async () => {
  const folder = folderWith('{ "mode": "live", ')
  const { till, close } = await composeTill({ dataDir: folder })
  try {
    const { settings } = await till.readSettings()
    expect(till.view().stopped?.detail).toContain('is not JSON')
    expect(await till.writeSettings(settings)).toMatchObject({ ok: true })
    expect(till.view().stopped).toBeUndefined()
    expect(readFileSync(join(folder, 'settings.json.refused'), 'utf8')).toBe('{ "mode": "live", ')
  } finally {
    await close()
  }
})

test('a byte order mark, which some editors write, is no fault', async () => {
  const { till, close } = await composeTill({ dataDir: folderWith('\uFEFF{"currency":"EUR"}') })
  try {
    expect(till.view()).toMatchObject({ currency: 'EUR' })
    expect(till.view().stopped).toBeUndefined()
  } finally {
    await close()
  }
})

test('a second till on one folder is told that the first is open, not that the disk is at fault', async () => {
  const folder = folderWith('{}')
  const first = await composeTill({ dataDir: folder })
  const second = await composeTill({ dataDir: folder })
  try {
    expect(second.till.view().stopped).toMatchObject({ why: 'in-use' })
  } finally {
    await second.close()
    await first.close()
  }
})
