import type {
  Answer,
  ChargeRefusal,
  ConnectionTest,
  PaymentView,
  ReceiptFaces,
  RefundRefusal,
  SettingsView,
  TillNotice,
  TillView,
} from './contract.ts'
import type { Desks } from './desks.ts'
import type { Entry, ReceiptFor } from './domain/entry.ts'
import type { PaymentId, ReceiptId, RefundId } from './domain/ids.ts'
import type { Money } from './domain/money.ts'
import type { DiscrepancyKind } from './domain/payment.ts'
import type { PrintFault } from './ports.ts'
import type { Settings, SettingsFault } from './settings.ts'

/** Keys that a technician hands over; what is left out stays as it is. */
export interface KeysInput {
  readonly md5?: string | undefined
  readonly privateKey?: string | undefined
  readonly alipayPublicKey?: string | undefined
  readonly sftpPassword?: string | undefined
}

/** The till as its hosts see it. One method per command of the contract; hosts add nothing to money. */
export interface Till extends Desks {
  readonly view: () => TillView
  /** Calls back with the whole view at every change and with every scan. Returns a way to stop. */
  readonly onNotice: (listener: (notice: TillNotice) => void) => () => void
  readonly charge: (amount: Money, scanned: string) => Answer<PaymentId, ChargeRefusal>
  readonly abort: (id: PaymentId) => Answer<true, 'not-open'>
  readonly next: () => Answer<true, 'payment-open'>
  readonly prepare: () => void
  readonly key: (amount?: Money, inCash?: boolean) => void
  readonly find: (text: string) => PaymentView | undefined
  readonly list: (limit: number) => readonly PaymentView[]
  readonly query: (id: PaymentId) => Promise<Answer<PaymentView, 'unknown-payment' | 'till-stopped'>>
  readonly story: (id: PaymentId) => readonly Entry[]
  /** Marks this one of the sale, and no other. */
  readonly discrepancySeen: (id: PaymentId, kind: DiscrepancyKind) => void
  /** Whether a refusal of this sale has to be asked about before more goes back; asks. `refund` says the same. */
  readonly asksOfRefusalFirst: (payment: PaymentId) => boolean
  readonly refund: (payment: PaymentId, amount: Money, token?: string) => Answer<RefundId, RefundRefusal>
  readonly receiptFaces: (of: ReceiptId, receiptFor: ReceiptFor) => ReceiptFaces | undefined
  readonly print: (
    of: ReceiptId,
    receiptFor: ReceiptFor,
  ) => Promise<Answer<true, 'unknown-payment' | PrintFault>>
  readonly retryPrint: (job: number) => Promise<Answer<true, 'unknown-job' | PrintFault>>
  readonly dropPrint: (job: number) => void
  readonly readSettings: () => Promise<SettingsView>
  readonly writeSettings: (
    settings: Settings,
    keys?: KeysInput,
    token?: string,
  ) => Promise<Answer<SettingsView, readonly SettingsFault[]>>
  readonly testConnection: (settings: Settings, keys?: KeysInput) => Promise<ConnectionTest>
  readonly close: () => Promise<void>
}
