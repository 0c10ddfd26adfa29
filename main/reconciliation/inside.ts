import type { ReconciliationSign } from '../contract/reconciliation.ts'
import type { ReconciliationDesk } from '../desks.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock, Log } from '../ports.ts'
import type { Settings } from '../settings.ts'

/** What a till gives to its reconciliation. */
export interface ReconciliationInside {
  readonly journal: Journal
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
  readonly operator: () => string
  /** A sale is on its way at this moment, and is not to be slowed. */
  readonly isBusy: () => boolean
  /** Somebody waits at a screen: files are fetched and days matched by themselves. A command's process does neither. */
  readonly attended: boolean
  /** The view has changed. */
  readonly changed: () => void
  /** The journal could not be read or written: the till stops by itself. `about` and `news` are for its sentence. */
  readonly onFault: (fault: unknown, about: string, news: string) => void
}

export interface Reconciliation {
  readonly desk: ReconciliationDesk
  /** For the till's view; read at every change, so it costs next to nothing. */
  readonly sign: () => ReconciliationSign
  /** Before the journal is closed: what is being matched or fetched ends. */
  readonly stop: () => Promise<void>
}
export type OpenReconciliation = (inside: ReconciliationInside) => Reconciliation
