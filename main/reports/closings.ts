import type { Closing } from '../domain/cash.ts'
import type { ClosedDay } from './closing-ranges.ts'
import type { Column, Sum } from './columns.ts'
import type { ShopDays } from './shop-days.ts'

/** One figure of one Z. A Z has as many lines as it has figures, so that each has its own currency. */
export interface ClosingRow {
  readonly closed: ClosedDay
  readonly till: string
  readonly block: 'sales' | 'alipay' | 'cash' | 'turnover'
  readonly figure: string
  readonly count: number | undefined
  readonly amount: Sum
  /** Of a difference of cash, when somebody said why. */
  readonly reason?: string | undefined
}

export const closingColumns = (days: ShopDays, timeZone: string): readonly Column<ClosingRow>[] => [
  {
    name: 'closing',
    zh: '日结编号',
    is: 'whole',
    about: 'Number of the Z: 1, 2, 3 and so on without a gap.',
    of: ({ closed }) => closed.closing.number,
  },
  {
    name: 'shop_day',
    zh: '营业日',
    is: 'time',
    about: "The shop's day on which it was closed.",
    of: ({ closed }) => days.dayOf(closed.closing.closedAt),
  },
  {
    name: 'opened',
    zh: '开始时间',
    is: 'time',
    about: 'When the shift was opened; without a shift, when the first entry of the range was written.',
    of: ({ closed }) => days.timeOf(closed.closing.openedAt),
  },
  {
    name: 'closed',
    zh: '日结时间',
    is: 'time',
    about: 'When the day was closed.',
    of: ({ closed }) => days.timeOf(closed.closing.closedAt),
  },
  {
    name: 'time_zone',
    zh: '时区',
    is: 'text',
    about: 'IANA zone of all times of the line.',
    of: () => timeZone,
  },
  {
    name: 'shift',
    zh: '班次',
    is: 'whole',
    about: "Number of the drawer's shift; empty when none was opened.",
    of: ({ closed }) => closed.closing.shift,
  },
  {
    name: 'opened_by',
    zh: '开班人',
    is: 'text',
    about: 'Who opened the shift, as the journal names them.',
    of: ({ closed }) => closed.closing.openedBy,
  },
  {
    name: 'closed_by',
    zh: '日结人',
    is: 'text',
    about: 'Who closed the day, as the journal names them.',
    of: ({ closed }) => closed.closing.closedBy,
  },
  { name: 'till', zh: '收银机', is: 'text', about: 'Name of the till.', of: ({ till }) => till },
  {
    name: 'block',
    zh: '部分',
    is: 'text',
    about:
      '`sales`: by type and method; `alipay`: what became of wallet payments; `cash`: the drawer; `turnover`: what the journal had counted in all its life when the Z was made.',
    of: ({ block }) => block,
  },
  {
    name: 'figure',
    zh: '项目',
    is: 'text',
    about:
      'Of `sales`: `sale alipay`, `sale cash`, `refund alipay`, `refund cash`. Of `alipay`: `paid`, `refunded`, `cancelled`, `declined`, `foundPaid`, `unknown`. Of `cash`: `float`, `sold`, `refunded`, `movedIn`, `movedOut`, `expected`, `counted`, `difference`, and `earlierDifference` of a count before that was further off. Of `turnover`: `gross`, `refunded`.',
    of: ({ figure }) => figure,
  },
  {
    name: 'count',
    zh: '笔数',
    is: 'whole',
    about: 'How many payments or refunds; empty where the Z does not count them.',
    of: ({ count }) => count,
  },
  {
    name: 'amount',
    zh: '金额',
    is: 'amount',
    about: 'As the Z says it. Only the differences can be below zero: money is missing.',
    of: ({ amount }) => amount,
  },
  {
    name: 'currency',
    zh: '币种',
    is: 'text',
    about: 'ISO 4217, of the amount.',
    of: ({ amount }) => amount.currency,
  },
  {
    name: 'first_entry',
    zh: '起始日志',
    is: 'whole',
    about: 'First entry of the range that the Z counts.',
    of: ({ closed }) => closed.closing.from,
  },
  {
    name: 'last_entry',
    zh: '结束日志',
    is: 'whole',
    about: 'Last entry of the range.',
    of: ({ closed }) => closed.closing.to,
  },
  {
    name: 'head_hash',
    zh: '末条哈希',
    is: 'text',
    about: 'Hash of the last entry.',
    of: ({ closed }) => closed.closing.integrity.head,
  },
  {
    name: 'previous_closing_hash',
    zh: '上次日结哈希',
    is: 'text',
    about: 'SHA-256 of the Z before.',
    of: ({ closed }) => closed.closing.integrity.previous,
  },
  {
    name: 'seal',
    zh: '签名',
    is: 'text',
    about: "The till's Ed25519 signature over the Z, base64.",
    of: ({ closed }) => closed.seal.signature,
  },
  {
    name: 'entry',
    zh: '日志编号',
    is: 'whole',
    about: 'Number of the journal entry that holds the Z.',
    of: ({ closed }) => closed.seq,
  },
  {
    name: 'reason',
    zh: '原因',
    is: 'text',
    about: 'Of the differences: why the cash was not what was expected, as it was typed. Empty elsewhere.',
    of: ({ reason }) => reason,
  },
]

type Figure = Pick<ClosingRow, 'block' | 'figure' | 'count' | 'amount' | 'reason'>

const alipayFigures = ['paid', 'refunded', 'cancelled', 'declined', 'foundPaid', 'unknown'] as const
const cashFigures = [
  'float',
  'sold',
  'refunded',
  'movedIn',
  'movedOut',
  'expected',
  'counted',
  'difference',
  'earlierDifference',
] as const

const figuresOf = ({ lines, alipay, cash, integrity }: Closing): readonly Figure[] => [
  ...lines.map(({ type, method, currency, count, minor }): Figure => ({
    block: 'sales',
    figure: `${type} ${method}`,
    count,
    amount: { minor, currency },
  })),
  ...alipay.flatMap((block) =>
    alipayFigures.map((figure): Figure => {
      const { count, minor } = block[figure]
      return { block: 'alipay', figure, count, amount: { minor, currency: block.currency } }
    }),
  ),
  ...cash.flatMap((block) =>
    cashFigures.flatMap((figure): readonly Figure[] => {
      const minor = figure === 'earlierDifference' ? block.earlier?.difference : block[figure]
      if (minor === undefined) return []
      const amount = { minor, currency: block.currency }
      const isDifference = figure === 'difference' || figure === 'earlierDifference'
      const reason = isDifference ? block.reason : undefined
      return [{ block: 'cash', figure, count: undefined, amount, reason }]
    }),
  ),
  ...(['gross', 'refunded'] as const).flatMap((figure) =>
    Object.entries(integrity[figure]).map(([currency, minor]): Figure => ({
      block: 'turnover',
      figure,
      count: undefined,
      amount: { minor, currency },
    })),
  ),
]

/** Every figure of the Zs that were made on the days from `from` up to but not on the instant `to`. */
export const closingRows = (
  closed: readonly ClosedDay[],
  { from, to }: { readonly from: number; readonly to: number },
  till: string,
): readonly ClosingRow[] =>
  closed
    .filter(({ closing: { closedAt } }) => closedAt >= from && closedAt < to)
    .flatMap((one) => figuresOf(one.closing).map((figure) => ({ closed: one, till, ...figure })))
