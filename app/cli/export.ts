import { stringify } from 'csv-stringify/sync'
import { formatAmount, type Money } from '../../main/domain/money.ts'
import { instant, localTime, shopDay, type Instant } from '../../main/domain/time.ts'
import { withJournal } from './desk.ts'
import { readOptions, UsageFault } from './options.ts'
import { exitCodes } from './result.ts'

const dayMs = 86_400_000

interface Line {
  readonly time: string
  readonly shop_day: string
  readonly kind: 'payment' | 'refund'
  readonly id: string
  readonly payment_id: string
  readonly state: string
  readonly amount: string
  readonly currency: string
  readonly alipay_trans_id: string
  readonly operator: string
  readonly till: string
}
const columns: readonly (keyof Line)[] = [
  'time',
  'shop_day',
  'kind',
  'id',
  'payment_id',
  'state',
  'amount',
  'currency',
  'alipay_trans_id',
  'operator',
  'till',
]

const dayOption = (text: string, name: string): Instant => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw new UsageFault(`--${name} ${text} is not a day such as 2026-11-20`)
  return instant(at)
}

/** Payments and refunds of the shop's days, oldest first. `--from` and `--to` are both included. */
export const exportJournal = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['from', 'to', 'format'] })
  const from = options.required('from')
  const to = options.required('to')
  const format = options.text('format') ?? 'csv'
  if (format !== 'csv' && format !== 'jsonl') throw new UsageFault('--format is csv or jsonl')
  if (from > to) throw new UsageFault(`--from ${from} is after --to ${to}`)
  // A shop's day lies within a day and a half of the UTC day of the same name, whatever its zone and start.
  const window = { from: dayOption(from, 'from') - 2 * dayMs, to: dayOption(to, 'to') + 3 * dayMs }
  return withJournal(options, async ({ journal, settings }) => {
    const line = (
      kind: Line['kind'],
      at: Instant,
      subject: {
        readonly id: string
        readonly state: string
        readonly amount: Money
        readonly operator: string
      },
      paymentId: string,
      transId: string,
    ): Line => ({
      time: localTime(at, settings.shop.timeZone),
      shop_day: shopDay(at, settings.shop),
      kind,
      id: subject.id,
      payment_id: paymentId,
      state: subject.state,
      amount: formatAmount(subject.amount),
      currency: subject.amount.currency,
      alipay_trans_id: transId,
      operator: subject.operator,
      till: settings.till,
    })
    // A refund belongs to the day it was made on, which may be long after its payment's.
    const lines = journal
      .payments({ to: window.to })
      .flatMap(({ payment, refunds }) => {
        const transId = 'facts' in payment ? (payment.facts.alipayTransId ?? '') : ''
        return [
          { at: payment.createdAt, line: line('payment', payment.createdAt, payment, payment.id, transId) },
          ...refunds.map((refund) => ({
            at: refund.createdAt,
            line: line('refund', refund.createdAt, refund, payment.id, transId),
          })),
        ]
      })
      .filter(({ line }) => line.shop_day >= from && line.shop_day <= to)
      .sort((a, b) => a.at - b.at || (a.line.id < b.line.id ? -1 : 1))
      .map(({ line }) => line)
    process.stdout.write(
      format === 'csv'
        ? stringify(lines, { header: true, columns: [...columns], record_delimiter: 'windows' })
        : lines.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    )
    return exitCodes.done
  })
}
