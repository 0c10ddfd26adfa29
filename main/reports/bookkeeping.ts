import type { Closing } from '../domain/cash.ts'
import type { Milestone } from '../domain/milestone.ts'
import type { Entry } from '../domain/entry.ts'
import type { PaymentId } from '../domain/ids.ts'
import { dayAfter, type Day } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import type { AccountName, VoucherText } from './accounts.ts'
import type { Posting } from './bookkeeping-columns.ts'
import type { ClosingRanges } from './closing-ranges.ts'
import type { Sum } from './columns.ts'
import { createFirsts } from './firsts.ts'
import type { Matched } from './matched.ts'
import type { ShopDays } from './shop-days.ts'
import { walkEntries, type Walk } from './walk.ts'

interface Voucher {
  readonly voucher: string
  readonly day: Day
  readonly at: number | undefined
  readonly document: string
  readonly operator: string | undefined
  readonly closing: number | undefined
}

/** Debit and credit of one sum; of one below zero the other way round, and nothing of zero. */
const pair = (
  voucher: Voucher,
  text: VoucherText,
  debit: AccountName,
  credit: AccountName,
  { minor, currency }: Sum,
  reason?: string,
): readonly Posting[] => {
  if (minor === 0) return []
  const amount = { minor: Math.abs(minor), currency }
  const [plus, minus] = minor > 0 ? [debit, credit] : [credit, debit]
  return [
    { ...voucher, account: plus, side: 'debit', amount, text, reason },
    { ...voucher, account: minus, side: 'credit', amount, text, reason },
  ]
}

/** What came of a wallet payment or of its refund by this entry, if anything. */
const walletPostings = (
  { body }: Entry,
  voucher: Voucher,
  first: readonly Milestone[],
  isPaid: (id: PaymentId) => boolean,
): readonly Posting[] => {
  if (body.kind === 'payment-requested' || body.kind === 'payment-changed') {
    const { id, amount, operator } = body.payment
    const about = { ...voucher, document: id, operator }
    if (first.includes('paid')) return pair(about, 'walletSale', 'alipayClearing', 'sales', amount)
    return first.includes('foundPaid')
      ? pair(about, 'walletFoundPaid', 'alipayClearing', 'customerMoney', amount)
      : []
  }
  if (body.kind === 'refund-requested' || body.kind === 'refund-changed') {
    const { id, payment, amount, operator } = body.refund
    if (!first.includes('refunded')) return []
    const about = { ...voucher, document: id, operator }
    return isPaid(payment)
      ? pair(about, 'walletRefund', 'sales', 'alipayClearing', amount)
      : pair(about, 'walletGivenBack', 'customerMoney', 'alipayClearing', amount)
  }
  return []
}

/** The drawer is empty between a closing and the next float: what was counted is on its way, to the safe or the bank. */
const closingPostings = (closing: Closing, voucher: Voucher): readonly Posting[] =>
  closing.cash.flatMap(({ currency, expected = 0, counted = expected, reason }) => [
    // Below zero, money is missing: the account of differences bears it.
    ...pair(
      voucher,
      'cashDifference',
      'cash',
      'cashDifference',
      { minor: counted - expected, currency },
      reason,
    ),
    ...pair(voucher, 'drawerEmptied', 'cashTransit', 'cash', { minor: counted, currency }),
  ])

const drawerPostings = ({ body }: Entry, voucher: Voucher): readonly Posting[] => {
  const about = (document: string): Voucher => ({ ...voucher, document })
  if (body.kind === 'cash-sold') {
    return pair(about(String(body.number)), 'cashSale', 'cash', 'sales', body.amount)
  }
  if (body.kind === 'cash-refunded') {
    return pair(about(String(body.number)), 'cashRefund', 'sales', 'cash', body.amount, body.reason)
  }
  if (body.kind === 'shift-opened') {
    return pair(about(String(body.shift)), 'float', 'cash', 'cashTransit', body.float)
  }
  if (body.kind === 'cash-moved') {
    return body.direction === 'in'
      ? pair(voucher, 'payIn', 'cash', 'cashTransit', body.amount, body.reason)
      : pair(voucher, 'payOut', 'cashTransit', 'cash', body.amount, body.reason)
  }
  if (body.kind !== 'day-closed') return []
  // The entry comes after the range that it closes, and what it books belongs to that.
  const { number } = body.closing
  return closingPostings(body.closing, { ...about(`Z${number}`), closing: number })
}

const settlementPostings = async function* (
  matched: Matched,
  journal: Pick<Journal, 'newestOfEach'>,
  from: Day,
  to: Day,
): AsyncGenerator<Posting, void> {
  const nobody = { at: undefined, document: '', operator: undefined, closing: undefined }
  const credits = new Map(
    journal.newestOfEach('bank-credited').flatMap(({ body, operator }) => {
      if (body.kind !== 'bank-credited' || body.day < from || body.day > to) return []
      return [[`${body.day} ${body.currency}`, { ...body, operator }] as const]
    }),
  )
  for await (const { day, currency, gross, fee, net } of matched.settledDays(from, to)) {
    const voucher: Voucher = { ...nobody, voucher: `S${day}-${currency}`, day }
    yield* pair(voucher, 'settlement', 'fees', 'alipayClearing', { minor: fee, currency })
    yield* pair(voucher, 'settlement', 'bank', 'alipayClearing', { minor: net, currency })
    // Where a file's own columns do not add up, the clearing account must still be emptied of what was sold.
    yield* pair(voucher, 'settlement', 'settlementDifference', 'alipayClearing', {
      minor: gross - fee - net,
      currency,
    })
    const credit = credits.get(`${day} ${currency}`)
    if (credit === undefined) continue
    credits.delete(`${day} ${currency}`)
    yield* pair(
      { ...voucher, voucher: `B${day}-${currency}`, operator: credit.operator },
      'bankCredit',
      'bank',
      'settlementDifference',
      { minor: credit.minor - net, currency },
      credit.note,
    )
  }
  // Credited before the settlement file was there: the whole sum comes from the clearing account until it is.
  for (const [, { day, currency, minor, note, operator }] of [...credits].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    const voucher: Voucher = { ...nobody, voucher: `B${day}-${currency}`, day, operator }
    yield* pair(voucher, 'settlement', 'bank', 'alipayClearing', { minor, currency }, note)
  }
}

/**
 * Double entry by the model of a clearing account: what wallets paid is owed by Alipay until it is settled. The
 * journal's vouchers come first, in its order; then settlements and bank credits by day. Every voucher balances.
 */
export async function* bookkeepingRows(
  walk: Walk & { readonly journal: Journal },
  { from, to }: { readonly from: Day; readonly to: Day },
  days: ShopDays,
  ranges: ClosingRanges,
  matched: Matched,
): AsyncGenerator<Posting, void> {
  const { journal } = walk
  const firsts = createFirsts(journal)
  const isPaid = (id: PaymentId): boolean => journal.payment(id)?.payment.state === 'paid'
  const inside = { ...walk, from: days.startOf(from), to: days.startOf(dayAfter(to)) }
  for await (const entry of walkEntries(inside)) {
    const { seq, at, operator } = entry
    const day = days.dayOf(at)
    const voucher: Voucher = {
      voucher: `E${seq}`,
      day,
      at,
      operator,
      closing: ranges.of(seq),
      document: '',
    }
    yield* walletPostings(entry, voucher, firsts(entry), isPaid)
    yield* drawerPostings(entry, voucher)
  }
  yield* settlementPostings(matched, journal, from, to)
}
