import { money, type Currency, type Money } from '../domain/money.ts'
import { beijingDay, beijingStamp, type Instant } from '../domain/time.ts'
import { convert } from './rates.ts'
import { instantAfter, type FileMistake, type Trade, type TradeRefund } from './trade.ts'

/** What the files are written from: the books of one partner at one time. */
export interface FiledBooks {
  readonly partner: string
  readonly trades: readonly Trade[]
  /** In the order in which they were asked for, the failed ones too: their place gives them their number. */
  readonly refunds: readonly TradeRefund[]
}

/** One movement of money, as both files tell it. Amounts are whole minor units without a sign (reconciliation 1.7). */
export interface FiledRow {
  readonly type: 'PAYMENT' | 'REFUND' | 'CANCEL'
  /** `partner_trans_id` of a payment and of its cancel, `partner_refund_id` of a refund (reconciliation 1.5). */
  readonly merchantRef: string
  /** Alipay's number, 28 digits that begin with the China day. */
  readonly providerRef: string
  readonly amount: Money
  /** In the currency of `amount`. */
  readonly fee: number
  readonly price: Money
  readonly at: Instant
  readonly names: FiledNames
  readonly mistake?: FileMistake
}

interface FiledNames {
  readonly industry: string
  readonly merchant: string
  readonly store: string
}

/** The contract's commission, in hundredths of a per cent: 120 is 1.2 %, as in the sample (reconciliation 1.10). */
export const feeBasisPointsDefault = 120

/** Halves go up. A refund gives its part of the commission back (reconciliation 1.7). */
const feeOf = (minor: number, basisPoints: number): number =>
  Number((BigInt(minor) * BigInt(basisPoints) + 5000n) / 10_000n)

const namesOf = (trade: Trade): FiledNames => {
  let extendInfo: Readonly<Record<string, unknown>> = {}
  try {
    const terms = new Map(JSON.parse(trade.order.terms) as readonly (readonly [string, string])[])
    extendInfo = JSON.parse(terms.get('extend_info') ?? '{}') as typeof extendInfo
  } catch {
    // Books that a program made for itself have no terms to read names from.
  }
  const name = (field: string): string => {
    const value = extendInfo[field]
    return typeof value === 'string' ? value : ''
  }
  return {
    industry: name('secondary_merchant_industry'),
    merchant: name('secondary_merchant_name'),
    store: name('store_name'),
  }
}

/** The digits that tell the books of one gateway from those of others, at their place in a trade's number. */
const seriesOf = (trade: Trade): string => trade.tradeNo.slice(12, 16)
const ownNumber = (trade: Trade, at: Instant, kind: '37' | '38' | '39', number: string): string =>
  `${beijingStamp(at).slice(0, 8)}2200${seriesOf(trade)}${kind}${number.padStart(10, '0').slice(-10)}`

/** Of rows of one second, a payment comes before what gives it back. */
const rank = { PAYMENT: 0, REFUND: 1, CANCEL: 2 } as const

/**
 * Every movement of money in the books, by time: a row for each payment, for each refund that was carried out, and for
 * a cancel that gave money back. What was never paid leaves no row (reconciliation 1.5).
 */
export const filedRows = (books: FiledBooks, feeBasisPoints = feeBasisPointsDefault): readonly FiledRow[] => {
  const trades = new Map(
    books.trades
      .filter(({ order, paidAt }) => order.partner === books.partner && paidAt !== undefined)
      .map((trade) => [trade.order.id, trade] as const),
  )
  const names = new Map([...trades].map(([id, trade]) => [id, namesOf(trade)] as const))
  const row = (
    trade: Trade,
    what: Pick<FiledRow, 'type' | 'merchantRef' | 'providerRef' | 'at' | 'mistake'>,
    minor: number,
  ): FiledRow => {
    const price = money(minor, trade.order.price.currency)
    const amount = convert(price, trade.order.settlement)
    return {
      ...what,
      price,
      amount,
      fee: feeOf(amount.minor, feeBasisPoints),
      names: names.get(trade.order.id) ?? namesOf(trade),
    }
  }
  const rows: FiledRow[] = []
  const refunded = new Map<string, number>()
  for (const [index, refund] of books.refunds.entries()) {
    const trade = refund.partner === books.partner ? trades.get(refund.paymentId) : undefined
    if (trade === undefined || refund.state !== 'SUCCESS' || refund.doneAt === undefined) continue
    refunded.set(refund.paymentId, (refunded.get(refund.paymentId) ?? 0) + refund.amount.minor)
    const providerRef = ownNumber(trade, refund.doneAt, '37', String(index + 1))
    rows.push(
      row(
        trade,
        { type: 'REFUND', merchantRef: refund.id, providerRef, at: refund.doneAt },
        refund.amount.minor,
      ),
    )
  }
  for (const [id, trade] of trades) {
    const { order, tradeNo, paidAt, closedAt, closedBy } = trade
    if (paidAt === undefined) continue
    rows.push(
      row(
        trade,
        {
          type: 'PAYMENT',
          merchantRef: id,
          providerRef: tradeNo,
          at: paidAt,
          ...(order.filed !== undefined && { mistake: order.filed }),
        },
        order.price.minor,
      ),
    )
    if (order.filed === 'unknown-refund') {
      const at = instantAfter(paidAt, 1000)
      const providerRef = ownNumber(trade, at, '39', tradeNo)
      const merchantRef = `NOT-THIS-TILL-${tradeNo.slice(-12)}`
      rows.push(row(trade, { type: 'REFUND', merchantRef, providerRef, at }, order.price.minor))
    }
    if (closedBy !== 'cancel' || closedAt === undefined) continue
    const providerRef = ownNumber(trade, closedAt, '38', tradeNo)
    const rest = order.price.minor - (refunded.get(id) ?? 0)
    rows.push(row(trade, { type: 'CANCEL', merchantRef: id, providerRef, at: closedAt }, rest))
  }
  return rows.sort(
    (a, b) =>
      a.at - b.at ||
      rank[a.type] - rank[b.type] ||
      (a.providerRef < b.providerRef ? -1 : a.providerRef > b.providerRef ? 1 : 0),
  )
}

const otherCurrency = (currency: Currency): Currency => (currency === 'EUR' ? 'USD' : 'EUR')

/** The same minor units in another currency: a file that says so is wrong, and nothing is converted. */
const inOtherCurrency = ({ minor, currency }: Money): Money => ({ minor, currency: otherCurrency(currency) })

/** How often and how a payment with a mistake stands in a file. Every other row stands there once, as it is. */
export const asFiled = (
  row: FiledRow,
  file: 'transaction' | 'settlement',
  stage: number,
): readonly FiledRow[] => {
  const { mistake } = row
  if (mistake === undefined) return [row]
  switch (mistake) {
    case 'unknown-refund':
    case 'wrong-count':
    case 'late-file':
      return [row]
    case 'missing-row':
      return []
    case 'changed-file':
      return stage < 2 && file === 'transaction' ? [] : [row]
    case 'missing-settlement':
      return file === 'settlement' ? [] : [row]
    case 'doubled-row':
      return file === 'transaction' ? [row, row] : [row]
    case 'other-amount': {
      const more = ({ minor, currency }: Money): Money => money(minor + 100, currency)
      return [{ ...row, amount: more(row.amount), price: more(row.price) }]
    }
    case 'other-fee':
      return [{ ...row, fee: row.fee + 10 }]
    case 'other-currency':
      return [{ ...row, amount: inOtherCurrency(row.amount), price: inOtherCurrency(row.price) }]
  }
}

export const dayOfRow = ({ at }: FiledRow) => beijingDay(at)
