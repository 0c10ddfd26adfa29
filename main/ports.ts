import type { ClosingSeal } from './domain/cash.ts'
import type { CustomerView } from './domain/customer-view.ts'
import type { PaymentId, RefundId } from './domain/ids.ts'
import type { Money } from './domain/money.ts'
import type {
  CancelOutcome,
  PayOutcome,
  QueryOutcome,
  RefundOutcome,
  RefundQueryOutcome,
} from './domain/outcome.ts'
import type { BuyerCodeMark } from './domain/payment.ts'
import type { ServerFault } from './domain/reconciled.ts'
import type { Result } from './domain/result.ts'
import type { BuyerCode } from './domain/scan.ts'
import type { Instant, Moment } from './domain/time.ts'

/** Time and timers. The engine reads no other clock. */
export interface Clock {
  readonly now: () => Moment
  /** Calls back once, `ms` milliseconds from now on the monotonic clock. Returns a way to call it off. */
  readonly after: (ms: number, callback: () => void) => () => void
}

/** The only source of chance. */
export interface Chance {
  readonly bytes: (length: number) => Uint8Array
  /** `length` decimal digits, each equally likely. */
  readonly digits: (length: number) => string
}

/** Secrets by name. A missing one is `undefined`; one that may be read by others is a fault, never used. */
export interface Secrets {
  readonly read: (name: string) => Promise<Result<string | undefined, string>>
  readonly write: (name: string, value: string) => Promise<Result<void, string>>
}

/** Lines for a technician. Fields are an allow-list: no code, key or signature ever goes in (security S26). */
export interface Log {
  readonly info: (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void
  readonly warn: (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void
  readonly error: (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void
}

/**
 * A call ready to be signed and sent: every parameter with its value but `sign` and `sign_type`. Signing is
 * deterministic, so that the same parameters are the same bytes at every repeat, also after a restart.
 */
export interface Prepared {
  readonly service: string
  readonly parameters: Readonly<Record<string, string>>
}

/** What came back, with the evidence that a journal wants of it. */
export interface Heard<Outcome> {
  readonly outcome: Outcome
  /** SHA-256 of the answer's body, hex; absent when there was none. */
  readonly answerSha256?: string
  readonly httpStatus?: number
  /** When the gateway says it answered, by its own clock; absent when it did not. Whole seconds. */
  readonly answeredAt?: Instant
  /** From the first byte sent to the last one heard, monotonic milliseconds. */
  readonly tookMs: number
}

/** Marks under the till's own secret: they recognise a thing again and tell nothing about it. */
export interface Seal {
  /** HMAC-SHA256 of a buyer's code, and its last four digits. */
  readonly buyerCode: (code: BuyerCode) => BuyerCodeMark
  /** HMAC-SHA256, hex, of the exact text that is signed for this call. */
  readonly prepared: (prepared: Prepared) => string
  /** HMAC-SHA256, hex, of the text of new settings and keys: it stands in the journal, and no password can be guessed by it. */
  readonly settings: (text: string) => string
}

export interface PayOrder {
  readonly id: PaymentId
  readonly amount: Money
  readonly createdAt: Instant
}
export interface RefundOrder {
  readonly id: RefundId
  readonly payment: PaymentId
  readonly amount: Money
  readonly kind: 'immediate' | 'queued'
}

/**
 * The gateway. `prepare…` says what will be sent; the call of the same name sends exactly that and judges the answer.
 * Calls never throw for anything the network or the gateway does, and none is repeated by itself.
 */
export interface GatewayLink {
  readonly preparePay: (order: PayOrder, code: BuyerCode) => Prepared
  readonly prepareQuery: (payment: PaymentId) => Prepared
  readonly prepareCancel: (payment: PaymentId, at: Instant) => Prepared
  readonly prepareRefund: (order: RefundOrder) => Prepared
  readonly prepareRefundQuery: (payment: PaymentId, refund: RefundId) => Prepared
  readonly pay: (prepared: Prepared) => Promise<Heard<PayOutcome>>
  readonly query: (prepared: Prepared, expected: Money) => Promise<Heard<QueryOutcome>>
  readonly cancel: (prepared: Prepared) => Promise<Heard<CancelOutcome>>
  readonly refund: (prepared: Prepared) => Promise<Heard<RefundOutcome>>
  readonly refundQuery: (prepared: Prepared) => Promise<Heard<RefundQueryOutcome>>
  /** For how much longer the gateway has asked not to be called again by itself, milliseconds (reliability F21). */
  readonly holdBackMs?: () => number
  /** Opens the connection ahead of the scan, so that no handshake lies between the scan and the answer. */
  readonly warm: () => void
  readonly close: () => Promise<void>
}

export type PrintFault =
  | 'not-configured'
  | 'offline'
  | 'timed-out'
  | 'paper-out'
  | 'cover-open'
  /** Another program has its line. */
  | 'in-use'
  /** This user may not open its line. */
  | 'no-access'
  /** The system has no printer of that name. */
  | 'unknown-printer'
  | 'closed'
/** A receipt printer: bytes of one whole receipt in, printed or a named fault out. */
export interface Printer {
  /**
   * `begun` is called before the first byte of the job leaves: from then on a job that fails may be on paper, in whole
   * or in part. The printer's state is asked before that, so that an empty one fails without having begun.
   */
  readonly print: (job: Uint8Array, begun?: () => void) => Promise<Result<void, PrintFault>>
  readonly close: () => Promise<void>
}

/** `unknown`: it has no switch, or nobody answers for it. */
export type DrawerState = 'open' | 'closed' | 'unknown'
/** A display on a pole or a wall, turned to the customer. */
export interface CustomerDisplay {
  /** Shows this instead of what it showed; returns at once, and tries again by itself while the display is away. */
  readonly show: (view: CustomerView) => void
  /** Clears it: a till that is closed promises nothing. */
  readonly close: () => Promise<void>
}

/** A cash drawer. One that does not open by itself says why; nothing waits for it. */
export interface Drawer {
  /** `stayed-shut`: it was told to open, and its switch says that it did not. */
  readonly open: () => Promise<Result<void, PrintFault | 'stayed-shut'>>
  readonly state: () => Promise<DrawerState>
  readonly close: () => Promise<void>
}

/** Signs closings with the till's own Ed25519 key, which nobody else has (design: a Z seals its range). */
export interface ClosingSigner {
  /** Of the UTF-8 bytes of the text. */
  readonly sign: (text: string) => ClosingSeal
  /** SHA-256 of the UTF-8 bytes, hex. */
  readonly sha256: (text: string) => string
}

export interface ScannerInfo {
  /** Stable while the device stays plugged in. */
  readonly id: string
  readonly name: string
  readonly channel: 'hid' | 'serial'
  /** Of its USB plug; 0 when there is none. */
  readonly vendorId: number
  readonly productId: number
  readonly state: 'open' | 'cannot-open' | 'lost'
  /** Why it cannot be opened, for the technician. */
  readonly detail?: string
}
/** What came from a scanner before anything was made of it; bytes as they are, `at` in monotonic milliseconds. */
export interface ScannerPiece {
  readonly scanner: ScannerInfo
  readonly bytes: Uint8Array
  readonly at: number
}
/** Scanners that are not keyboards. Whole codes only: a partial or a merged one never arrives here. */
export interface Scanners {
  readonly list: () => readonly ScannerInfo[]
  /** `symbology` is the AIM identifier, `]Q1`, where the scanner tells it. */
  readonly onScan: (
    listener: (text: string, scanner: ScannerInfo, symbology: string | undefined) => void,
  ) => () => void
  /** A code came and was torn; it has to be scanned again. `why` is a word of the driver's, for set-up and the log. */
  readonly onBroken: (listener: (scanner: ScannerInfo, why: string) => void) => () => void
  /** For set-up alone, and before the code that it is a piece of is told. */
  readonly onPiece: (listener: (piece: ScannerPiece) => void) => () => void
  readonly onChange: (listener: (scanners: readonly ScannerInfo[]) => void) => () => void
  /** Lets the scanner say whether the till took its code, if it can and may. Nothing waits for it. */
  readonly tell: (id: ScannerInfo['id'], verdict: 'good' | 'bad') => void
  readonly close: () => Promise<void>
}

/** A settlement file that was read once and counts when it is the same ten minutes later (reconciliation 0.9). */
export interface FirstRead {
  readonly path: string
  readonly sha256: string
  /** UTC ms. */
  readonly at: number
}
/**
 * Provider's files as they came, each known by the SHA-256 of its bytes, hex. Kept files are durable and whole: one that
 * was cut short or has rotted is never handed out. Errors are sentences for a technician.
 */
export interface FileShelf {
  readonly sha256: (bytes: Uint8Array) => Promise<string>
  readonly keep: (sha256: string, bytes: Uint8Array) => Promise<Result<void, string>>
  readonly read: (sha256: string) => Promise<Result<Uint8Array, string>>
  /** Kept across a restart, so that a till that is closed every evening still gets to the second reading. */
  readonly firstReads: {
    readonly read: () => Promise<readonly FirstRead[]>
    readonly write: (reads: readonly FirstRead[]) => Promise<Result<void, string>>
  }
}

export interface RemoteFile {
  /** Full path on the server. */
  readonly path: string
  readonly bytes: number
  /** As the server says, UTC ms. */
  readonly changedAt: number
}
/** One visit to the provider's server. Nothing here writes there. */
export interface ProviderSession {
  /** Files of a folder, without its folders. */
  readonly list: (folder: string) => Promise<Result<readonly RemoteFile[], ServerFault>>
  readonly stat: (path: string) => Promise<Result<RemoteFile | undefined, ServerFault>>
  /** The whole file, or a fault: never a part of it, and never more than the server said it has. */
  readonly read: (file: RemoteFile) => Promise<Result<Uint8Array, ServerFault>>
  readonly close: () => Promise<void>
}
export interface ProviderServer {
  /** A visit that is called off ends at once, whatever it was waiting for; so do the calls of its session. */
  readonly connect: (calledOff?: AbortSignal) => Promise<Result<ProviderSession, ServerFault>>
}
/** The provider while the till trains: its files come when somebody asks, without the wait for the next morning. */
export interface PracticeProvider {
  /** All files of the last days and of today. Every look is at a later hour than the one before it. */
  readonly look: () => Promise<
    Result<readonly { readonly name: string; readonly bytes: Uint8Array }[], ServerFault>
  >
}

/** One cell of a workbook: text as it is, or a number with its decimals. Empty text is no cell. */
export type WorkbookCell = string | { readonly number: number; readonly decimals: number }

/** Makes a workbook beside the sale and not in its way: writing one takes seconds. */
export interface Workbook {
  /** The next rows of a sheet. The first row of a sheet is its heading. */
  readonly add: (sheet: string, rows: readonly (readonly WorkbookCell[])[]) => void
  readonly finish: () => Promise<Uint8Array>
  /** It is not wanted any more. */
  readonly drop: () => void
}

/** A file that is kept for a time and is no part of the journal. */
export interface KeptFile {
  readonly what: 'provider-file' | 'log'
  /** Of a provider's file its SHA-256, hex; of a log its name. */
  readonly name: string
  readonly bytes: number
  readonly changedAt: Instant
}
/** Files that a purge may take away; the journal and its witness are not among them. */
export interface KeptFiles {
  readonly list: () => Promise<readonly KeptFile[]>
  /** What is not there any more is gone already. */
  readonly remove: (file: Pick<KeptFile, 'what' | 'name'>) => Promise<Result<void, string>>
}
