import type { Mutant } from './mutants.ts'

const judge = 'main/gateway/judge.ts'
const client = 'main/gateway/client.node.ts'
const envelope = 'main/gateway/envelope.ts'

/** Mistakes in what is believed of an answer, and in how a call leaves. */
export const mutantsOfAnswers: readonly Mutant[] = [
  {
    name: 'counts a call that may have left as not sent',
    row: 'F11',
    file: client,
    edits: [
      ["judge({ kind: 'silent', why: heard.error.why })", "({ type: 'not-sent', why: 'refused' } as never)"],
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
    name: 'takes silence for paid',
    row: 'F14',
    file: judge,
    edits: [
      [
        "sent: Fields): PayOutcome => {\n  if (answer.kind === 'silent') return unknown(answer.why)",
        "sent: Fields): PayOutcome => {\n  if (answer.kind === 'silent') return answer.why === 'timed-out' ? { type: 'paid', facts: {}, amount: amountSent(sent).amount } : unknown(answer.why)",
      ],
    ],
  },
  {
    name: 'reads a cut answer by its words',
    row: 'F15',
    file: envelope,
    family: 'lying',
    edits: [
      [
        'if (!document.ok) return silent(document.error)',
        "if (!document.ok) return Buffer.from(body).includes('<is_success>T') ? { kind: 'answered', fields: { ...check.sent, result_code: 'SUCCESS' } } : silent(document.error)",
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
    family: 'lying',
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
    family: 'lying',
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
    name: 'takes a refund without an answer for a refund',
    row: 'F27',
    file: judge,
    family: 'restless',
    edits: [
      [
        "sent: Fields): RefundOutcome => {\n  if (answer.kind === 'silent') return unknown(answer.why)",
        "sent: Fields): RefundOutcome => {\n  if (answer.kind === 'silent') return { type: 'refunded', facts: {} }",
      ],
    ],
  },
  {
    name: 'believes an answer that lay there while it stood still',
    row: 'F09',
    file: 'main/gateway/standstill.ts',
    family: 'restless',
    edits: [
      [
        'Math.max(now.mono - began.mono, now.at - began.at) > deadlineMs + standstillMs',
        'now.mono - began.mono < 0 - deadlineMs - standstillMs',
      ],
    ],
  },
]
