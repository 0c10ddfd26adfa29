import type { Day } from './time.ts'

/** From one day to another, both included. */
export interface DaySpan {
  readonly from: Day
  readonly to: Day
}

/** One question is about ten years at most, as long as books have to be kept; a longer one is a slip of the keys. */
export const spanYearsMax = 10

/** The same date `years` later, as text that sorts as days do, though there may be no such day. */
const yearsAfter = (day: Day, years: number): string =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`

export type SpanFault = 'from-after-to' | 'too-long'
export const spanFault = ({ from, to }: DaySpan): SpanFault | undefined => {
  if (from > to) return 'from-after-to'
  return to >= yearsAfter(from, spanYearsMax) ? 'too-long' : undefined
}
