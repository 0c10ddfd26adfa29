import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isChargedOtherwise, isFinal, isForAPerson, type Payment } from '../../main/domain/payment.ts'
import { stepPayment } from '../../main/domain/payment-step.ts'
import { isRefundFinal } from '../../main/domain/refund.ts'
import { sentenceFor } from '../../main/domain/payment-sentences.ts'
import type { Sentences } from '../../main/domain/sentences.ts'
import { settingsSchema } from '../../main/settings.ts'
import { paymentReceipt } from '../../main/receipts/receipt.ts'
import { textFace } from '../../main/receipts/faces.ts'
import { recordOf } from '../receipts/samples.ts'
import {
  isDoubtful,
  msUntilFinal,
  msUntilKnown,
  refundTruths,
  truthsOfTheDay,
  truthsOfTheNextDay,
} from './answering-gateway.ts'
import { spokenOfPayment } from './spoken-payments.ts'
import { faultsOf } from './spoken.ts'
import { hours, walkPayments, walkRefunds } from './state-walk.ts'
import { everythingSaid, statesPage } from './states-page.ts'
import { everyPayment, everyRefund } from '../renderer/examples.ts'

const file = join(import.meta.dirname, '../../docs/states.md')
const waysOut: string[] = []
const payments = walkPayments(({ from, news, to }) => {
  if (isFinal(from) && from.state !== to.state) waysOut.push(`${from.state} + ${news.type} → ${to.state}`)
  if (from.state === 'paid' && to !== from) waysOut.push(`paid + ${news.type} changes what was paid`)
})
const refundWaysOut: string[] = []
const refunds = walkRefunds(({ from, news, to }) => {
  if (isRefundFinal(from) && from.state !== to.state) refundWaysOut.push(`${from.state} + ${news.type} → ${to.state}`)
})
const groups = everythingSaid()
const all = groups.flatMap(({ spoken }) => spoken)

describe('I5: every state that can be reached says what is the matter and what to do, in both languages', () => {
  test('the walk reaches every state that there is', () => {
    const names = (list: readonly { readonly state: string }[]): readonly string[] =>
      [...new Set(list.map(({ state }) => state))].sort()
    expect(names(payments.states)).toEqual(names(everyPayment()))
    expect(names(refunds.states)).toEqual(names(everyRefund()))
    expect(payments.states.length).toBeGreaterThan(500)
    expect(payments.states.filter((payment) => isForAPerson(payment)).length).toBeGreaterThan(0)
  })

  test.each(groups.map(({ title, spoken }) => [title, spoken] as const))('%s', (_title, spoken) => {
    expect(spoken.flatMap(faultsOf)).toEqual([])
  })

  test('a declined payment is spoken of as a charge, whatever call its code is made for', () => {
    for (const { of, words } of all.filter((each) => /^declined: (?!found)/.test(each.of))) {
      const english = words.en.todo.replace(/\([A-Z_]+\)/, '')
      expect([of, english]).not.toEqual([of, expect.stringMatching(/refund|is asking/i)])
      expect(words.zh.todo).not.toMatch(/退款|正在查询/)
    }
  })

  test('docs/states.md is the page of the sentences as they are', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, statesPage(groups))
    expect(readFileSync(file, 'utf8')).toBe(statesPage(groups))
  })
})

describe('the checks see what they are there for', () => {
  const said = all.find(({ of }) => of === 'waiting: timed-out')
  const changed = (change: (words: Sentences) => Sentences): string => {
    if (said === undefined) throw new Error('the walk has lost a state')
    return faultsOf({ ...said, words: change(said.words) }).join()
  }
  test.each<[string, (words: Sentences) => Sentences, string]>([
    ['no words', () => ({ en: { headline: '', todo: '' }, zh: { headline: '', todo: '' } }), 'says nothing'],
    ['no Chinese', ({ en }) => ({ en, zh: en }), 'not translated'],
    ['nothing to do', ({ en, zh }) => ({ en: { ...en, todo: 'No answer.' }, zh }), 'what to do'],
    ['paid', ({ en, zh }) => ({ en: { ...en, headline: 'Paid' }, zh }), 'says paid'],
    ['goods', ({ en, zh }) => ({ en: { ...en, todo: 'Hand over the goods.' }, zh }), 'says paid'],
    ['goods in Chinese', ({ en, zh }) => ({ en, zh: { ...zh, todo: '可以交货。' } }), 'says paid in Chinese'],
    ['uncharged', ({ en, zh }) => ({ en: { ...en, headline: 'Nothing charged' }, zh }), 'nothing was charged'],
  ])('a sentence with %s', (_name, change, fault) => {
    expect(changed((words) => words)).toBe('')
    expect(changed(change)).toContain(fault)
  })

  test('a step that leaves a final state', () => {
    const found = new Set<string>()
    walkPayments(
      ({ from, to }) => {
        if (isFinal(from) && from.state !== to.state) found.add(`${from.state} → ${to.state}`)
      },
      (payment, news, context) =>
        payment.state === 'declined' && news.type === 'resumed'
          ? { payment: { ...payment, state: 'not-sent', why: 'refused' }, effects: [] }
          : stepPayment(payment, news, context),
    )
    expect([...found]).toEqual(['declined → not-sent'])
  })
})

describe('I3: nothing says paid of what is not', () => {
  const good = (payment: Payment): boolean => payment.state === 'paid' && !payment.givenUp
  test('the screen says it of a paid sale, so that the check has something to see', () => {
    const paid = payments.states.filter(good)
    expect(paid.length).toBeGreaterThan(0)
    for (const payment of paid) {
      expect(sentenceFor(payment).en.headline).toBe('Paid')
      expect(spokenOfPayment(payment).flatMap((each) => faultsOf({ ...each, paid: false }))).not.toEqual([])
    }
  })
  test('nor does any receipt', () => {
    const settings = settingsSchema.parse({ mode: 'live' })
    for (const payment of payments.states) {
      const edition = { for: 'customer', copy: 0, printedAt: payment.createdAt } as const
      const text = textFace(paymentReceipt(settings, recordOf(payment), edition), 42)
      const calledPaid = /(?<!NOT )\bPAID\b/.test(text)
      expect([payment.state, calledPaid]).toEqual([payment.state, payment.state === 'paid'])
      if (('watch' in payment && payment.watch.foundPaid !== undefined) || isChargedOtherwise(payment))
        expect(text).not.toContain('Nothing was charged')
    }
  })
})

describe('R6: from every state that can be reached', () => {
  test('no news leads out of a final one', () => {
    expect(new Set(waysOut)).toEqual(new Set())
    expect(new Set(refundWaysOut)).toEqual(new Set())
  })

  const minuteMs = 60_000
  const start = payments.states.filter(({ state }) => state === 'sending').map((state) => ({ state, effects: [] }))
  const open = [...start, ...payments.arrivals].filter(({ state }) => !isFinal(state))
  test.each(hours)('an open payment is final within a minute of the gateway answering, %i ms after its start', (hour) => {
    const truths = hour < 8 * 60 * minuteMs ? truthsOfTheDay : truthsOfTheNextDay
    const late = open
      .filter(({ state }) => !isForAPerson(state))
      .flatMap((arrived) =>
        Object.entries(truths).flatMap(([name, truth]) => {
          const ms = msUntilFinal(arrived, truth, hour)
          return ms <= minuteMs ? [] : [`${name}, ${ms} ms: ${JSON.stringify(arrived)}`]
        }),
      )
    expect(open.length).toBeGreaterThan(100)
    expect(late).toEqual([])
  })
  test('one that is left to a person ends as well once the gateway says what became of it', () => {
    const leftToAPerson = open.filter(({ state }) => isForAPerson(state))
    expect(leftToAPerson.length).toBeGreaterThan(0)
    for (const arrived of leftToAPerson)
      for (const truth of Object.values(truthsOfTheDay)) expect(msUntilFinal(arrived, truth, 90_000)).toBeLessThan(Infinity)
  })
  test('a refund that nobody knows about is known within a minute', () => {
    const doubtful = refunds.arrivals.filter(({ state }) => isDoubtful(state))
    expect(doubtful.length).toBeGreaterThan(20)
    const late = doubtful.flatMap((arrived) =>
      Object.entries(refundTruths).flatMap(([name, truth]) => {
        const ms = msUntilKnown(arrived, truth)
        return ms <= minuteMs ? [] : [`${name}, ${ms} ms: ${JSON.stringify(arrived)}`]
      }),
    )
    expect(late).toEqual([])
  })
})
