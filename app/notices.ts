import type { TillNotice } from '../main/contract.ts'
import type { Till } from '../main/till.ts'

/** A screen that reads this many scans late is not a screen that anybody works at; older ones are dropped. */
const scansMax = 32

/**
 * The view as it is, and then every notice, until `signal` says that the screen went away. A screen that reads slowly
 * misses views that newer ones replaced, and no scans: what waits is at most one view and `scansMax` scans.
 */
export async function* followNotices(
  till: Pick<Till, 'view' | 'onNotice'>,
  signal?: AbortSignal,
): AsyncGenerator<TillNotice, void, void> {
  let waiting: TillNotice[] = []
  let left = signal?.aborted === true
  let wake = (): void => {}
  const leave = (): void => {
    left = true
    wake()
  }
  const stop = till.onNotice((notice) => {
    waiting = [...waiting.filter((earlier) => notice.type !== 'view' || earlier.type !== 'view'), notice]
    if (waiting.length > scansMax + 1)
      waiting.splice(
        waiting.findIndex((one) => one.type !== 'view'),
        1,
      )
    wake()
  })
  signal?.addEventListener('abort', leave)
  try {
    // Subscribed before the first view is read, so that no change falls between the two.
    waiting = [{ type: 'view', view: till.view() }, ...waiting]
    for (;;) {
      if (left) return
      const notice = waiting.shift()
      if (notice === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield notice
    }
  } finally {
    signal?.removeEventListener('abort', leave)
    stop()
  }
}
