import { afterEach, describe, expect, test } from 'vitest'
import { money } from '../../../main/domain/money.ts'
import type { TillConnection } from '../../../renderer/connection.ts'
import { amountOf } from '../../../renderer/amount.ts'
import { paidShownMs } from '../../../renderer/sale-state.ts'
import { createScreen, type Screen } from '../../../renderer/screen.ts'
import { openScriptedShop, paidAnswer, scannedCode, type ScriptedShop } from '../../till/scripted-shop.ts'

/** Of the next customer. */
const nextCode = '286543210987654321'
const answerAfterMs = 200

let shop: ScriptedShop
let screen: Screen
afterEach(async () => {
  screen.close()
  await shop.close()
})

/** The real screen's rules before the real till, in its time, with no line between them. */
const openCounter = (): void => {
  shop = openScriptedShop()
  const { till } = shop
  const sale: Partial<TillConnection['client']['sale']> = {
    charge: ({ amount, scanned }) =>
      Promise.resolve(till.charge(money(amount.minor, amount.currency), scanned)),
    next: () => Promise.resolve(till.next()),
    prepare: () => Promise.resolve(true),
  }
  const connection: TillConnection = {
    client: { sale } as TillConnection['client'],
    state: () => 'connected',
    onState: () => () => undefined,
    onClosed: () => () => undefined,
    onNotice: (listener) => {
      listener({ type: 'view', view: till.view() })
      return till.onNotice(listener)
    },
    close: () => undefined,
  }
  screen = createScreen(
    connection,
    { play: () => undefined },
    () => shop.clock.now().mono,
    () => undefined,
  )
}

const key = (digits: string): void => {
  for (const digit of digits) screen.send({ type: 'digits', digits: digit as '1' })
}
const pull = (text = scannedCode): void => screen.send({ type: 'scanned', text })
const noted = (): string | undefined => {
  const { note } = screen.store.getState().sale
  return note?.type === 'plain' ? note.kind : note?.type
}
const pays = (): number => shop.gateway.made.filter(({ name }) => name === 'pay').length
const paysUntil = async (ms: number, minor: number): Promise<void> => {
  await shop.clock.pass(ms)
  shop.gateway.take('pay').answer(paidAnswer(minor))
  await shop.clock.pass(0)
}

describe('F38: a trigger pulled twice, 1 ms to 10 s apart', () => {
  test.each([1, 5, 20, 50, 100, 199, 201, 300, 500, 1000, 1500, 3000, 10_000])(
    '%i ms: one PAY, a note for the second, and nothing of it is left for the next sale',
    async (gapMs) => {
      openCounter()
      key('1250')
      pull()
      if (gapMs < answerAfterMs) {
        await shop.clock.pass(gapMs)
        pull()
        expect(noted()).toBe('same-code')
        await paysUntil(answerAfterMs - gapMs, 1250)
      } else {
        await paysUntil(answerAfterMs, 1250)
        await shop.clock.pass(gapMs - answerAfterMs)
        pull()
        expect(noted()).toBe('same-code')
      }
      await shop.clock.pass(paidShownMs)
      expect(pays()).toBe(1)
      expect(screen.store.getState().sale).toMatchObject({ keyed: '', held: undefined })

      key('900')
      pull(nextCode)
      await shop.clock.pass(0)
      expect(shop.gateway.made.at(-1)).toMatchObject({
        name: 'pay',
        prepared: { parameters: { amount: '900' } },
      })
      await paysUntil(0, 900)
      expect(pays()).toBe(2)
    },
  )
})

test.each([0, 1000, 20_000, 59_000])(
  'F38: the code of the customer before, scanned for the next sale %i ms after it paid, pays nothing',
  async (ms) => {
    openCounter()
    key('1250')
    pull()
    await paysUntil(answerAfterMs, 1250)
    await shop.clock.pass(ms)
    key('900')
    pull()
    await shop.clock.pass(0)
    expect(pays()).toBe(1)
    const { sale } = screen.store.getState()
    expect(amountOf(sale.keyed, 'USD').minor).toBe(900)
    expect(noted()).toBe('charge-refused')
    pull(nextCode)
    await paysUntil(answerAfterMs, 900)
    expect(pays()).toBe(2)
  },
)
