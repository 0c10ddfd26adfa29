import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TillNotice } from '../../main/contract.ts'
import { closedDesks } from '../../main/desks.ts'
import { money } from '../../main/domain/money.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import {
  noAnswer,
  notFound,
  openScriptedShop,
  paidAnswer,
  scannedCode,
  sellFor,
  trade,
  type ScriptedShop,
} from './scripted-shop.ts'
import { calm } from './slow-clock.ts'

let shop: ScriptedShop
afterEach(() => shop.close())

describe('a call that breaks although it must not', () => {
  beforeEach(() => (shop = openScriptedShop()))

  test('a broken PAY is asked about like one without an answer', async () => {
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').breaks()
    await calm()
    expect(shop.payment(id).state).toBe('waiting')
    await shop.clock.pass(5000)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await calm()
    expect(shop.payment(id).state).toBe('paid')
  })

  test('a broken query is asked again', async () => {
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(noAnswer)
    await shop.clock.pass(5000)
    shop.gateway.take('query').breaks()
    await shop.clock.pass(3000)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await calm()
    expect(shop.payment(id).state).toBe('paid')
  })

  test('a broken cancel is sent again', async () => {
    const id = sellFor(shop, 1250)
    shop.till.abort(id)
    await shop.clock.pass(0)
    shop.gateway.take('cancel').breaks()
    await shop.clock.pass(5000)
    shop.gateway.take('cancel').answer({ type: 'cancelled', action: 'close', facts: {} })
    await calm()
    expect(shop.payment(id).state).toBe('cancelled')
  })

  test('a broken refund is sent again under its own number', async () => {
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    shop.till.refund(id, money(1250, 'USD'))
    await shop.clock.pass(0)
    shop.gateway.take('refund').breaks()
    await shop.clock.pass(3000)
    shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
    await calm()
    const sent = shop.gateway.made.filter(({ name }) => name === 'refund')
    expect(new Set(sent.map(({ prepared }) => prepared.parameters['refund'])).size).toBe(1)
    expect(shop.journal.payment(id)?.refunds.map(({ state }) => state)).toEqual(['refunded'])
  })
})

describe('a listener that throws', () => {
  beforeEach(() => (shop = openScriptedShop()))

  test('stops neither the sale nor the other listeners', async () => {
    const seen: TillNotice[] = []
    shop.till.onNotice(() => {
      throw new Error('a screen fell over')
    })
    shop.till.onNotice((notice) => seen.push(notice))
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(noAnswer)
    await shop.clock.pass(5000)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await calm()
    expect(shop.payment(id).state).toBe('paid')
    expect(seen.length).toBeGreaterThan(1)
  })
})

describe('a journal that takes nothing more', () => {
  let broken: 'no' | 'writes' | 'all'
  const wrap = (journal: Journal): Journal => {
    const fault = new JournalFault('disk', 'the disk is gone')
    return {
      ...journal,
      append: (...input) => {
        if (broken !== 'no') throw fault
        return journal.append(...input)
      },
      ...(Object.fromEntries(
        (
          [
            'payment',
            'refund',
            'payments',
            'openPayments',
            'openRefunds',
            'discrepancies',
            'printJobs',
            'story',
            'copies',
          ] as const
        ).map((name) => [
          name,
          (...input: never[]) => {
            if (broken === 'all') throw fault
            return (journal[name] as (...input: never[]) => unknown)(...input)
          },
        ]),
      ) as Pick<Journal, 'payment'>),
      fault: () => (broken === 'no' ? journal.fault() : fault),
    }
  }
  /** What the matching asks between two pieces of its work, from a timer. */
  let isBusy: () => boolean
  beforeEach(() => {
    broken = 'no'
    shop = openScriptedShop({
      wrap,
      reconciliation: (inside) => {
        isBusy = inside.isBusy
        const sign = { undecided: 0, lateFiles: 0 }
        return { desk: closedDesks('USD').reconciliation, sign: () => sign, stop: () => Promise.resolve() }
      },
    })
  })

  test('at the intent: nothing is sent and nothing is sold', () => {
    broken = 'writes'
    expect(shop.till.charge(money(100, 'USD'), scannedCode)).toEqual({ ok: false, error: 'till-stopped' })
    expect(shop.gateway.made).toEqual([])
    expect(shop.till.view().stopped?.why).toBe('journal')
  })

  test.each(['writes', 'all'] as const)(
    'at the answer (%s): paid is not shown, the screen says what was heard, and the next start finds it',
    async (how) => {
      const notices: TillNotice[] = []
      shop.till.onNotice((notice) => notices.push(notice))
      const id = sellFor(shop, 1250)
      broken = how
      shop.gateway.take('pay').answer(paidAnswer(1250))
      await calm()
      const { stopped, current } = shop.till.view()
      expect(stopped?.detail).toContain('pay-answered: paid')
      expect(stopped?.detail).toContain(id)
      expect(current?.payment.state).not.toBe('paid')
      expect(notices.at(-1)).toMatchObject({ type: 'view', view: { stopped: { why: 'journal' } } })
      expect(shop.till.charge(money(100, 'USD'), '285902802486590278')).toEqual({
        ok: false,
        error: 'till-stopped',
      })
      broken = 'no'
      await shop.restart()
      await shop.clock.pass(0)
      shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
      await calm()
      expect(shop.payment(id).state).toBe('paid')
    },
  )

  test('F30: at an answer that comes late to a sale that has ended: the program goes on, and the screen says it', async () => {
    const id = sellFor(shop, 1250)
    const late = shop.gateway.take('pay')
    const asked = shop.till.query(id)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    expect(await asked).toMatchObject({ ok: true, value: { payment: { state: 'paid' } } })
    const notices: TillNotice[] = []
    shop.till.onNotice((notice) => notices.push(notice))
    broken = 'all'
    late.answer(paidAnswer(1250))
    await calm()
    // Nobody waits for this answer: what it threw would have ended the program.
    expect(notices.at(-1)).toMatchObject({ type: 'view', view: { stopped: { why: 'journal' } } })
    expect(shop.till.view().stopped?.detail).toContain(`pay-answered: paid, ${id}`)
  })

  test('F30: whoever asks it what cannot be read any more gets no error, and the screen says why', async () => {
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    const notices: TillNotice[] = []
    shop.till.onNotice((notice) => notices.push(notice))
    broken = 'all'
    expect(shop.till.list(5)).toEqual([])
    expect(notices.at(-1)).toMatchObject({ type: 'view', view: { stopped: { detail: 'the disk is gone' } } })
    expect(shop.till.find(id)).toBeUndefined()
    expect(shop.till.story(id)).toEqual([])
    expect(shop.till.receiptFaces(id, 'customer')).toBeUndefined()
    expect(await shop.till.query(id)).toEqual({ ok: false, error: 'till-stopped' })
    expect(() => shop.till.discrepancySeen(id, 'paid-after-given-up')).not.toThrow()
    expect(isBusy()).toBe(true)
  })

  test('F30: when it is a print that it does not take, the screen says so at once', async () => {
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    const notices: TillNotice[] = []
    shop.till.onNotice((notice) => notices.push(notice))
    broken = 'writes'
    expect(await shop.till.print(id, 'customer')).toMatchObject({ ok: false })
    expect(notices.at(-1)).toMatchObject({ type: 'view', view: { stopped: { why: 'journal' } } })
  })

  test('what another payment hears later does not push a paid sale off the screen', async () => {
    const first = sellFor(shop, 1250)
    shop.till.abort(first)
    await shop.clock.pass(0)
    shop.gateway.take('cancel').answer(noAnswer)
    await calm()
    shop.till.next()
    const second = sellFor(shop, 700, '285902802486590278')
    broken = 'writes'
    shop.gateway.take('pay').answer(noAnswer)
    shop.gateway.take('pay').answer(paidAnswer(700))
    await calm()
    await shop.clock.pass(5000)
    shop.gateway.take('cancel').answer({ type: 'cancelled', facts: {} })
    await calm()
    expect(shop.till.view().stopped?.detail).toContain(`pay-answered: paid, ${second}`)
  })

  test('at a discrepancy and its refund: both or neither, and the next start finds the money again', async () => {
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer({ type: 'refused', code: 'SOUNDWAVE_PARSER_FAIL' })
    await shop.clock.pass(3000)
    broken = 'writes'
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await calm()
    expect(shop.gateway.calls.filter(({ name }) => name === 'refund')).toEqual([])
    broken = 'no'
    await shop.restart()
    await shop.clock.pass(0)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await shop.clock.pass(0)
    expect(shop.journal.payment(id)?.refunds.map(({ origin }) => origin)).toEqual(['automatic'])
    shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
    await calm()
    expect(shop.journal.payment(id)?.refunds.map(({ state }) => state)).toEqual(['refunded'])
  })
})

test('a refund whose answer cannot be kept by a mistake of ours is sent again, and not forgotten', async () => {
  let refusals = 1
  shop = openScriptedShop({
    wrap: (journal) => ({
      ...journal,
      append: (stamp, ...bodies) => {
        if (bodies.some(({ kind }) => kind === 'refund-changed') && refusals-- > 0)
          throw new RangeError('ours')
        return journal.append(stamp, ...bodies)
      },
    }),
  })
  const id = sellFor(shop, 1250)
  shop.gateway.take('pay').answer(paidAnswer(1250))
  await calm()
  shop.till.refund(id, money(1250, 'USD'))
  await shop.clock.pass(0)
  shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
  await shop.clock.pass(20_000)
  shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
  await calm()
  expect(shop.journal.payment(id)?.refunds).toMatchObject([{ state: 'refunded' }])
  const sent = shop.gateway.made.filter(({ name }) => name === 'refund').map(({ prepared }) => prepared)
  expect(new Set(sent.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(1)
})

describe('a till that is closed while a call is out', () => {
  beforeEach(() => (shop = openScriptedShop()))

  test('hears nothing of it, and the till after it asks again', async () => {
    const paid = sellFor(shop, 1250)
    shop.gateway.take('pay').answer(paidAnswer(1250))
    await calm()
    shop.till.refund(paid, money(100, 'USD'))
    await shop.clock.pass(0)
    const refund = shop.gateway.take('refund')
    shop.till.next()
    const id = sellFor(shop, 700, '285902802486590278')
    const pay = shop.gateway.take('pay')
    const asked = shop.till.query(paid)
    const query = shop.gateway.take('query')
    await shop.restart()
    refund.answer({ type: 'refunded', facts: {} })
    pay.answer(paidAnswer(700))
    query.answer(notFound)
    expect(await asked).toMatchObject({ ok: false })
    await shop.clock.pass(0)
    expect(shop.payment(id).state).toBe('waiting')
    expect(shop.gateway.calls.map(({ name }) => name).toSorted()).toEqual(['query', 'refund'])
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    shop.gateway.take('refund').answer({ type: 'refunded', facts: {} })
    await calm()
    expect(shop.payment(id).state).toBe('paid')
  })
})

describe('a disk that does not take what the cashier has seen', () => {
  test('F30: the till says that it stopped, and the screen gets no error instead', async () => {
    shop = openScriptedShop({
      wrap: (journal) => ({
        ...journal,
        append: (stamp, ...bodies) => {
          if (bodies.some(({ kind }) => kind === 'discrepancy-seen'))
            throw new JournalFault('disk', 'no space')
          return journal.append(stamp, ...bodies)
        },
      }),
    })
    const id = sellFor(shop, 1250)
    shop.gateway.take('pay').answer({ type: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' })
    await shop.clock.pass(3000)
    shop.gateway.take('query').answer(trade('TRADE_SUCCESS'))
    await calm()
    expect(shop.till.view().discrepancies).toHaveLength(1)
    shop.till.discrepancySeen(id, 'paid-after-given-up')
    expect(shop.till.view()).toMatchObject({ stopped: { why: 'journal' }, discrepancies: [{ payment: id }] })
  })
})
