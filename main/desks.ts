import type { Answer } from './contract/answer.ts'
import type { CashRefusal, CashSaleView, ClosingView, ShiftView } from './contract/cash.ts'
import type {
  CustomerPage,
  DisplayTryFault,
  DrawerLevel,
  DrawerTryFault,
  FoundPrinter,
  PrinterLook,
} from './contract/devices.ts'
import type {
  OperatorFault,
  OperatorInput,
  OperatorView,
  PeopleView,
  Proof,
  SignInRefusal,
} from './contract/people.ts'
import type {
  FetchState,
  GivenAnswer,
  ReconcileProgress,
  ReconciliationView,
} from './contract/reconciliation.ts'
import type {
  exportFormats,
  exportKinds,
  ExportProgress,
  Figures,
  PurgeInput,
  PurgeList,
  PurgeRefusal,
} from './contract/reports.ts'
import type { CodePictures } from './contract/scanners.ts'
import type { Closing, ClosingSeal, Denominations } from './domain/cash.ts'
import type { CameraSeen, Diagnosis } from './domain/diagnosis.ts'
import type { CashId } from './domain/ids.ts'
import type { Money } from './domain/money.ts'
import type { OperatorId } from './domain/operator.ts'
import type { Decision, DifferenceKey } from './domain/reconciled.ts'
import type { Act } from './domain/rights.ts'
import type { ScannerHeard } from './domain/scanner-heard.ts'
import type { Day } from './domain/time.ts'
import type { PrintFault } from './ports.ts'
import type { Settings } from './settings.ts'

/** What the contract's groups beside the sale are answered by, one method per command. */

export interface PeopleDesk {
  readonly names: () => readonly { readonly id: OperatorId; readonly name: string }[]
  readonly signIn: (proof: Proof) => Promise<Answer<PeopleView, SignInRefusal>>
  readonly lock: () => void
  readonly awake: () => void
  readonly list: () => readonly OperatorView[]
  readonly set: (input: OperatorInput) => Promise<Answer<OperatorView, OperatorFault>>
  readonly approve: (input: {
    readonly proof: Proof
    readonly act: Act
    readonly about: string
  }) => Promise<
    Answer<{ readonly token: string }, SignInRefusal | { readonly why: 'may-not' | 'same-person' }>
  >
}

/** Amounts are minor units of the till's currency. */
export interface CashDesk {
  readonly openShift: (input: {
    readonly float: number
    readonly denominations?: Denominations | undefined
  }) => Answer<ShiftView, CashRefusal>
  readonly sell: (input: {
    readonly amount: number
    readonly tendered: number
  }) => Answer<{ readonly number: number; readonly id: CashId; readonly change: Money }, CashRefusal>
  /** `undefined`: this till has no such sale in cash. */
  readonly sale: (id: CashId) => CashSaleView | undefined
  readonly refund: (input: {
    readonly amount: number
    readonly reason: string
    readonly of?: CashId | undefined
    readonly token?: string | undefined
  }) => Answer<{ readonly number: number; readonly id: CashId }, CashRefusal>
  readonly move: (input: {
    readonly direction: 'in' | 'out'
    readonly amount: number
    readonly reason: string
    readonly token?: string | undefined
  }) => Answer<true, CashRefusal>
  readonly openDrawer: (why: string) => Answer<true, CashRefusal>
  readonly count: (denominations: Denominations) => Answer<{ readonly total: Money }, CashRefusal>
  readonly x: () => Answer<ClosingView, CashRefusal>
  /** `reason`: why what was counted is not what was expected. */
  readonly close: (input?: { readonly reason?: string | undefined }) => Answer<ClosingView, CashRefusal>
  readonly closings: (limit: number) => readonly { readonly closing: Closing; readonly seal: ClosingSeal }[]
  readonly closing: (number: number) => ClosingView | undefined
  /** Without a number: the X of now. */
  readonly print: (number: number | undefined) => Promise<Answer<true, string>>
  readonly pdf: (
    number: number | undefined,
  ) => Promise<Answer<{ readonly name: string; readonly base64: string }, CashRefusal>>
}

export interface ReconciliationDesk {
  readonly view: () => ReconciliationView
  readonly fetch: () => Promise<Answer<FetchState, 'not-configured' | 'till-stopped'>>
  readonly take: (input: {
    readonly name: string
    readonly base64: string
  }) => Promise<Answer<GivenAnswer, 'till-stopped'>>
  readonly run: (day: Day, gone?: AbortSignal) => AsyncGenerator<ReconcileProgress, void>
  readonly decide: (input: {
    readonly difference: DifferenceKey
    /** `MatchedLine.mark` as it was shown to whoever decides. */
    readonly mark: string
    readonly decision: Decision
    readonly note: string
  }) => Answer<true, 'unknown-difference' | 'line-changed' | 'till-stopped'>
  readonly bankCredit: (input: {
    readonly day: Day
    readonly currency: string
    readonly minor: number
    readonly note: string
  }) => Answer<true, 'till-stopped'>
}

export interface ReportsDesk {
  readonly figures: (span: { readonly from: Day; readonly to: Day }) => Promise<Figures>
  readonly export: (
    input: {
      readonly what: (typeof exportKinds)[number]
      readonly format: (typeof exportFormats)[number]
      readonly from: Day
      readonly to: Day
    },
    gone?: AbortSignal,
  ) => AsyncGenerator<ExportProgress, void>
  readonly purge: (input: PurgeInput) => Promise<Answer<PurgeList, PurgeRefusal>>
}

/** Devices, tried with settings that are not kept yet, and everything else that can be looked at. */
export interface DevicesDesk {
  readonly diagnose: (input: { readonly camera?: CameraSeen | undefined }) => Promise<Diagnosis>
  readonly listenToScanners: (
    choice: { readonly unknown: boolean; readonly baud: number },
    gone?: AbortSignal,
  ) => AsyncGenerator<ScannerHeard, void>
  readonly drawCode: (input: { readonly text: string }) => CodePictures
  readonly findPrinters: () => Promise<readonly FoundPrinter[]>
  readonly testPrint: (input: { readonly settings: Settings }) => Promise<Answer<true, PrintFault>>
  readonly lookAtPrinter: (input: { readonly settings: Settings }) => Promise<PrinterLook>
  readonly drawerLevel: (input: { readonly settings: Settings }) => Promise<DrawerLevel>
  readonly tryDrawer: (input: { readonly settings: Settings }) => Promise<Answer<true, DrawerTryFault>>
  readonly tryDisplay: (input: { readonly settings: Settings }) => Promise<Answer<true, DisplayTryFault>>
  /** What the host tells of its page, for whoever may read the settings: its address has a token. */
  readonly customerPage: (tell: () => CustomerPage) => CustomerPage
}

export interface Desks {
  readonly people: PeopleDesk
  readonly cash: CashDesk
  readonly reconciliation: ReconciliationDesk
  readonly reports: ReportsDesk
  readonly devices: DevicesDesk
}

const stopped = { ok: false, error: 'till-stopped' } as const
const later = <T>(value: T): Promise<T> => Promise.resolve(value)

/** Of a till that has no journal: everything is refused. */
export const closedDesks = (currency: string): Desks => ({
  people: {
    names: () => [],
    signIn: () => later({ ok: false, error: { why: 'till-stopped' } }),
    lock: () => undefined,
    awake: () => undefined,
    list: () => [],
    set: () => later(stopped),
    approve: () => later({ ok: false, error: { why: 'till-stopped' } }),
  },
  cash: {
    openShift: () => stopped,
    sell: () => stopped,
    sale: () => undefined,
    refund: () => stopped,
    move: () => stopped,
    openDrawer: () => stopped,
    count: () => stopped,
    x: () => stopped,
    close: () => stopped,
    closings: () => [],
    closing: () => undefined,
    print: () => later(stopped),
    pdf: () => later(stopped),
  },
  reconciliation: {
    view: () => ({ days: [], fetch: { state: 'not-configured' }, quarantined: [] }),
    fetch: () => later(stopped),
    take: () => later(stopped),
    run: async function* () {
      yield { state: 'failed', fault: { why: 'till-stopped' } }
    },
    decide: () => stopped,
    bankCredit: () => stopped,
  },
  reports: {
    figures: ({ from, to }) =>
      later({
        from,
        to,
        timeZone: 'UTC',
        currency,
        otherCurrencies: [],
        hours: [],
        days: [],
        outcomes: [],
        latencyByHour: [],
        declines: [],
        openQuestions: [],
        unsettled: [],
      }),
    export: async function* () {
      yield { state: 'failed', why: 'till-stopped' }
    },
    purge: () => later(stopped),
  },
  devices: {
    diagnose: () => later({ findings: [] }),
    listenToScanners: async function* () {},
    drawCode: () => ({ qr: '' }),
    findPrinters: () => later([]),
    testPrint: () => later({ ok: false, error: 'not-configured' }),
    lookAtPrinter: () => later('not-configured'),
    drawerLevel: () => later('unknown'),
    tryDrawer: () => later({ ok: false, error: 'not-configured' }),
    tryDisplay: () => later({ ok: false, error: 'not-configured' }),
    customerPage: (tell) => tell(),
  },
})
