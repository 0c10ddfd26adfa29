import { afterEach, expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import { money } from '../../main/domain/money.ts'
import {
  noAnswer,
  openScriptedShop,
  paidAnswer,
  scannedCode,
  sellFor,
  trade,
  type ScriptedShop,
} from '../till/scripted-shop.ts'
import { calm } from '../till/slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

test('a halt says in the language of the shop what happened and what to do, and what is open is still asked about', async () => {
  shop = openScriptedShop({ settings: { language: 'zh' } })
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(noAnswer)
  await calm()
  shop.journal.append(
    { now: shop.clock.now(), operator: 'till' },
    { kind: 'till-halted', because: 'paid-unproven', about: id, detail: 'planted' },
  )
  await shop.restart()
  expect(shop.till.view().stopped).toBeUndefined()
  expect(shop.till.charge(money(100, 'USD'), '285902802486590278')).toEqual({
    ok: false,
    error: 'till-stopped',
  })
  await shop.clock.pass(0)
  shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
  await calm()
  expect(shop.payment(id).state).toBe('paid')
  const { stopped } = shop.till.view()
  expect(stopped?.why).toBe('halted')
  expect(stopped?.detail).toMatch(/请与平台核对该笔交易.*paid-unproven.*acknowledge --entry \d+/)
  expect(shop.till.refund(id, money(1, 'USD'))).toEqual({ ok: false, error: 'till-stopped' })
})

test('an acknowledged halt lets the till sell again', async () => {
  shop = openScriptedShop()
  const stamp = { now: shop.clock.now(), operator: 'technician' }
  const halted: EntryBody = { kind: 'till-halted', because: 'final-state-left', about: '', detail: '' }
  const [entry] = shop.journal.append(stamp, halted)
  await shop.restart()
  expect(shop.till.charge(money(100, 'USD'), scannedCode).ok).toBe(false)
  shop.journal.append(stamp, { kind: 'halt-acknowledged', halt: entry?.seq ?? 0 })
  await shop.restart()
  const id = sellFor(shop, 100)
  shop.gateway.take('pay').answer(paidAnswer(100))
  await calm()
  expect(shop.payment(id).state).toBe('paid')
})

test('an answer over an amount that nobody asked for is not believed, halts the till, and is asked about', async () => {
  shop = openScriptedShop()
  const id = sellFor(shop, 1250)
  // What the wire's judge would never let through: a paid answer over another amount.
  shop.gateway.take('pay').answer(paidAnswer(125))
  await calm()
  expect(shop.payment(id).state).toBe('sending')
  expect(shop.till.charge(money(100, 'USD'), '285902802486590278').ok).toBe(false)
  await shop.clock.pass(300_000)
  shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
  await calm()
  expect(shop.payment(id).state).toBe('paid')
  expect(shop.till.view().stopped?.detail).toContain('paid-unproven')
  expect(shop.gateway.made.filter(({ name }) => name === 'pay')).toHaveLength(1)
})
