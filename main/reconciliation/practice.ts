import type { FetchState } from '../contract/reconciliation.ts'
import { JournalFault } from '../journal/journal.ts'
import type { Clock, Log, PracticeProvider } from '../ports.ts'
import type { Fetching } from './fetching.ts'
import { ShelfFault, type Shelf } from './shelf.ts'

export interface PracticeParts {
  readonly provider: PracticeProvider
  readonly shelf: Shelf
  readonly clock: Clock
  readonly log: Log
  readonly onChange: () => void
  readonly onFault: (fault: JournalFault) => void
}

/**
 * Gets the provider's files of a till that trains. What comes is taken in as everything else is; only the wait is
 * missing, for the morning and for the second reading.
 */
export const createPractice = (parts: PracticeParts): Pick<Fetching, 'state' | 'fetchNow'> => {
  const { provider, shelf, clock, log } = parts
  let state: FetchState = { state: 'practice' }
  let running: Promise<FetchState> | undefined
  const tell = (next: FetchState): FetchState => {
    state = next
    parts.onChange()
    return next
  }

  const go = async (): Promise<FetchState> => {
    tell({ state: 'running', what: '' })
    const files = await provider.look()
    if (!files.ok) return tell({ state: 'failed', fault: files.error })
    try {
      for (const { name, bytes } of files.value) {
        tell({ state: 'running', what: name })
        const { result } = await shelf.take(name, bytes, 'practice')
        log.info('provider-file', { name, result })
      }
    } catch (error) {
      if (error instanceof JournalFault) parts.onFault(error)
      else if (!(error instanceof ShelfFault)) throw error
      return tell({ state: 'failed', fault: { kind: 'shelf-full', detail: error.message } })
    }
    return tell({ state: 'practice', lastAt: clock.now().at })
  }

  return {
    state: () => state,
    fetchNow: () => {
      running ??= go().finally(() => {
        running = undefined
      })
      return running
    },
  }
}
