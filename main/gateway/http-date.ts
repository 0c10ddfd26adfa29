import { beijingStamp, instant, parseBeijingStamp, type Instant } from '../domain/time.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const beijingOffsetMs = 8 * 3_600_000

/** Reads the `Date` of an answer, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 5.6.7). Anything else says nothing. */
export const parseHttpDate = (text: string | undefined): Instant | undefined => {
  const match = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(
    text ?? '',
  )
  const [, day, monthName = '', year, hour, minute, second] = match ?? []
  const month = months.indexOf(monthName) + 1
  if (match === null || month === 0) return undefined
  const stamp = parseBeijingStamp(`${year}${String(month).padStart(2, '0')}${day}${hour}${minute}${second}`)
  return stamp.ok ? instant(stamp.value + beijingOffsetMs) : undefined
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const dayMs = 86_400_000

/** Writes the `Date` of an answer; what is less than a second is cut off. */
export const formatHttpDate = (at: Instant): string => {
  // The stamp of a time eight hours earlier shows Greenwich's fields.
  const stamp = beijingStamp(instant(at - beijingOffsetMs))
  const [year, month, day, ...clock] = [0, 4, 6, 8, 10, 12].map((from) =>
    stamp.slice(from, from === 0 ? 4 : from + 2),
  )
  const weekday = weekdays[(Math.floor(at / dayMs) + 4) % 7] // 1 January 1970 was a Thursday.
  return `${weekday}, ${day} ${months[Number(month) - 1]} ${year} ${clock.join(':')} GMT`
}
