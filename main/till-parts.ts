import type { DevicesDesk } from './desks.ts'
import type { OperatorId } from './domain/operator.ts'
import type { ChaseTiming } from './domain/payment.ts'
import type { RefundTiming } from './domain/refund.ts'
import type { Journal } from './journal/journal.ts'
import type { Pins } from './operators/pins.ts'
import type { Chance, Clock, CustomerDisplay, GatewayLink, Log, Printer, Scanners, Seal } from './ports.ts'
import type { OpenReconciliation } from './reconciliation/inside.ts'
import type { OpenReports } from './reports/inside.ts'
import type { Press } from './receipts/press.ts'
import type { Settings } from './settings.ts'
import type { CashParts } from './shifts/shifts.ts'
import type { Till } from './till-face.ts'

/** Where settings are read, checked, tried and kept. */
export interface SettingsDesk {
  readonly read: Till['readSettings']
  readonly write: Till['writeSettings']
  readonly test: Till['testConnection']
  /** Devices to be tried, and everything that can be looked at. A till without it, as in a simulation, has none. */
  readonly devices?: DevicesDesk
}

/** Everything a till is made of. Picked in one place, `app/compose.ts`. */
export interface TillParts {
  readonly version: string
  readonly settings: Settings
  readonly desk: SettingsDesk
  readonly journal: Journal
  readonly gateway: GatewayLink
  readonly clock: Clock
  readonly chance: Chance
  readonly seal: Seal
  readonly log: Log
  readonly printer: Printer
  /** Left out, receipts have no drawn lines and no logo. */
  readonly press?: Press
  readonly scanners: Scanners
  readonly customerDisplay?: CustomerDisplay | undefined
  /** Who acts while nobody has been entered. */
  readonly operator: () => string
  /** Where people sign in. Without it nobody does, and whoever has the process may do everything. */
  readonly people?: { readonly pins: Pins; readonly stays?: OperatorId | undefined }
  /** The drawer and the closing of the day. A till without it, as in a simulation, refuses both. */
  readonly cash?: CashParts
  /** Figures, exports and purges. A till without it, as in a simulation, has none. */
  readonly reports?: OpenReports
  /** The provider's files and their matching. A till without it, as in a simulation, matches nothing. */
  readonly reconciliation?: OpenReconciliation
  /** Charges made through this till are the counter's: one at a time. An integrator's own process says false. */
  readonly attended: boolean
  /** It takes the place of a till whose settings changed: the screen went on, and has missed no result. */
  readonly goesOn?: boolean
  /** Other paces than the usual ones, for what settings do not say: a simulation runs in its own time. */
  readonly timing?: { readonly chase?: Partial<ChaseTiming>; readonly refund?: Partial<RefundTiming> }
}
