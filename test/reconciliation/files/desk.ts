import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileShelf } from '../../../app/file-shelf.ts'
import { instant, type Instant } from '../../../main/domain/time.ts'
import { openJournal } from '../../../main/journal/journal.node.ts'
import type { Journal } from '../../../main/journal/journal.ts'
import type { Clock, FileShelf, Log } from '../../../main/ports.ts'

/** A clock that a test sets; what waits for it is called in its real order, at once. */
export interface SetClock extends Clock {
  set: (at: Instant) => void
  readonly pass: (ms: number) => void
}
export const setClock = (at: number): SetClock => {
  let now = at
  return {
    now: () => ({ at: instant(now), mono: Math.floor(performance.now()) }),
    after: (ms, callback) => {
      const timer = setTimeout(callback, Math.min(ms, 20))
      return () => clearTimeout(timer)
    },
    set: (next) => (now = next),
    pass: (ms) => (now += ms),
  }
}

export const noLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export interface Place {
  readonly folder: string
  readonly clock: SetClock
  readonly files: FileShelf
  readonly journal: Journal
  /** Closes the journal and opens it again, as the next start of the till would. */
  readonly restart: () => void
  readonly close: () => void
}

/** A journal and a shelf on a real disk. The clock stands at 10:20 in China on 3 March 2026. */
export const openPlace = (at = Date.UTC(2026, 2, 3, 2, 20)): Place => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-files-'))
  const clock = setClock(at)
  const open = (): Journal =>
    openJournal({
      file: join(folder, 'journal.sqlite'),
      witnessFile: join(folder, 'witness', 'head.log'),
      till: 'till-1',
      mode: 'training',
      version: '0.0.0',
      installation: { digits: '123456789' },
      now: clock.now(),
    })
  let journal = open()
  return {
    folder,
    clock,
    files: openFileShelf(join(folder, 'provider-files')),
    get journal() {
      return journal
    },
    restart: () => {
      journal.close()
      journal = open()
    },
    close: () => {
      journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
