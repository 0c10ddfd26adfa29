import type { Figures } from '../contract/reports.ts'
import type { Entry } from '../domain/entry.ts'
import { beijingDay, instant } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { negative, type Sum } from './columns.ts'
import { createFirsts } from './firsts.ts'
import type { Matched } from './matched.ts'
import type { Pause } from './pauses.ts'
import { walkEntries } from './walk.ts'

/**
 * What Alipay owes the shop: wallet money that was taken, less what was given back, of which no settlement file has a
 * line yet. The journal is walked once; afterwards each question looks at what is new in it. A line of a file settles
 * its whole payment or refund (reconciliation 1.1: each settles once).
 */
export const createUnsettled = (
  journal: Journal,
  matched: Matched,
  pause: Pause,
): (() => Promise<Figures['unsettled']>) => {
  const firsts = createFirsts(journal)
  /** Not settled as far as the journal was walked, by id; what goes out is below zero. */
  let open = new Map<string, Sum & { readonly at: number }>()
  let walkedTo = 0
  let edition: string | undefined
  let asked: Promise<unknown> = Promise.resolve()

  const look = (entry: Entry): void => {
    const { at, body } = entry
    const first = firsts(entry)
    if (first.length === 0) return
    if ('payment' in body && typeof body.payment === 'object') {
      const { id, amount } = body.payment
      if (first.includes('paid') || first.includes('foundPaid')) open.set(id, { ...amount, at })
    }
    if ('refund' in body && first.includes('refunded')) {
      const { id, amount } = body.refund
      open.set(id, { ...negative(amount), at })
    }
  }

  const settle = async (): Promise<Figures['unsettled']> => {
    // Another version of a file may lack what the one before had: then everything is looked at again.
    const now = matched.edition()
    if (now !== edition) {
      open = new Map()
      walkedTo = 0
    }
    const lastSeq = journal.head().seq
    for await (const entry of walkEntries({ journal, pause, firstSeq: walkedTo + 1, lastSeq })) look(entry)
    walkedTo = lastSeq
    edition = now
    const oldest = [...open.values()].reduce((least, { at }) => Math.min(least, at), Infinity)
    // Nothing is settled before it is paid; an hour for a clock that was wrong.
    const since = oldest === Infinity ? undefined : beijingDay(instant(oldest - 3_600_000))
    for await (const id of since === undefined ? [] : matched.settledIds(since)) {
      open.delete(id)
      const rest = pause()
      if (rest !== undefined) await rest
    }
    const sums = new Map<string, { minor: number; count: number }>()
    for (const { minor, currency } of open.values()) {
      const sum = sums.get(currency) ?? { minor: 0, count: 0 }
      sums.set(currency, { minor: sum.minor + minor, count: sum.count + 1 })
    }
    return [...sums]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, sum]) => ({ currency, ...sum }))
  }

  // One question after another: they share what was walked.
  return () => {
    const answer = asked.then(settle, settle)
    asked = answer.catch(() => undefined)
    return answer
  }
}
