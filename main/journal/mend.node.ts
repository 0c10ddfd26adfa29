import { existsSync, renameSync, rmSync } from 'node:fs'
import { createChainWalk, type Head } from './chain.node.ts'
import { connect, connectDamaged } from './connection.node.ts'
import { createEntryTable, type EntryTable } from './entries.node.ts'
import { isStorageError, journalFaultOf } from './faults.node.ts'
import { JournalFault } from './journal.ts'
import { createProjector, rebuildProjections } from './projections.node.ts'
import type { JournalRecord } from './record.ts'
import { flawOfEntryTable } from './schema.node.ts'
import { systemStorage, type Connection } from './storage.node.ts'
import { readWitness } from './witness.node.ts'

export interface Mended {
  readonly head: Head
  /** Entries that came from the witness because the journal's own were broken. */
  readonly fromWitness: number
  /** Where the damaged file was put. It is kept: it is evidence. */
  readonly damaged: string
}

/** The records of a damaged file, as far as it can be read; and the highest number that was ever in it. */
const readable = function* (entries: EntryTable): Generator<JournalRecord, void> {
  try {
    yield* entries.walk(-Infinity)
  } catch (error) {
    // A damaged page ends the reading; what the witness has may go on from there.
    if (!isStorageError(error)) throw error
  }
}

const nothing: EntryTable = {
  insert: () => undefined,
  newest: () => 0,
  at: () => undefined,
  walk: () => [][Symbol.iterator](),
  page: () => [],
}

const newestIn = (entries: EntryTable): number => {
  try {
    return entries.newest()
  } catch (error) {
    if (isStorageError(error)) return 0
    throw error
  }
}

/** Copies the longest verified beginning: the journal's own entries, then those of the witness that follow. */
const copyVerified = (from: EntryTable, witnessFile: string, into: Connection): Omit<Mended, 'damaged'> => {
  const walk = createChainWalk()
  const table = createEntryTable(into)
  for (const record of readable(from)) {
    if (walk.step(record) !== undefined) break
    table.insert(record)
  }
  const own = walk.head().seq
  const seen = readWitness(witnessFile).records
  // A new walk over what was copied: one that has met a fault is over.
  const onward = createChainWalk()
  for (const record of table.walk(1)) onward.step(record)
  for (const witnessed of seen.filter(({ seq }) => seq > own)) {
    const record = witnessed.read()
    if (onward.step(record) !== undefined) break
    table.insert(record)
  }
  const head = onward.head()
  for (const { seq, hash } of seen) {
    if (seq <= own && table.at(seq)?.hash !== hash) {
      throw new JournalFault('witness-disagrees', `The witness has seen another entry ${seq}.`, seq)
    }
  }
  const furthest = Math.max(newestIn(from), seen.at(-1)?.seq ?? 0)
  if (head.seq === 0 || head.seq < furthest) {
    throw new JournalFault(
      'broken-chain',
      `Entry ${head.seq + 1} is broken, and the witness cannot give everything up to entry ${furthest} back. ` +
        'Restore the newest backup.',
      head.seq + 1,
    )
  }
  if (seen.length === 0) {
    throw new JournalFault(
      'witness-disagrees',
      `The witness ${witnessFile} is missing, so nothing vouches for the end of the journal. Bring the file back, or ` +
        'accept its loss with the restore command.',
    )
  }
  return { head, fromWitness: head.seq - own }
}

const freeName = (file: string): string => {
  let number = 1
  while (existsSync(`${file}.damaged-${number}`)) number += 1
  return `${file}.damaged-${number}`
}

/**
 * Mends a journal that does not open because it is damaged: writes a new file from the entries that verify, goes on
 * with those of the witness, and takes the place of the damaged file, which is put aside. Only if nothing that either
 * has ever held is lost by it; else it throws `JournalFault` and leaves all as it was. Indexes and triggers are made
 * anew too. A person asks for it, after reading what was wrong; the till does not do it by itself (reliability F32).
 */
export const mendJournal = (file: string, witnessFile: string): Mended => {
  const fresh = `${file}.mending`
  const drop = (): void => {
    for (const path of [fresh, `${fresh}-journal`]) rmSync(path, { force: true })
  }
  try {
    drop()
    if (!existsSync(file)) {
      throw new JournalFault(
        'not-a-journal',
        `There is no journal ${file}. Start the till, or restore a backup.`,
      )
    }
    const old = connectDamaged(file)
    // Of what SQLite cannot open, or has no entries any more, all must come from the witness.
    const isLost = old === undefined || flawOfEntryTable(old) !== undefined
    let mended: Omit<Mended, 'damaged'>
    try {
      const connection = connect(fresh)
      try {
        mended = connection
          .transaction(() => copyVerified(isLost ? nothing : createEntryTable(old), witnessFile, connection))
          .immediate()
        rebuildProjections(connection, createEntryTable(connection), createProjector(connection))
      } finally {
        connection.close()
      }
    } finally {
      old?.close()
    }
    const damaged = freeName(file)
    renameSync(file, damaged)
    // A write that was cut off belongs to the damaged file; beside the new one SQLite would put its pages into that.
    rmSync(`${file}-journal`, { force: true })
    renameSync(fresh, file)
    rmSync(`${fresh}-journal`, { force: true })
    systemStorage.syncFolder(file)
    return { ...mended, damaged }
  } catch (error) {
    drop()
    throw isStorageError(error) ? journalFaultOf(error, file) : error
  }
}
