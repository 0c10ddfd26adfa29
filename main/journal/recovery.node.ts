import { createChainWalk, type Head } from './chain.node.ts'
import type { EntryTable } from './entries.node.ts'
import { isDamage } from './faults.node.ts'
import { JournalFault } from './journal.ts'
import type { JournalRecord } from './record.ts'
import type { Storage } from './storage.node.ts'
import type { Totals } from './totals.ts'
import type { Flaw } from './verdict.ts'
import {
  cutTornTail,
  openWitness,
  readWitness,
  setWitnessAside,
  syncWitness,
  type Witness,
  type WitnessRead,
} from './witness.node.ts'

/** What opening had to mend. Every one of them is worth a line in the technician's log. */
export interface Repair {
  readonly side: 'journal' | 'witness'
  /**
   * `behind`: entries were added from the other side. `torn`: a write that was cut off was taken away.
   * `damaged`: the witness was put aside and begun anew. `accepted`: a missing one was begun anew, as was asked for.
   */
  readonly what: 'behind' | 'torn' | 'damaged' | 'accepted'
  /** First and last entry that were written, for `behind`. */
  readonly from?: number
  readonly to?: number
}

export interface RecoverOptions {
  readonly file: string
  readonly witnessFile: string
  readonly acceptMissingWitness: boolean
  readonly storage: Storage
  readonly onRepair: (repair: Repair) => void
  /** Puts records into the journal, all or none, without witnessing them again. Projections come after. */
  readonly adopt: (records: readonly JournalRecord[]) => void
}

export interface Recovered {
  readonly head: Head
  readonly totals: Totals
  readonly witness: Witness
}

/** Of a witness that begins anew only the newest records are written: the rest is in the journal. */
const newWitnessRecords = 2000
const recordsPerFrame = 200

const disagrees = (seq: number, file: string): JournalFault =>
  new JournalFault(
    'witness-disagrees',
    `Entry ${seq} of the journal is not the one that its witness ${file} has seen. ` +
      'One of the two was replaced by an older or a foreign copy. Sell nothing and call for service.',
    seq,
  )

const cannotMend = (seq: number, file: string, witnessFile: string): JournalFault =>
  new JournalFault(
    'witness-disagrees',
    `The journal ${file} ends with entry ${seq}, but its witness ${witnessFile} has seen later ones and cannot ` +
      'give all of them back. The journal is an older copy. Sell nothing and restore the newest backup.',
    seq,
  )

/**
 * Verifies the whole journal, holds it against its witness, and mends whichever is shorter from the other: the longest
 * verified beginning of either counts (reliability 4). Where both have an entry and differ, or one is damaged where
 * the other cannot vouch for it, it throws and changes nothing: entries are never dropped to make things fit.
 */
export const recover = (entries: EntryTable, options: RecoverOptions): Recovered => {
  const { file, witnessFile, onRepair } = options
  const seen = readWitness(witnessFile, options.storage)
  const hashes = new Map<number, string>()
  for (const { seq, hash } of seen.records) {
    if (hashes.has(seq) && hashes.get(seq) !== hash) throw disagrees(seq, witnessFile)
    hashes.set(seq, hash)
  }
  const walk = createChainWalk()
  verifyAll(entries, walk.step, hashes, options)
  const journalHead = walk.head()
  const missing = seen.records.filter(({ seq }) => seq > journalHead.seq)
  if (missing.length > 0) {
    const records = missing.map((record) => record.read())
    for (const record of records) {
      if (walk.step(record) !== undefined) throw cannotMend(journalHead.seq, file, witnessFile)
    }
    // The journal never has what its witness may still lose.
    syncWitness(witnessFile, options.storage)
    options.adopt(records)
    onRepair({ side: 'journal', what: 'behind', from: journalHead.seq + 1, to: walk.head().seq })
  }
  const witness = mendWitness(entries, seen, walk.head(), options)
  return { head: walk.head(), totals: walk.totals(), witness }
}

const verifyAll = (
  entries: EntryTable,
  step: (record: JournalRecord) => Flaw | undefined,
  hashes: ReadonlyMap<number, string>,
  { file, witnessFile }: RecoverOptions,
): void => {
  let next = 1
  const broken = (what: string): JournalFault => {
    const help = hashes.has(next) ? `The witness ${witnessFile} still has it. ` : ''
    return new JournalFault(
      'broken-chain',
      `Entry ${next} of the journal ${file} is broken: ${what}. ${help}Sell nothing and call for service.`,
      next,
    )
  }
  try {
    for (const record of entries.walk(-Infinity)) {
      const flaw = step(record)
      if (flaw !== undefined) throw broken(flaw.what)
      const witnessedHash = hashes.get(record.seq)
      if (witnessedHash !== undefined && witnessedHash !== record.hash) {
        throw disagrees(record.seq, witnessFile)
      }
      next += 1
    }
  } catch (error) {
    // A lost page ends the reading; the entry that should have come next is the first one on it.
    throw isDamage(error) ? broken(`it cannot be read (${(error as Error).message})`) : error
  }
}

/** The journal is whole and at least as long as the witness. Makes the witness end where the journal ends. */
const mendWitness = (
  entries: EntryTable,
  seen: WitnessRead,
  head: Head,
  { witnessFile, storage, acceptMissingWitness, onRepair }: RecoverOptions,
): Witness => {
  const last = seen.records.at(-1)?.seq ?? 0
  // A journal of its first entry alone has sold nothing: its first start was cut off, and goes on by itself.
  const missing = last === 0 && head.seq > 1
  if (missing && !acceptMissingWitness) {
    throw new JournalFault(
      'witness-disagrees',
      `The witness ${witnessFile} is missing, so nothing vouches for the end of the journal. Bring the file back; ` +
        'or, if it is lost or the journal was restored from a backup, compare the last receipt on paper with the ' +
        'journal and accept it with the restore command.',
    )
  }
  if (missing || seen.damaged) {
    setWitnessAside(witnessFile, `until-${head.seq}`, storage)
    const witness = openWitness(witnessFile, storage)
    copyTo(witness, entries, Math.max(1, head.seq - newWitnessRecords + 1))
    onRepair({ side: 'witness', what: seen.damaged ? 'damaged' : 'accepted' })
    return witness
  }
  if (seen.tornBytes > 0) {
    cutTornTail(witnessFile, seen.tornBytes, storage)
    onRepair({ side: 'witness', what: 'torn' })
  }
  const witness = openWitness(witnessFile, storage)
  if (last < head.seq) {
    copyTo(witness, entries, last + 1)
    onRepair({ side: 'witness', what: 'behind', from: last + 1, to: head.seq })
  }
  return witness
}

const copyTo = (witness: Witness, entries: EntryTable, from: number): void => {
  let next = from
  for (;;) {
    const page = entries.page(next, recordsPerFrame, -Infinity, Infinity)
    const last = page.at(-1)
    if (last === undefined) return
    witness.append(page)
    next = last.seq + 1
  }
}
