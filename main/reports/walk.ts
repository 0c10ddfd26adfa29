import type { Entry } from '../domain/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { entryOf, type JournalRecord } from '../journal/record.ts'
import type { Pause } from './pauses.ts'

export interface Walk {
  readonly journal: Pick<Journal, 'records' | 'head'>
  readonly pause: Pause
  /** Instants in ms, from inclusive, to exclusive. */
  readonly from?: number
  readonly to?: number
  /** Numbers of entries, both inclusive; from the first to the head of now when left out. */
  readonly firstSeq?: number
  readonly lastSeq?: number
}

/** Entries that one question to the journal looks at: those of other days are passed over, and that takes time too. */
const stretch = 2000

/** The records of the journal as it is now, oldest first, in slices: what is appended meanwhile is not among them. */
export async function* walkRecords(walk: Walk): AsyncGenerator<JournalRecord, void> {
  const { journal, pause, from = -Infinity, to = Infinity } = walk
  const lastSeq = Math.min(journal.head().seq, walk.lastSeq ?? Infinity)
  for (let first = walk.firstSeq ?? 1; first <= lastSeq; first += stretch) {
    const last = Math.min(lastSeq, first + stretch - 1)
    for (const record of journal.records({ from, to, firstSeq: first, lastSeq: last })) {
      yield record
      const rest = pause()
      if (rest !== undefined) await rest
    }
    const rest = pause()
    if (rest !== undefined) await rest
  }
}

export async function* walkEntries(walk: Walk): AsyncGenerator<Entry, void> {
  for await (const record of walkRecords(walk)) yield entryOf(record)
}
