import type { DayReport, ReconcileProgress, ReconciliationSign } from '../contract/reconciliation.ts'
import type { EntryBody } from '../domain/entry.ts'
import type { DifferenceKey, ProviderFileFacts } from '../domain/reconciled.ts'
import { beijingDay, beijingMinuteOfDay, dayAfter, type Day } from '../domain/time.ts'
import { JournalFault } from '../journal/journal.ts'
import { isQuiet, readByIds, readDay } from './day-events.ts'
import { createDayList, creditsIn, daysListed, decisionsIn, reconciledIn } from './day-list.node.ts'
import { changedBetween, countDifferences, differencesOf, reportOf } from './day-report.node.ts'
import type { DayResult } from './day-result.ts'
import { createDueDays } from './due-days.ts'
import { createFilesDesk, type FilesDeskParts } from './files-desk.node.ts'
import type { Reconciliation, ReconciliationInside } from './inside.ts'
import { matchDay } from './match-day.node.ts'
import { daysBeside } from './match-job.node.ts'
import type { Matcher, MatchRun } from './matching.ts'
import type { MatchTerms } from './terms.ts'

export interface ReconciliationParts
  extends
    ReconciliationInside,
    Pick<FilesDeskParts, 'files' | 'expected' | 'server' | 'places' | 'practice'> {
  readonly matcher: Matcher
  readonly terms: MatchTerms
}

const stopped = { ok: false, error: 'till-stopped' } as const
/** Share of a run that is reading the journal; the rest is the other thread's. */
const readingShare = 0.6

export const createReconciliation = (parts: ReconciliationParts): Reconciliation => {
  const { journal, clock, log, operator, terms, matcher, expected } = parts
  const now = (): { readonly day: Day; readonly minute: number } => {
    const { at } = clock.now()
    return { day: beijingDay(at), minute: beijingMinuteOfDay(at) }
  }
  let isStopped = false
  const runs = new Set<MatchRun>()
  /** Days whose newest run failed. */
  const failed = new Set<Day>()

  const files = createFilesDesk({
    ...parts,
    onChange: () => filesChanged(),
    onFault: (fault) => parts.onFault(fault, '', 'provider-file-kept'),
  })
  const list = createDayList(
    journal,
    (from, to) => files.shelf.goodFiles({ from, to }),
    (day) => failed.has(day),
    now,
  )
  const changed = (): void => {
    list.forget()
    parts.changed()
  }

  /** The newest files that say something of a day: of that day and those beside it, and what settles it or on it. */
  const filesFor = (day: Day): readonly ProviderFileFacts[] => [
    ...files.shelf.goodFiles({
      kind: 'transaction',
      from: dayAfter(day, -daysBeside),
      to: dayAfter(day, daysBeside),
    }),
    ...files.shelf.goodFiles({ kind: 'settlement', from: day, to: dayAfter(day, terms.settledWithinDays) }),
  ]
  const hasOwnFile = (day: Day, all: readonly ProviderFileFacts[]): boolean =>
    all.some((file) => file.day === day)

  const append = (body: EntryBody, by: string): boolean => {
    try {
      journal.append({ now: clock.now(), operator: by }, body)
    } catch (fault) {
      if (!(fault instanceof JournalFault)) throw fault
      parts.onFault(fault, '', body.kind)
      return false
    }
    changed()
    return true
  }

  /** Notes a result that says something new as the next version, and makes the report of it. */
  const noted = (result: DayResult, by: string): DayReport | undefined => {
    const before = reconciledIn(journal, result.day)
    const differences = differencesOf(result)
    // A day without a file of its own may stand in those of other days; what only waits is nothing to note.
    const isSaid =
      hasOwnFile(result.day, result.files) || result.lines.some(({ outcome }) => outcome !== 'pending-file')
    // What was said once of such a day, and is no more.
    const isUnsaid = before !== undefined && result.files.length > 0 && result.lines.length === 0
    const isNew = (isSaid || isUnsaid) && before?.digest !== result.digest
    const version = (before?.version ?? 0) + (isNew ? 1 : 0)
    const settled = result.footings
      .filter(({ level }) => level === 'settlement-bank')
      .map(({ currency, left }) => ({ currency, minor: left }))
    const body: EntryBody = {
      kind: 'day-reconciled',
      day: result.day,
      version,
      files: result.files.map(({ sha256 }) => sha256),
      counts: result.counts,
      ...(settled.length === 0 ? {} : { settled }),
      ...(result.unexplained === true ? { unexplained: true } : {}),
      digest: result.digest,
      differences,
      differencesInAll: countDifferences(result.counts),
    }
    if (isNew && !append(body, by)) return undefined
    const changedSince =
      isNew && before !== undefined
        ? { version: before.version, lines: changedBetween(before.differences, differences) }
        : undefined
    return reportOf(result, version, decisionsIn(journal), creditsIn(journal, result.day), changedSince)
  }

  /** One day at a time: whoever comes during a run waits for its end. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = async (): Promise<() => void> => {
    const before = turn
    let leave = (): void => undefined
    turn = new Promise<void>((resolve) => (leave = resolve))
    await before
    return leave
  }

  const report = (result: DayResult, by: string): ReconcileProgress => {
    due.compared(result.day, result.files)
    const made = noted(result, by)
    return made === undefined
      ? { state: 'failed', fault: { why: 'till-stopped' } }
      : { state: 'done', report: made }
  }

  const match = async function* (
    day: Day,
    by: string,
    gone?: AbortSignal,
  ): AsyncGenerator<ReconcileProgress, void> {
    const wanted = filesFor(day)
    /** Progress is told in lines of the day's own files. */
    const of = wanted.reduce((sum, file) => sum + (file.day === day ? file.lines : 0), 0)
    yield { state: 'working', done: 0, of }
    const leave = await inTurn()
    // Whoever has gone may never ask for the rest of this, and the next one is not to wait for that.
    gone?.addEventListener('abort', leave)
    const job = {
      day,
      today: now().day,
      terms,
      files: wanted,
      ...(expected.unit === undefined ? {} : { unit: expected.unit }),
    }
    const isOff = (): boolean => isStopped || gone?.aborted === true
    const reading = { ...parts, isOff }
    let run: MatchRun | undefined
    const cancel = (): void => run?.cancel()
    gone?.addEventListener('abort', cancel)
    try {
      // Nothing to compare, and so no thread: a span of days has many such.
      if (wanted.length === 0 && !isOff() && isQuiet(parts, day)) {
        yield report(matchDay({ ...job, events: [], transactions: [], settlements: [] }), by)
        return
      }
      run = matcher.begin(job, (ids) => readByIds(reading, ids))
      runs.add(run)
      let told = 0
      for await (const { events, share } of readDay(reading, day, daysBeside)) {
        if (isOff()) break
        run.add(events)
        const done = Math.floor(share * readingShare * of)
        if (done > told) yield { state: 'working', done: (told = done), of }
      }
      if (isOff()) run.cancel()
      run.added()
      if (!isOff()) yield { state: 'working', done: Math.floor(readingShare * of), of }
      const ended = await run.ended
      if (ended.end === 'cancelled' || isOff()) yield { state: 'cancelled' }
      else if (ended.end === 'failed') {
        const { fault } = ended
        log.warn('reconciliation-failed', { day, why: `${fault.why} ${fault.detail}` })
        failed.add(day)
        changed()
        yield { state: 'failed', fault }
      } else {
        failed.delete(day)
        yield report(ended.result, by)
      }
    } catch (fault) {
      if (!(fault instanceof JournalFault)) throw fault
      parts.onFault(fault, '', 'day-reconciled')
      yield { state: 'failed', fault: { why: 'till-stopped' } }
    } finally {
      gone?.removeEventListener('abort', cancel)
      gone?.removeEventListener('abort', leave)
      run?.cancel()
      if (run !== undefined) runs.delete(run)
      leave()
    }
  }

  const due = createDueDays({
    ...parts,
    filesFor,
    daysListed,
    hasSettlements: () =>
      files.shelf.goodFiles({ kind: 'settlement', from: dayAfter(now().day, -daysListed) }).length > 0,
    settledWithinDays: terms.settledWithinDays,
    match: (day) => match(day, 'till'),
    onFault: (fault) => parts.onFault(fault, '', 'day-reconciled'),
  })
  const filesChanged = (): void => {
    failed.clear()
    changed()
    if (parts.attended) due.soon()
  }
  if (parts.attended) {
    files.start()
    due.start()
  }

  const markOf = (difference: DifferenceKey): string | undefined => {
    for (const { body } of journal.newestOfEach('day-reconciled').toReversed()) {
      if (body.kind !== 'day-reconciled') continue
      const found = body.differences.find(({ key }) => key === difference)
      if (found !== undefined) return found.mark
    }
    return undefined
  }

  return {
    desk: {
      view: () => {
        list.forget()
        return { days: list.days(), ...files.view() }
      },
      fetch: files.fetch,
      take: files.take,
      run: (day, gone) => match(day, operator(), gone),
      decide: ({ difference, mark, decision, note }) => {
        const covers = markOf(difference)
        if (covers === undefined) return { ok: false, error: 'unknown-difference' }
        if (covers !== mark) return { ok: false, error: 'line-changed' }
        const isKept = append({ kind: 'difference-decided', difference, decision, note, covers }, operator())
        return isKept ? { ok: true, value: true } : stopped
      },
      bankCredit: ({ day, currency, minor, note }) =>
        append({ kind: 'bank-credited', day, currency, minor, note }, operator())
          ? { ok: true, value: true }
          : stopped,
    },
    sign: (): ReconciliationSign => {
      const days = list.days()
      return {
        undecided: days.reduce((sum, { undecided }) => sum + undecided, 0),
        lateFiles: days.filter(({ state }) => state === 'late').length,
      }
    },
    stop: async () => {
      isStopped = true
      due.stop()
      for (const run of runs) run.cancel()
      await files.stop()
      await matcher.close()
    },
  }
}
