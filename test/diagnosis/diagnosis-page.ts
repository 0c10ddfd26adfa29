import { causes, checks, type Cause } from '../../main/domain/diagnosis.ts'
import { causeSentences, checkNames } from '../../main/domain/diagnosis-sentences.ts'
import type { Fault } from './fault.ts'

export interface FaultGroup {
  readonly title: string
  readonly faults: readonly Fault[]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
const said = (cause: Cause, language: 'en' | 'zh'): string => {
  const { headline, todo } = causeSentences[cause][language]
  return cell(`**${headline}**<br>${todo}`)
}

/** The page docs/diagnosis.md. */
export const diagnosisPage = (groups: readonly FaultGroup[]): string => {
  const all = groups.flatMap(({ faults }) => faults)
  const injected = all.filter(({ names }) => names !== 'nothing')
  return `${[
    '# What the till finds out by itself',
    '',
    '<!-- Made from main/domain/diagnosis.ts and test/diagnosis; write it anew with UPDATE_DOCS=1 npm test test/diagnosis. -->',
    '',
    '`spot-till doctor`, and the page that F1 leads to, look at everything below in this order and name one cause: the',
    'first thing that is wrong, and not what rests on it. A dead name server blames no certificate, no key and no partner',
    'id; a wrong clock blames no certificate.',
    '',
    '## What it can name',
    '',
    '| where | cause | English | 中文 |',
    '| --- | --- | --- | --- |',
    ...checks.flatMap((check) =>
      (Object.keys(causes) as readonly Cause[])
        .filter((cause) => causes[cause][0] === check)
        .map(
          (cause) =>
            `| ${checkNames[check].en} · ${checkNames[check].zh} | ${cause}${causes[cause][1] === 'hint' ? ' (hint)' : ''} | ${said(cause, 'en')} | ${said(cause, 'zh')} |`,
        ),
    ),
    '',
    '## Faults that were put in',
    '',
    `Each row is a test: ${injected.length} faults in a shop where everything works, and ${all.length - injected.length} looks at one with no fault.`,
    'The right cause must be named, and nothing else be called wrong. What needs more rights than a machine gives is skipped there,',
    'and says so.',
    ...groups.flatMap(({ title, faults }) => [
      '',
      `### ${title}`,
      '',
      '| what is wrong | made by | named |',
      '| --- | --- | --- |',
      ...faults.map(({ what, by, names }) => `| ${cell(what)} | ${cell(by)} | ${names} |`),
    ]),
  ].join('\n')}\n`
}
