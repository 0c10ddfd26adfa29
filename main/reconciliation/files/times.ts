import { beijingDay, instant, parseBeijingStamp, type Day, type Instant } from '../../domain/time.ts'

const beijingOffsetMs = 8 * 3_600_000
const two = (text: string): string => text.padStart(2, '0')

const stamp = (year: string, month: string, day: string, time = '00:00:00'): Instant | undefined => {
  const [hour = '0', minute = '0', second = '0'] = time.split(':')
  const read = parseBeijingStamp(`${year}${two(month)}${two(day)}${two(hour)}${two(minute)}${two(second)}`)
  return read.ok ? read.value : undefined
}

const daysKnown = new Map<string, Instant | undefined>()
const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : Number.NaN
}
/**
 * `2026-03-02 17:04:11`, which nearly every line has: the day by what is remembered of the last few, the rest by its
 * digits. `undefined` for whatever else there is.
 */
const quickly = (text: string): Instant | undefined => {
  if (text.length !== 19 || text[10] !== ' ' || text[13] !== ':' || text[16] !== ':') return undefined
  const day = text.slice(0, 10)
  if (!daysKnown.has(day)) {
    if (daysKnown.size > 100) daysKnown.clear()
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
    daysKnown.set(day, match === null ? undefined : stamp(match[1] ?? '', match[2] ?? '', match[3] ?? ''))
  }
  const begin = daysKnown.get(day)
  const hour = digit(text, 11) * 10 + digit(text, 12)
  const minute = digit(text, 14) * 10 + digit(text, 15)
  const second = digit(text, 17) * 10 + digit(text, 18)
  if (begin === undefined || !(hour < 24 && minute < 60 && second < 60)) return undefined
  return instant(begin + ((hour * 60 + minute) * 60 + second) * 1000)
}

const legacy = /^(\d{4})([-./])(\d{2})\2(\d{2})(?:\s+(\d{2}:\d{2}:\d{2}))?$/
const compact = /^(\d{4})(\d{2})(\d{2})(\d{6})?$/
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?$/

/**
 * A time without an offset, which is China Standard Time (reconciliation 0.10): `2026-03-02 17:04:11`, the portal's
 * `2026.03.02 17:04:11`, AlipayHK's `3/2/2026 17:04`; a day alone is its midnight there.
 */
export const parseChinaTime = (text: string): Instant | undefined => {
  const quick = quickly(text)
  if (quick !== undefined) return quick
  const dashed = legacy.exec(text)
  if (dashed !== null) return stamp(dashed[1] ?? '', dashed[3] ?? '', dashed[4] ?? '', dashed[5])
  const monthFirst = american.exec(text)
  if (monthFirst !== null)
    return stamp(monthFirst[3] ?? '', monthFirst[1] ?? '', monthFirst[2] ?? '', monthFirst[4])
  const run = compact.exec(text)
  if (run === null) return undefined
  return stamp(run[1] ?? '', run[2] ?? '', run[3] ?? '', run[4]?.replaceAll(/(\d{2})(?=\d)/g, '$1:'))
}

const iso = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/

/** ISO 8601 with its offset, whatever that is: `2018-12-26T10:00:00+08:30` (sic, reconciliation 2.3). */
export const parseOffsetTime = (text: string): Instant | undefined => {
  const match = iso.exec(text)
  if (match === null) return parseChinaTime(text)
  const asIfChina = stamp(match[1] ?? '', match[2] ?? '', match[3] ?? '', match[4])
  if (asIfChina === undefined) return undefined
  const offset = match[5] === 'Z' ? '+00:00' : (match[5] ?? '')
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  if (minutes > 18 * 60) return undefined
  return instant(asIfChina + beijingOffsetMs - (offset.startsWith('-') ? -minutes : minutes) * 60_000)
}

/** `20260302` or `2026-03-02` as a day that exists. */
export const parseDay = (text: string): Day | undefined => {
  const at = /^\d{4}-?\d{2}-?\d{2}$/.test(text) ? parseChinaTime(text) : undefined
  return at === undefined ? undefined : beijingDay(at)
}
