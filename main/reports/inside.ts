import type { ReconciliationDesk, ReportsDesk } from '../desks.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../ports.ts'
import type { Settings } from '../settings.ts'

/** What a till gives to its reports. */
export interface ReportsInside {
  readonly journal: Journal
  readonly settings: Settings
  readonly clock: Clock
  readonly operator: () => string
  /** Matches a China day, where there is somebody who does. */
  readonly reconcile: ReconciliationDesk['run'] | undefined
  /** The journal could not be read or written: the till stops by itself. `about` and `news` are for its sentence. */
  readonly onFault: (fault: unknown, about: string, news: string) => void
}

export interface Reports {
  readonly desk: ReportsDesk
  /** Before the journal is closed: what is being made ends. */
  readonly stop: () => void
}
export type OpenReports = (inside: ReportsInside) => Reports
