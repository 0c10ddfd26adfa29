import { fileFaultSentence } from '../../../main/domain/file-sentences.ts'
import { profiles } from '../../../main/reconciliation/files/line.ts'
import type { FileFault } from '../../../main/domain/reconciled.ts'
import { checked } from './given.ts'
import { oddFiles } from './odd-files.ts'

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
const says = (fault: FileFault): string => {
  const { headline } = fileFaultSentence(fault, 'en')
  return fault.line === undefined ? headline : `line ${fault.line}: ${headline}`
}

const row = ({ what, name, bytes }: (typeof oddFiles)[number]): string => {
  const file = checked(name, bytes)
  const result = file.ok ? `used, ${file.value.lines} lines` : 'set apart'
  const words = (file.ok ? file.value.findings : file.error).map(says).join('; ')
  return `| ${cell(what)} | ${file.ok ? `\`${file.value.profile}\`` : ''} | ${result} | ${cell(words)} |`
}

/** The part of `docs/provider-files.md` that is made from the table of odd files. */
export const oddFilesTable = (): string =>
  [
    `Known layouts: ${profiles.map((profile) => `\`${profile}\``).join(', ')}.`,
    '',
    '| file | layout | result | what the till says |',
    '| --- | --- | --- | --- |',
    ...oddFiles.map(row),
  ].join('\n')
