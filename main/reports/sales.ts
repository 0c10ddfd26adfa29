import type { Entry } from '../domain/entry.ts'
import { numberOfCash } from '../domain/ids.ts'
import { isMoneyTaken, type Payment } from '../domain/payment.ts'
import type { Refund } from '../domain/refund.ts'
import type { Journal } from '../journal/journal.ts'
import type { ClosingRanges } from './closing-ranges.ts'
import { negative, type Column, type Sum } from './columns.ts'
import type { ShopDays } from './shop-days.ts'
import { walkEntries, type Walk } from './walk.ts'

export interface SalesRow {
  readonly at: number
  readonly kind: 'payment' | 'refund' | 'cash-sale' | 'cash-refund'
  readonly id: string
  readonly paymentId: string
  readonly state: string
  readonly amount: Sum
  readonly transId: string | undefined
  readonly operator: string
  readonly till: string
  readonly net: Sum
  readonly endedAt: number | undefined
  readonly closing: number | undefined
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly amountCny: string | undefined
  readonly exchangeRate: string | undefined
  readonly entry: number
}

export interface SalesContext {
  readonly days: ShopDays
  readonly timeZone: string
}

export const salesColumns = ({ days, timeZone }: SalesContext): readonly Column<SalesRow>[] => [
  {
    name: 'time',
    zh: '时间',
    is: 'time',
    about: "When the sale or the refund was asked for, on the shop's clock with its offset from UTC.",
    of: ({ at }) => days.timeOf(at),
  },
  {
    name: 'shop_day',
    zh: '营业日',
    is: 'time',
    about: "The shop's day of that time, which may begin after midnight (`shop.dayStartsAtMinute`).",
    of: ({ at }) => days.dayOf(at),
  },
  {
    name: 'kind',
    zh: '类型',
    is: 'text',
    about: '`payment` and `refund` by wallet, `cash-sale` and `cash-refund`.',
    of: ({ kind }) => kind,
  },
  {
    name: 'id',
    zh: '商户交易号',
    is: 'text',
    about:
      "28 digits by wallet (`partner_trans_id`, `partner_refund_id`); in cash the drawer's running number.",
    of: ({ id }) => id,
  },
  {
    name: 'payment_id',
    zh: '原交易号',
    is: 'text',
    about:
      'The payment itself, or the one that money is given back of. In cash only of a refund by the receipt of its sale: the running number of that.',
    of: ({ paymentId }) => paymentId,
  },
  {
    name: 'state',
    zh: '状态',
    is: 'text',
    about: 'What has become of it by now, see [states](states.md); `paid` and `refunded` in cash.',
    of: ({ state }) => state,
  },
  {
    name: 'amount',
    zh: '金额',
    is: 'amount',
    about: 'What was asked for, never below zero, whatever became of it.',
    of: ({ amount }) => amount,
  },
  {
    name: 'currency',
    zh: '币种',
    is: 'text',
    about: 'ISO 4217, of both amounts.',
    of: ({ amount }) => amount.currency,
  },
  {
    name: 'alipay_trans_id',
    zh: '支付宝交易号',
    is: 'text',
    about: "Alipay's number of the trade, when an answer has named it.",
    of: ({ transId }) => transId,
  },
  {
    name: 'operator',
    zh: '收银员',
    is: 'text',
    about: 'Who asked for it, as the journal names them.',
    of: ({ operator }) => operator,
  },
  { name: 'till', zh: '收银机', is: 'text', about: 'Name of the till.', of: ({ till }) => till },
  {
    name: 'time_zone',
    zh: '时区',
    is: 'text',
    about: 'IANA zone of all times of the line.',
    of: () => timeZone,
  },
  {
    name: 'net_amount',
    zh: '净额',
    is: 'amount',
    about:
      'What the line moved: the amount when money was taken, with a minus when it was given back, 0 when nothing moved.',
    of: ({ net }) => net,
  },
  {
    name: 'ended',
    zh: '完成时间',
    is: 'time',
    about: 'When it was paid, refused, cancelled or refunded; empty while it is open.',
    of: ({ endedAt }) => (endedAt === undefined ? undefined : days.timeOf(endedAt)),
  },
  {
    name: 'closing',
    zh: '日结编号',
    is: 'whole',
    about: 'Number of the Z that counts `net_amount`; empty when nothing moved, or before the day is closed.',
    of: ({ closing }) => closing,
  },
  {
    name: 'code',
    zh: '拒绝代码',
    is: 'text',
    about: "Alipay's code when it was refused, see [codes](codes.md); the cause when nothing was sent.",
    of: ({ code }) => code,
  },
  {
    name: 'reason',
    zh: '原因',
    is: 'text',
    about:
      'Of a refund: as typed in cash; `automatic` when the customer had paid for a sale that was given up.',
    of: ({ reason }) => reason,
  },
  {
    name: 'amount_cny',
    zh: '人民币金额',
    is: 'text',
    about: 'What the customer was charged or given back in CNY, as Alipay wrote it.',
    of: ({ amountCny }) => amountCny,
  },
  {
    name: 'exchange_rate',
    zh: '汇率',
    is: 'text',
    about: 'As Alipay wrote it.',
    of: ({ exchangeRate }) => exchangeRate,
  },
  {
    name: 'entry',
    zh: '日志编号',
    is: 'whole',
    about: 'Number of the journal entry that began it.',
    of: ({ entry }) => entry,
  },
]

const endOf = (payment: Payment): number | undefined => {
  if (payment.state === 'paid') return payment.paidAt
  return 'endedAt' in payment ? payment.endedAt : undefined
}
const codeOf = (payment: Payment): string | undefined => {
  if (payment.state === 'declined') return payment.code
  return payment.state === 'not-sent' ? payment.why : undefined
}
const refundEnd = (refund: Refund): number | undefined => {
  if (refund.state === 'refunded') return refund.refundedAt
  return refund.state === 'refused' ? refund.endedAt : undefined
}

interface Source {
  readonly journal: Journal
  readonly ranges: ClosingRanges
}

const factsOf = (payment: Payment) =>
  'facts' in payment ? payment.facts : 'watch' in payment ? payment.watch.foundPaid : undefined

const paymentRow = (entry: Entry, { journal, ranges }: Source, asked: Payment): SalesRow => {
  const { payment = asked, seq = entry.seq } = journal.payment(asked.id) ?? {}
  const { minor, currency } = payment.amount
  const isTaken = isMoneyTaken(payment)
  const facts = factsOf(payment)
  return {
    at: entry.at,
    kind: 'payment',
    id: payment.id,
    paymentId: payment.id,
    state: payment.state,
    amount: payment.amount,
    transId: facts?.alipayTransId,
    operator: payment.operator,
    till: entry.till,
    net: { minor: isTaken ? minor : 0, currency },
    endedAt: endOf(payment),
    closing: isTaken ? ranges.closingOf(payment.id, payment.id, entry.seq, seq) : undefined,
    code: codeOf(payment),
    reason: undefined,
    amountCny: facts?.amountCny,
    exchangeRate: facts?.exchangeRate,
    entry: entry.seq,
  }
}

const refundRow = (entry: Entry, { journal, ranges }: Source, asked: Refund): SalesRow => {
  const { refund = asked, seq = entry.seq } = journal.refund(asked.id) ?? {}
  const { currency } = refund.amount
  const payment = journal.payment(refund.payment)?.payment
  const isBack = refund.state === 'refunded'
  const facts = 'facts' in refund ? refund.facts : undefined
  return {
    at: entry.at,
    kind: 'refund',
    id: refund.id,
    paymentId: refund.payment,
    state: refund.state,
    amount: refund.amount,
    transId: facts?.alipayTransId ?? (payment === undefined ? undefined : factsOf(payment)?.alipayTransId),
    operator: refund.operator,
    till: entry.till,
    net: isBack ? negative(refund.amount) : { minor: 0, currency },
    endedAt: refundEnd(refund),
    closing: isBack ? ranges.closingOf(refund.payment, refund.id, entry.seq, seq) : undefined,
    code: refund.state === 'refused' ? refund.code : undefined,
    reason: refund.origin === 'automatic' ? 'automatic' : undefined,
    amountCny: facts?.refundCny,
    exchangeRate: facts?.exchangeRate,
    entry: entry.seq,
  }
}

const cashRow = (
  { seq, at, till, operator }: Entry,
  { ranges }: Source,
  body: Extract<Entry['body'], { kind: 'cash-sold' | 'cash-refunded' }>,
): SalesRow => {
  const isSale = body.kind === 'cash-sold'
  return {
    at,
    kind: isSale ? 'cash-sale' : 'cash-refund',
    id: String(body.number),
    paymentId: !isSale && body.of !== undefined ? String(numberOfCash(body.of.sale)) : '',
    state: isSale ? 'paid' : 'refunded',
    amount: body.amount,
    transId: undefined,
    operator,
    till,
    net: isSale ? body.amount : negative(body.amount),
    endedAt: at,
    closing: ranges.of(seq),
    code: undefined,
    reason: body.kind === 'cash-refunded' ? body.reason : undefined,
    amountCny: undefined,
    exchangeRate: undefined,
    entry: seq,
  }
}

/** Sales and refunds, by wallet and in cash, in the order in which they were asked for, each as it stands now. */
export async function* salesRows(
  walk: Walk & { readonly journal: Journal },
  ranges: ClosingRanges,
): AsyncGenerator<SalesRow, void> {
  const source: Source = { journal: walk.journal, ranges }
  for await (const entry of walkEntries(walk)) {
    const { body } = entry
    if (body.kind === 'payment-requested') yield paymentRow(entry, source, body.payment)
    if (body.kind === 'refund-requested') yield refundRow(entry, source, body.refund)
    if (body.kind === 'cash-sold' || body.kind === 'cash-refunded') yield cashRow(entry, source, body)
  }
}
