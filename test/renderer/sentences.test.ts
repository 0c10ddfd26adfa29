import { describe, expect, test } from 'vitest'
import type { ChargeRefusal, ConnectionTest, RefundRefusal } from '../../main/contract.ts'
import { connectionSentences } from '../../main/domain/connection-sentences.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { refundSentence } from '../../main/domain/refund-sentences.ts'
import { chargeRefusalSentences, refundRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import type { Sentences } from '../../main/domain/sentences.ts'
import type { PrintFault } from '../../main/ports.ts'
import {
  attempt,
  cancelling,
  declined,
  everyPayment,
  everyRefund,
  facts,
  foundPaidAndRefused,
  notSent,
  paid,
  refunded,
  waiting,
} from './examples.ts'

// These lines do not compile when the contract knows a name that has no sentence.
const refusals: Readonly<Record<ChargeRefusal, Sentences>> = chargeRefusalSentences
const refundRefusals: Readonly<Record<RefundRefusal, Sentences>> = refundRefusalSentences
const printFaults: Readonly<Record<PrintFault, Sentences>> = printFaultSentences
const causes: Readonly<Record<Extract<ConnectionTest, { ok: false }>['cause'], Sentences>> =
  connectionSentences

const isWhole = ({ en, zh }: Sentences): void => {
  expect(en.headline).toMatch(/^[A-Z][^\u4e00-\u9fff]{3,60}$/)
  expect(en.todo).toMatch(/^[A-Z][^\u4e00-\u9fff]+\.$/)
  expect(zh.headline).toMatch(/[\u4e00-\u9fff]/)
  expect(zh.todo).toMatch(/[\u4e00-\u9fff].*。$/)
}

describe('every state has a headline and something to do, in both languages', () => {
  test.each(everyPayment().map((payment) => [payment.state, payment] as const))(
    'payment %s',
    (_state, payment) => {
      isWhole(sentenceFor(payment))
    },
  )
  test.each(everyRefund().map((refund) => [refund.state, refund] as const))('refund %s', (_state, refund) => {
    isWhole(refundSentence(refund))
  })
  test.each(
    [refusals, refundRefusals, printFaults, causes].flatMap((table) => Object.entries<Sentences>(table)),
  )('%s', (_name, sentences) => {
    isWhole(sentences)
  })
})

describe('what a sentence must say', () => {
  const open = everyPayment().filter(
    ({ state }) => state === 'sending' || state === 'waiting' || state === 'cancelling',
  )

  test.each(open.map((payment) => [payment.state, payment] as const))(
    '%s, not final: no goods, and no second scan',
    (_state, payment) => {
      const { en, zh } = sentenceFor(payment)
      expect(en.todo).toContain('Do not hand over goods, do not scan again.')
      expect(zh.todo).toContain('先不要交货，也不要再次扫码。')
    },
  )

  test.each(everyPayment().map((payment) => [payment.state, payment] as const))(
    '%s: goods are handed over only when it is paid as it should be',
    (_state, payment) => {
      const { headline, todo } = sentenceFor(payment).en
      const good = payment.state === 'paid' && !payment.givenUp
      expect({ headline, handOver: todo.startsWith('Hand over the goods') }).toEqual({
        headline: good ? 'Paid' : expect.not.stringMatching(/^Paid$/),
        handOver: good,
      })
    },
  )

  test('nothing that may have been charged is called not charged', () => {
    for (const payment of [
      ...open,
      paid(attempt(), true),
      declined(attempt(), 'X', { stage: 'over', closing: false, foundPaid: facts }),
      declined(attempt(), 'X', { stage: 'over', closing: false, otherAmount: true }),
    ]) {
      const { en } = sentenceFor(payment)
      expect(`${en.headline} ${en.todo}`).not.toMatch(/nothing (was )?charged/i)
    }
  })

  test('nobody is told that the money goes back by itself once that refund was refused', () => {
    const { payment, refunds } = foundPaidAndRefused()
    for (const given of [payment, paid(attempt(), true)]) {
      expect(sentenceFor(given).en.todo).toMatch(/by itself/)
      const { en, zh } = sentenceFor(given, refunds)
      isWhole({ en, zh })
      expect(`${en.headline} ${en.todo}`).toMatch(
        /refund refused.*Do not hand over goods, pay no cash.*by hand.*F6/,
      )
      expect(`${en.todo} ${zh.todo}`).not.toMatch(/by itself|自动/)
      const byHand = [...refunds, refunded(1, payment.amount.minor)]
      expect(sentenceFor(given, byHand)).toEqual(sentenceFor(given))
    }
    expect(sentenceFor(payment, [...refunds, refunded(1, 1)])).toEqual(sentenceFor(payment, refunds))
  })

  test('without a connection it says that nothing was charged, and what to do', () => {
    expect(sentenceFor(notSent(attempt(), 'unreachable')).en).toEqual({
      headline: 'No connection. Nothing charged.',
      todo: 'Try again with a fresh code, or take cash.',
    })
  })

  test('a customer who still confirms is told apart from a gateway that does not answer', () => {
    expect(sentenceFor(waiting(attempt(), 'waiting-for-buyer')).en.headline).toBe(
      'The customer is confirming',
    )
    expect(sentenceFor(waiting(attempt(), 'timed-out')).en.headline).toContain('Not confirmed')
    expect(sentenceFor(cancelling(attempt(), 'limit')).en.headline).toContain('Not confirmed')
  })
})
