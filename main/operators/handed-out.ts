import { createOutlays, outlayKinds, type HandedOut, type Outlays } from '../domain/outlay.ts'
import { mayGoBack } from '../domain/refund.ts'
import { instant, shopDay, type Instant } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { entryOf } from '../journal/record.ts'
import type { Settings } from '../settings.ts'

/** The stretch of the journal that the next closing takes. */
export interface SinceClosing {
  /** Number of its first entry. */
  readonly from: number
  readonly outlays: Outlays
}

/** Minor units beyond which whoever hands out more needs a second person; absent where the shop sets none. */
export interface HandedOutLimits {
  readonly refundLimit?: number
  readonly payOutLimit?: number
}
export const limitsOf = ({
  refundLimit,
  payOutLimit = refundLimit,
}: Settings['people']): HandedOutLimits => ({
  ...(refundLimit === undefined ? {} : { refundLimit }),
  ...(payOutLimit === undefined ? {} : { payOutLimit }),
})

interface HandedOutParts {
  readonly journal: Pick<Journal, 'head' | 'records' | 'refund'>
  readonly settings: Pick<Settings, 'currency' | 'shop'>
  readonly operator: () => string
  /** What time it is, by a clock that nobody sets on. */
  readonly now: () => Instant
  /** Left out where no day is closed. */
  readonly sinceClosing?: (() => SinceClosing) | undefined
}

/** So many entries in a row of days before are taken as the end of this one, looking back. */
const olderInARow = 2000
const pageEntries = 500

/**
 * What whoever is signed in has handed out since the last closing, and before it on the shop's day. The day begins with its
 * first entry and goes on in their order, so that what was written while the clock was set back counts as well. It is not
 * over because somebody has set the clock on.
 */
export const createHandedOut =
  ({ journal, settings, operator, now, sinceClosing }: HandedOutParts) =>
  (): HandedOut => {
    const today = shopDay(now(), settings.shop)
    const { from, outlays: after } = sinceClosing?.() ?? {
      from: journal.head().seq + 1,
      outlays: createOutlays(settings.currency),
    }

    let begin = from
    for (let last = from - 1; last >= 1 && begin - last <= olderInARow; last -= pageEntries) {
      const firstSeq = Math.max(1, last - pageEntries + 1)
      for (const { seq, at } of journal.records({ firstSeq, lastSeq: last })) {
        if (shopDay(instant(at), settings.shop) < today) continue
        begin = seq
        break
      }
    }
    const before = createOutlays(settings.currency)
    for (const record of journal.records({ firstSeq: begin, lastSeq: from - 1 })) {
      if (outlayKinds.has(record.kind)) before.add(entryOf(record))
    }

    const isRefused = (id: Parameters<Journal['refund']>[0]): boolean => {
      const refund = journal.refund(id)?.refund
      return refund !== undefined && !mayGoBack(refund)
    }
    const [one, other] = [before, after].map((outlays) => outlays.of(operator(), isRefused))
    return {
      givenBack: (one?.givenBack ?? 0) + (other?.givenBack ?? 0),
      paidOut: (one?.paidOut ?? 0) + (other?.paidOut ?? 0),
    }
  }
