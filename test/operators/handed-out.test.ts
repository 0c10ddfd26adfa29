import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import { createOutlays, type HandedOut } from '../../main/domain/outlay.ts'
import { money } from '../../main/domain/money.ts'
import { dayMs, instant } from '../../main/domain/time.ts'
import { createGatewayTime } from '../../main/gateway-time.ts'
import { createHandedOut, limitsOf } from '../../main/operators/handed-out.ts'
import type { Clock } from '../../main/ports.ts'
import { refundAsked, refundChanged, refundSending, requested, sending } from '../journal/sales.ts'
import { dataFolder, openIn } from '../journal/shop.ts'

/** Noon in Vienna. */
const noon = 1_795_000_000_000 - (1_795_000_000_000 % dayMs) + 11 * 3_600_000
const back = (minor: number): EntryBody => ({
  kind: 'cash-refunded',
  number: 1,
  amount: money(minor, 'EUR'),
  reason: 'cold',
})
const out = (minor: number): EntryBody => ({
  kind: 'cash-moved',
  direction: 'out',
  amount: money(minor, 'EUR'),
  reason: 'bread',
})

/** A journal, a till that runs, its clock that is set, and the closing before, as a number of an entry. */
const counter = (who = 'op-2') => {
  const journal = openIn(dataFolder())
  let at = noon
  let mono = 0
  let from = 1
  const clock: Clock = { now: () => ({ at: instant(at), mono }), after: () => () => undefined }
  const gatewayTime = createGatewayTime(clock)
  const shop = { name: '', address: [], timeZone: 'Europe/Vienna', dayStartsAtMinute: 0 }
  const handedOut = createHandedOut({
    journal,
    settings: { currency: 'EUR', shop },
    operator: () => who,
    now: gatewayTime.notSetOn,
    sinceClosing: () => {
      const outlays = createOutlays('EUR')
      for (const entry of journal.entries({ firstSeq: from })) outlays.add(entry)
      return { from, outlays }
    },
  })
  return {
    write: (...bodies: readonly EntryBody[]) =>
      void journal.append({ now: { at: instant(at), mono: 0 }, operator: 'op-2' }, ...bodies),
    set: (days: number) => void (at = noon + days * dayMs),
    pass: (days: number) => {
      at += days * dayMs
      mono += days * dayMs
    },
    gatewaySays: (days: number) => gatewayTime.note(instant(noon + days * dayMs)),
    closeDay: () => void (from = journal.head().seq + 1),
    handedOut: (): HandedOut => handedOut(),
    givenBack: () => handedOut().givenBack,
  }
}

describe('what somebody has handed out', () => {
  test('is refunds by wallet and in cash, and what was paid out, in the currency of the till', () => {
    const till = counter()
    const asked = { ...refundSending(2, 1, 450), operator: 'op-2' }
    till.write(requested(sending(1)), refundAsked(asked, 2))
    till.write(back(100), out(70), out(30))
    till.write({ kind: 'cash-moved', direction: 'in', amount: money(9, 'EUR'), reason: 'change' })
    till.write({ kind: 'cash-refunded', number: 2, amount: money(7, 'JPY'), reason: 'cold' })
    expect(till.handedOut()).toEqual({ givenBack: 550, paidOut: 100 })
    till.write(refundChanged({ ...asked, state: 'refused', code: 'x', endedAt: instant(noon) }))
    expect(till.handedOut()).toEqual({ givenBack: 100, paidOut: 100 })
  })

  test('is nothing of what others handed out, or the till by itself', () => {
    const till = counter('op-3')
    till.write(requested(sending(1)), refundAsked({ ...refundSending(2, 1, 450), origin: 'automatic' }, 2))
    till.write(back(100), out(100))
    expect(till.handedOut()).toEqual({ givenBack: 0, paidOut: 0 })
  })

  test('is not forgotten by closing the day, as often as that is done', () => {
    const till = counter()
    till.write(back(100))
    till.closeDay()
    till.write(back(20), out(5))
    till.closeDay()
    till.closeDay()
    expect(till.handedOut()).toEqual({ givenBack: 120, paidOut: 5 })
  })

  test('is all of a shift that goes on after midnight, and of a day of several shifts', () => {
    const till = counter()
    till.write(back(100))
    till.pass(1)
    till.write(back(20))
    expect(till.givenBack()).toBe(120)
    till.closeDay()
    till.write(back(3))
    expect(till.givenBack()).toBe(23)
    till.pass(1)
    till.closeDay()
    expect(till.givenBack()).toBe(0)
  })

  test('is not forgotten by a clock that is set back, nor when it is set right again', () => {
    const till = counter()
    till.write(back(100))
    till.closeDay()
    for (const days of [-1, -30, -4000]) {
      till.set(days)
      expect(till.givenBack()).toBe(100)
    }
    till.set(-1)
    till.write(back(20))
    till.closeDay()
    expect(till.givenBack()).toBe(120)
    till.set(0)
    till.write(back(3))
    till.closeDay()
    expect(till.givenBack()).toBe(123)
  })

  test('is not forgotten by a clock that is set on a day after the closing, whether the gateway is heard or not', () => {
    const till = counter()
    till.write(back(100))
    till.closeDay()
    till.set(1)
    expect(till.givenBack()).toBe(100)
    till.gatewaySays(0)
    expect(till.givenBack()).toBe(100)
    till.set(2)
    expect(till.givenBack()).toBe(100)
  })

  test('is over when the day is, for a till that runs through the night and hears nothing', () => {
    const till = counter()
    till.write(back(100))
    till.closeDay()
    till.pass(1)
    expect(till.givenBack()).toBe(0)
  })

  test('is over when the gateway says that the next day has come: the clock was behind, and was set right', () => {
    const till = counter()
    till.write(back(100))
    till.closeDay()
    till.set(1)
    till.gatewaySays(1)
    expect(till.givenBack()).toBe(0)
  })

  test('of a day in the future that was a mistake is over after some thousand entries', () => {
    const till = counter()
    till.set(400)
    till.write(back(100))
    till.set(0)
    till.write(...Array.from({ length: 1000 }, () => ({ kind: 'drawer-opened', why: 'x' }) as const))
    till.closeDay()
    till.pass(1)
    expect(till.givenBack()).toBe(100)
    till.write(...Array.from({ length: 2500 }, () => ({ kind: 'drawer-opened', why: 'x' }) as const))
    till.closeDay()
    till.pass(1)
    expect(till.givenBack()).toBe(0)
  })
})

test('the limit of what is paid out is that of refunds, unless the shop sets another one', () => {
  expect(limitsOf({ idleMinutes: 2 })).toEqual({})
  expect(limitsOf({ idleMinutes: 2, refundLimit: 500 })).toEqual({ refundLimit: 500, payOutLimit: 500 })
  expect(limitsOf({ idleMinutes: 2, refundLimit: 500, payOutLimit: 90_000 })).toEqual({
    refundLimit: 500,
    payOutLimit: 90_000,
  })
})
