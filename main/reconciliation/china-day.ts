import { beijingDay, instant, parseBeijingStamp, type Day, type Instant } from '../domain/time.ts'

/** China has had one zone and no summer time since 1991, so every one of its days is this long. */
export const dayMs = 86_400_000
const offsetMs = 8 * 3_600_000

/** A million lines fall on a few days: what was worked out of a day is kept, for a few thousand of them. */
const remembered = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new Map<Key, Value>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(key)
    if (known.size >= 4096) known.clear()
    known.set(key, made)
    return made
  }
}

/** 00:00 in China. Throws a RangeError for a day that does not exist. */
export const beginOfDay = remembered((day: Day): Instant => {
  const begin = parseBeijingStamp(`${day.replaceAll('-', '')}000000`)
  if (!begin.ok) throw new RangeError(`${day} is not a day of the calendar`)
  return begin.value
})

const dayOfNumber = remembered((days: number): Day => beijingDay(instant(days * dayMs - offsetMs)))
export const chinaDay = (at: number): Day => dayOfNumber(Math.floor((at + offsetMs) / dayMs))
export const dayAfter = (day: Day, days: number): Day => chinaDay(beginOfDay(day) + days * dayMs)
