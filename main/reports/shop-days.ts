import {
  beginOfBeijingDay,
  dayAfter,
  dayMs,
  instant,
  localTime,
  shopDay,
  type Day,
  type Instant,
  type ShopTime,
} from '../domain/time.ts'

/** Every zone that is in use today is ahead of UTC, or behind it, by a multiple of this. */
const quarterMs = 15 * 60_000

/** Days and hours of the shop, by its own clock and calendar, fast enough for a million entries. */
export interface ShopDays {
  readonly dayOf: (at: number) => Day
  /** Hour on the shop's clock, 0 to 23. */
  readonly hourOf: (at: number) => number
  /** The first instant of a shop day: on the day of a change of summer time the day has 23 or 25 hours. */
  readonly startOf: (day: Day) => Instant
  /** `2026-03-02 10:04:11 +01:00`. */
  readonly timeOf: (at: number) => string
}

export const createShopDays = (shop: ShopTime): ShopDays => {
  const starts = new Map<Day, Instant>()
  const startOf = (day: Day): Instant => {
    const known = starts.get(day)
    if (known !== undefined) return known
    // No zone is more than a day away from Beijing.
    const near = beginOfBeijingDay(day)
    let before = near - 2 * dayMs
    let after = near + 3 * dayMs
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (shopDay(instant(middle), shop) >= day) after = middle
      else before = middle
    }
    const start = instant(after)
    starts.set(day, start)
    return start
  }

  let known: { readonly day: Day; readonly from: number; readonly to: number } | undefined
  const dayOf = (at: number): Day => {
    if (known === undefined || at < known.from || at >= known.to) {
      const day = shopDay(instant(at), shop)
      known = { day, from: startOf(day), to: startOf(dayAfter(day)) }
    }
    return known.day
  }

  const hours = new Map<number, number>()
  const hourOf = (at: number): number => {
    const quarter = Math.floor(at / quarterMs)
    const found = hours.get(quarter)
    if (found !== undefined) return found
    const hour = Number(localTime(instant(at), shop.timeZone).slice(11, 13))
    hours.set(quarter, hour)
    return hour
  }

  return { dayOf, hourOf, startOf, timeOf: (at) => localTime(instant(at), shop.timeZone) }
}
