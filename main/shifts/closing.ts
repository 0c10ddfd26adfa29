import type { Closing, ClosingSeal } from '../domain/cash.ts'
import { createClosingTally, type ClosingTally, type OpenAtEnd } from '../domain/closing-tally.ts'
import { isPaymentId, type RefundId } from '../domain/ids.ts'
import { reachedBy, type Milestone } from '../domain/milestone.ts'
import { createOutlays, type Outlays } from '../domain/outlay.ts'
import { isFinal } from '../domain/payment.ts'
import { instant, type Instant } from '../domain/time.ts'
import { canonicalJson } from '../journal/canonical.ts'
import type { Journal } from '../journal/journal.ts'
import { operatorName } from '../journal/operator-name.ts'
import type { Totals } from '../journal/totals.ts'

/** What the first closing names as the one before it. */
export const noClosingBefore = '0'.repeat(64)

/** The one text of a closing: what is signed, and whose SHA-256 the next one names as `previous`. */
export const closingText = (closing: Closing): string => canonicalJson(closing)

/** A closing as the journal keeps it, with the entry that stores it. */
export interface KeptClosing {
  readonly closing: Closing
  readonly seal: ClosingSeal
  readonly seq: number
  readonly hash: string
}

export const keptClosing = (journal: Journal, number: number): KeptClosing | undefined => {
  const entry = journal.newest('day-closed', String(number))
  if (entry?.body.kind !== 'day-closed') return undefined
  const { closing, seal } = entry.body
  return { closing, seal, seq: entry.seq, hash: entry.hash }
}

/** The newest closing: they have no gaps, so that it is found by doubling and halving, also after many years. */
export const lastClosing = (journal: Journal): Closing | undefined => {
  let low = 0
  let high = 1
  while (keptClosing(journal, high) !== undefined) [low, high] = [high, high * 2]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (keptClosing(journal, middle) === undefined) high = middle
    else low = middle
  }
  return low === 0 ? undefined : keptClosing(journal, low)?.closing
}

/** Whether it had come to that by an entry before `from`. */
const earlierThan =
  (journal: Journal, from: number) =>
  (id: string, milestone: Milestone): boolean => {
    const payment = isPaymentId(id) ? id : journal.refund(id as RefundId)?.refund.payment
    if (payment === undefined) return false
    return journal.story(payment).some((entry) => {
      if (entry.seq >= from) return false
      const reached = reachedBy(entry)
      return reached?.id === id && reached.milestones.includes(milestone)
    })
  }

const openAtEnd = (journal: Journal): OpenAtEnd => ({
  payments: journal.openPayments().filter((payment) => !isFinal(payment)),
  refunds: journal.openRefunds(),
  prints: journal.printJobs(['failed']).map(({ number }) => number),
  isMatched: (day) => journal.newest('day-reconciled', day) !== undefined,
})

/** The range that the next closing takes, read as far as it has come and never twice. */
export interface OpenRange {
  readonly number: number
  /** Sequence number of its first entry. */
  readonly from: number
  /** Of everything up to the journal's head. */
  readonly tally: () => ClosingTally
  /** The same, of the money that went out of the shop's hands, and by whose. */
  readonly outlays: () => Outlays
  /** Reads on by at most so many entries. Whether there are more. */
  readonly readAhead: (most: number) => boolean
  /** All that a closing would say if it were made now. Reads only. */
  readonly closing: (closedAt: Instant, closedBy: string) => Closing
}

export const openRange = (
  journal: Journal,
  before: Closing | undefined,
  sha256: (text: string) => string,
  currency: string,
): OpenRange => {
  const number = (before?.number ?? 0) + 1
  const from = (before?.to ?? 0) + 1
  const tally = createClosingTally(earlierThan(journal, from))
  const outlays = createOutlays(currency)
  let next = from
  let firstAt: number | undefined

  const readTo = (lastSeq: number): void => {
    if (next > lastSeq) return
    for (const entry of journal.entries({ firstSeq: next, lastSeq })) {
      firstAt ??= entry.at
      tally.add(entry)
      outlays.add(entry)
      next = entry.seq + 1
    }
  }
  const upToHead = (): { readonly tally: ClosingTally; readonly outlays: Outlays } => {
    readTo(journal.head().seq)
    return { tally, outlays }
  }

  const totalsAt = (seq: number): Totals => {
    for (const { totals } of journal.records({ firstSeq: seq, lastSeq: seq }))
      return JSON.parse(totals) as Totals
    throw new RangeError(`the journal has no entry ${seq}`)
  }

  return {
    number,
    from,
    tally: () => upToHead().tally,
    outlays: () => upToHead().outlays,
    readAhead: (most) => {
      const { seq } = journal.head()
      readTo(Math.min(seq, next + most - 1))
      return next <= seq
    },
    closing: (closedAt, closedBy) => {
      const all = upToHead().tally
      const head = journal.head()
      const { gross, refunded } = totalsAt(head.seq)
      const shift = all.shift()
      const operators = [...new Set([...all.operators(), closedBy])].sort()
      return {
        number,
        ...(shift === undefined ? {} : { shift: shift.shift, openedBy: shift.openedBy }),
        openedAt: instant(shift?.openedAt ?? firstAt ?? closedAt),
        closedAt,
        closedBy,
        from,
        to: head.seq,
        ...all.facts(openAtEnd(journal)),
        integrity: {
          head: head.hash,
          gross,
          refunded,
          previous: before === undefined ? noClosingBefore : sha256(closingText(before)),
        },
        operators: operators.map((id) => ({ id, name: operatorName(journal, id) })),
      }
    },
  }
}
