import { z } from 'zod'
import { spanFault, spanYearsMax, type DaySpan } from '../domain/day-span.ts'
import { isDay, type Day } from '../domain/time.ts'

/** A day that exists, `2026-03-02`: one that does not is refused before anything looks for it or keeps it. */
export const day = z.string().refine(isDay, 'a day that exists, such as 2026-03-02') as unknown as z.ZodType<
  Day,
  string
>

/** What a span that nobody can mean is refused with, and the field that it is said of. */
const spanFaults = {
  'from-after-to': { field: 'from', message: 'a day that is not after `to`' },
  'too-long': { field: 'to', message: `a day less than ${spanYearsMax} years after \`from\`` },
} as const

/** For an object with `from` and `to`, both of which count. */
export const checkSpan = ({ value, issues }: z.core.ParsePayload<DaySpan>): void => {
  const fault = spanFault(value)
  if (fault === undefined) return
  const { field, message } = spanFaults[fault]
  issues.push({ code: 'custom', input: value[field], path: [field], message })
}
