import type {
  DayReport,
  DaySummary,
  MatchedLine,
  ReconciliationView,
} from '../../main/contract/reconciliation.ts'
import type { Figures, PurgeList } from '../../main/contract/reports.ts'
import type {
  DifferenceKey,
  FileDifference,
  MatchOutcome,
  ProviderFileFacts,
} from '../../main/domain/reconciled.ts'
import type { Day } from '../../main/domain/time.ts'
import { idOf, morning } from './examples.ts'

/** Days, files and figures of every kind, for the office to show. */

const hourMs = 3_600_000
export const today = '2026-11-20' as Day
const summary = (day: string, state: DaySummary['state'], rest: Partial<DaySummary> = {}): DaySummary => ({
  day: day as Day,
  version: 1,
  state,
  undecided: 0,
  atRisk: [],
  ...rest,
})

export const everyDay = (): readonly DaySummary[] => [
  summary('2026-11-20', 'waiting-for-file', { version: 0 }),
  summary('2026-11-19', 'late', { version: 0 }),
  summary('2026-11-18', 'to-decide', {
    version: 2,
    undecided: 10,
    atRisk: [
      { minor: 1_284_050, currency: 'USD' },
      { minor: 4200, currency: 'EUR' },
    ],
  }),
  summary('2026-11-17', 'sums-differ'),
  summary('2026-11-16', 'nothing-sold', { version: 0 }),
  summary('2026-11-15', 'done', { version: 3 }),
  summary('2026-11-14', 'nothing-sold', { version: 0 }),
  summary('2026-11-13', 'nothing-sold', { version: 0 }),
  summary('2026-11-12', 'nothing-sold', { version: 0 }),
  summary('2026-11-11', 'enter-bank-credit'),
  summary('2026-11-10', 'matching', { version: 0 }),
  summary('2026-11-09', 'not-matched', { version: 0 }),
]

export const quietOffice = (): ReconciliationView => ({
  days: everyDay(),
  fetch: { state: 'idle', lastAt: morning - hourMs, nextAt: morning + hourMs / 2, waiting: 1 },
  quarantined: [],
})
export const troubledOffice = (): ReconciliationView => ({
  ...quietOffice(),
  fetch: {
    state: 'failed',
    fault: { kind: 'host-key-changed', detail: 'SHA256:uNiVztksCsDhcc0u9e8BrgJXVGJJxBjA0BAE6C4QqhU' },
    nextAt: morning + hourMs,
  },
  quarantined: [
    {
      name: '2088123456789012_transaction_20261119.txt',
      sha256: 'c1'.repeat(32),
      faults: [
        { kind: 'count-differs', found: '3', wanted: '4' },
        { line: 3, kind: 'not-an-amount', found: '1,234.50', wanted: 'Trans_amount' },
      ],
    },
  ],
})

export const fileFacts = (
  fileKind: ProviderFileFacts['fileKind'] = 'transaction',
  rest: Partial<ProviderFileFacts> = {},
): ProviderFileFacts => ({
  sha256: '5e'.repeat(32),
  name: '2088123456789012_transaction_20261118.txt',
  account: '2088123456789012',
  fileKind,
  profile: 'spot_txn_v1',
  unit: 'major',
  encoding: 'utf-8',
  day: '2026-11-18' as Day,
  part: '',
  version: 1,
  lines: 412,
  bytes: 61_204,
  source: 'screen',
  findings: [],
  findingsInAll: 0,
  ...rest,
})
export const fileDifference = (): FileDifference => ({
  added: 1,
  gone: 0,
  changed: 1,
  lines: [
    { what: 'changed', line: 17, type: 'PAYMENT', merchantRef: idOf(17), providerRef: '2026111822001004817' },
    { what: 'added', line: 414, type: 'REFUND', merchantRef: idOf(918), providerRef: '2026111822001004918' },
  ],
})

const at = morning - 48 * hourMs
const file = '2088123456789012_transaction_20261118.txt'
const tillSide = (number: number, minor: number, type: 'PAYMENT' | 'REFUND' = 'PAYMENT') => ({
  type,
  merchantRef: idOf(number),
  providerRef: `20261118220010048${number}`,
  minor,
  currency: 'USD',
  state: type === 'PAYMENT' ? 'paid' : 'refunded',
  at: at + number * 60_000,
})
const fileSide = (number: number, minor: number, type: 'PAYMENT' | 'REFUND' | 'OTHER' = 'PAYMENT') => ({
  type,
  merchantRef: idOf(number),
  providerRef: `20261118220010048${number}`,
  minor,
  currency: 'USD',
  feeMinor: Math.round(minor / 50),
  netMinor: minor - Math.round(minor / 50),
  settleCurrency: 'USD',
  at: at + number * 60_000 + 4000,
  file,
  line: number + 2,
})

const line = (number: number, outcome: MatchOutcome, rest: Partial<MatchedLine>): MatchedLine => ({
  key: `${outcome} PAYMENT ${idOf(number)}` as DifferenceKey,
  level: 'transactions',
  outcome,
  rule: 'merchant-ref',
  payment: idOf(number),
  mark: `00000000000000${number}`,
  ...rest,
})
const shopLoses = (minor: number, currency = 'USD') => ({ minor, currency, whose: 'shop' as const })

/** One line of every outcome, in the order in which the till gives them. */
export const everyOutcome = (): readonly MatchedLine[] => [
  line(11, 'missing-at-provider', {
    rule: 'none',
    till: tillSide(11, 1_234_500),
    atRisk: shopLoses(1_234_500),
  }),
  line(12, 'missing-at-provider', {
    key: `missing-at-provider REFUND ${idOf(12)}` as DifferenceKey,
    rule: 'none',
    till: tillSide(12, 3000, 'REFUND'),
    atRisk: { minor: 3000, currency: 'USD', whose: 'customer' },
  }),
  line(13, 'duplicate-at-provider', {
    till: tillSide(13, 4550),
    provider: fileSide(13, 4550),
    atRisk: { minor: 4550, currency: 'USD', whose: 'customer' },
  }),
  line(14, 'amount-differs', {
    till: tillSide(14, 9900),
    provider: fileSide(14, 900),
    atRisk: shopLoses(9000),
    decision: {
      decision: 'claimed',
      note: 'Asked Alipay, case 88-1204',
      by: 'Lin',
      at: morning,
      outdated: true,
    },
  }),
  line(15, 'currency-differs', {
    till: tillSide(15, 4200),
    provider: { ...fileSide(15, 4200), currency: 'EUR' },
    atRisk: shopLoses(4200, 'EUR'),
  }),
  line(16, 'status-differs', {
    till: { ...tillSide(16, 21_000), state: 'cancelled' },
    provider: fileSide(16, 21_000),
    atRisk: { minor: 21_000, currency: 'USD', whose: 'customer' },
  }),
  line(17, 'fee-differs', {
    level: 'settlement',
    till: tillSide(17, 12_000),
    provider: { ...fileSide(17, 12_000), feeMinor: 480, netMinor: 11_520 },
    atRisk: shopLoses(240),
  }),
  {
    key: 'missing-in-journal PAYMENT 2026111822001009999' as DifferenceKey,
    level: 'transactions',
    outcome: 'missing-in-journal',
    rule: 'none',
    provider: { ...fileSide(18, 1750), merchantRef: 'KASSE-2-000418', providerRef: '2026111822001009999' },
  },
  line(23, 'missing-in-transactions', {
    level: 'settlement',
    till: tillSide(23, 5600),
    provider: { ...fileSide(23, 5600), file: file.replace('transaction', 'settlement') },
  }),
  line(19, 'duplicate-in-journal', { till: tillSide(19, 800), provider: fileSide(19, 800) }),
  line(20, 'pending-file', { rule: 'none', till: tillSide(20, 650) }),
  line(21, 'matched-late', {
    rule: 'provider-ref',
    till: tillSide(21, 1900),
    provider: { ...fileSide(21, 1900), file: file.replace('1118', '1119') },
  }),
  line(22, 'matched', { till: tillSide(22, 3850), provider: fileSide(22, 3850) }),
  {
    key: 'not-a-till-event OTHER fee-2026-11' as DifferenceKey,
    level: 'settlement',
    outcome: 'not-a-till-event',
    rule: 'none',
    provider: { type: 'OTHER', minor: -1500, currency: 'USD', state: 'Monthly fee', file, line: 413 },
  },
]

const countsOf = (lines: readonly MatchedLine[]): DayReport['counts'] => {
  const counts: Partial<Record<MatchOutcome, number>> = {}
  for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

export const dayReport = (rest: Partial<DayReport> = {}): DayReport => {
  const lines = rest.lines ?? everyOutcome()
  return {
    day: '2026-11-18' as Day,
    version: 2,
    counts: countsOf(lines),
    undecided: 10,
    atRisk: [
      { minor: 1_284_050, currency: 'USD' },
      { minor: 4200, currency: 'EUR' },
    ],
    footings: [
      {
        level: 'journal-transactions',
        currency: 'USD',
        left: 18_204_550,
        right: 16_920_500,
        difference: 1_284_050,
      },
      {
        level: 'transactions-settlement',
        currency: 'USD',
        left: 16_920_500,
        right: 16_920_500,
        difference: 0,
      },
      { level: 'settlement-bank', currency: 'USD', left: 16_582_090 },
    ],
    lines,
    linesInAll: lines.length,
    files: [fileFacts('transaction', { version: 2 }), fileFacts('settlement', { lines: 398 })],
    changedSince: { version: 1, lines: [lines[6]?.key ?? ('' as DifferenceKey)] },
    digest: '7d'.repeat(32),
    ...rest,
  }
}

/** A day on which nothing is left to do. */
export const doneReport = (): DayReport => {
  const { changedSince: _first, ...rest } = dayReport({
    version: 1,
    undecided: 0,
    atRisk: [],
    lines: everyOutcome().filter(({ outcome }) => outcome === 'matched' || outcome === 'matched-late'),
    footings: [
      { level: 'journal-transactions', currency: 'USD', left: 5750, right: 5750, difference: 0 },
      { level: 'transactions-settlement', currency: 'USD', left: 5750, right: 5750, difference: 0 },
      { level: 'settlement-bank', currency: 'USD', left: 5635, right: 5635, difference: 0 },
    ],
  })
  return rest
}

/** A day whose bank credit is a cent less than was settled, with this word why, and of which no fee was checked. */
export const sumsDifferReport = (note?: string): DayReport => ({
  ...doneReport(),
  day: '2026-11-17' as Day,
  footings: doneReport().footings.map((footing) =>
    footing.level === 'settlement-bank'
      ? { ...footing, right: 5634, difference: -1, ...(note === undefined ? {} : { note }) }
      : footing,
  ),
  feesUnchecked: true,
})

/** As many lines as the till gives at most. */
export const longReport = (): DayReport => {
  const lines = Array.from({ length: 1000 }, (_, index) =>
    line(index + 100, 'missing-at-provider', {
      rule: 'none',
      till: tillSide(index + 100, 1000 + index),
      atRisk: shopLoses(1000 + index),
    }),
  )
  return dayReport({ lines, linesInAll: 24_817, undecided: 24_817 })
}

/** A week of a café that opens at seven. */
export const weekFigures = (): Figures => ({
  from: '2026-11-14' as Day,
  to: '2026-11-20' as Day,
  timeZone: 'Europe/Vienna',
  currency: 'USD',
  otherCurrencies: ['EUR'],
  hours: [42, 118, 96, 64, 88, 171, 140, 77, 69, 83, 122, 60].map((weight, index) => ({
    hour: index + 7,
    alipay: weight * 1130,
    cash: weight * 370,
    sales: weight,
  })),
  days: [1.1, 0.7, 0.9, 1, 1.2, 1.3, 0.4].map((weight, index) => ({
    day: `2026-11-${14 + index}` as Day,
    alipay: Math.round(weight * 182_800),
    cash: Math.round(weight * 59_900),
    refunded: index === 2 ? 21_550 : Math.round(weight * 4000),
  })),
  outcomes: [
    { state: 'paid', count: 1071, minor: 1_276_900 },
    { state: 'declined', count: 38, minor: 61_200 },
    { state: 'cancelled', count: 12, minor: 18_450 },
    { state: 'not-sent', count: 3, minor: 2400 },
    { state: 'waiting', count: 2, minor: 5100 },
  ],
  latency: { p50: 412.4, p95: 1840.2, max: 5203, count: 1126 },
  latencyByHour: [380, 402, 415, 398, 433, 520, 611, 440, 401, 395, 420, 388].map((p50, index) => ({
    hour: index + 7,
    p50,
    p95: p50 * 3 + index * 40,
  })),
  declines: [
    { code: 'BUYER_BALANCE_NOT_ENOUGH', count: 21, minor: 34_100 },
    { code: 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR', count: 11, minor: 19_900 },
    { code: 'A_CODE_OF_TOMORROW', count: 6, minor: 7200 },
  ],
  openQuestions: [
    { id: idOf(301), of: 'payment', minor: 3850, currency: 'USD', since: morning - 900_000 },
    { id: idOf(305), of: 'refund', minor: 1250, currency: 'USD', since: morning - 120_000 },
  ],
  unsettled: [
    { currency: 'USD', minor: 214_300, count: 171 },
    { currency: 'EUR', minor: 12_000, count: 4 },
  ],
})

export const noFigures = (): Figures => {
  const { latency: _none, ...week } = weekFigures()
  return {
    ...week,
    hours: [],
    days: week.days.map(({ day }) => ({ day, alipay: 0, cash: 0, refunded: 0 })),
    outcomes: [],
    latencyByHour: [],
    declines: [],
    openQuestions: [],
    unsettled: [],
    otherCurrencies: [],
  }
}

/** Files of a shop's first years, and logs of last summer. */
export const oldFiles = (): PurgeList => ({
  before: '2026-08-22' as Day,
  keptFrom: { 'provider-file': '2016-11-22' as Day, log: '2026-08-22' as Day },
  files: [
    ...['2016-03-02', '2016-03-03', '2016-10-31'].map((day) => ({
      what: 'provider-file' as const,
      name: `2088000000000011_transaction_${day.replaceAll('-', '')}.txt`,
      day: day as Day,
      bytes: 1_400_000,
    })),
    { what: 'log', name: 'till.log.2', day: '2026-08-01' as Day, bytes: 94_300 },
  ],
  done: false,
  faults: [],
})
