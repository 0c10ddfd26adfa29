import { spanFault, type DaySpan, type SpanFault } from '../../main/domain/day-span.ts'
import { instant, isDay, localTime, type Day } from '../../main/domain/time.ts'

const dayMs = 86_400_000

/** Calendar arithmetic on a day's own name: noon in UTC is far from every change of the clocks. */
const daysBefore = (day: Day, count: number): Day =>
  new Date(Date.parse(`${day}T12:00:00Z`) - count * dayMs).toISOString().slice(0, 10) as Day

/** The calendar day in `timeZone` at `atMs`, UTC milliseconds. */
export const calendarDay = (atMs: number, timeZone: string): Day =>
  localTime(instant(atMs), timeZone).slice(0, 10) as Day

export type Preset = 'today' | 'yesterday' | 'week' | 'month'
export const presets: readonly Preset[] = ['today', 'yesterday', 'week', 'month']

/** Days that are asked for most, counted back from `today`. */
export const presetSpan = (preset: Preset, today: Day): DaySpan => {
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: daysBefore(today, 1), to: daysBefore(today, 1) }
    case 'week':
      return { from: daysBefore(today, 6), to: today }
    case 'month':
      return { from: daysBefore(today, 29), to: today }
  }
}

/** What two date fields hold, as a span, or why it is none. */
export const spanOf = (from: string, to: string): DaySpan | SpanFault | 'missing' => {
  if (!isDay(from) || !isDay(to)) return 'missing'
  return spanFault({ from, to }) ?? { from, to }
}
