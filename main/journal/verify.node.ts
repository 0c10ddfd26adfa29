import { createChainWalk, type Head } from './chain.node.ts'
import { connectReadOnly } from './connection.node.ts'
import { createEntryTable, type EntryTable } from './entries.node.ts'
import { journalFaultOf } from './faults.node.ts'
import { JournalFault } from './journal.ts'
import type { Totals } from './totals.ts'
import { readWitness } from './witness.node.ts'

export type Verdict =
  | {
      readonly ok: true
      readonly entries: number
      readonly head: Head
      readonly totals: Totals
      /** How many of the entries the witness confirms; absent without a witness. */
      readonly witnessed?: number
    }
  | {
      readonly ok: false
      /** The first bad entry; absent when the file as a whole cannot be read. */
      readonly seq?: number
      readonly what: string
    }

/** Walks a chain to its end or to the first bad entry. */
export const verifyEntries = (entries: EntryTable): Verdict => {
  const walk = createChainWalk()
  try {
    for (const record of entries.walk(-Infinity)) {
      const fault = walk.step(record)
      if (fault !== undefined) return { ok: false, seq: walk.head().seq + 1, what: fault }
    }
  } catch (error) {
    // A damaged page ends the walk: the entry after the last sound one is the first bad one.
    return {
      ok: false,
      seq: walk.head().seq + 1,
      what: error instanceof Error ? error.message : String(error),
    }
  }
  return { ok: true, entries: walk.head().seq, head: walk.head(), totals: walk.totals() }
}

const withWitness = (verdict: Verdict, entries: EntryTable, witnessFile: string): Verdict => {
  if (!verdict.ok) return verdict
  const { records } = readWitness(witnessFile)
  for (const { seq, hash } of records) {
    if (seq > verdict.head.seq) return { ok: false, seq, what: 'the witness has it and the journal does not' }
    if (entries.at(seq)?.hash !== hash) return { ok: false, seq, what: 'the witness has seen another entry' }
  }
  const newest = records.at(-1)?.seq ?? 0
  if (newest < verdict.head.seq) {
    return { ok: false, seq: newest + 1, what: 'the journal has it and the witness does not' }
  }
  return { ...verdict, witnessed: records.length }
}

/**
 * Verifies a journal, or a backup of one, without changing anything, and names the first bad entry. With a witness
 * also that both end with the same entry; a backup is verified without one. A journal that a till has open is
 * locked: then the verdict says so.
 */
export const verifyJournal = (file: string, witnessFile?: string): Verdict => {
  try {
    const connection = connectReadOnly(file)
    try {
      const entries = createEntryTable(connection)
      const verdict = verifyEntries(entries)
      return witnessFile === undefined ? verdict : withWitness(verdict, entries, witnessFile)
    } finally {
      connection.close()
    }
  } catch (error) {
    const fault = error instanceof JournalFault ? error : journalFaultOf(error, file)
    return { ok: false, what: fault.message, ...(fault.seq === undefined ? {} : { seq: fault.seq }) }
  }
}
