import type { Mode } from '../domain/ids.ts'
import type { Moment } from '../domain/time.ts'
import type { EntryBody, Entry } from '../domain/entry.ts'
import type { Chance } from '../ports.ts'
import { canonicalJson } from './canonical.ts'
import { backUp } from './backup.node.ts'
import type { Head } from './chain.node.ts'
import { isOutOfSpace, isStorageError, journalFaultOf } from './faults.node.ts'
import { JournalFault, type Journal, type Stamp } from './journal.ts'
import { openLedger, type Ledger } from './ledger.node.ts'
import { createReads, type JournalReads } from './reads.node.ts'
import { bodyOf, entryOf } from './record.ts'
import type { Repair } from './recovery.node.ts'
import { setReserve } from './reserve.node.ts'
import { systemStorage, type Storage } from './storage.node.ts'

export interface OpenJournal {
  readonly file: string
  /** In another folder, better on another device; see witness.node.ts. */
  readonly witnessFile: string
  /** Name of the till, a column of every entry. */
  readonly till: string
  readonly mode: Mode
  /** Of the program, for the entry that opens the journal. */
  readonly version: string
  /** Where the nine digits of a new installation come from. A journal that has its own keeps them. */
  readonly installation: { readonly digits: string } | { readonly chance: Pick<Chance, 'digits'> }
  readonly now: Moment
  /** Only for a restore that a person asked for: begins a new witness where there is none. */
  readonly acceptMissingWitness?: boolean
  /**
   * Disk space to set aside beside the journal, bytes; `usualReserveBytes` in a shop, 0 unless said. When the disk is
   * full it is given back: `fault()` is then set and no new payment is taken, but what is open can still be finished.
   */
  readonly reserveBytes?: number
  readonly onRepair?: (repair: Repair) => void
  /** The machine's own disk unless said. */
  readonly storage?: Storage
}

/** Who wrote the first entry: nobody at the till. */
const nobody = 'till'

const drawInstallation = (source: OpenJournal['installation']): string => {
  const digits = 'digits' in source ? source.digits : source.chance.digits(9)
  if (!/^\d{9}$/.test(digits)) throw new RangeError('an installation is nine digits')
  return digits
}

/** Reads the first entry, and writes it when the journal is new. Says which installation this is. */
const installationOf = (ledger: Ledger, options: OpenJournal): string => {
  if (ledger.head().seq === 0) {
    const { version, mode, now, till } = options
    const installation = drawInstallation(options.installation)
    ledger.append(till, { now, operator: nobody }, [{ kind: 'journal-opened', version, installation, mode }])
  }
  const first = ledger.entries.at(1)
  const opened: EntryBody | undefined = first === undefined ? undefined : bodyOf(first)
  if (opened?.kind !== 'journal-opened') {
    throw new JournalFault(
      'not-a-journal',
      `${options.file} does not begin as a journal. Bring the right file back, or have it mended from the witness.`,
      1,
    )
  }
  if (opened.mode !== options.mode) {
    throw new JournalFault(
      'unsafe-settings',
      `The journal ${options.file} is for ${opened.mode} sales and the till is set to ${options.mode}. ` +
        'Each has a journal of its own. Check the settings.',
    )
  }
  return opened.installation
}

/**
 * Opens the journal, or begins a new one. The whole chain is verified, held against the witness and mended from it
 * where that can be done without dropping anything (recovery.node.ts). Throws `JournalFault`; a till without a
 * journal sells nothing.
 *
 * An append that fails is an unknown append: the file is closed, opened and verified anew, and what it then says
 * counts (reliability F30). If the entries are there, all is well. If not, nothing more is written until the till is
 * started again, and the fault says why. What was read before can still be read, if the disk gives it.
 *
 * A body that cannot be kept (a fraction, an id used twice, a change of what was never requested) is a mistake of the
 * caller: it throws a TypeError or RangeError, nothing is written, and the journal stays open.
 */
export const openJournal = (options: OpenJournal): Journal => {
  const storage = options.storage ?? systemStorage
  const ledgerOptions = {
    storage,
    file: options.file,
    witnessFile: options.witnessFile,
    acceptMissingWitness: options.acceptMissingWitness ?? false,
    onRepair: options.onRepair ?? (() => undefined),
  }
  const openVerified = (): { readonly ledger: Ledger; readonly reads: JournalReads } => {
    try {
      const ledger = openLedger(ledgerOptions)
      return { ledger, reads: createReads(ledger.connection, ledger.entries) }
    } catch (error) {
      throw journalFaultOf(error, options.file)
    }
  }

  const reserveBytes = options.reserveBytes ?? 0
  let { ledger, reads } = openVerified()
  let installation: string
  try {
    installation = installationOf(ledger, options)
  } catch (error) {
    ledger.close()
    throw isStorageError(error) ? journalFaultOf(error, options.file) : error
  }
  const reserve = setReserve(`${options.file}.reserve`, reserveBytes, storage)
  const diskIsFull = new JournalFault(
    'disk',
    'The disk is full. Payments that are open can still be finished; free space, then start the till again.',
  )
  let fault = reserveBytes > 0 && !reserve.isThere() ? diskIsFull : undefined
  /** With a full disk: new payments are refused, all else is taken as long as the reserve lasts. */
  let finishing = fault !== undefined
  /** As of the last append that is known to be there. */
  let known: Head = ledger.head()
  let closed = false
  /** False once the disk does not even let us read. */
  let readable = true

  const stop = (why: JournalFault): JournalFault => {
    fault = why
    finishing = false
    return why
  }
  /** Opens anew and gives the entries, if all of them are there; if not, the append did not happen. */
  const settle = (bodies: readonly EntryBody[]): readonly Entry[] | undefined => {
    try {
      ledger.close()
    } catch {
      // The connection is given up in any case; what counts is what the next one reads.
    }
    readable = false
    try {
      ;({ ledger, reads } = openVerified())
      readable = true
    } catch (error) {
      throw stop(journalFaultOf(error, options.file))
    }
    const head = ledger.head()
    const found = bodies.map((_, index) => ledger.entries.at(known.seq + 1 + index))
    known = head
    const entries = found.flatMap((record, index) =>
      record !== undefined && record.body === canonicalJson(bodies[index]) ? [entryOf(record)] : [],
    )
    return entries.length === bodies.length ? entries : undefined
  }
  const refused = (bodies: readonly EntryBody[]): JournalFault | undefined =>
    fault !== undefined && (!finishing || bodies.some(({ kind }) => kind === 'payment-requested'))
      ? fault
      : undefined

  const write = (stamp: Stamp, bodies: readonly EntryBody[]): readonly Entry[] => {
    const records = ledger.append(options.till, stamp, bodies)
    known = ledger.head()
    return records.map(({ seq, at, mono, till, operator, prev, hash }, index) => {
      const body = bodies[index]
      if (body === undefined) throw new Error('an append made more records than it was given')
      return { seq, at, mono, till, operator, body, prev, hash }
    })
  }
  /** After a failure: what the file says now, with the reserve given back if it was space that was missing. */
  const writeAgain = (stamp: Stamp, bodies: readonly EntryBody[], cause: unknown): readonly Entry[] => {
    const hasSpaceAgain = isOutOfSpace(cause) && reserve.release()
    const found = settle(bodies)
    if (!hasSpaceAgain) {
      if (found === undefined) throw stop(journalFaultOf(cause, options.file))
      return found
    }
    fault = diskIsFull
    finishing = true
    if (found !== undefined) return found
    const why = refused(bodies)
    if (why !== undefined) throw why
    try {
      return write(stamp, bodies)
    } catch (error) {
      throw isStorageError(error) ? stop(journalFaultOf(error, options.file)) : error
    }
  }

  /** Damage that only a question meets stops the selling like any other: what is asked next may be answered wrongly. */
  const damagedAt = (error: unknown): unknown => {
    if (error instanceof JournalFault) return fault ?? stop(error)
    return isStorageError(error) ? (fault ?? stop(journalFaultOf(error, options.file))) : error
  }
  const ask = <T>(question: (journal: JournalReads) => T): T => {
    if (!readable && fault !== undefined) throw fault
    try {
      return question(reads)
    } catch (error) {
      throw damagedAt(error)
    }
  }
  const askEach = function* <T>(question: (journal: JournalReads) => Iterable<T>): Generator<T, void> {
    try {
      yield* ask(question)
    } catch (error) {
      throw damagedAt(error)
    }
  }

  const append = (stamp: Stamp, ...bodies: readonly EntryBody[]): readonly Entry[] => {
    if (closed) throw new Error('the journal is closed')
    const why = refused(bodies)
    if (why !== undefined) throw why
    if (bodies.length === 0) return []
    try {
      return write(stamp, bodies)
    } catch (error) {
      if (!isStorageError(error)) throw error
      return writeAgain(stamp, bodies, error)
    }
  }

  return {
    append,
    payment: (id) => ask((journal) => journal.payment(id)),
    paymentByTransId: (number) => ask((journal) => journal.paymentByTransId(number)),
    refund: (id) => ask((journal) => journal.refund(id)),
    payments: (filter) => ask((journal) => journal.payments(filter)),
    refunds: (filter) => ask((journal) => journal.refunds(filter)),
    lastPayment: () => ask((journal) => journal.lastPayment()),
    openPayments: () => ask((journal) => journal.openPayments()),
    openRefunds: () => ask((journal) => journal.openRefunds()),
    watchedRefunds: () => ask((journal) => journal.watchedRefunds()),
    discrepancies: () => ask((journal) => journal.discrepancies()),
    printJobs: (states) => ask((journal) => journal.printJobs(states)),
    lastPrintJob: () => ask((journal) => journal.lastPrintJob()),
    copies: (of, receiptFor) => ask((journal) => journal.copies(of, receiptFor)),
    newest: (kind, subject) => ask((journal) => journal.newest(kind, subject)),
    newestOfEach: (kind) => ask((journal) => journal.newestOfEach(kind)),
    story: (id) => ask((journal) => journal.story(id)),
    entries: (filter) => askEach((journal) => journal.entries(filter)),
    records: (filter) => askEach((journal) => journal.records(filter)),
    head: () => known,
    installation,
    fault: () => fault,
    backup: (file) => backUp(ledger.connection, ledger.entries, file),
    close: () => {
      if (closed) return
      closed = true
      ledger.close()
    },
  }
}
