import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../main/settings.ts'
import { settingsJsonSchema, settingsPage } from './settings-page.ts'

const docs = join(dirname(dirname(import.meta.dirname)), 'docs')

/** With UPDATE_DOCS=1 the pages are written instead of compared. */
describe('the pages about settings', () => {
  test.each([
    ['settings.schema.json', settingsJsonSchema],
    ['settings.md', settingsPage],
  ])('%s is what the schema says', (name, make) => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(join(docs, name), make())
    expect(readFileSync(join(docs, name), 'utf8')).toBe(make())
  })

  test('the example is a till that would start', () => {
    const example = /```json\n([\s\S]*?)```/.exec(settingsPage())?.[1] ?? ''
    expect(parseSettings(JSON.parse(example))).toMatchObject({ ok: true })
  })
})

describe('settings', () => {
  test('an empty file is a training till', () => {
    expect(parseSettings({})).toMatchObject({ ok: true, value: { mode: 'training', currency: 'USD' } })
  })
  test.each([
    [{ currency: 'XXX' }, 'currency'],
    [{ shop: { timeZone: 'Mars/Olympus' } }, 'shop.timeZone'],
    [{ sale: { limitMs: 400_000 } }, 'sale.limitMs'],
    [{ training: { gatewayUrl: 'https://example.com/' } }, 'training.gatewayUrl'],
    [{ gateway: { url: 'http://gateway.example/', partner: '2088000000000000', transName: 'x' } }, 'gateway.url'],
    [
      { gateway: { url: 'https://g.example/', partner: '2088000000000000', transName: 'x', signType: 'MD5' } },
      'gateway.allowMd5',
    ],
    [{ gateway: { url: 'https://g.example/', partner: '1234', transName: 'x' } }, 'gateway.partner'],
    [{ colour: 'red' }, ''],
  ])('%j: the fault names the field', (value, field) => {
    const parsed = parseSettings(value)
    expect(parsed.ok ? [] : parsed.error.map((fault) => fault.field)).toContain(field)
  })
})
