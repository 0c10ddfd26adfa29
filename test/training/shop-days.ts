import fc from 'fast-check'
import { money } from '../../main/domain/money.ts'
import { instant, type Instant } from '../../main/domain/time.ts'
import { createLedger, type Ledger } from '../../main/training/ledger.ts'
import type { Conduct, PayOrder } from '../../main/training/trade.ts'
import { buyerOf, trainingCode } from '../../main/training/wallet.ts'
import { beijing } from './fake-clock.ts'

/** What a day of any shop can send, in any order, with any waits between. */
export const partner = '2088000000007001'
const ids = ['P1', 'P2', 'P3']
const someId = fc.constantFrom(...ids)
const someConduct: fc.Arbitrary<Conduct> = fc.oneof(
  fc.constant<Conduct>({ type: 'pays' }),
  fc.record({
    type: fc.constant('asks' as const),
    confirmsAfterMs: fc.integer({ min: 1, max: 300_000 }),
  }),
  fc.constant<Conduct>({ type: 'asks' }),
  fc.constant<Conduct>({ type: 'asks', leavesAfterMs: 8000 }),
  fc.constant<Conduct>({ type: 'asks', confirmsAtCancel: true }),
  fc.constant<Conduct>({ type: 'declines', code: 'BUYER_NOT_EXIST' }),
  fc.constant<Conduct>({ type: 'declines', code: 'BUYER_NOT_EXIST', paysAnywayAfterMs: 5000 }),
)
export const someWait = fc.oneof(
  fc.integer({ min: 0, max: 10_000 }),
  fc.integer({ min: 0, max: 300_000 }),
  fc.integer({ min: 0, max: 2 * 86_400_000 }),
)
const someAmount = fc.integer({ min: 1, max: 3000 })
const someCommand = fc.oneof(
  fc.record({
    does: fc.constant('pay' as const),
    id: someId,
    minor: fc.constantFrom(1250, 1999),
    customer: fc.constantFrom(7, 8),
    conduct: someConduct,
    wait: someWait,
  }),
  fc.record({
    does: fc.constant('pay-later' as const),
    id: someId,
    minor: fc.constantFrom(1250, 1999),
    afterMs: fc.integer({ min: 0, max: 200_000 }),
    evenAfterCancel: fc.boolean(),
    wait: someWait,
  }),
  fc.record({ does: fc.constant('cancel' as const), id: someId, wait: someWait }),
  fc.record({
    does: fc.constant('refund' as const),
    id: someId,
    refundId: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5'),
    minor: someAmount,
    immediate: fc.boolean(),
    fails: fc.boolean(),
    wait: someWait,
  }),
  fc.record({ does: fc.constant('look' as const), wait: someWait }),
)
export type Command = typeof someCommand extends fc.Arbitrary<infer T> ? T : never
export const someDay = fc.array(someCommand, { minLength: 1, maxLength: 40 })

const orderOf = (id: string, minor: number, customer: number): PayOrder => ({
  partner,
  id,
  buyer: buyerOf(trainingCode(customer, 1)),
  price: money(minor, 'USD'),
  settlement: 'USD',
  terms: String(minor),
})

/** Carries a command out and gives its reply, if it has one. */
export const perform = (ledger: Ledger, command: Command, at: Instant): unknown => {
  switch (command.does) {
    case 'pay':
      return ledger.pay(orderOf(command.id, command.minor, command.customer), command.conduct, at)
    case 'pay-later':
      ledger.payLater(orderOf(command.id, command.minor, 7), command.afterMs, command.evenAfterCancel, at)
      return undefined
    case 'cancel':
      return ledger.cancel({ partner, id: command.id }, at)
    case 'refund': {
      const { id, refundId, minor, immediate, fails } = command
      const asked = { partner, id: refundId, paymentId: id, amount: money(minor, 'USD'), immediate }
      return ledger.refund(asked, fails ? { failsWith: 'MERCHANT_BALANCE_NOT_ENOUGH' } : {}, at)
    }
    case 'look':
      return undefined
  }
}

export const morning = beijing('2026-03-02 10:00:00')
/** Carries a whole day out, and shows the books after each command. */
export const live = (
  commands: readonly Command[],
  after: (ledger: Ledger, at: Instant, command: Command, reply: unknown) => void,
  ledger = createLedger(),
): Ledger => {
  let at = morning
  for (const command of commands) {
    at = instant(at + command.wait)
    after(ledger, at, command, perform(ledger, command, at))
  }
  return ledger
}
