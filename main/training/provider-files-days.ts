import {
  beginOfBeijingDay,
  beijingDay,
  beijingDayNumber,
  beijingMinuteOfDay,
  dayAfter,
  type Day,
  type Instant,
} from '../domain/time.ts'

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => (beijingDayNumber(beginOfBeijingDay(day)) + 4) % 7 // 1 January 1970 was a Thursday.

/** When the money of a day is settled: the next day, and on Monday what came from Friday to Sunday (reconciliation 1.1). Holidays are not known here. */
export const settlementDayOf = (day: Day): Day => {
  const weekday = weekdayOf(day)
  return dayAfter(day, weekday === 5 ? 3 : weekday === 6 ? 2 : 1)
}

/** Settled at this time of the settlement day, China time, as in the sample (reconciliation 1.10). */
export const settlementTime = '16:50:00'

/**
 * How far the provider's server has come with the files that carry a day's name: 0 has none, 1 has the files of the
 * first morning, 2 has them put right, and 3 also has the one that came late. Without a mistake in them all of 1 to 3
 * are the same.
 */
export type FileStage = 0 | 1 | 2 | 3

/** From when on, on the day after the one in the name, in minutes after midnight in China (reconciliation 1.1). */
const readyAtMinute = 9 * 60 + 30
const putRightAtMinute = 12 * 60 + 30
const lateAtMinute = 16 * 60 + 30

export const fileStageAt = (day: Day, at: Instant): FileStage => {
  const today = beijingDay(at)
  const next = dayAfter(day, 1)
  if (today < next) return 0
  if (today > next) return 3
  const minute = beijingMinuteOfDay(at)
  if (minute >= lateAtMinute) return 3
  if (minute >= putRightAtMinute) return 2
  return minute >= readyAtMinute ? 1 : 0
}

/** Files older than this many days are taken from the server (reconciliation 1.1, retention). */
export const daysKept = 7
