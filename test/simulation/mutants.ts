/**
 * Planted bugs: each is the mistake of one row of the fault matrix, as a change to the product's own text. The
 * simulation must find every one of them; one that it does not find says that the simulation is blind there.
 */
export interface Mutant {
  readonly name: string
  /** The row of the fault matrix that it gets wrong. */
  readonly row: string
  readonly file: string
  /** Each piece of text must be there exactly once. */
  readonly edits: readonly (readonly [find: string, replace: string])[]
}

const steps = 'main/domain/payment-step.ts'
const cancelSteps = 'main/domain/payment-cancel.ts'
const watchSteps = 'main/domain/payment-watch.ts'
const moves = 'main/domain/payment-moves.ts'
const refundSteps = 'main/domain/refund-step.ts'
const payments = 'main/payments/payments.ts'
const refunds = 'main/refunds/refunds.ts'
const judge = 'main/gateway/judge.ts'
const client = 'main/gateway/client.node.ts'
const envelope = 'main/gateway/envelope.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'pays though the intent was not kept',
    row: 'F01',
    file: payments,
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
    name: 'lets an answer that was not kept count as one that was',
    row: 'F04',
    file: 'main/journal/journal.node.ts',
    edits: [['return writeAgain(stamp, bodies, error)', 'return []']],
  },
  {
    name: 'goes on on a connection whose write failed',
    row: 'F30',
    file: 'main/journal/journal.node.ts',
    edits: [
      [
        'if (found === undefined) throw stop(journalFaultOf(cause, options.file))\n      return found',
        'return found ?? []',
      ],
    ],
  },
  {
    name: 'sells on when the disk is full',
    row: 'F29',
    file: 'main/journal/journal.node.ts',
    edits: [["(!finishing || bodies.some(({ kind }) => kind === 'payment-requested'))", '!finishing']],
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
    edits: [["refund.state !== 'refused')", "refund.state === 'refunded')"]],
  },
  {
    name: 'forgets refunds at the start',
    row: 'F06',
    file: refunds,
    edits: [
      [
        'for (const refund of journal.openRefunds()) {',
        'for (const refund of journal.openRefunds().slice(0, 0)) {',
      ],
    ],
  },
  {
    name: 'believes the refusal of a repeated refund',
    row: 'F06',
    file: refundSteps,
    edits: [
      [
        "if (refund.state === 'unknown') {\n        return stay({ ...refund, tries, refusal: outcome.code }, { type: 'refund-query', afterMs: 0 })\n      }\n      // A cancel that was given up on may be carried out late, and leave nothing to refund: then the money is back.\n      return askOfTrade(refund, outcome.code, tries)",
        'return refused(refund, outcome.code, now)',
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
    name: 'counts a call that may have left as not sent',
    row: 'F11',
    file: client,
    edits: [
      ["judge({ kind: 'silent', why: heard.error.why })", "({ type: 'not-sent', why: 'refused' } as never)"],
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
    name: 'the client repeats every call once after a time-out',
    row: 'F17',
    file: client,
    edits: [
      [
        'const heard = await transport.post(form, charsetSent(prepared.parameters))',
        "let heard = await transport.post(form, charsetSent(prepared.parameters))\n    if (!heard.ok && heard.error.sent === 'perhaps' && heard.error.why === 'timed-out') heard = await transport.post(form, charsetSent(prepared.parameters))",
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
        "case 'unknown': {\n      if (outcome.why === 'timed-out') return stay({ ...attemptOf(payment), state: 'not-sent', why: 'timed-out' as never, endedAt: now.at })\n      const sinceSentMs",
      ],
    ],
  },
  {
    name: 'takes silence for paid',
    row: 'F14',
    file: judge,
    edits: [
      [
        "if (answer.kind === 'silent') return unknown(answer.why)\n  if (answer.kind === 'refused') return judgePayRefusal(answer.error)",
        "if (answer.kind === 'silent') return answer.why === 'timed-out' ? { type: 'paid', facts: {}, amount: amountSent(sent).amount } : unknown(answer.why)\n  if (answer.kind === 'refused') return judgePayRefusal(answer.error)",
      ],
    ],
  },
  {
    name: 'reads a cut answer by its words',
    row: 'F15',
    file: envelope,
    edits: [
      [
        'if (!document.ok) return silent(document.error)',
        "if (!document.ok) return Buffer.from(body).includes('SUCCESS') ? { kind: 'answered', fields: { ...check.sent, result_code: 'SUCCESS', ...(check.sent['service'] === 'alipay.acquire.overseas.query' ? { alipay_trans_status: 'TRADE_SUCCESS', trans_amount: '0.01', currency: 'USD' } : {}) } } : silent(document.error)",
      ],
    ],
  },
  {
    name: 'believes an answer for another trade',
    row: 'F19',
    file: judge,
    edits: [["if (given.some((echoed) => echoed !== id)) return 'foreign'", 'void id']],
  },
  {
    name: 'believes a page that a portal put in the way',
    row: 'F20',
    file: client,
    edits: [
      [
        'const answer = answerOf(heard.value, prepared)',
        "const answer: Answer = Buffer.from(heard.value.body).includes('<html') ? { kind: 'answered', fields: { ...prepared.parameters, result_code: 'SUCCESS' } } : answerOf(heard.value, prepared)",
      ],
    ],
  },
  {
    name: 'takes a system error for a refusal',
    row: 'F21',
    file: judge,
    edits: [['/(?:^|[._])SYSTEM_ERROR$/i.test(code) || /^ERROR$/i.test(code)', "code === 'never'"]],
  },
  {
    name: 'does not check signatures',
    row: 'F22',
    file: envelope,
    edits: [
      [
        'if (![...charsets].some((charset) => check.verify(fields, sign.text, charset))) {',
        'if (charsets.size === 0) {',
      ],
    ],
  },
  {
    name: 'takes a wrong signature for a refusal',
    row: 'F22',
    file: envelope,
    edits: [["return silent('wrong-signature')", "return { kind: 'refused', error: 'ILLEGAL_SIGN' }"]],
  },
  {
    name: 'does not compare amounts',
    row: 'F25',
    file: judge,
    edits: [["if (!echoed.ok || !sameMoney(echoed.value, amount)) return 'foreign'", '']],
  },
  {
    name: 'takes a result that it does not know for a refusal',
    row: 'F25',
    file: judge,
    edits: [
      [
        "if (!isUnknown(result)) return unknown('unknown-result', code)",
        "if (!isUnknown(result)) return { type: 'refused', code }",
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
    edits: [['if (watch.foundPaid !== undefined) return stay(payment)', '']],
  },
  {
    name: 'sets no tombstone after a cancel',
    row: 'F18',
    file: cancelSteps,
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
    name: 'takes a cancel without an answer for a cancel',
    row: 'F27',
    file: judge,
    edits: [
      [
        "if (answer.kind === 'silent') return unknown(answer.why)\n  if (answer.kind === 'refused') {\n    return isSystemFault(answer.error)\n      ? unknown('system-error', answer.error)\n      : { type: 'refused', code: answer.error }\n  }\n  const { fields } = answer\n  const echo = echoOf(fields, ['out_trade_no', 'partner_trans_id'], sent['out_trade_no'])",
        "if (answer.kind !== 'answered') return { type: 'cancelled', action: 'close', facts: {} }\n  const { fields } = answer\n  const echo = echoOf(fields, ['out_trade_no', 'partner_trans_id'], sent['out_trade_no'])",
      ],
    ],
  },
  {
    name: 'takes a refused cancel for a cancel',
    row: 'F28',
    file: cancelSteps,
    edits: [
      [
        "case 'refused': {\n      if (outcome.mayRetry === true)",
        "case 'refused': {\n      if (outcome.mayRetry !== true) return stay({ ...attemptOf(payment), state: 'cancelled', because: payment.because, endedAt: context.now.at, facts: payment.facts, watch: overWatch })\n      if (outcome.mayRetry === true)",
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
    name: 'takes a refund without an answer for a refund',
    row: 'F27',
    file: judge,
    edits: [
      [
        "return echo === 'ours' ? { type: 'refunded', facts: refundFactsOf(fields) } : unknown('wrong-echo')\n  }\n  if (isRefusal(result) && !isSystemFault(code)) return { type: 'refused', code }\n  return unknown(",
        "return echo === 'ours' ? { type: 'refunded', facts: refundFactsOf(fields) } : unknown('wrong-echo')\n  }\n  if (isRefusal(result) && !isSystemFault(code)) return { type: 'refused', code }\n  if (isSystemFault(code)) return { type: 'refunded', facts: {} }\n  return unknown(",
      ],
    ],
  },
  {
    name: 'believes a question that was asked before the cancel',
    row: 'F17',
    file: payments,
    edits: [
      ['if (cancelling.has(id)) return\n', ''],
      ['if (overtaken.delete(id)) return query(id)', ''],
    ],
  },
  {
    name: 'makes a sale that the cashier stopped paid again',
    row: 'F18',
    file: cancelSteps,
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
    name: 'lets a second till open the journal',
    row: 'F35',
    file: 'main/journal/connection.node.ts',
    edits: [["['locking_mode', 'exclusive'],", "['locking_mode', 'normal'],"]],
  },
  {
    name: 'does not look whether the chain holds',
    row: 'F32',
    file: 'main/journal/chain.node.ts',
    edits: [
      ['if (flaw !== undefined) return flaw', ''],
      [
        'if (record.totals !== `{"entries":${totals.entries}${sumsText}`) {',
        'if (record.totals === undefined) {',
      ],
    ],
  },
  {
    name: 'does not take back from the witness what the journal lost',
    row: 'F33',
    file: 'main/journal/recovery.node.ts',
    edits: [['if (missing.length > 0) {', 'if (missing.length < 0) {']],
  },
  {
    name: 'does not hold the journal against the witness',
    row: 'F33',
    file: 'main/journal/recovery.node.ts',
    edits: [
      [
        'if (witnessedHash !== undefined && witnessedHash !== record.hash) {',
        'if (record.hash === undefined) {',
      ],
    ],
  },
  {
    name: 'leaves the indexes as they were after a recovery',
    row: 'F33',
    file: 'main/journal/ledger.node.ts',
    edits: [
      ['if (!projector.isCurrent(entries.newest())) rebuildProjections(connection, entries, projector)', ''],
    ],
  },
  {
    name: 'writes without waiting for the disk, witness and all',
    row: 'F34',
    file: 'main/journal/connection.node.ts',
    edits: [["['synchronous', 2],", "['synchronous', 0],"]],
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
]
