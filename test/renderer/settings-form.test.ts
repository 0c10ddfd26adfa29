import { ORPCError } from '@orpc/client'
import { describe, expect, test } from 'vitest'
import { parseSettings, type Settings } from '../../main/settings.ts'
import { draftOf, settingsFrom, withAccount } from '../../renderer/settings/draft.ts'
import { faultsOf } from '../../renderer/settings/faults.ts'
import { allFields, pathOf, tabOf } from '../../renderer/settings/fields.ts'

const settings = (value: unknown): Settings => {
  const parsed = parseSettings(value)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const full = settings({
  mode: 'live',
  shop: { name: 'Café', address: ['Main street 1', 'Vienna'], taxId: 'ATU1', timeZone: 'Europe/Vienna' },
  gateway: {
    url: 'https://globalmapi.alipay.com/gateway.do',
    partner: '2088123456789012',
    transName: 'Coffee',
    settlementCurrency: 'EUR',
    extendInfo: { storeId: 's-1', secondaryMerchantIndustry: '5814' },
  },
  keys: { privateKey: 'keys/private.pem' },
  sale: { confirmAbove: 100_000 },
  printer: { address: '192.168.1.9:9100', codePages: { cp858: 19, cp437: 0 } },
  cash: { denominations: [10_000, 5000, 1] },
  scanners: { serial: [{ path: '/dev/ttyACM0', baud: 115_200, suffix: 'crlf' }, { path: 'COM3' }] },
})

describe('the settings form', () => {
  test.each([
    ['of a fresh till', settings({})],
    ['of a shop with an account', full],
    ['of a printer without any code page', settings({ printer: { codePages: {} } })],
  ])('gives back the settings %s as they were when nothing is changed', (_name, before) => {
    expect(settingsFrom(draftOf(before), before, before.gateway !== undefined)).toEqual(before)
  })

  test('takes text, numbers, lines and choices over into the settings', () => {
    const draft = {
      ...draftOf(full),
      'shop.address': ' One \n\n Two ',
      'sale.limitMs': '45000',
      'gateway.extendInfo.storeName': 'Shop one',
      'gateway.settlementCurrency': '',
      'sale.confirmAbove': '',
      'gateway.sendCreateTime': false,
    }
    const after = settingsFrom(draft, full, true)
    expect(after.shop.address).toEqual(['One', 'Two'])
    expect(after.sale).toMatchObject({ limitMs: 45_000 })
    expect(after.sale).not.toHaveProperty('confirmAbove')
    expect(after.gateway).not.toHaveProperty('settlementCurrency')
    expect(after.gateway).toMatchObject({ sendCreateTime: false, extendInfo: { storeName: 'Shop one' } })
    expect(parseSettings(after)).toMatchObject({ ok: true })
  })

  test('takes serial scanners over, and leaves it to the till to refuse a port that is none', () => {
    const listed = (path: string) =>
      settingsFrom(
        { ...draftOf(full), 'scanners.serial': JSON.stringify([{ ...full.scanners.serial[1], path }]) },
        full,
        true,
      )
    expect(listed('COM4').scanners.serial).toEqual([
      { path: 'COM4', baud: 9600, suffix: 'cr', acknowledge: false },
    ])
    expect(parseSettings(listed(''))).toMatchObject({
      ok: false,
      error: [{ field: 'scanners.serial.0.path' }],
    })
  })

  test('takes the values of notes and coins over as people type them; without any, the usual ones are counted', () => {
    const cash = (typed: string) =>
      settingsFrom({ ...draftOf(full), 'cash.denominations': typed }, full, true).cash
    expect(draftOf(full)['cash.denominations']).toBe('10000, 5000, 1')
    expect(cash(' 5000,2000，1000\n 50；').denominations).toEqual([5000, 2000, 1000, 50])
    expect(cash(' ')).not.toHaveProperty('denominations')
    const wrong = (typed: string) => parseSettings({ ...full, cash: cash(typed) })
    expect(wrong('50, 12.5')).toMatchObject({ ok: false, error: [{ field: 'cash.denominations.1' }] })
    expect(wrong('0')).toMatchObject({ ok: false, error: [{ field: 'cash.denominations.0' }] })
    expect(wrong('50, 20, 50')).toMatchObject({ ok: false, error: [{ field: 'cash.denominations' }] })
    expect(wrong('5 '.repeat(41))).toMatchObject({ ok: false, error: [{ field: 'cash.denominations' }] })
  })

  test('takes code pages over with their numbers, and leaves it to the till to refuse what is no number of one', () => {
    const printer = (...rows: readonly (readonly [string, string])[]) =>
      settingsFrom({ ...draftOf(full), 'printer.codePages': JSON.stringify(rows) }, full, true).printer
    expect(printer(['cp866', '17'], ['cp437', ' 0 ']).codePages).toEqual({ cp866: 17, cp437: 0 })
    expect(printer().codePages).toEqual({})
    for (const number of ['', '256', '-1', '1.5', 'two']) {
      expect(parseSettings({ ...full, printer: printer(['cp866', number]) })).toMatchObject({
        ok: false,
        error: [{ field: 'printer.codePages.cp866' }],
      })
    }
  })

  test('leaves it to the till to refuse what is no number', () => {
    const after = settingsFrom({ ...draftOf(full), 'sale.limitMs': '1e5' }, full, true)
    expect(parseSettings(after)).toMatchObject({ ok: false, error: [{ field: 'sale.limitMs' }] })
  })

  test('a new account needs the partner id only', () => {
    const before = settings({ shop: { name: 'Café' } })
    const draft = { ...withAccount(draftOf(before)), 'gateway.partner': '2088123456789012' }
    expect(parseSettings(settingsFrom(draft, before, true))).toMatchObject({ ok: true })
    const without = parseSettings(settingsFrom(withAccount(draftOf(before)), before, true))
    expect(without).toMatchObject({ ok: false, error: [{ field: 'gateway.partner' }] })
  })

  test('an account that was removed is gone', () => {
    expect(settingsFrom(draftOf(full), full, false)).not.toHaveProperty('gateway')
  })

  test('every field stands once, and on the tab that its fault leads to', () => {
    const paths = allFields.map(({ name }) => pathOf(name))
    expect(new Set(paths).size).toBe(paths.length)
    expect(tabOf('gateway.partner')).toBe('account')
    expect(tabOf('keys.privateKey')).toBe('keys')
    expect(tabOf('sale.limitMs')).toBe('advanced')
    expect(tabOf('scanners.serial.1.path')).toBe('devices')
    expect(tabOf('cash.denominations.1')).toBe('devices')
    expect(tabOf('printer.codePages.cp866')).toBe('devices')
    expect(tabOf('unheard.of')).toBe('shop')
  })
})

describe('a refusal at the till’s door', () => {
  test('names its fields as the till does', () => {
    const refusal = new ORPCError('BAD_REQUEST', {
      data: {
        issues: [{ message: 'wrong', path: ['settings', 'gateway', { key: 'partner' }] }, { odd: true }],
      },
    })
    expect(faultsOf(refusal)).toEqual([{ field: 'gateway.partner', message: 'wrong' }])
  })

  test('is told apart from a line that broke', () => {
    expect(faultsOf(new Error('closed'))).toBeUndefined()
    expect(faultsOf(new ORPCError('INTERNAL_SERVER_ERROR'))).toBeUndefined()
  })
})
