import { adviceFor, advices, type CodeAction } from '../../main/domain/codes.ts'

/** Where docs/codes.md explains a code: `codes.md#system_error`. */
export const codeAnchor = (code: string): string => code.toLowerCase()

const doings: Readonly<Record<CodeAction, string>> = {
  'retry-scan': 'Scan a fresh code',
  'other-tender': 'Another way to pay',
  query: 'Wait, the till asks',
  'new-payment': 'Start a new payment',
  repeat: 'The till repeats it',
  'correct-amount': 'Correct the amount',
  refund: 'Refund instead',
  technician: 'Call the technician',
  support: 'Call Alipay or the acquirer',
}

/** The page docs/codes.md, made from the table of codes so that the two cannot differ. */
export const codesPage = (): string => {
  const contents = advices.map(
    ({ code, action, meaning }) => `| [${code}](#${codeAnchor(code)}) | ${meaning} | ${doings[action]} |`,
  )
  const sections = advices.flatMap(({ code, meaning, cashier, technician }) => [
    `## ${code}`,
    '',
    meaning,
    '',
    `- **Cashier:** ${cashier.en}`,
    `- **收银员：** ${cashier.zh}`,
    `- **Technician:** ${technician}`,
    '',
  ])
  const unlisted = adviceFor('OTHER_CODE')
  return `${[
    '# Answer codes',
    '',
    '<!-- Made from main/domain/codes.ts; change it there and write this page anew with UPDATE_DOCS=1 npm test. -->',
    '',
    'What the payment gateway may answer, what it means, and what to do about it. The screen says the same sentence.',
    'Only `SYSTEM_ERROR`, `ERROR` and `TRADE_HAS_SUCCESS` leave a payment open; every other code is a refusal of that one call.',
    '',
    '| Code | Meaning | Do |',
    '| --- | --- | --- |',
    ...contents,
    '',
    ...sections,
    '## A code that is not listed',
    '',
    'The gateway refused this attempt for a reason that is not documented. The screen shows the code.',
    '',
    `- **Cashier:** ${unlisted.cashier.en.replace('OTHER_CODE', 'code')}`,
    `- **收银员：** ${unlisted.cashier.zh.replace('OTHER_CODE', '代码')}`,
    `- **Technician:** ${unlisted.technician}`,
  ].join('\n')}\n`
}
