import type { FileAnswer, QuarantinedFile } from '../contract/reconciliation.ts'
import type { ProviderFileFacts, ProviderFileKind } from '../domain/reconciled.ts'
import type { Result } from '../domain/result.ts'
import type { Day } from '../domain/time.ts'
import type { FileHead, ProviderLine } from './files/line.ts'

export interface FileFilter {
  readonly kind?: ProviderFileKind
  /** China days, both included. */
  readonly from?: Day
  readonly to?: Day
}

/** A kept file with its lines, which are read from its bytes as they are asked for. */
export interface OpenedFile extends FileHead {
  readonly facts: ProviderFileFacts
  readonly bytes: Uint8Array
  /**
   * Can be walked again. Every line stood its checks when the file was taken. `unit`: what has been decided where the
   * file does not say; as the file or the contract says when left out.
   */
  readonly lines: (unit?: 'major' | 'minor') => Iterable<ProviderLine>
}

/** The provider's files that this till has. */
export interface Shelf {
  /**
   * Looks at a file and keeps it, or sets it apart with every reason. Works in slices of a few milliseconds, so that a
   * sale in between is not slowed. Throws `JournalFault` when the journal cannot be written.
   */
  readonly take: (name: string, bytes: Uint8Array, source: ProviderFileFacts['source']) => Promise<FileAnswer>
  /** The newest version of each, oldest day first. */
  readonly goodFiles: (filter?: FileFilter) => readonly ProviderFileFacts[]
  /** Every version, in the order in which they were kept. */
  readonly allFiles: () => readonly ProviderFileFacts[]
  readonly open: (facts: ProviderFileFacts) => Promise<Result<OpenedFile, string>>
  /** Set apart, and not replaced by a good file of that name since. */
  readonly quarantined: () => readonly QuarantinedFile[]
}
