import type { ProviderFileFacts, ReconciliationBody } from '../domain/reconciled.ts'
import { beijingDay, dayAfter, type Day } from '../domain/time.ts'
import { JournalFault, type Journal } from '../journal/journal.ts'
import type { Clock, Log } from '../ports.ts'

/** Compares days by itself: whenever their files are others, and when nobody waits any more for one that did not come. */
export interface DueDays {
  /** From here on, looking every hour whether another day of China has begun. */
  readonly start: () => void
  /** Files came: after a pause, in which the till does what is more urgent. */
  readonly soon: () => void
  /** A day was compared with these files; one that has nothing to say is noted nowhere. */
  readonly compared: (day: Day, files: readonly ProviderFileFacts[]) => void
  readonly stop: () => void
}

export interface DueDaysParts {
  readonly journal: Pick<Journal, 'newest'>
  readonly clock: Clock
  readonly log: Log
  /** Every file that says something of a day, of whatever day it is itself. */
  readonly filesFor: (day: Day) => readonly ProviderFileFacts[]
  readonly daysListed: number
  /** Whether settlement files are fetched at all: without any, none is missing. */
  readonly hasSettlements: () => boolean
  /** China days after which a sale that is in no settlement is missing from it. */
  readonly settledWithinDays: number
  readonly match: (day: Day) => AsyncIterable<unknown>
  readonly onFault: (fault: JournalFault) => void
}

type ReconciledBody = Extract<ReconciliationBody, { kind: 'day-reconciled' }>

const settleMs = 3000
const watchMs = 3_600_000
/** China days after a day on which nobody waits any more for the file of the day beside it (`judge.ts`, `isPending`). */
const besideDays = 4

export const createDueDays = (parts: DueDaysParts): DueDays => {
  const { journal, clock, log, filesFor, settledWithinDays } = parts
  /** What was compared in this run of the till, by day. */
  const seen = new Map<Day, string>()
  let isStopped = false
  let isMatching = false
  let isAskedAgain = false
  let callOff: (() => void) | undefined
  let callOffWatch: (() => void) | undefined

  const today = (): Day => beijingDay(clock.now().at)
  const seenNow = (files: readonly ProviderFileFacts[]): string =>
    [today(), ...files.map(({ sha256 }) => sha256).sort()].join(' ')

  /** When waiting for a file ends, which changes what a day comes to without any other file. */
  const waitEnds = (day: Day, body: ReconciledBody, files: readonly ProviderFileFacts[]): Day | undefined => {
    const isThere = files.some((file) => file.day === day && file.fileKind === 'transaction')
    if (isThere && (body.counts['pending-file'] ?? 0) > 0) return dayAfter(day, besideDays)
    const isSettled = files.some((file) => file.fileKind === 'settlement' && file.day > day)
    return isSettled || !parts.hasSettlements() ? undefined : dayAfter(day, settledWithinDays + 1)
  }
  const isDue = (day: Day): boolean => {
    const files = filesFor(day)
    if (files.length === 0 || seen.get(day) === seenNow(files)) return false
    const entry = journal.newest('day-reconciled', day)
    if (entry?.body.kind !== 'day-reconciled') return true
    const matched = new Set(entry.body.files)
    if (matched.size !== files.length || files.some(({ sha256 }) => !matched.has(sha256))) return true
    const ends = waitEnds(day, entry.body, files)
    return ends !== undefined && today() >= ends && beijingDay(entry.at) < ends
  }
  const isOff = (): boolean => isStopped
  /** The newest day of the list that is due. */
  const next = (tried: ReadonlySet<Day>): Day | undefined => {
    for (let back = 0; back < parts.daysListed && !isOff(); back += 1) {
      const day = dayAfter(today(), -back)
      if (!tried.has(day) && isDue(day)) return day
    }
    return undefined
  }

  const matchDue = async (): Promise<void> => {
    if (isMatching) {
      isAskedAgain = true
      return
    }
    isMatching = true
    try {
      const tried = new Set<Day>()
      for (let day = next(tried); day !== undefined; day = next(tried)) {
        tried.add(day)
        for await (const _progress of parts.match(day));
      }
    } catch (fault) {
      if (fault instanceof JournalFault) parts.onFault(fault)
      // Nobody waits for this, and selling goes on without it.
      else log.error('reconciliation-failed', { why: String(fault) })
    } finally {
      isMatching = false
      // What came meanwhile may be of a day that was tried already.
      if (isAskedAgain) soon()
      isAskedAgain = false
    }
  }
  const soon = (): void => {
    if (isStopped) return
    callOff?.()
    callOff = clock.after(settleMs, () => void matchDue())
  }
  const watch = (from: Day): void => {
    callOffWatch = clock.after(watchMs, () => {
      const now = today()
      if (now !== from) soon()
      watch(now)
    })
  }

  return {
    start: () => {
      soon()
      watch(today())
    },
    soon,
    compared: (day, files) => seen.set(day, seenNow(files)),
    stop: () => {
      isStopped = true
      callOff?.()
      callOffWatch?.()
    },
  }
}
