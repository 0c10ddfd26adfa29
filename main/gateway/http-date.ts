import { instant, parseBeijingStamp, type Instant } from '../domain/time.ts'

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
