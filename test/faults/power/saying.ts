import { readSync, writeSync } from 'node:fs'
import type { Payment } from '../../../main/domain/payment.ts'
import { JournalFault, type Journal } from '../../../main/journal/journal.ts'

/** What a till in a process of its own says through its pipe, one line of JSON each. */
export type Said =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'open' }
  /** Appended and returned: on disk, or the journal has lied. */
  | { readonly type: 'kept'; readonly seq: number; readonly hash: string }
  /** The screen shows it so. */
  | { readonly type: 'shown'; readonly id: string; readonly state: Payment['state'] }
  /** It stands still at the point where it was told to. */
  | { readonly type: 'held' }
  | { readonly type: 'stopped'; readonly detail: string }
  | { readonly type: 'cannot-open'; readonly kind: string; readonly detail: string }

/** Returns when the line is in the pipe, so that nothing is said too late. */
export const say = (said: Said): void => {
  const line = `${JSON.stringify(said)}\n`
  for (;;) {
    try {
      writeSync(1, line)
      return
    } catch (error) {
      // A full pipe: whoever reads is busy for a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}

/** Waits for a byte: the process was started ahead of its time, so that its loading is not part of every cut. */
export const waitForGo = (): void => {
  say({ type: 'ready', pid: process.pid })
  readSync(0, Buffer.alloc(1))
}

/** Says what the journal has acknowledged, in the same breath. */
export const talking = (journal: Journal): Journal => ({
  ...journal,
  append: (stamp, ...bodies) => {
    const entries = journal.append(stamp, ...bodies)
    for (const { seq, hash } of entries) say({ type: 'kept', seq, hash })
    return entries
  },
})

export const cannotOpen = (error: unknown): never => {
  const kind = error instanceof JournalFault ? error.kind : 'other'
  say({ type: 'cannot-open', kind, detail: error instanceof Error ? error.message : String(error) })
  return process.exit(1)
}
