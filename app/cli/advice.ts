import type { ProgramWords } from '../../main/domain/command-words.ts'
import type { VerdictError } from '../../main/journal/verdict.ts'

const tryMend = 'PROGRAM mend puts back what the witness still has.'
const atStart = 'The till mends this by itself at its next start.'
const acceptLoss = 'PROGRAM restore --receipt NUMBER:HASH, with the record on the newest receipt.'
const putBack = 'PROGRAM restore BACKUP puts a backup back and completes it from the witness.'

/** By what is wrong with a till's own journal; where nothing stands, a person has to look. */
const helps: Readonly<Partial<Record<VerdictError, string>>> = {
  unreadable: tryMend,
  'not-a-journal': tryMend,
  'newer-version': 'Run the newer program that has written it.',
  'wrong-header': tryMend,
  'schema-differs': tryMend,
  'wrong-type': tryMend,
  'sequence-gap': tryMend,
  'wrong-prev': tryMend,
  'wrong-hash': tryMend,
  'not-canonical': tryMend,
  'wrong-kind': tryMend,
  'wrong-first-entry': tryMend,
  'wrong-body': tryMend,
  'duplicate-id': tryMend,
  'wrong-story': tryMend,
  'wrong-totals': tryMend,
  'projection-differs': tryMend,
  'unfinished-write': atStart,
  'witness-ahead': atStart,
  'journal-ahead': atStart,
  'witness-damaged': atStart,
  'witness-missing': `Bring the witness back. If it is lost: ${acceptLoss}`,
  'not-a-witness': `Bring the right file back. If it is lost, move this one away, and then: ${acceptLoss}`,
  'witness-gap': `Keep both files. ${putBack}`,
  'witness-differs': `Keep both files. ${putBack}`,
  'receipt-ahead': `Entries are missing. ${putBack}`,
}

/** What helps, with the commands as they are called where the reader is. */
export const advice = (error: VerdictError, program: ProgramWords): string | undefined =>
  helps[error]?.replaceAll('PROGRAM', program)

/** What a verifier found, in one line: `entry 29: its content does not fit its hash`. */
export const flawLine = ({ seq, what }: { readonly seq?: number; readonly what: string }): string =>
  seq === undefined ? what : `entry ${seq}: ${what}`
