import type { Result } from '../../main/domain/result.ts'

/** Why no line could be opened: nobody there, another program has it, or this user may not. */
export type LinkFault = 'offline' | 'in-use' | 'no-access'

/** A line for bytes in both directions, whatever the cable. Nothing of it throws or rejects, and nothing blocks. */
export interface Link {
  /** Bytes as they come, in pieces of any size. */
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void
  /** Called once: the other side ended its side well, or the line broke. Not called after `drop`. */
  readonly onLost: (listener: (how: 'ended' | 'broken') => void) => void
  /** Resolves when the line has taken the bytes, at the speed of whoever reads them, and in the order given. */
  readonly write: (bytes: Uint8Array) => Promise<'taken' | 'gone'>
  /**
   * No more will be written: resolves when the other side has it all, as far as this kind of line can tell. It may wait
   * for ever; then `drop` ends it.
   */
  readonly end: () => Promise<'closed' | 'broken'>
  /**
   * What an `end` says that does not come: the other side has not taken it all, as a cable knows, or may have it and be
   * keeping the line open, as many do on a network.
   */
  readonly lateEnd: 'not-taken' | 'kept-open'
  /** Lets go at once, also of what is still on its way, and resolves when the line is free for others. */
  readonly drop: () => Promise<void>
}

/** Opens a line, or says why not. `signal` calls it off, and breaks the line when it stands. */
export type OpenLink = (signal: AbortSignal) => Promise<Result<Link, LinkFault>>

/** What an operating system says when something cannot be opened. */
export const linkFaultOf = (error: unknown): LinkFault => {
  const { code = '', message = '' } = error as { readonly code?: string; readonly message?: string }
  const text = `${code} ${message}`
  if (/EACCES|EPERM|permission denied|access denied/i.test(text)) return 'no-access'
  return /EBUSY|EAGAIN|cannot lock|temporarily unavailable|busy|in use/i.test(text) ? 'in-use' : 'offline'
}
