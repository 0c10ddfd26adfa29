import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { violationsAfter } from './books.ts'
import type { Bundle } from './bundle.ts'
import { moments, type Moment } from './gateway.ts'
import { openHouse, type House, type Yesterday } from './house.ts'
import { areas, countUnder, playUnder, start, type Area } from './play.ts'

/** Where a till is killed: before its n-th such call, or at a moment of its n-th request to the gateway. */
export type Point =
  | { readonly kind: 'call'; readonly area: Area; readonly call: string; readonly nth: number }
  | { readonly kind: 'request'; readonly moment: Moment; readonly nth: number }

export interface Kill {
  readonly point: Point
  /** False when the till came to its end before. */
  readonly killed: boolean
  readonly violations: readonly string[]
}

export const nameOf = (point: Point): string =>
  point.kind === 'call' ? `${point.area} ${point.call} ${point.nth}` : `request ${point.nth} ${point.moment}`

/** Runs the scenario undisturbed, and lists every call and request of it. */
export const pointsOf = async (
  yesterday: Yesterday,
  bundle: Bundle,
): Promise<{ readonly points: readonly Point[]; readonly violations: readonly string[] }> => {
  const points: Point[] = []
  const violations: string[] = []
  for (const area of Object.keys(areas) as Area[]) {
    const house = await openHouse(yesterday)
    const log = join(house.data, 'calls')
    const played = await countUnder(house, yesterday.scenario.name, bundle, area, log)
    if (played.code !== 0) violations.push(`undisturbed it does not come to its end: ${played.said}`)
    const counts = new Map<string, number>()
    for (const line of readFileSync(log, 'utf8').split('\n')) {
      // A call that was interrupted by another thread's stands there twice; its beginning counts.
      const call = /^\d+ +(\w+)\(/.exec(line)?.[1]
      if (call !== undefined) counts.set(call, (counts.get(call) ?? 0) + 1)
    }
    rmSync(log)
    for (const [call, count] of counts) {
      for (let nth = 1; nth <= count; nth += 1) points.push({ kind: 'call', area, call, nth })
    }
    if (area === 'wire') {
      for (let nth = 1; nth <= house.gateway.count(); nth += 1) {
        for (const moment of moments) points.push({ kind: 'request', moment, nth })
      }
      const { lateMs = 0 } = yesterday.scenario
      violations.push(...(await violationsAfter(house, { told: played.told, lateMs })))
    }
    await house.close()
  }
  return { points, violations }
}

const killAtRequest = async (
  house: House,
  yesterday: Yesterday,
  bundle: Bundle,
  point: Extract<Point, { kind: 'request' }>,
) => {
  const { child, played } = start(house, yesterday.scenario.name, bundle)
  house.gateway.interrupt(point.nth, point.moment, () => void child.kill('SIGKILL'))
  return played
}

/** One kill on a shop of its own, and everything that must not be after it. */
export const killAt = async (yesterday: Yesterday, bundle: Bundle, point: Point): Promise<Kill> => {
  const house = await openHouse(yesterday)
  try {
    const { name, lateMs = 0 } = yesterday.scenario
    const played =
      point.kind === 'request'
        ? await killAtRequest(house, yesterday, bundle, point)
        : await playUnder(house, name, bundle, {
            area: point.area,
            call: point.call,
            what: 'signal=KILL',
            when: String(point.nth),
          })
    const isOver = played.killed || played.code === 0
    return {
      point,
      killed: played.killed,
      violations: [
        ...(isOver ? [] : [`it ended with ${played.code}: ${played.said}`]),
        ...(await violationsAfter(house, { told: played.told, lateMs })),
      ],
    }
  } finally {
    await house.close()
  }
}

export interface Round {
  readonly scenario: string
  readonly kills: number
  /** Planned, and the till came to its end before: what depends on the clock is not the same in every run. */
  readonly notReached: number
  readonly violations: readonly string[]
}

/** Most of a point is waiting for a process, so a few are on their way at once. */
const lanes = 3

/** Kills at all of these points, and, of a whole list, beyond the last of a call for as long as there is one more. */
export const killAll = async (
  yesterday: Yesterday,
  bundle: Bundle,
  points: readonly Point[],
  isWhole = true,
): Promise<Round> => {
  const work = [...points]
  const last = new Map<string, number>()
  for (const point of points) {
    if (isWhole && point.kind === 'call') last.set(`${point.area} ${point.call}`, point.nth)
  }
  const violations: string[] = []
  let kills = 0
  let planned = points.length
  const lane = async (): Promise<void> => {
    for (let point = work.shift(); point !== undefined; point = work.shift()) {
      const kill = await killAt(yesterday, bundle, point)
      if (kill.killed) kills += 1
      for (const violation of kill.violations) violations.push(`${nameOf(point)}: ${violation}`)
      if (kill.killed && point.kind === 'call' && last.get(`${point.area} ${point.call}`) === point.nth) {
        const beyond = { ...point, nth: point.nth + 1 }
        last.set(`${point.area} ${point.call}`, beyond.nth)
        planned += 1
        work.push(beyond)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { scenario: yesterday.scenario.name, kills, notReached: planned - kills, violations }
}
