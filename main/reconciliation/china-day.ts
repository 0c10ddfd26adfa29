import { beijingDay, instant, parseBeijingStamp, type Day, type Instant } from '../domain/time.ts'

/** China has had one zone and no summer time since 1991, so every one of its days is this long. */
export const dayMs = 86_400_000

/** 00:00 in China. Throws a RangeError for a day that does not exist. */
export const beginOfDay = (day: Day): Instant => {
  const begin = parseBeijingStamp(`${day.replaceAll('-', '')}000000`)
  if (!begin.ok) throw new RangeError(`${day} is not a day of the calendar`)
  return begin.value
}

export const dayAfter = (day: Day, days: number): Day => beijingDay(instant(beginOfDay(day) + days * dayMs))
export const chinaDay = (at: number): Day => beijingDay(instant(at))

/** The days from `first` to `last`, both included. */
export const daysBetween = (first: Day, last: Day): readonly Day[] => {
  const days: Day[] = []
  for (let day = first; day <= last; day = dayAfter(day, 1)) days.push(day)
  return days
}
