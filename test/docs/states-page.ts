import { codes, decliningCodes } from './walk-news.ts'
import { namedGroups, type SpokenGroup } from './spoken-names.ts'
import { spokenOfPayment, spokenOfRefund } from './spoken-payments.ts'
import type { Sentences } from '../../main/domain/sentences.ts'
import type { Spoken } from './spoken.ts'
import { walkPayments, walkRefunds } from './state-walk.ts'

const reached = (spoken: readonly Spoken[]): readonly Spoken[] => [
  ...new Map(spoken.map((each) => [each.of, each])).values(),
]

/** Everything that the screen can say of a state, walked or listed. */
export const everythingSaid = (): readonly SpokenGroup[] => [
  {
    title: 'A payment',
    about: 'On the sale screen, in the lists and in the story of the sale.',
    spoken: reached(walkPayments().states.flatMap(spokenOfPayment)),
  },
  {
    title: 'A refund',
    about: 'On the page of the refund and in the lists.',
    spoken: reached(walkRefunds().states.flatMap(spokenOfRefund)),
  },
  ...namedGroups,
]

/** Rows that say the same are one row: of which states it is said stands in front. */
const together = (spoken: readonly Spoken[]): readonly (readonly [readonly string[], Spoken])[] => {
  const rows = new Map<string, [string[], Spoken]>()
  for (const said of spoken) {
    const code = /: ([A-Z_]{4,})$/.exec(said.of)?.[1]
    const words = JSON.stringify(said.words)
    const each: Spoken = {
      ...said,
      words: JSON.parse(code === undefined ? words : words.replaceAll(code, 'CODE')) as Sentences,
    }
    const key = JSON.stringify([each.words, each.inLists])
    const row = rows.get(key)
    if (row === undefined) rows.set(key, [[each.of], each])
    else row[0].push(each.of)
  }
  return [...rows.values()]
}

const cell = ({ headline, todo }: { readonly headline: string; readonly todo: string }): string =>
  [headline === '' ? '' : `**${headline}**`, todo].filter(Boolean).join('<br>').replaceAll('|', '\\|')

/** `declined: A, B` rather than the word before the colon many times. */
const shortened = (names: readonly string[]): string => {
  const first = names[0] ?? ''
  const head = first.includes(': ') ? first.slice(0, first.indexOf(': ') + 2) : undefined
  return head !== undefined && names.every((name) => name.startsWith(head))
    ? `${head}${names.map((name) => name.slice(head.length)).join(', ')}`
    : names.join('; ')
}

/** The page docs/states.md. */
export const statesPage = (groups = everythingSaid()): string =>
  `${[
    '# What the cashier reads',
    '',
    '<!-- Made by walking the states of the engine; write it anew with UPDATE_DOCS=1 npm test test/docs/states. -->',
    '',
    'Every state that a payment or a refund can come into, and everything else that the screen can say, with the',
    'sentence for it in both languages. The states are not listed by hand: the test walks them from the first one with',
    'everything that the gateway, the network, the cashier and a restart can do, and fails when one has no sentence,',
    'an untranslated one, one that does not say what to do, or one that says paid of what is not.',
    '',
    `A payment can be declined with ${decliningCodes.length} codes and a refund refused with ${codes.length}; what each`,
    'means stands in [the answer codes](codes.md).',
    ...groups.flatMap(({ title, about, spoken }) => [
      '',
      `## ${title}`,
      '',
      about,
      '',
      '| state | English | 中文 |',
      '| --- | --- | --- |',
      ...together(spoken).map(
        ([names, { words, inLists }]) =>
          `| ${shortened(names)}${inLists === undefined ? '' : `<br>_${inLists.en} ${inLists.zh}_`} | ${cell(words.en)} | ${cell(words.zh)} |`,
      ),
    ]),
  ].join('\n')}\n`
