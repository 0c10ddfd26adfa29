import type { Mutant } from './mutants.ts'

const steps = 'main/domain/payment-step.ts'
const cancelSteps = 'main/domain/payment-cancel.ts'
const watchSteps = 'main/domain/payment-watch.ts'
const moves = 'main/domain/payment-moves.ts'
const refundSteps = 'main/domain/refund-step.ts'
const payments = 'main/payments/payments.ts'
const refunds = 'main/refunds/refunds.ts'

/** Mistakes in what the till makes of the news, and in what it does next. */
export const mutantsOfStates: readonly Mutant[] = [
  {
    name: 'pays though the intent was not kept',
    row: 'F01',
    file: payments,
    family: 'failing',
    edits: [
      ["parts.onFault(fault, id, 'payment-requested')\n      return refuse('till-stopped')", 'void fault'],
    ],
  },
  {
    name: 'forgets at the start what was being sent',
    row: 'F02',
    file: payments,
    edits: [
      [
        'for (const payment of journal.openPayments()) {',
        "for (const payment of journal.openPayments().filter(({ state }) => state !== 'sending')) {",
      ],
    ],
  },
  {
    name: 'takes an interrupted PAY for one that was never sent',
    row: 'F03',
    file: steps,
    edits: [
      [
        "return stay(toWaiting(payment, 'interrupted', {}, context.now.mono + context.timing.limitMs), {\n        type: 'query',\n        afterMs: 0,\n      })",
        "return stay({ ...attemptOf(payment), state: 'not-sent', why: 'refused', endedAt: context.now.at })",
      ],
    ],
  },
  {
    name: 'sends PAY again at the start',
    row: 'F02',
    file: payments,
    edits: [
      [
        "hear(payment.id, { type: 'resumed' })",
        "hear(payment.id, { type: 'resumed' })\n        if (payment.state === 'sending') void gateway.pay(gateway.preparePay({ id: payment.id, amount: payment.amount, createdAt: payment.createdAt }, '285902802486590277' as never))",
      ],
    ],
  },
  {
    name: 'gives back more than was paid',
    row: 'F06',
    file: refunds,
    edits: [["if (amount.minor > left.minor) return refuse('more-than-the-rest')", '']],
  },
  {
    name: 'counts only finished refunds against the payment',
    row: 'F06',
    file: refunds,
    edits: [['.filter(mayGoBack)', ".filter(({ state }) => state === 'refunded')"]],
  },
  {
    name: 'forgets refunds at the start',
    row: 'F06',
    file: refunds,
    edits: [
      [
        'of [...journal.openRefunds(), ...journal.watchedRefunds()]) {',
        'of journal.openRefunds().slice(0, 0)) {',
      ],
    ],
  },
  {
    name: 'believes the refusal of a repeated refund',
    row: 'F06',
    file: refundSteps,
    family: 'restless',
    edits: [
      [
        'return askOfRefund(refund, outcome.code, tries)',
        'return refused(refund, outcome.code, { now, timing })',
      ],
    ],
  },
  {
    name: 'takes a queued refund for a refund',
    row: 'F27',
    file: refundSteps,
    edits: [["return refund.kind === 'immediate'", 'return refund.kind !== undefined']],
  },
  {
    name: 'sends a refund with a new id at every repeat',
    row: 'F06',
    file: refunds,
    edits: [
      [
        'const heard = await gateway.refund(prepared)',
        'const heard = await gateway.refund({ ...prepared, parameters: { ...prepared.parameters, partner_refund_id: `${id.slice(0, 20)}${chance.digits(8)}` } })',
      ],
    ],
  },
  {
    name: 'sends PAY again after a lost connection',
    row: 'F13',
    file: payments,
    edits: [
      [
        'const heard = await gateway.pay(prepared).finally(() => paying.delete(id))',
        "let heard = await gateway.pay(prepared).finally(() => paying.delete(id))\n    if (heard.outcome.type === 'unknown' && heard.outcome.why === 'connection-lost') heard = await gateway.pay(prepared)",
      ],
    ],
  },
  {
    name: 'takes silence for a refusal',
    row: 'F14',
    file: steps,
    edits: [
      [
        "case 'unknown': {\n      const sinceSentMs",
        "case 'unknown': {\n      if (outcome.why === 'timed-out') return stay({ ...attemptOf(payment), state: 'not-sent', why: 'refused', endedAt: now.at })\n      const sinceSentMs",
      ],
    ],
  },
  {
    name: 'takes the SUCCESS of a query for a payment',
    row: 'F25',
    file: moves,
    edits: [
      [
        "outcome.type === 'trade' && (outcome.status === 'TRADE_SUCCESS' || outcome.status === 'TRADE_FINISHED')",
        "outcome.type === 'trade' && outcome.status !== 'TRADE_CLOSED'",
      ],
    ],
  },
  {
    name: 'takes a closed trade for a paid one',
    row: 'F25',
    file: moves,
    edits: [
      [
        "(outcome.status === 'TRADE_SUCCESS' || outcome.status === 'TRADE_FINISHED')",
        "outcome.status !== 'WAIT_BUYER_PAY'",
      ],
    ],
  },
  {
    name: 'never asks about a refusal again',
    row: 'F26',
    file: steps,
    edits: [['watch: refusalWatch,', 'watch: overWatch,']],
  },
  {
    name: 'lets a payment that is found after a refusal lie',
    row: 'F26',
    file: watchSteps,
    edits: [
      [
        "return withWatch(payment, { stage: 'over', closing: false, foundPaid: paid }, ...foundPaid)",
        'return withWatch(payment, overWatch)',
      ],
    ],
  },
  {
    name: 'refunds what it finds paid, and tells nobody',
    row: 'F26',
    file: moves,
    family: 'late',
    edits: [["{ type: 'discrepancy', kind: 'paid-after-given-up' },", '']],
  },
  {
    name: 'tells of what it finds paid, and refunds nothing',
    row: 'F18',
    file: moves,
    edits: [["{ type: 'refund-all' },", '']],
  },
  {
    name: 'refunds once more at every question',
    row: 'F18',
    file: watchSteps,
    family: 'late',
    edits: [['if (watch.foundPaid !== undefined) return stay(payment)', '']],
  },
  {
    name: 'sets no tombstone after a cancel',
    row: 'F18',
    file: cancelSteps,
    family: 'late',
    edits: [
      [
        '!payment.tradeSeen && outcome.action === undefined && facts.alipayTransId === undefined',
        'facts.wallet === null',
      ],
    ],
  },
  {
    name: 'stops watching at the first question that finds nothing',
    row: 'F18',
    file: watchSteps,
    edits: [["return next('soon', { type: 'query', afterMs: timing.watchSoonMs })", "return next('over')"]],
  },
  {
    name: 'stops watching after a minute',
    row: 'F18',
    file: watchSteps,
    edits: [
      [
        ": next('later', { type: 'query', afterMs: timing.watchLaterMs - timing.watchSoonMs })",
        ": next('over')",
      ],
    ],
  },
  {
    name: 'makes a cancelled payment paid when its answer comes at last',
    row: 'F18',
    file: watchSteps,
    family: 'late',
    edits: [
      [
        "? withWatch(payment, { ...payment.watch, stage: 'at-once' }, { type: 'query', afterMs: 0 })",
        "? stay({ ...payment, state: 'paid', paidAt: payment.endedAt, givenUp: false, facts: {} } as never)",
      ],
    ],
  },
  {
    name: 'takes a trade that is not found for one that will never be',
    row: 'F27',
    file: steps,
    edits: [
      [
        'const closed = closedFacts(outcome)\n  if (closed !== undefined) {',
        "const closed = outcome.type === 'not-found' ? {} : closedFacts(outcome)\n  if (closed !== undefined) {",
      ],
    ],
  },
  {
    name: 'gives up a cancel after three tries',
    row: 'F27',
    file: cancelSteps,
    edits: [
      [
        'const afterMs = nextCancelMs(tried, context)\n  switch (outcome.type) {',
        "const afterMs = nextCancelMs(tried, context)\n  if (tried.cancels >= 3) return stay({ ...attemptOf(payment), state: 'cancelled', because: payment.because, endedAt: context.now.at, facts: payment.facts, watch: overWatch })\n  switch (outcome.type) {",
      ],
    ],
  },
  {
    name: 'takes a refused cancel for a cancel',
    row: 'F28',
    file: cancelSteps,
    edits: [
      [
        "case 'refused': {\n      if (outcome.mayRetry === true && !cancelWindowOver(payment, context))",
        "case 'refused': {\n      if (outcome.mayRetry !== true) return stay({ ...attemptOf(payment), state: 'cancelled', because: payment.because, endedAt: context.now.at, facts: payment.facts, watch: overWatch })\n      if (outcome.mayRetry === true && !cancelWindowOver(payment, context))",
      ],
    ],
  },
  {
    name: 'waits for ever when nobody answers',
    row: 'F27',
    file: steps,
    edits: [["if (limitReached(asked, context)) return giveUp(asked, 'limit', context)", '']],
  },
  {
    name: 'lets a late answer to PAY overrule what a question has found',
    row: 'F17',
    file: steps,
    edits: [
      [
        "case 'paid':\n      if (news.type === 'query-asked') return",
        "case 'paid':\n      if (news.type === 'pay-answered' && news.outcome.type === 'unknown') return stay(toWaiting({ ...payment, state: 'sending', limitMono: 0 }, 'timed-out', {}, context.now.mono + context.timing.limitMs))\n      if (news.type === 'query-asked') return",
      ],
    ],
  },
  {
    name: 'makes a sale that the cashier stopped paid again',
    row: 'F18',
    file: cancelSteps,
    family: 'late',
    edits: [
      [
        '// The cashier has stopped the sale; the cancel under way gives the money back if this says paid.\n',
        "if (outcome.type === 'paid') return stay(toPaid(payment, outcome.facts, false, context), { type: 'receipt' })\n",
      ],
    ],
  },
  {
    name: 'gives every payment the same number',
    row: 'F35',
    file: payments,
    edits: [
      ['number: journal.head().seq + 1,', 'number: 1,'],
      ['chance: chance.digits(8),', "chance: '00000000',"],
    ],
  },
  {
    name: 'opens two sales at one counter',
    row: 'F38',
    file: payments,
    edits: [["if (attended && attendedOpen() !== undefined) return refuse('payment-open')", '']],
  },
  {
    name: 'takes a code twice',
    row: 'F38',
    file: payments,
    edits: [['if (refusal !== undefined) return refuse(refusal)', '']],
  },
  {
    name: 'does not show after a start how the last sale ended',
    row: 'F05',
    file: 'main/till.ts',
    edits: [['current = shownAgain = endedUnseen(journal, clock.now())', 'void endedUnseen']],
  },
  {
    name: 'lists no open question but that of the counter',
    row: 'F27',
    file: 'main/till-view.ts',
    edits: [
      [
        'filter((payment) => !isFinal(payment) && payment.id !== rest.current)',
        'filter((payment) => !isFinal(payment) && payment.id === rest.current)',
      ],
    ],
  },
  {
    name: 'prints what may have come out once more as an original',
    row: 'F37',
    file: 'main/receipts/printing.ts',
    edits: [
      [
        'copy: mayHaveComeOut ? Math.max(job.copy + 1, journal.copies(job.of, job.for)) : job.copy',
        'copy: job.copy',
      ],
    ],
  },
]
