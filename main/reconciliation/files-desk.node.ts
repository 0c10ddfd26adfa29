import type { Answer } from '../contract/answer.ts'
import type { FetchState, GivenAnswer, ReconciliationView } from '../contract/reconciliation.ts'
import type { ReconciliationDesk } from '../desks.ts'
import type { Day } from '../domain/time.ts'
import { JournalFault, type Journal } from '../journal/journal.ts'
import type { Clock, FileShelf, Log, PracticeProvider, ProviderServer } from '../ports.ts'
import { hasMoved } from './day-list.node.ts'
import { createFetching, type Fetching } from './fetching.ts'
import type { FileExpectations } from './files/provider-file.ts'
import type { ServerPlaces } from './server-places.ts'
import { takeGiven } from './given-file.node.ts'
import { createPractice } from './practice.ts'
import { createShelf, type Shelf } from './shelf.ts'

export interface FilesDeskParts {
  readonly files: FileShelf
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
  readonly operator: () => string
  readonly expected: FileExpectations
  readonly server?: ProviderServer | undefined
  /** Takes the place of a server that nobody has set up. */
  readonly practice?: PracticeProvider | undefined
  readonly places: ServerPlaces
  /** A file was kept or set apart, or the state of the fetching changed. */
  readonly onChange: () => void
  readonly onFault: (fault: JournalFault) => void
}

/** The part of the reconciliation desk that gets and keeps files. */
export interface FilesDesk extends Pick<ReconciliationDesk, 'fetch' | 'take'> {
  readonly shelf: Shelf
  readonly view: () => Pick<ReconciliationView, 'fetch' | 'quarantined'>
  readonly start: Fetching['start']
  readonly stop: Fetching['stop']
}

export const createFilesDesk = (parts: FilesDeskParts): FilesDesk => {
  const { files, journal, clock, log, operator, expected, places } = parts
  const shelf = createShelf({ files, journal, clock, operator, expected, onChange: parts.onChange })
  const wanted = {
    hasSales: (day: Day) => hasMoved(journal, day),
    hasFile: (day: Day) => shelf.goodFiles({ kind: 'transaction', from: day, to: day }).length > 0,
  }
  const fetching = createFetching({
    server: parts.server,
    places,
    shelf,
    take: (name, bytes) => takeGiven(shelf, name, bytes, 'sftp'),
    files,
    clock,
    log,
    wanted,
    onChange: parts.onChange,
    onFault: parts.onFault,
  })

  const practice =
    parts.practice !== undefined && parts.server === undefined
      ? createPractice({ ...parts, provider: parts.practice, shelf })
      : undefined

  const fetch = async (): Promise<Answer<FetchState, 'not-configured' | 'till-stopped'>> => {
    if (journal.fault() !== undefined) return { ok: false, error: 'till-stopped' }
    const state = await (practice ?? fetching).fetchNow()
    return state.state === 'not-configured'
      ? { ok: false, error: 'not-configured' }
      : { ok: true, value: state }
  }

  const take = async (input: {
    readonly name: string
    readonly base64: string
  }): Promise<Answer<GivenAnswer, 'till-stopped'>> => {
    const bytes = Buffer.from(input.base64, 'base64')
    const { answer, fault } = await takeGiven(shelf, input.name, bytes, 'screen')
    if (fault instanceof JournalFault) {
      parts.onFault(fault)
      // Of a ZIP it is said which of its files were kept before.
      if (answer.result !== 'unpacked') return { ok: false, error: 'till-stopped' }
    }
    return { ok: true, value: answer }
  }

  return {
    shelf,
    fetch,
    take,
    view: () => ({ fetch: (practice ?? fetching).state(), quarantined: shelf.quarantined() }),
    start: fetching.start,
    stop: fetching.stop,
  }
}
