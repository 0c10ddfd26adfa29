import type { OperatorId, PeopleBody, TriedSubject } from '../domain/operator.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../ports.ts'

/** Wrong tries in a row that are looked at without a delay. */
const freeTries = 5
const firstDelayMs = 15 * 60_000
const delayMsMax = 8 * 3_600_000

/**
 * Milliseconds before the next try after so many wrong ones in a row: none, then a quarter of an hour, then twice as
 * long each time. So never more than five guesses fall into any quarter of an hour (security S28).
 */
export const delayAfter = (inARow: number): number =>
  inARow < freeTries ? 0 : Math.min(delayMsMax, firstDelayMs * 2 ** (inARow - freeTries))

/** Nobody's badge or name: no right try ever ends such a row, and so its delay does not grow. */
const isNobodys = (subject: TriedSubject): boolean =>
  subject === 'unknown-badge' || subject === 'unknown-operator'
const delayOf = (subject: TriedSubject, inARow: number): number =>
  delayAfter(isNobodys(subject) ? Math.min(inARow, freeTries) : inARow)

interface Row {
  readonly inARow: number
  /** When the last of them was, on the monotonic clock of this run. */
  readonly mono: number
}

export interface Tries {
  /** Milliseconds until the next try is looked at; 0 when it is looked at now. */
  readonly waitMs: (subject: TriedSubject) => number
  /** The entry of one more wrong try, which `refused` counts once it is on disk. */
  readonly next: (subject: TriedSubject) => Extract<PeopleBody, { kind: 'sign-in-refused' }>
  readonly refused: (body: Extract<PeopleBody, { kind: 'sign-in-refused' }>) => void
  readonly forgiven: (subject: OperatorId) => void
}

/**
 * Counts wrong tries. How many there were is in the journal, so that a restart forgets none; how long ago the last one
 * was is measured on the monotonic clock, so that nobody shortens a delay by setting the other one. A restart begins
 * the delay anew, in full, because no clock of ours ran meanwhile.
 */
export const createTries = (journal: Pick<Journal, 'newest' | 'newestOfEach'>, clock: Clock): Tries => {
  const startedMono = clock.now().mono
  const rows = new Map<TriedSubject, Row>()

  const keptRow = (subject: TriedSubject): Row => {
    const refused = journal.newest('sign-in-refused', subject)
    if (refused?.body.kind !== 'sign-in-refused') return { inARow: 0, mono: startedMono }
    const { inARow } = refused.body
    // Somebody came in by badge since, and so the delay was over: a restart need not begin it anew.
    const isServed =
      inARow >= freeTries &&
      journal
        .newestOfEach('signed-in')
        .some(({ seq, body }) => seq > refused.seq && body.kind === 'signed-in' && body.by === 'badge')
    const isForgiven = isNobodys(subject)
      ? isServed
      : (['signed-in', 'act-approved', 'operator-set'] as const).some(
          (kind) => (journal.newest(kind, subject)?.seq ?? 0) > refused.seq,
        )
    return { inARow: isForgiven ? 0 : inARow, mono: startedMono }
  }
  const rowOf = (subject: TriedSubject): Row => {
    const known = rows.get(subject)
    if (known !== undefined) return known
    const kept = keptRow(subject)
    rows.set(subject, kept)
    return kept
  }

  return {
    waitMs: (subject) => {
      const { inARow, mono } = rowOf(subject)
      return Math.max(0, mono + delayOf(subject, inARow) - clock.now().mono)
    },
    next: (subject) => {
      const { inARow, mono } = rowOf(subject)
      const isOver = isNobodys(subject) && (inARow >= freeTries || clock.now().mono - mono >= firstDelayMs)
      return { kind: 'sign-in-refused', operator: subject, inARow: isOver ? 1 : inARow + 1 }
    },
    refused: ({ operator, inARow }) => rows.set(operator, { inARow, mono: clock.now().mono }),
    forgiven: (subject) => rows.set(subject, { inARow: 0, mono: clock.now().mono }),
  }
}
