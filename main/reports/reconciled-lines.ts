import type { LineSide, MatchedLine } from '../contract/reconciliation.ts'
import type { MatchOutcome } from '../domain/reconciled.ts'
import { dayAfter, type Day } from '../domain/time.ts'
import type { Column, Sum } from './columns.ts'
import type { Matched } from './matched.ts'
import type { ShopDays } from './shop-days.ts'

export interface ReconciledRow {
  readonly day: Day
  readonly outcome: MatchOutcome
  /** Of the comparison, that this row stands for. */
  readonly lines: number
  readonly line: Partial<MatchedLine>
}

const sumOf = (minor: number | undefined, currency: string | undefined): Sum | undefined =>
  minor === undefined || currency === undefined ? undefined : { minor, currency }
const priceOf = (side: LineSide | undefined): Sum | undefined => sumOf(side?.minor, side?.currency)

export const reconciliationColumns = (days: ShopDays, timeZone: string): readonly Column<ReconciledRow>[] => {
  const timeOf = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : days.timeOf(at)
  return [
    {
      name: 'china_day',
      zh: '中国日期',
      is: 'time',
      about: "The provider's day, 00:00 to 24:00 in China, which is not the shop's.",
      of: ({ day }) => day,
    },
    {
      name: 'outcome',
      zh: '结果',
      is: 'text',
      about: 'What the comparison came to; in a workbook each outcome has a sheet.',
      of: ({ outcome }) => outcome,
    },
    {
      name: 'level',
      zh: '层次',
      is: 'text',
      about: '`transactions`: the journal with the transaction file; `settlement`: that with the settlement.',
      of: ({ line }) => line.level,
    },
    {
      name: 'lines',
      zh: '行数',
      is: 'whole',
      about:
        'Lines of the comparison that this one stands for: 1; more in the last one of a day with more lines than its report lists (a thousand, differences first).',
      of: ({ lines }) => lines,
    },
    {
      name: 'rule',
      zh: '规则',
      is: 'text',
      about:
        'Which rule put the two sides together, see [reconciliation](reconciliation.md); `none` when nothing could.',
      of: ({ line }) => line.rule,
    },
    {
      name: 'at_risk',
      zh: '风险金额',
      is: 'amount',
      about: 'What may be lost; empty when nothing is.',
      of: ({ line }) => line.atRisk,
    },
    {
      name: 'at_risk_currency',
      zh: '风险币种',
      is: 'text',
      about: 'ISO 4217.',
      of: ({ line }) => line.atRisk?.currency,
    },
    {
      name: 'at_risk_of',
      zh: '风险方',
      is: 'text',
      about: 'Who may lose it: `shop` or `customer`.',
      of: ({ line }) => line.atRisk?.whose,
    },
    {
      name: 'type',
      zh: '类型',
      is: 'text',
      about: '`PAYMENT`, `REFUND`, `CANCEL`, `REVERSAL` or `OTHER`.',
      of: ({ line }) => (line.till ?? line.provider)?.type,
    },
    {
      name: 'till_id',
      zh: '商户交易号',
      is: 'text',
      about: 'Our id of the payment or refund, when the journal has it.',
      of: ({ line }) => line.till?.merchantRef,
    },
    {
      name: 'till_time',
      zh: '收银机时间',
      is: 'time',
      about: "When it happened by the journal, on the shop's clock with its offset.",
      of: ({ line }) => timeOf(line.till?.at),
    },
    {
      name: 'till_amount',
      zh: '收银机金额',
      is: 'amount',
      about: 'Never below zero; the type says the direction.',
      of: ({ line }) => priceOf(line.till),
    },
    {
      name: 'till_currency',
      zh: '收银机币种',
      is: 'text',
      about: 'ISO 4217.',
      of: ({ line }) => line.till?.currency,
    },
    {
      name: 'till_state',
      zh: '收银机状态',
      is: 'text',
      about: 'What has become of it by the journal.',
      of: ({ line }) => line.till?.state,
    },
    {
      name: 'provider_merchant_id',
      zh: '文件商户交易号',
      is: 'text',
      about: "Our id as the provider's file has it.",
      of: ({ line }) => line.provider?.merchantRef,
    },
    {
      name: 'alipay_trans_id',
      zh: '支付宝交易号',
      is: 'text',
      about: "Alipay's number, from the file or else from the journal.",
      of: ({ line }) => line.provider?.providerRef ?? line.till?.providerRef,
    },
    {
      name: 'provider_time',
      zh: '文件时间',
      is: 'time',
      about: "When it happened by the file, on the shop's clock with its offset.",
      of: ({ line }) => timeOf(line.provider?.at),
    },
    {
      name: 'provider_amount',
      zh: '文件金额',
      is: 'amount',
      about: 'Price by the file.',
      of: ({ line }) => priceOf(line.provider),
    },
    {
      name: 'provider_currency',
      zh: '文件币种',
      is: 'text',
      about: 'ISO 4217.',
      of: ({ line }) => line.provider?.currency,
    },
    {
      name: 'fee',
      zh: '手续费',
      is: 'amount',
      about: 'What the provider keeps, in the settlement currency; below zero when it gives back.',
      of: ({ line }) => sumOf(line.provider?.feeMinor, line.provider?.settleCurrency),
    },
    {
      name: 'net',
      zh: '结算净额',
      is: 'amount',
      about: 'What it pays out, in the settlement currency.',
      of: ({ line }) => sumOf(line.provider?.netMinor, line.provider?.settleCurrency),
    },
    {
      name: 'settlement_currency',
      zh: '结算币种',
      is: 'text',
      about: 'ISO 4217, of fee and net.',
      of: ({ line }) => line.provider?.settleCurrency,
    },
    {
      name: 'file',
      zh: '文件',
      is: 'text',
      about: "Name of the provider's file.",
      of: ({ line }) => line.provider?.file,
    },
    {
      name: 'file_line',
      zh: '行号',
      is: 'whole',
      about: 'Line in it, from 1.',
      of: ({ line }) => line.provider?.line,
    },
    {
      name: 'decision',
      zh: '决定',
      is: 'text',
      about: 'What a person decided: `accepted`, `claimed`, `written-off`, `wait`; empty when nobody has.',
      of: ({ line }) => line.decision?.decision,
    },
    {
      name: 'decision_note',
      zh: '决定说明',
      is: 'text',
      about: 'Why.',
      of: ({ line }) => line.decision?.note,
    },
    {
      name: 'decided_by',
      zh: '决定人',
      is: 'text',
      about: 'Who.',
      of: ({ line }) => line.decision?.by,
    },
    {
      name: 'decided',
      zh: '决定时间',
      is: 'time',
      about: "When, on the shop's clock with its offset.",
      of: ({ line }) => timeOf(line.decision?.at),
    },
    {
      name: 'key',
      zh: '差异标识',
      is: 'text',
      about: 'Names the line at every run, the same each time.',
      of: ({ line }) => line.key,
    },
    {
      name: 'time_zone',
      zh: '时区',
      is: 'text',
      about: 'IANA zone of all times of the line but `china_day`.',
      of: () => timeZone,
    },
  ]
}

/** Every line of the China days that were matched, both included, in the order of the reports. */
export async function* reconciliationRows(
  matched: Matched,
  { from, to }: { readonly from: Day; readonly to: Day },
): AsyncGenerator<ReconciledRow, void> {
  for (let day = from; day <= to; day = dayAfter(day)) {
    for await (const entry of matched.lines(day)) {
      if ('line' in entry) yield { day, outcome: entry.line.outcome, lines: 1, line: entry.line }
      else yield { day, outcome: entry.unlisted.outcome, lines: entry.unlisted.count, line: {} }
    }
  }
}
