import {
  beginOfBeijingDay,
  beijingDay,
  beijingMinuteOfDay,
  dayAfter,
  instant,
  type Day,
  type Instant,
} from '../domain/time.ts'

/**
 * When the till looks for the provider's files (reconciliation 1.1). They are ready between 09:00 and 10:00 in China:
 * first at 10:15, then every half hour until 18:00, then every hour until midnight, while something is missing.
 */

const minuteMs = 60_000
const first = 10 * 60 + 15
const hourlyFrom = 18 * 60
const dayMinutes = 24 * 60

/** Files vanish from the server after seven days; a till that was closed for the weekend still gets them all. */
export const sweptDays = 6

/** A settlement file has no end that could be checked: it counts when it is the same after so long (0.9). */
export const secondReadingMs = 10 * minuteMs

/** Minutes after midnight in China. */
const slots: readonly number[] = Array.from({ length: dayMinutes }, (_, minute) => minute).filter((minute) =>
  minute < hourlyFrom
    ? minute >= first && (minute - first) % 30 === 0
    : (minute - hourlyFrom) % 60 === (first + 30) % 60,
)

const atMinute = (day: Day, minute: number): Instant => instant(beginOfBeijingDay(day) + minute * minuteMs)

const slotAfter = (at: Instant): Instant => {
  const minute = beijingMinuteOfDay(at)
  const next = slots.find((slot) => slot > minute)
  const day = beijingDay(at)
  return next === undefined ? atMinute(dayAfter(day, 1), first) : atMinute(day, next)
}
const firstSlotAfter = (at: Instant): Instant => {
  const day = beijingDay(at)
  return beijingMinuteOfDay(at) < first ? atMinute(day, first) : atMinute(dayAfter(day, 1), first)
}

export interface Visit {
  readonly at: Instant
  /**
   * `missing`: a file that must be there is not. `failed`: the server could not be reached or broke off. `refused`:
   * somebody has to change something first, and asking again every half hour would get the account locked.
   */
  readonly outcome: 'complete' | 'missing' | 'failed' | 'refused'
  /** When the oldest first reading of a file was. */
  readonly firstReadAt?: number
}

/** When to go next. Without a visit in this run of the till: now, because it may be open for these hours only. */
export const nextVisit = (now: Instant, last: Visit | undefined): Instant => {
  if (last === undefined) return now
  // A clock that was set back must not keep the till waiting for the day it came from.
  const at = instant(Math.min(last.at, now))
  const planned = ((): Instant => {
    switch (last.outcome) {
      case 'complete':
      case 'refused':
        return firstSlotAfter(at)
      case 'missing':
        return slotAfter(at)
      case 'failed':
        return instant(Math.min(slotAfter(at), at + 60 * minuteMs))
    }
  })()
  if (last.firstReadAt === undefined || last.outcome === 'refused') return planned
  // Never at once again: a first reading that is overdue was not read for another reason.
  return instant(Math.min(planned, Math.max(last.firstReadAt + secondReadingMs, at + minuteMs)))
}

/** China days whose files can be on the server: today's, because settlement files may be named by the day after. */
export const daysToSweep = (now: Instant): readonly Day[] =>
  Array.from({ length: sweptDays + 1 }, (_, back) => dayAfter(beijingDay(now), -back))

export interface Wanted {
  readonly hasSales: (day: Day) => boolean
  readonly hasFile: (day: Day) => boolean
}

/** Days that sold something, whose transaction file should be there by now and is not. No file of an empty day is missed. */
export const missingDays = (now: Instant, { hasSales, hasFile }: Wanted): readonly Day[] =>
  daysToSweep(now)
    .slice(1)
    .filter((day) => !hasFile(day) && hasSales(day))
