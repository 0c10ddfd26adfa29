import { instant, type Instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'

/** One run of a program on a machine: from its start to its end, however it ends. */
export interface Run {
  alive: boolean
  /** Until then, in the world's time, it does nothing: suspended, or stopped by a signal. */
  frozenUntil: number
}

interface Happening {
  due: number
  readonly order: number
  readonly run: Run | undefined
  readonly act: () => void
  calledOff: boolean
}

/** Everything that will happen, by the world's own time: milliseconds that only go forward and never jump. */
export interface Timeline {
  readonly now: () => number
  /** What belongs to a run happens only while it lives, and not before it thaws. Returns a way to call it off. */
  readonly after: (ms: number, run: Run | undefined, act: () => void) => () => void
  /** Lets the next thing happen; false when there is none before `until`. */
  readonly step: (until: number) => boolean
}

const isBefore = (one: Happening, other: Happening): boolean =>
  one.due < other.due || (one.due === other.due && one.order < other.order)

export const createTimeline = (): Timeline => {
  const heap: Happening[] = []
  let now = 0
  let order = 0
  const push = (happening: Happening): void => {
    let at = heap.push(happening) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(happening, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = happening
  }
  const pop = (): Happening | undefined => {
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      if (left === undefined) break
      const [child, index] =
        right !== undefined && isBefore(right, left) ? [right, 2 * at + 2] : [left, 2 * at + 1]
      if (!isBefore(child, last)) break
      heap[at] = child
      at = index
    }
    heap[at] = last
    return first
  }
  return {
    now: () => now,
    after: (ms, run, act) => {
      const happening = { due: now + Math.max(0, ms), order: (order += 1), run, act, calledOff: false }
      push(happening)
      return () => (happening.calledOff = true)
    },
    step: (until) => {
      for (;;) {
        const [next] = heap
        if (next === undefined || next.due > until) {
          now = Math.max(now, Number.isFinite(until) ? until : now)
          return false
        }
        pop()
        const { run } = next
        if (next.calledOff || run?.alive === false) continue
        if (run !== undefined && run.frozenUntil > next.due) {
          next.due = run.frozenUntil
          push(next)
          continue
        }
        now = next.due
        next.act()
        return true
      }
    },
  }
}

/** What a machine's wall clock says beside the truth, milliseconds. It stays wrong over restarts, as a dead battery does. */
export interface WallClock {
  offsetMs: number
}

/** The clock that one run of the till is given. Its monotonic side begins anew with each run. */
export const clockOf = (timeline: Timeline, run: Run, wall: WallClock, worldStart: Instant): Clock => {
  const began = timeline.now()
  return {
    now: () => ({
      at: instant(Math.round(worldStart + timeline.now() + wall.offsetMs)),
      mono: Math.floor(timeline.now() - began) + 1000,
    }),
    after: (ms, callback) => timeline.after(ms, run, callback),
  }
}
