/** What changes the disk. Each is one step of the process that did it, and a power cut can come between any two. */
export interface DiskOperation {
  /** Counts from 1 for the disk's whole life. */
  readonly index: number
  readonly kind:
    | 'create'
    | 'write'
    /** A write at the end that waits for the disk (O_DSYNC): write and sync in one. */
    | 'append-durably'
    | 'sync'
    | 'truncate'
    | 'remove'
    | 'rename'
    | 'make-folder'
    | 'sync-folder'
  readonly file: string
  /** Where a write begins, or the new size of a truncated file. */
  readonly offset: number
  /** How many bytes are written. */
  readonly bytes: number
  /** Name of the process. */
  readonly process: string
}

/** What does not change the disk. These are not counted, because a power cut between them is one before the next change. */
export interface DiskRead {
  readonly kind: 'open' | 'read'
  readonly file: string
  readonly offset: number
  readonly bytes: number
  readonly process: string
}

export type DiskErrorCode = 'EIO' | 'ENOSPC' | 'EROFS' | 'EDQUOT' | 'EACCES'

/**
 * What befalls an operation.
 *
 * `power-cut`: the machine stops, all processes with it. `kill`: this process stops, and the system keeps what it wrote.
 * `before`: the operation did nothing; `middle`: a part of its sectors; `after`: all of it, and nobody heard.
 *
 * `error`: the operation fails with this code, having done nothing, a part, or all (a sync that fails after the data
 * went out is `whole`; one that fails with `none` leaves the data where a power cut takes it).
 *
 * `short`: a write to a plain file takes only a part and says so. SQLite would write the rest by itself; for its
 * files the rest is an error.
 *
 * `lie`: a sync says that all is on the disk, and nothing is (reliability F34).
 */
export type DiskFault =
  | { readonly kind: 'power-cut' | 'kill'; readonly when: 'before' | 'middle' | 'after' }
  | { readonly kind: 'error'; readonly code: DiskErrorCode; readonly effect: 'none' | 'part' | 'whole' }
  | { readonly kind: 'short' }
  | { readonly kind: 'lie' }

/** All that is left to chance or to malice about a disk. */
export interface DiskPlan {
  /** For the sectors that survive a power cut, torn writes, and SQLite's own dice. */
  readonly seed: number
  /** Asked before each operation; `undefined` when it goes well. */
  readonly befall?: (operation: DiskOperation) => DiskFault | undefined
  /** Asked before each read; the code with which it fails. */
  readonly befallRead?: (read: DiskRead) => DiskErrorCode | undefined
  /** Bytes that fit; no limit unless said. */
  readonly capacity?: number
  /** Wall clock in ms, for SQLite; nothing of the journal depends on it. */
  readonly now?: () => number
}

/** A plan's `befall` for one operation by its number, once or from then on for ever. */
export const at =
  (index: number, fault: DiskFault, times: 'once' | 'for-ever' = 'once') =>
  (operation: DiskOperation): DiskFault | undefined =>
    operation.index === index || (times === 'for-ever' && operation.index > index) ? fault : undefined
