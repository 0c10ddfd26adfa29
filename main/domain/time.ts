import { err, ok, type Brand, type Result } from './result.ts'

/** Milliseconds since 1970-01-01T00:00:00Z, by the wall clock. */
export type Instant = Brand<number, 'Instant'>
export const instant = (ms: number): Instant => {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`${ms} is not an instant`)
  return ms as Instant
}

/**
 * One look at both clocks. `at` is the wall clock, which may jump; `mono` is whole milliseconds on a clock that only runs
 * forward and starts anywhere, so it may be compared only within one run of the till.
 */
export interface Moment {
  readonly at: Instant
  readonly mono: number
}

/** A calendar day, `2026-11-20`. Which zone it is a day of is said by the function that made it. */
export type Day = Brand<string, 'Day'>

const beijingOffsetMs = 8 * 3_600_000 // China has had one zone and no summer time since 1991.
/** Every day of China, and every calendar day in UTC, is this long. */
export const dayMs = 86_400_000

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

interface Fields {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Calendar fields of a UTC time, by arithmetic (days to civil, Gregorian, for any day from year 1 on). */
const fieldsOf = (utcMs: number): Fields => {
  const days = Math.floor(utcMs / dayMs)
  const secondOfDay = Math.floor((utcMs - days * dayMs) / 1000)
  const shifted = days + 719_468 // days since 0000-03-01
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor((secondOfDay % 3600) / 60),
    second: secondOfDay % 60,
  }
}

const dayText = (fields: Fields): Day =>
  `${pad(fields.year, 4)}-${pad(fields.month)}-${pad(fields.day)}` as Day

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

/** Number of the Beijing day since 1970. */
export const beijingDayNumber = (at: number): number => Math.floor((at + beijingOffsetMs) / dayMs)
const dayOfNumber = remembered((days: number): Day => dayText(fieldsOf(instant(days * dayMs))))
/** The Beijing calendar day: cancel is possible on the payment's own one only (spot-pay 5.4). */
export const beijingDay = (at: number): Day => dayOfNumber(beijingDayNumber(at))

/** Minutes since Beijing midnight, 0 to 1439. */
export const beijingMinuteOfDay = (at: Instant): number => {
  const { hour, minute } = fieldsOf(at + beijingOffsetMs)
  return hour * 60 + minute
}

/** `yyyyMMddHHmmss` in Beijing time, as the wire writes times (spot-pay 3.2). */
export const beijingStamp = (at: Instant): string => {
  const f = fieldsOf(at + beijingOffsetMs)
  return `${pad(f.year, 4)}${pad(f.month)}${pad(f.day)}${pad(f.hour)}${pad(f.minute)}${pad(f.second)}`
}

/** Reads `yyyyMMddHHmmss` in Beijing time (`alipay_pay_time`). A date that does not exist is refused. */
export const parseBeijingStamp = (text: string): Result<Instant, 'not-a-time'> => {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text)
  if (match === null) return err('not-a-time')
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const days = era * 146_097 + dayOfEra - 719_468
  const at = instant(days * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 - beijingOffsetMs)
  return beijingStamp(at) === text ? ok(at) : err('not-a-time')
}

/** Whether a text such as `2026-03-02` is a day that exists, of the years 2000 to 2099. */
export const isDay = (text: string): text is Day =>
  /^20\d{2}-\d{2}-\d{2}$/.test(text) && parseBeijingStamp(`${text.replaceAll('-', '')}000000`).ok

/** 00:00 in Beijing. Throws a RangeError for a day that does not exist. */
export const beginOfBeijingDay = remembered((day: Day): Instant => {
  const begin = parseBeijingStamp(`${day.replaceAll('-', '')}000000`)
  if (!begin.ok) throw new RangeError(`${day} is not a day of the calendar`)
  return begin.value
})

/** The calendar day `count` days later. Throws a RangeError for a day that does not exist. */
export const dayAfter = (day: Day, count = 1): Day => beijingDay(beginOfBeijingDay(day) + count * dayMs)

export interface ShopTime {
  /** IANA name of the shop's zone, `Europe/Vienna`. */
  readonly timeZone: string
  /** Minutes after local midnight at which the shop's day begins: a bar that closes at 03:00 sets 240. */
  readonly dayStartsAtMinute: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
const formatIn = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  })
  formats.set(timeZone, made)
  return made
}

/** `2026-03-02 10:04:11 +01:00`: local time of the shop with its offset, unambiguous on paper and on the screen. */
export const localTime = (at: Instant, timeZone: string): string => {
  const parts = Object.fromEntries(
    formatIn(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  )
  const offset = (parts['timeZoneName'] ?? 'GMT').replace('GMT', '') || '+00:00'
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']} ${offset}`
}

/** The shop's own day, which may begin after midnight. */
export const shopDay = (at: Instant, shop: ShopTime): Day =>
  localTime(instant(at - shop.dayStartsAtMinute * 60_000), shop.timeZone).slice(0, 10) as Day

export const isTimeZone = (name: string): boolean => {
  try {
    formatIn(name)
    return true
  } catch {
    return false
  }
}
