import { describe, expect, test } from 'vitest'
import { sayIn } from '../../renderer/i18n.ts'
import { markOf } from '../../renderer/payment-mark.ts'
import { storyLines } from '../../renderer/story.ts'
import {
  attempt,
  declined,
  everyPayment,
  facts,
  foundPaidAndRefused,
  paid,
  refunded,
  refundRequest,
  story,
  viewOf,
} from './examples.ts'

describe('the story of a sale', () => {
  const lines = storyLines(story(), 'en', sayIn('en'))

  test('reads from the scan to the refund in words', () => {
    expect(lines.map(({ title }) => title)).toEqual([
      'Payment of USD 38.50 asked for',
      'The customer is confirming',
      'Paid',
      'Receipt not printed',
      'Refund of USD 4.50 asked for',
      'Refunded',
    ])
  })

  test('says what each call came to and how long it took', () => {
    expect(lines[1]?.more).toEqual(['Answer: unknown waiting-for-buyer · 1231 ms'])
  })

  test('has for the technician what the journal keeps, and of the code no more than four digits', () => {
    const technical = Object.fromEntries(lines[0]?.facts ?? [])
    expect(technical).toMatchObject({
      'story.fields.seq': '412',
      'story.fields.service': 'alipay.acquire.overseas.spot.pay',
      'story.fields.hash': '3c'.repeat(32),
    })
    expect(lines[0]?.more).toEqual(['Payment code …3456, written down before it was sent'])
  })

  test('is told in Chinese as well', () => {
    expect(storyLines(story(), 'zh', sayIn('zh'))[2]?.title).toBe('已收款')
  })
})

describe('the mark of a sale in a list', () => {
  test.each([
    ['paid', viewOf(paid(attempt())), 'state.paid', 'good'],
    ['given back in part', viewOf(paid(attempt()), [refunded(1, 1000)]), 'state.partly-refunded', 'good'],
    ['given back', viewOf(paid(attempt()), [refunded(1, 3850)]), 'state.refunded', 'neutral'],
    [
      'being given back',
      viewOf(paid(attempt()), [{ ...refundRequest(), state: 'sending' }]),
      'state.refunding',
      'waiting',
    ],
    [
      'refused to be given back',
      viewOf(paid(attempt()), [
        { ...refundRequest(), state: 'refused', code: 'X', endedAt: attempt().createdAt },
      ]),
      'state.paid',
      'good',
    ],
    ['paid too late', viewOf(paid(attempt(), true)), 'state.paid-late', 'caution'],
    [
      'declined and then found paid',
      viewOf(declined(attempt(), 'X', { stage: 'over', closing: false, foundPaid: facts })),
      'state.paid-late',
      'caution',
    ],
    ['found paid, its own refund refused', foundPaidAndRefused(), 'state.refund-refused', 'caution'],
    [
      'given back by hand after that',
      viewOf(foundPaidAndRefused().payment, [...foundPaidAndRefused().refunds, refunded(1, 3850)]),
      'state.paid-late',
      'caution',
    ],
  ] as const)('%s', (_name, sale, text, tone) => {
    expect(markOf(sale)).toEqual({ text, tone })
  })

  test('green is for money that is here and for nothing else', () => {
    for (const payment of everyPayment()) {
      expect(markOf(viewOf(payment)).tone === 'good').toBe(payment.state === 'paid' && !payment.givenUp)
    }
  })
})
