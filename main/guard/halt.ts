import type { EntryBody } from '../domain/entry.ts'
import type { Halt } from '../domain/halt.ts'
import type { Journal } from '../journal/journal.ts'

const haltOf = (
  seq: number,
  { because, about, detail }: Extract<EntryBody, { kind: 'till-halted' }>,
): Halt => ({
  entry: seq,
  because,
  about,
  detail,
})

/** Entry of the newest halt that a technician has acknowledged, and with it all before it; 0 when there is none. */
const acknowledgedUntil = (journal: Journal): number => {
  const acknowledged = journal.newest('halt-acknowledged')?.body
  return acknowledged?.kind === 'halt-acknowledged' ? acknowledged.halt : 0
}

/** The halt that stands: the newest one that no technician has acknowledged. It survives every restart. */
export const standingHalt = (journal: Journal): Halt | undefined => {
  const entry = journal.newest('till-halted')
  if (entry?.body.kind !== 'till-halted' || acknowledgedUntil(journal) >= entry.seq) return undefined
  return haltOf(entry.seq, entry.body)
}

/** Every halt that stands, oldest first: the newest may hide an earlier one with a reason of its own. Walks the journal. */
export const standingHalts = (journal: Journal): readonly Halt[] => {
  if (standingHalt(journal) === undefined) return []
  const until = acknowledgedUntil(journal)
  const halts: Halt[] = []
  for (const { seq, body } of journal.entries()) {
    if (body.kind === 'till-halted' && seq > until) halts.push(haltOf(seq, body))
  }
  return halts
}
