import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keptFiles } from '../../app/kept-files.ts'
import { shelvedPath } from '../../app/file-shelf.ts'
import { instant, type Moment } from '../../main/domain/time.ts'
import type { Journal } from '../../main/journal/journal.ts'
import type { Clock } from '../../main/ports.ts'
import type { Reports } from '../../main/reports/inside.ts'
import type { Matched } from '../../main/reports/matched.ts'
import { createReports } from '../../main/reports/reports.node.ts'
import type { Settings } from '../../main/settings.ts'
import { openWorkbookHere, shopSettings } from './written.ts'

/** Every look takes a millisecond, and a timer is over as soon as nothing else is to be done. */
export interface CountingClock extends Clock {
  /** How often somebody has waited, and for how long: the pauses in which a sale goes first. */
  readonly waits: readonly number[]
}
export const countingClock = (at = 1_795_000_000_000): CountingClock => {
  let mono = 0
  const waits: number[] = []
  const now = (): Moment => {
    mono += 1
    return { at: instant(at + mono), mono }
  }
  return {
    waits,
    now,
    after: (ms, callback) => {
      waits.push(ms)
      const timer = setImmediate(callback)
      return () => clearImmediate(timer)
    },
  }
}

export interface DeskShop {
  readonly reports: Reports
  readonly clock: CountingClock
  readonly faults: readonly unknown[]
}
export const openDesk = (
  journal: Journal,
  folder: string,
  more: { readonly settings?: Settings; readonly matched?: Matched; readonly clock?: CountingClock } = {},
): DeskShop => {
  const clock = more.clock ?? countingClock()
  const faults: unknown[] = []
  const reports = createReports({
    journal,
    settings: more.settings ?? shopSettings(),
    clock,
    operator: () => 'op-1',
    reconcile: undefined,
    onFault: (fault) => faults.push(fault),
    openWorkbook: openWorkbookHere,
    files: keptFiles({ shelf: join(folder, 'provider-files'), logs: join(folder, 'log') }),
    ...(more.matched === undefined ? {} : { matched: more.matched }),
  })
  return { reports, clock, faults }
}

/** A file of the shelf or of the log's folder, last changed on that day. */
export const keep = (folder: string, what: 'provider-file' | 'log', name: string, day: string): string => {
  const path = what === 'log' ? join(folder, 'log', name) : shelvedPath(join(folder, 'provider-files'), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${what} ${name}`)
  const at = new Date(`${day}T12:00:00Z`)
  utimesSync(path, at, at)
  return path
}
