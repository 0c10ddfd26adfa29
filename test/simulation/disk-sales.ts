import { instant } from '../../main/domain/time.ts'
import { openJournal, type OpenJournal } from '../../main/journal/journal.node.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import type { Storage } from '../../main/journal/storage.node.ts'
import { readWitness } from '../../main/journal/witness.node.ts'
import { changed, paid, requested, sending, stampAt, waiting } from '../journal/sales.ts'
import { Gone } from './disk-access.ts'
import type { DiskProcess } from './disk.ts'

/** A till's journal as it is used, over any disk, and what can be said about it afterwards. */
export const files = { file: '/till/data/journal.db', witnessFile: '/till/witness/head.log' } as const

/** What a run of sales knows: what it was told is safe, and what it could not know. */
export interface Told {
  /** Hashes of the entries that an append gave back. */
  readonly acknowledged: readonly string[]
  /** How many entries appends were asked for that threw. */
  readonly unknown: number
  /** What the journal said when it was not acknowledged. */
  readonly faults: readonly JournalFault[]
  /** What no disk may cause: an error that is neither a fault of the journal nor the end of the process. */
  readonly strange: readonly unknown[]
  /** J4: without a fault, the journal's own list of entries is exactly what was acknowledged. */
  readonly isBelieved: boolean
}

export const openOver = (storage: Storage, more: Pick<OpenJournal, 'reserveBytes' | 'onRepair'> = {}) =>
  openJournal({
    ...files,
    till: 'Kasse 1 前台',
    mode: 'training',
    version: '0.1.0',
    installation: { digits: '123456789' },
    now: { at: instant(1_795_000_000_000), mono: 1000 },
    storage,
    ...more,
  })

/** Opens the journal and sells: for each sale an intent, a wait, and the payment. `from` numbers the first sale. */
export const sell = (
  process: Pick<DiskProcess, 'storage' | 'isAlive'>,
  sales: number,
  from = 1,
  more: Parameters<typeof openOver>[1] = {},
): Told => {
  const acknowledged: string[] = []
  const faults: JournalFault[] = []
  const strange: unknown[] = []
  let unknown = 0
  let isBelieved = true
  const attempt = (asked: number, step: () => readonly string[]): boolean => {
    try {
      acknowledged.push(...step())
      return true
    } catch (error) {
      unknown += asked
      if (error instanceof JournalFault) faults.push(error)
      else if (!(error instanceof Gone)) strange.push(error)
      return false
    }
  }
  attempt(1, () => {
    const journal = openOver(process.storage, more)
    const before = [...journal.entries()].map(({ hash }) => hash)
    const mine = new Set<string>()
    const append = (
      ...bodies: Parameters<typeof journal.append> extends [unknown, ...infer Rest] ? Rest : never
    ) =>
      attempt(bodies.length, () => {
        const hashes = journal.append(stampAt(from), ...bodies).map(({ hash }) => hash)
        for (const hash of hashes) mine.add(hash)
        return hashes
      })
    for (let number = from; number < from + sales && process.isAlive(); number += 1) {
      // What could not be begun is not carried on.
      if (!append(requested(sending(number)))) continue
      append(changed(waiting(number)))
      append(changed(paid(number)))
    }
    if (process.isAlive() && journal.fault() === undefined) {
      const seen = [...journal.entries()].map(({ hash }) => hash)
      isBelieved =
        seen.length === before.length + mine.size && seen.slice(before.length).every((hash) => mine.has(hash))
    }
    try {
      journal.close()
    } catch (error) {
      if (!(error instanceof Gone)) strange.push(error)
    }
    return before.slice(0, 1)
  })
  return { acknowledged, unknown, faults, strange, isBelieved }
}

/**
 * Starts the till anew on what is left and says what is wrong, if anything: that it does not open (and so verifies the
 * chain, the totals and the projections), that something acknowledged is gone, that more is there than was ever
 * asked for, that the witness is not in step, or that it does not go on selling (with sale number `next`).
 */
export const wrongAfter = (process: DiskProcess, told: Told, next = 99_999): string | undefined => {
  if (told.strange.length > 0) return `threw ${String(told.strange[0])}`
  if (!told.isBelieved) return 'the journal said something else than it had acknowledged'
  try {
    const journal = openOver(process.storage)
    const hashes = [...journal.entries()].map(({ hash }) => hash)
    const there = new Set(hashes)
    const lost = told.acknowledged.filter((hash) => !there.has(hash)).length
    if (lost > 0) return `${lost} acknowledged entries are gone`
    // The entry that opens the journal is nobody's request.
    const most = 1 + new Set(told.acknowledged).size + told.unknown
    if (hashes.length > most) return `${hashes.length} entries where ${most} were asked for`
    const witnessed = readWitness(files.witnessFile, process.storage).records.at(-1)
    if (witnessed?.hash !== journal.head().hash) return 'the witness is not in step'
    journal.append(stampAt(999), requested(sending(next)), changed(paid(next)))
    journal.close()
    return undefined
  } catch (error) {
    return `does not open: ${error instanceof Error ? error.message : String(error)}`
  }
}
