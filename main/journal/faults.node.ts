import { JournalFault } from './journal.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** An operating system's refusal: `ENOSPC`, `EIO`, `EROFS` and their like carry a call's name. */
const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

/**
 * Whether the storage failed. If not, the caller broke a promise (a body that cannot be kept, an id used twice), and
 * the transaction was rolled back with nothing written anywhere.
 */
export const isStorageError = (error: unknown): boolean =>
  isSystemError(error) ||
  (codeOf(error).startsWith('SQLITE_') && !codeOf(error).startsWith('SQLITE_CONSTRAINT'))

/** Whether the file could be read but does not make sense: bytes of it have changed (reliability F32). */
export const isDamage = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_CORRUPT')

/** Whether it is space that is missing, on the disk or within somebody's share of it. */
export const isOutOfSpace = (error: unknown): boolean =>
  ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(codeOf(error))

/** Any failure of the storage as a fault that a person can act on. What is one already stays as it is. */
export const journalFaultOf = (error: unknown, file: string): JournalFault => {
  if (error instanceof JournalFault) return error
  const code = codeOf(error)
  const detail = error instanceof Error ? error.message : String(error)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new JournalFault(
      'in-use',
      `Another till is using the journal ${file}. Go on in that window, or close it and start again.`,
    )
  }
  if (code.startsWith('SQLITE_NOTADB')) {
    return new JournalFault(
      'not-a-journal',
      `${file} is not a journal of this till. Bring the right file back, or have it mended from the witness.`,
    )
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new JournalFault(
      'broken-chain',
      `The journal ${file} is damaged (${detail}). Keep the file and call for service.`,
    )
  }
  return new JournalFault(
    'disk',
    `The disk did not take the journal ${file} (${[code, detail].filter(Boolean).join(': ')}). ` +
      'Free space or check the disk, then start the till again.',
  )
}
