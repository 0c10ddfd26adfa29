import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { money } from '../../main/domain/money.ts'
import { createScreen, type Screen } from '../../renderer/screen.ts'
import { createFakeTill, type FakeTill } from './fake-till.ts'
import { quietView } from './examples.ts'

let till: FakeTill
let screen: Screen
beforeEach(() => {
  vi.useFakeTimers()
  till = createFakeTill(
    quietView({ customer: { state: 'idle', language: 'en', mode: 'live', shop: 'Corner Shop' } }),
  )
  screen = createScreen(
    till.connection,
    { play: () => undefined },
    () => Date.now(),
    () => undefined,
  )
})
afterEach(() => {
  screen.close()
  vi.useRealTimers()
})

const keyed = (digits: string): void => {
  for (const digit of digits) screen.send({ type: 'digits', digits: digit as '1' })
}
const told = (): readonly unknown[] =>
  till.calls.flatMap(({ name, input }) => (name === 'sale.key' ? [input] : []))

test('the customer sees an amount once the keys rest', async () => {
  keyed('1250')
  expect(told()).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(told()).toEqual([{ amount: { minor: 1250, currency: 'USD' } }])
})

test('cash that is taken asks the customer for no code', async () => {
  keyed('1250')
  screen.send({ type: 'open', panel: { type: 'tender', amount: money(1250, 'USD') } })
  await vi.advanceTimersByTimeAsync(200)
  screen.send({ type: 'escape' })
  await vi.advanceTimersByTimeAsync(200)
  const amount = { minor: 1250, currency: 'USD' }
  expect(told()).toEqual([{ amount, inCash: true }, { amount }])
})

test('a page that comes anew, or hears the till again, says once more what is keyed: the old word may be wrong', async () => {
  keyed('1250')
  await vi.advanceTimersByTimeAsync(200)
  till.enter('reconnecting')
  screen.send({ type: 'clear' })
  await vi.advanceTimersByTimeAsync(200)
  till.enter('connected')
  await vi.advanceTimersByTimeAsync(400)
  expect(told()).toEqual([{ amount: { minor: 1250, currency: 'USD' } }, {}])
})

test('an amount whose code was scanned at once is not told any more: it is the sale that is shown', async () => {
  keyed('1250')
  screen.send({ type: 'scanned', text: '285902802486590277' })
  expect(screen.store.getState().sale.asking).toBeDefined()
  await vi.advanceTimersByTimeAsync(1000)
  expect(told()).toEqual([{}])
})
