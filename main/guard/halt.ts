import type { Halt } from '../domain/halt.ts'
import type { Journal } from '../journal/journal.ts'

/** The halt that stands: the newest one that no technician has acknowledged. It survives every restart. */
export const standingHalt = (journal: Journal): Halt | undefined => {
  const entry = journal.newest('till-halted')
  if (entry?.body.kind !== 'till-halted') return undefined
  const acknowledged = journal.newest('halt-acknowledged')?.body
  if (acknowledged?.kind === 'halt-acknowledged' && acknowledged.halt >= entry.seq) return undefined
  const { because, about, detail } = entry.body
  return { entry: entry.seq, because, about, detail }
}
