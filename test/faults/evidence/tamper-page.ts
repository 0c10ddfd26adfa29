import type { Manipulation } from './manipulation.ts'

export interface Outcome {
  readonly group: string
  readonly manipulation: Manipulation
  readonly verdict: string
  /** What the till does at its next start. */
  readonly start: string
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const verdictCell = ({ manipulation, verdict }: Outcome): string => {
  const { receipt } = manipulation
  const [error = '', seq] = verdict.split(' ')
  const said = `\`${error}\`${seq === undefined ? '' : ` ${seq}`}`
  return receipt === undefined
    ? said
    : `${said}; with a receipt \`${receipt.expected[0]}\` ${receipt.expected[1]}`
}

/** The page that says what was done to a journal of 61 entries and what both verifiers found. */
export const tamperPage = (outcomes: readonly Outcome[]): string => {
  const groups = [...new Set(outcomes.map(({ group }) => group))]
  const found = outcomes.filter(({ verdict }) => verdict !== 'ok').length
  const byPaper = outcomes.filter(({ manipulation }) => manipulation.receipt !== undefined).length
  return [
    '# What was done to a journal, and what was found',
    '',
    '<!-- Made from test/faults/evidence by UPDATE_DOCS=1 npm test; do not edit. -->',
    '',
    `${outcomes.length} manipulations of a fresh copy of one journal of 61 entries and its witness; those of closings of`,
    `one of 34 entries with two closed days, where journal and witness were both chained anew. ${found} are found`,
    `from the files alone, ${byPaper} more by one receipt on paper. \`till verify\` and`,
    '[verify_journal.py](verify_journal.py), which share no code, must say the same of each: the name of the error and',
    'the first bad entry. The last column is what the till does at its next start; when it goes on, every entry is there.',
    '',
    ...groups.flatMap((group) => [
      `## ${group}`,
      '',
      row(['what was done', 'both verifiers say', 'the till']),
      row(['---', '---', '---']),
      ...outcomes
        .filter((outcome) => outcome.group === group)
        .map((outcome) => row([outcome.manipulation.name, verdictCell(outcome), outcome.start])),
      '',
    ]),
    '## Where nothing is wrong',
    '',
    ...outcomes.flatMap(({ manipulation: { name, why } }) =>
      why === undefined ? [] : [`- ${name}: ${why}.`],
    ),
    '',
  ].join('\n')
}
