import type { DaySummary } from '../contract/reconciliation.ts'
import type { ProviderFileFacts } from '../domain/reconciled.ts'
import { beginOfBeijingDay, dayAfter, dayMs, instant, type Day } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import { openOf, type Decisions, type ReconciledBody } from './day-report.node.ts'
import { eventsOf } from './till-event.ts'

/** How many China days the list has, today included. */
export const daysListed = 40
/** Minutes after midnight of the next day, China time, from which a file is late (reconciliation 1.1). */
const lateAtMinute = 14 * 60
const glance = 8

export const decisionsIn = (journal: Journal): Decisions =>
  new Map(
    journal
      .newestOfEach('difference-decided')
      .flatMap((entry) =>
        entry.body.kind === 'difference-decided' ? [[entry.body.difference, entry] as const] : [],
      ),
  )

export const reconciledIn = (journal: Journal, day: Day): ReconciledBody | undefined => {
  const body = journal.newest('day-reconciled', day)?.body
  return body?.kind === 'day-reconciled' ? body : undefined
}

/** The bank's credit of a day as it was typed in, by currency: minor units, and the word why they are others than settled. */
export const creditsIn = (
  journal: Journal,
  day: Day,
): ReadonlyMap<string, { readonly minor: number; readonly note: string }> =>
  new Map(
    journal
      .newestOfEach('bank-credited')
      .flatMap(({ body }) =>
        body.kind === 'bank-credited' && body.day === day ? [[body.currency, body] as const] : [],
      ),
  )

/** Whether the journal has anything of that day that a provider's file should have a line of. */
export const hasMoved = (journal: Journal, day: Day): boolean => {
  const from = beginOfBeijingDay(day)
  const span = { from, to: instant(from + dayMs), limit: glance }
  const records = journal.payments(span)
  const isMoney = records.some(({ payment }) => eventsOf(payment, []).some(({ moved }) => moved === 'yes'))
  // A day with so many attempts and no sale among the newest is looked at when its file comes, not before.
  return (
    isMoney || records.length === glance || journal.refunds(span).some(({ state }) => state === 'refunded')
  )
}

/** The list of days, kept until something changes: it is looked at with every change of the till's view. */
export interface DayList {
  readonly days: () => readonly DaySummary[]
  /** A day was matched or decided on, could not be matched, or a file came. */
  readonly forget: () => void
}

export const createDayList = (
  journal: Journal,
  goodFiles: (from: Day, to: Day) => readonly ProviderFileFacts[],
  /** The newest run of that day failed. */
  hasFailed: (day: Day) => boolean,
  /** China's day and the minute of it. */
  now: () => { readonly day: Day; readonly minute: number },
): DayList => {
  /** Days that are over and whose answer stays. */
  const moved = new Map<Day, boolean>()
  let kept: { readonly key: string; readonly days: readonly DaySummary[] } | undefined

  const hadSales = (day: Day, today: Day): boolean => {
    const known = moved.get(day)
    if (known !== undefined) return known
    const has = hasMoved(journal, day)
    if (has || day < today) moved.set(day, has)
    return has
  }
  const stateOf = (
    day: Day,
    own: readonly ProviderFileFacts[],
    body: ReconciledBody | undefined,
    undecided: number,
  ): DaySummary['state'] => {
    const { day: today, minute } = now()
    if (own.some(({ sha256 }) => body?.files.includes(sha256) !== true)) {
      return hasFailed(day) ? 'not-matched' : 'matching'
    }
    if (undecided > 0) return 'to-decide'
    const hasFile = own.some(({ fileKind }) => fileKind === 'transaction')
    const pending = body?.counts['pending-file'] ?? 0
    // A day whose only sales stand in the file of the day beside it waits for no file of its own.
    const isInOtherFiles = body !== undefined && pending === 0 && Object.keys(body.counts).length > 0
    if (!hasFile && !isInOtherFiles && hadSales(day, today)) {
      const next = dayAfter(day, 1)
      const isLate = today > next || (today === next && minute >= lateAtMinute)
      return isLate ? 'late' : 'waiting-for-file'
    }
    // A sale near midnight may stand in the file of the day after, which is there a day later.
    if (pending > 0) {
      const ready = dayAfter(day, 2)
      return today > ready || (today === ready && minute >= lateAtMinute) ? 'late' : 'waiting-for-file'
    }
    const settled = body?.settled ?? []
    const credits = creditsIn(journal, day)
    if (settled.some(({ currency }) => !credits.has(currency))) return 'enter-bank-credit'
    const settledIn = new Map(settled.map(({ currency, minor }) => [currency, minor]))
    const isOtherCredit = [...credits].some(
      ([currency, { minor, note }]) => note === '' && minor !== (settledIn.get(currency) ?? 0),
    )
    if (body?.unexplained === true || isOtherCredit) return 'sums-differ'
    return hasFile || isInOtherFiles || settled.length > 0 ? 'done' : 'nothing-sold'
  }

  const make = (): readonly DaySummary[] => {
    const { day: today } = now()
    const first = dayAfter(today, 1 - daysListed)
    const files = Map.groupBy(
      goodFiles(first, today).filter(({ fileKind }) => fileKind !== 'settlement-summary'),
      ({ day }) => day,
    )
    const decisions = decisionsIn(journal)
    return Array.from({ length: daysListed }, (_, back): DaySummary => {
      const day = dayAfter(today, -back)
      const body = reconciledIn(journal, day)
      const open = body === undefined ? { undecided: 0, atRisk: [] } : openOf(body, decisions)
      return {
        day,
        version: body?.version ?? 0,
        state: stateOf(day, files.get(day) ?? [], body, open.undecided),
        ...open,
      }
    })
  }
  return {
    days: () => {
      const { day, minute } = now()
      const key = `${day} ${minute >= lateAtMinute} ${moved.get(day) ?? false}`
      if (kept?.key !== key) {
        const days = make()
        kept = { key: `${day} ${minute >= lateAtMinute} ${moved.get(day) ?? false}`, days }
      }
      return kept.days
    },
    forget: () => (kept = undefined),
  }
}
