import { useCallback, useEffect, useRef, useState } from 'react'
import type { DayReport, ReconcileFault, ReconcileProgress } from '../../main/contract/reconciliation.ts'
import type { Day } from '../../main/domain/time.ts'
import type { TillClient } from '../connection.ts'
import { useParts } from '../use-screen.tsx'

/** What a comparison shows now. */
interface Shown {
  /** The newest result; it stays while the day is compared again. */
  readonly report?: DayReport | undefined
  readonly working?: { readonly done: number; readonly of: number } | undefined
  readonly ending?: 'cancelled' | 'lost' | { readonly fault: ReconcileFault } | undefined
}
export interface DayRun extends Shown {
  readonly again: () => void
  readonly cancel: () => void
}

const shownOf = (progress: ReconcileProgress): Shown => {
  switch (progress.state) {
    case 'working':
      return { working: progress }
    case 'done':
      return { report: progress.report }
    case 'cancelled':
      return { ending: 'cancelled' }
    case 'failed':
      return { ending: { fault: progress.fault } }
  }
}

/** Follows one comparison to its end. `signal` calls it off. */
const follow = async (
  client: TillClient,
  day: Day,
  signal: AbortSignal,
  show: (shown: Shown) => void,
): Promise<void> => {
  try {
    for await (const progress of await client.reconciliation.run({ day }, { signal })) {
      show(shownOf(progress))
      if (progress.state !== 'working') return
    }
  } catch {
    // The line broke or the comparison was called off; the signal knows which.
  }
  show({ ending: signal.aborted ? 'cancelled' : 'lost' })
}

/** Compares one China day when it is opened, and whenever `again` is called. Leaving the page calls it off. */
export const useDayRun = (day: Day): DayRun => {
  const { client } = useParts()
  const [shown, setShown] = useState<Shown>({ working: { done: 0, of: 0 } })
  const newest = useRef<AbortController | undefined>(undefined)
  const again = useCallback((): void => {
    newest.current?.abort()
    const mine = new AbortController()
    newest.current = mine
    const show = (next: Shown): void => {
      if (newest.current === mine) setShown((before) => ({ ...next, report: next.report ?? before.report }))
    }
    show({ working: { done: 0, of: 0 } })
    void follow(client, day, mine.signal, show)
  }, [client, day])
  useEffect(() => {
    again()
    return () => {
      newest.current?.abort()
      newest.current = undefined
    }
  }, [again])
  const cancel = useCallback(() => newest.current?.abort(), [])
  return { ...shown, again, cancel }
}
