import { describe, expect, test } from 'vitest'
import { openMoney, whyNotNow } from '../../app/open-money.ts'
import type { Payment } from '../../main/domain/payment.ts'
import { instant } from '../../main/domain/time.ts'
import { hashOfText, recordText } from '../../main/journal/chain.node.ts'
import {
  attempt,
  changed,
  declined,
  discrepancy,
  job,
  paid,
  paymentNumber,
  printed,
  raised,
  refundAsked,
  refundChanged,
  refunded,
  refundNumber,
  refundParameters,
  refundSending,
  requested,
  seen,
  sending,
  stampAt,
  tradeOfPayment,
  waiting,
} from './sales.ts'
import { dataFolder, openIn } from './shop.ts'

const sendingAgain = ({ id, amount, buyerCode, operator, createdAt, attended }: Payment): Payment => ({
  id,
  amount,
  buyerCode,
  operator,
  createdAt,
  attended,
  state: 'sending',
  limitMono: 1,
})

describe('payments', () => {
  test('are read as they were last written, with the entry that did it and their refunds', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)))
    const [last] = journal.append(stampAt(2), changed(paid(1)))
    journal.append(stampAt(3), refundAsked(refundSending(1, 1, 250), 1))
    journal.append(stampAt(4), refundAsked(refundSending(2, 1, 100), 2))
    journal.append(stampAt(5), refundChanged(refunded(1, 1, 250)))
    expect(journal.payment(paymentNumber(1))).toEqual({
      payment: paid(1),
      seq: 3,
      hash: last?.hash,
      refunds: [refunded(1, 1, 250), refundSending(2, 1, 100)],
    })
    expect(journal.payment(paymentNumber(2))).toBeUndefined()
  })

  test('are listed newest first, within the times asked for', () => {
    const journal = openIn(dataFolder())
    for (const number of [2, 1, 4, 3]) journal.append(stampAt(number), requested(sending(number)))
    const ids = (...filter: Parameters<typeof journal.payments>) =>
      journal.payments(...filter).map(({ payment }) => payment.id)
    expect(ids()).toEqual([4, 3, 2, 1].map(paymentNumber))
    expect(ids({ limit: 2 })).toEqual([4, 3].map(paymentNumber))
    const { createdAt: from } = attempt(2)
    expect(ids({ from, to: attempt(4).createdAt })).toEqual([3, 2].map(paymentNumber))
    expect(ids({ from, to: from })).toEqual([])
  })

  test('are open until they are final and nothing is left to ask; oldest first', () => {
    const journal = openIn(dataFolder())
    const states: readonly Payment[] = [
      paid(1),
      waiting(2),
      declined(3, 'soon'),
      declined(4, 'over'),
      { ...attempt(5), state: 'cancelling', because: 'limit', cancels: 3, tradeSeen: false, facts: {} },
      { ...attempt(6), state: 'not-sent', why: 'refused', endedAt: instant(1_795_000_010_000) },
      sending(7),
    ]
    for (const payment of [...states].reverse()) {
      journal.append(stampAt(1), requested(sendingAgain(payment)), changed(payment))
    }
    expect(journal.openPayments().map(({ id }) => id)).toEqual([2, 3, 5, 7].map(paymentNumber))
    journal.append(stampAt(9), changed(declined(3, 'over')))
    expect(journal.openPayments().map(({ id }) => id)).toEqual([2, 5, 7].map(paymentNumber))
  })

  test.each<[string, Payment]>([
    ['paid', paid(1)],
    ['still waiting', waiting(1)],
    [
      'cancelled',
      {
        ...attempt(1),
        state: 'cancelled',
        because: 'cashier',
        action: 'close',
        endedAt: instant(1_795_000_020_000),
        facts: { alipayTransId: tradeOfPayment(1) },
        watch: { stage: 'over', closing: false },
      },
    ],
    [
      'given up and found paid',
      {
        ...attempt(1),
        state: 'declined',
        code: 'SYSTEM_ERROR',
        endedAt: instant(1_795_000_020_000),
        watch: { stage: 'over', closing: false, foundPaid: { alipayTransId: tradeOfPayment(1) } },
      },
    ],
  ])('are found by the number in the customer’s bill when %s', (_, payment) => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)), requested(sending(2)), changed(payment))
    expect(journal.paymentByTransId(tradeOfPayment(1))?.payment).toEqual(payment)
    expect(journal.paymentByTransId(tradeOfPayment(2))).toBeUndefined()
  })
})

describe('refunds', () => {
  test('come with the parameters of their request, and are open until they are final', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    journal.append(stampAt(2), refundAsked(refundSending(1, 1), 1), refundAsked(refundSending(2, 1), 2))
    const [last] = journal.append(stampAt(3), refundChanged(refunded(1, 1)))
    expect(journal.refund(refundNumber(1))).toEqual({
      refund: refunded(1, 1),
      seq: 6,
      hash: last?.hash,
      parameters: refundParameters(1),
    })
    expect(journal.openRefunds()).toEqual([refundSending(2, 1)])
    expect(journal.refund(refundNumber(3))).toBeUndefined()
  })

  test('that were refused are watched as long as questions are left, however long ago they were asked for', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    journal.append(stampAt(2), refundAsked(refundSending(1, 1), 1))
    const endedAt = instant(refundSending(1, 1).createdAt + 30 * 86_400_000)
    const refused = { ...refundSending(1, 1), state: 'refused', code: 'ILLEGAL_ARGUMENT', endedAt } as const
    journal.append(stampAt(3), refundChanged({ ...refused, asked: 1 }))
    expect(journal.watchedRefunds()).toEqual([{ ...refused, asked: 1 }])
    expect(journal.openRefunds()).toEqual([])
    const soon = instant(endedAt + 60_000)
    expect(whyNotNow(openMoney(journal, soon))).toMatch(/^1 sales .* or refunds .* wait five minutes/)
    // Nor for longer than an hour when nothing clear is heard of it.
    expect(whyNotNow(openMoney(journal, instant(endedAt + 3_700_000)))).toBeUndefined()
    journal.append(stampAt(4), refundChanged({ ...refused, asked: 2 }))
    expect(journal.watchedRefunds()).toHaveLength(1)
    expect(whyNotNow(openMoney(journal, soon))).toBeUndefined()
    journal.append(stampAt(5), refundChanged(refused))
    expect(journal.watchedRefunds()).toEqual([])
  })

  test('are listed by when they were asked for, newest first, open or not', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    const asked = [1, 2, 3].map((number) => refundAsked(refundSending(number, 1, 100), number))
    journal.append(stampAt(2), ...asked, refundChanged(refunded(2, 1, 100)))
    const numbers = (filter?: Parameters<typeof journal.refunds>[0]): readonly string[] =>
      journal.refunds(filter).map(({ id }) => id)
    expect(numbers()).toEqual([3, 2, 1].map(refundNumber))
    expect(journal.refunds()[1]).toEqual(refunded(2, 1, 100))
    const second = refundSending(2, 1).createdAt
    expect(numbers({ from: second, limit: 1 })).toEqual([refundNumber(3)])
    expect(numbers({ to: second })).toEqual([refundNumber(1)])
  })
})

describe('discrepancies and prints', () => {
  test('a discrepancy is listed with whether somebody saw it, and raised again it is new again', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)), requested(sending(2)), raised(1), raised(2))
    expect(journal.discrepancies()).toEqual([discrepancy(1), discrepancy(2)])
    journal.append(stampAt(2), seen(1))
    expect(journal.discrepancies()).toEqual([discrepancy(1, true), discrepancy(2)])
    journal.append(stampAt(3), raised(1))
    expect(journal.discrepancies()).toEqual([discrepancy(2), discrepancy(1)])
  })

  test('print jobs are listed by state, and copies are counted per receipt and reader', () => {
    const journal = openIn(dataFolder())
    const copyOne = job(3, 'queued', { copy: 1 })
    journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    journal.append(stampAt(2), printed(job(1, 'queued')), printed(job(2, 'queued', { for: 'merchant' })))
    journal.append(stampAt(3), printed(job(1, 'failed', { fault: 'paper-out' })), printed(copyOne))
    expect(journal.printJobs(['queued'])).toEqual([job(2, 'queued', { for: 'merchant' }), copyOne])
    expect(journal.printJobs(['failed', 'queued']).map(({ number }) => number)).toEqual([1, 2, 3])
    expect(journal.printJobs(['printed'])).toEqual([])
    expect(journal.lastPrintJob()).toBe(3)
    expect(journal.copies(paymentNumber(1), 'customer')).toBe(2)
    expect(journal.copies(paymentNumber(1), 'merchant')).toBe(1)
    expect(journal.copies(paymentNumber(2), 'customer')).toBe(0)
  })

  test('the story of a payment tells all of it, its refunds and both their prints, and nothing else', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)))
    journal.append(stampAt(2), requested(sending(2)))
    journal.append(stampAt(3), changed(paid(1)), printed(job(1, 'queued')))
    journal.append(stampAt(4), changed(paid(2)), printed(job(2, 'queued', { of: paymentNumber(2) })))
    journal.append(stampAt(5), refundAsked(refundSending(1, 1), 1))
    journal.append(stampAt(6), refundChanged(refunded(1, 1)))
    journal.append(stampAt(7), printed(job(3, 'printed', { receipt: 'refund', of: refundNumber(1) })))
    journal.append(stampAt(8), raised(1), seen(1), { kind: 'settings-changed', changed: ['shop'] })
    expect(journal.story(paymentNumber(1)).map(({ seq, body }) => [seq, body.kind])).toEqual([
      [2, 'payment-requested'],
      [4, 'payment-changed'],
      [5, 'print-changed'],
      [8, 'refund-requested'],
      [9, 'refund-changed'],
      [10, 'print-changed'],
      [11, 'discrepancy-raised'],
      [12, 'discrepancy-seen'],
    ])
  })
})

describe('entries', () => {
  test('are read in order, and selling goes on while somebody reads them', () => {
    const journal = openIn(dataFolder())
    const bodies = Array.from({ length: 700 }, (_, index) => requested(sending(index + 1)))
    journal.append(stampAt(1), ...bodies)
    const seqs: number[] = []
    for (const { seq } of journal.entries()) {
      if (seq === 10) journal.append(stampAt(2), changed(paid(1)))
      seqs.push(seq)
    }
    expect(seqs).toEqual(Array.from({ length: 702 }, (_, index) => index + 1))
  })

  test('are those of the times asked for, from inclusive, to exclusive', () => {
    const journal = openIn(dataFolder())
    for (const second of [1, 2, 3, 4]) journal.append(stampAt(second), requested(sending(second)))
    const range = { from: stampAt(2).now.at, to: stampAt(4).now.at }
    expect([...journal.entries(range)].map(({ seq }) => seq)).toEqual([3, 4])
  })

  test('can be walked in stretches by their numbers, both inclusive', () => {
    const journal = openIn(dataFolder())
    const bodies = Array.from({ length: 1300 }, (_, index) => requested(sending(index + 1)))
    journal.append(stampAt(1), ...bodies)
    const stretch = (firstSeq: number, lastSeq: number): readonly number[] =>
      [...journal.entries({ firstSeq, lastSeq })].map(({ seq }) => seq)
    expect(stretch(2, 4)).toEqual([2, 3, 4])
    expect(stretch(1301, 9999)).toEqual([1301])
    expect([...stretch(1, 650), ...stretch(651, 1301)]).toEqual(stretch(1, 1301))
    expect(stretch(1, 1301)).toHaveLength(1301)
  })

  test('can be read as they lie on disk: the text that was hashed, and the totals', () => {
    const journal = openIn(dataFolder())
    journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    const [, , last] = [...journal.records({ firstSeq: 1, lastSeq: 3 })]
    if (last === undefined) throw new Error('three entries were written')
    expect(hashOfText(recordText(last))).toBe(last.hash)
    expect(last.totals).toBe('{"entries":3,"gross":{"EUR":1250},"refunded":{}}')
  })

  test('are returned by append as they can be read later, chained', () => {
    const journal = openIn(dataFolder())
    const returned = journal.append(stampAt(1), requested(sending(1)), changed(paid(1)))
    expect([...journal.entries()].slice(1)).toEqual(returned)
    expect(returned[1]?.prev).toBe(returned[0]?.hash)
    expect(journal.head()).toEqual({ seq: 3, hash: returned[1]?.hash })
    expect(journal.append(stampAt(1))).toEqual([])
  })
})
