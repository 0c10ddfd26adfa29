import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { connectReadOnly } from './connection.node.ts'
import { createEntryTable, type EntryTable } from './entries.node.ts'
import { isStorageError, journalFaultOf } from './faults.node.ts'
import { JournalFault } from './journal.ts'
import { systemStorage, type Connection } from './storage.node.ts'
import { verifyEntries } from './verify.node.ts'

/** Verifies the copy by itself, and that it ends at an entry of ours which is not older than when copying began. */
const checkCopy = (copy: string, entries: EntryTable, since: number): void => {
  const connection = connectReadOnly(copy)
  try {
    const verdict = verifyEntries(createEntryTable(connection))
    if (!verdict.ok) {
      throw new JournalFault('broken-chain', `The backup does not verify: ${verdict.what}.`, verdict.seq)
    }
    const { seq, hash } = verdict.head
    if (seq < since || entries.at(seq)?.hash !== hash) {
      throw new JournalFault('broken-chain', 'The backup ends with another entry than the journal.', seq)
    }
  } finally {
    connection.close()
  }
}

/**
 * Copies the open journal with SQLite's backup, while selling goes on, verifies the copy and only then gives it its
 * name: under that name there is a whole backup or the one from before. Throws `JournalFault`.
 */
export const backUp = async (connection: Connection, entries: EntryTable, file: string): Promise<void> => {
  const copy = `${file}.unfinished`
  const since = entries.newest()
  try {
    rmSync(copy, { force: true })
    // The name is taken first, so that the copy of the takings is never readable by others.
    closeSync(openSync(copy, 'w', 0o600))
    await connection.backup(copy)
    checkCopy(copy, entries, since)
    const descriptor = openSync(copy, 'r+')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(copy, file)
    systemStorage.syncFolder(file)
  } catch (error) {
    rmSync(copy, { force: true })
    throw isStorageError(error) ? journalFaultOf(error, file) : error
  }
}
