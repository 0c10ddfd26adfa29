import type { SniffedHead } from './head.ts'
import type { Cells } from './cells.ts'
import { sum, type AmountUnit } from './decimal.ts'
import type { LineType, ProviderLine } from './line.ts'
import { parseOffsetTime } from './times.ts'

/** Lines of summaries: sums of a batch by type, as printed (reconciliation 1.8, 2.5, 2.8). They name no sale. */

const typesByText: Readonly<Record<string, LineType>> = {
  PAYMENT: 'PAYMENT',
  REFUND: 'REFUND',
  CANCEL: 'CANCEL',
}

/** Names of one summary's columns; '' for what it does not have. */
const names = {
  ams_1: {
    type: 'summarytype',
    net: 'settlementamountvalue',
    currency: 'settlementcurrency',
    at: 'settlementtime',
    account: 'customerid',
    batch: 'settlementbatchid',
  },
  ams_2: {
    type: 'summarytype',
    net: 'settlementamountvalue',
    currency: 'settlementcurrency',
    at: 'settlementinitiateddate',
    account: 'customerid',
    batch: 'settlementbatchid',
  },
  intl_2_0_4: {
    type: 'type',
    net: 'settlementamount',
    currency: 'settlementcurrency',
    at: 'settlementtime',
    account: 'merchantid',
    batch: 'referenceid',
  },
  fp_batch: {
    type: '',
    net: 'settlement',
    currency: 'currency',
    at: 'settle_date',
    account: '',
    batch: 'settle_batch_no',
  },
} as const

export const readSummaryLine = (
  cells: Cells,
  profile: keyof typeof names,
  unit: AmountUnit,
  { feeColumns, fileAccount }: { readonly feeColumns: readonly string[]; readonly fileAccount: string },
): ProviderLine => {
  const column = names[profile]
  // Any word is taken: a kind of correction that nobody has written down may stand before the end (2.5).
  const typeText = column.type === '' ? 'TOTAL' : cells.filled(column.type)
  const currency = cells.currency(column.currency)
  const net = cells.needed(cells.amount(column.net, currency, unit), column.net)
  const costs = profile === 'fp_batch' ? ['fee'] : profile === 'intl_2_0_4' ? ['commission'] : feeColumns
  const fees = costs.flatMap((name) => cells.amount(name, currency, unit) ?? [])
  return {
    line: cells.line,
    account: column.account === '' ? fileAccount : cells.filled(column.account),
    type: typesByText[typeText.toUpperCase()] ?? 'OTHER',
    typeText,
    merchantRef: '',
    providerRef: '',
    amount: net,
    currency,
    net,
    settleCurrency: currency,
    // Made when somebody asks: nobody does for most of a million lines.
    get raw() {
      return cells.raw()
    },
    gross: profile === 'fp_batch' ? cells.amount('amount', currency, unit) : undefined,
    fee: fees.length === 0 ? undefined : sum(fees),
    feeCurrency: fees.length === 0 ? undefined : currency,
    settledAt: cells.time(parseOffsetTime, column.at, 'settlementtime'),
    batch: cells.text(column.batch) || undefined,
    count: /^\d{1,9}$/.test(cells.text('count')) ? Number(cells.text('count')) : undefined,
  }
}

/** Whether this profile's summaries can be read. */
export const isSummaryProfile = (profile: SniffedHead['layout']['profile']): profile is keyof typeof names =>
  Object.hasOwn(names, profile)
