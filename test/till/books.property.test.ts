import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { isFinal, isMoneyTaken, type Payment } from '../../main/domain/payment.ts'
import type { PaymentRecord } from '../../main/journal/journal.ts'
import { createModelGateway, type Customer, type ModelGateway } from './model-gateway.ts'
import { openScriptedShop, type OpenCall, type ScriptedShop } from './scripted-shop.ts'

/** How a call fares: done and heard, done and not heard, lost before it was done, or held up on the way. */
type Fate = 'heard' | 'unheard' | 'lost' | 'held' | 'broken' | 'not-sent'
type Move =
  | { readonly type: 'sell'; readonly minor: number; readonly customer: Customer }
  | { readonly type: 'fate'; readonly which: number; readonly fate: Fate }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'jump'; readonly ms: number }
  | { readonly type: 'abort' | 'ask'; readonly which: number }
  | { readonly type: 'refund'; readonly which: number; readonly minor: number }
  | { readonly type: 'next' | 'confirm' | 'release-held' | 'restart' }

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('sell' as const),
      minor: fc.integer({ min: 1, max: 900 }),
      customer: fc.constantFrom<Customer>('pays', 'waits', 'declines', 'pays-though-declined'),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('fate' as const),
      which: fc.nat(5),
      fate: fc.constantFrom<Fate>('heard', 'heard', 'unheard', 'lost', 'held', 'broken', 'not-sent'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 1000, 3000, 5000, 20_000, 70_000, 400_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('jump' as const),
      ms: fc.constantFrom(-86_400_000, -60_000, 60_000, 3_600_000, 86_400_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('abort' as const, 'ask' as const), which: fc.nat(5) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('refund' as const),
      which: fc.nat(5),
      minor: fc.integer({ min: 1, max: 900 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('next' as const, 'confirm' as const, 'release-held' as const, 'restart' as const),
    }),
  },
)

/** A fortnight of one counter in a few milliseconds: its till, the gateway's books and what is held up between them. */
class Counter {
  readonly shop: ScriptedShop = openScriptedShop()
  readonly books: ModelGateway = createModelGateway()
  readonly customers = new Map<string, Customer>()
  readonly held: OpenCall[] = []
  readonly ids: PaymentId[] = []
  readonly ends = new Map<string, Payment['state']>()
  codes = 0

  customerOf(call: OpenCall): Customer {
    return this.customers.get(call.prepared.parameters['id'] ?? '') ?? 'pays'
  }
  fare(call: OpenCall, fate: Fate): void {
    const isPay = call.name === 'pay'
    switch (fate) {
      case 'heard':
        call.answer(this.books.perform(call, this.customerOf(call)))
        return
      case 'unheard':
        this.books.perform(call, this.customerOf(call))
        call.answer({ type: 'unknown', why: 'timed-out' })
        return
      case 'lost':
        call.answer({ type: 'unknown', why: 'connection-lost' })
        return
      case 'held':
        // Only a PAY may be done so late that it matters; the others are as good as lost.
        if (isPay) this.held.push(call)
        call.answer({ type: 'unknown', why: 'timed-out' })
        return
      case 'broken':
        this.books.perform(call, this.customerOf(call))
        call.breaks()
        return
      case 'not-sent':
        call.answer({ type: 'not-sent', why: 'refused' })
    }
  }
  releaseHeld(): void {
    for (const call of this.held.splice(0)) this.books.perform(call, this.customerOf(call))
  }
  async make(one: Move): Promise<void> {
    const { shop, ids } = this
    switch (one.type) {
      case 'sell': {
        const code = `2859028024865${String((this.codes += 1)).padStart(5, '0')}`
        const charged = shop.till.charge(money(one.minor, 'USD'), code)
        if (!charged.ok) return
        ids.push(charged.value)
        this.customers.set(charged.value, one.customer)
        return
      }
      case 'fate': {
        const [call] = shop.gateway.calls.splice(one.which % Math.max(1, shop.gateway.calls.length), 1)
        if (call !== undefined) this.fare(call, one.fate)
        return
      }
      case 'pass':
        return shop.clock.pass(one.ms)
      case 'jump':
        return shop.clock.jump(one.ms)
      case 'abort':
      case 'ask': {
        const id = ids[one.which % Math.max(1, ids.length)]
        if (id === undefined) return
        if (one.type === 'abort') shop.till.abort(id)
        else void shop.till.query(id)
        return
      }
      case 'refund': {
        const id = ids[one.which % Math.max(1, ids.length)]
        if (id !== undefined) shop.till.refund(id, money(one.minor, 'USD'))
        return
      }
      case 'next':
        shop.till.next()
        return
      case 'confirm':
        return this.books.confirm()
      case 'release-held':
        return this.releaseHeld()
      case 'restart': {
        // What was out when the till died may still be done.
        const out = [...shop.gateway.calls]
        await shop.restart()
        for (const call of out) if (call.name === 'pay') this.held.push(call)
        return
      }
    }
  }
  /** What must hold at every moment, and does not. */
  broken(): readonly string[] {
    return this.ids.flatMap((id) => {
      const record = this.shop.journal.payment(id)
      if (record === undefined) return [`${id} was lost`]
      const { payment, refunds } = record
      const before = this.ends.get(id)
      if (isFinal(payment)) this.ends.set(id, payment.state)
      const promised = refunds
        .filter(({ state }) => state !== 'refused')
        .reduce((sum, { amount }) => sum + amount.minor, 0)
      return [
        ...(this.books.paysSeen(id) > 1 ? [`${id} was sent twice`] : []),
        ...(before !== undefined && payment.state !== before
          ? [`${id} was ${before} and is ${payment.state}`]
          : []),
        ...(promised > payment.amount.minor ? [`more of ${id} is given back than was paid`] : []),
      ]
    })
  }
  /** The line is good again: everything is answered until nobody waits for anything. */
  async settle(): Promise<void> {
    this.releaseHeld()
    for (let round = 0; round < 400; round += 1) {
      for (const call of this.shop.gateway.calls.splice(0)) this.fare(call, 'heard')
      await this.shop.clock.pass(0)
      if (this.shop.gateway.calls.length > 0) continue
      if (round % 10 === 5) this.books.closeUnpaid()
      const next = this.shop.clock.nextIn()
      if (next === undefined) return
      await this.shop.clock.pass(next)
    }
    throw new Error('it never comes to an end')
  }
}

const believed = ({ payment, refunds }: PaymentRecord): number => {
  if (!isMoneyTaken(payment)) return 0
  const returned = refunds
    .filter(({ state }) => state === 'refunded')
    .reduce((sum, { amount }) => sum + amount.minor, 0)
  return payment.amount.minor - returned
}

test('whatever happens on the line, the till’s books and the gateway’s are the same in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 45 }), async (moves) => {
      const counter = new Counter()
      const { shop, books } = counter
      try {
        for (const one of moves) {
          await counter.make(one)
          await shop.clock.pass(0)
          expect(counter.broken()).toEqual([])
        }
        await counter.settle()
        // The last question of a payment that was given up waits for the next start.
        await shop.restart()
        await counter.settle()
        expect(counter.broken()).toEqual([])
        expect(shop.till.view().open).toEqual([])
        expect(shop.till.view().openRefunds).toEqual([])
        for (const id of counter.ids) {
          const record = shop.journal.payment(id)
          if (record === undefined) throw new Error(`${id} was lost`)
          expect(isFinal(record.payment)).toBe(true)
          expect(believed(record), `${id} ${JSON.stringify(record)}`).toBe(books.kept(id))
          if (record.payment.state !== 'paid' || record.payment.givenUp) expect(books.kept(id)).toBe(0)
        }
      } finally {
        await shop.close()
      }
    }),
    { numRuns: Number(process.env['SPOT_TILL_RUNS'] ?? 60) },
  )
}, 120_000)
