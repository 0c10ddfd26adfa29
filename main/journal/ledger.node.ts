import type { EntryBody } from '../domain/entry.ts'
import { canonicalJson } from './canonical.ts'
import { hashOfText, recordText, type Head } from './chain.node.ts'
import { connect } from './connection.node.ts'
import { createEntryTable, type EntryTable } from './entries.node.ts'
import { JournalFault, type Stamp } from './journal.ts'
import { createProjector, rebuildProjections } from './projections.node.ts'
import { recover, type Repair } from './recovery.node.ts'
import type { JournalRecord } from './record.ts'
import { refuseMisplaced } from './closing-place.ts'
import { refuseSecrets } from './secrecy.ts'
import type { Connection, Storage } from './storage.node.ts'
import { addToTotals, totalsText } from './totals.ts'

/** The journal's file and its witness, open, verified and in step. */
export interface Ledger {
  readonly connection: Connection
  readonly entries: EntryTable
  readonly head: () => Head
  /** Durable in both when it returns. What it throws says nothing about whether the records are on disk. */
  readonly append: (till: string, stamp: Stamp, bodies: readonly EntryBody[]) => readonly JournalRecord[]
  readonly close: () => void
}

export interface LedgerOptions {
  readonly file: string
  readonly witnessFile: string
  readonly acceptMissingWitness: boolean
  readonly storage: Storage
  readonly onRepair: (repair: Repair) => void
}

/** Names go into the hash as UTF-8; half a surrogate pair would not come back as it went in. */
const wellFormed = (name: string, what: string): string => {
  if (!name.isWellFormed()) throw new TypeError(`the name of the ${what} is not well-formed text`)
  return name
}

/**
 * Opens both. The order of an append is: prepare the whole transaction, write the witness, commit. Prepared first,
 * so that a mistake of the caller shows before anything is on disk. Witnessed before the commit, so that the journal
 * never has what its witness lacks: a commit that fails, or a disk that takes no more, leaves the record in the
 * witness, and the next open puts it into the journal. For an intent that means a payment that is asked about and
 * cancelled, though nothing was sent; for an answer it means that a paid sale survives a journal that could not be
 * written (reliability F30).
 */
export const openLedger = (options: LedgerOptions): Ledger => {
  const connection = connect(options.file, options.storage)
  try {
    return prepare(connection, options)
  } catch (error) {
    connection.close()
    throw error
  }
}

const prepare = (connection: Connection, options: LedgerOptions): Ledger => {
  const entries = createEntryTable(connection)
  const projector = createProjector(connection)
  const begin = connection.prepare('begin immediate')
  const commit = connection.prepare('commit')
  const rollback = connection.prepare('rollback')

  /** Runs `work` in a transaction; `witness` is the last thing before the commit. */
  const transact = <T>(work: () => T, witness: (made: T) => void): T => {
    begin.run()
    try {
      const made = work()
      witness(made)
      commit.run()
      return made
    } catch (error) {
      // After some failures SQLite has rolled back by itself.
      if (connection.inTransaction) rollback.run()
      throw error
    }
  }
  const bringUpToDate = (): void => {
    const damaged = new JournalFault(
      'broken-chain',
      `The entries of the journal ${options.file} are whole, but its indexes are damaged. Check the disk and have ` +
        'the journal mended.',
    )
    // The chain says nothing about the projections, and one that has lost a line would hide an open payment.
    if (!projector.areSound()) throw damaged
    if (!projector.isCurrent(entries.newest())) rebuildProjections(connection, entries, projector)
    else if (!projector.fitEntries()) throw damaged
  }
  const adopt = (records: readonly JournalRecord[]): void => {
    transact(
      () => {
        for (const record of records) entries.insert(record)
        projector.markStale()
      },
      () => undefined,
    )
  }
  const recovered = recover(entries, { ...options, adopt })
  const { witness } = recovered
  try {
    bringUpToDate()
  } catch (error) {
    witness.close()
    throw error
  }
  let { head, totals } = recovered

  const prepareRecords = (till: string, { now, operator }: Stamp, bodies: readonly EntryBody[]) => {
    let next = head
    let sums = totals
    const records: JournalRecord[] = []
    for (const body of bodies) {
      refuseSecrets(body)
      refuseMisplaced(body, next)
      sums = addToTotals(sums, body, projector)
      const unhashed = {
        seq: next.seq + 1,
        at: now.at,
        // A clock may count fractions of a millisecond; the journal does not.
        mono: Math.floor(now.mono),
        till: wellFormed(till, 'till'),
        operator: wellFormed(operator, 'operator'),
        kind: body.kind,
        body: canonicalJson(body),
        totals: totalsText(sums),
        prev: next.hash,
      }
      const record = { ...unhashed, hash: hashOfText(recordText(unhashed)) }
      entries.insert(record)
      projector.project(record.seq, body)
      records.push(record)
      next = record
    }
    return { records, head: { seq: next.seq, hash: next.hash }, totals: sums }
  }

  return {
    connection,
    entries,
    head: () => head,
    append: (till, stamp, bodies) => {
      const made = transact(
        () => prepareRecords(till, stamp, bodies),
        ({ records }) => witness.append(records),
      )
      head = made.head
      totals = made.totals
      return made.records
    },
    close: () => {
      try {
        connection.close()
      } finally {
        witness.close()
      }
    },
  }
}
