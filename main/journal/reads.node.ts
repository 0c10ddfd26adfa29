import type { Discrepancy, EntryBody, PrintJob, PrintJobState } from '../domain/entry.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import type { DiscrepancyKind, Payment } from '../domain/payment.ts'
import { isRefundFinal, isWatchedRefund, type Refund } from '../domain/refund.ts'
import type { EntryTable } from './entries.node.ts'
import {
  JournalFault,
  type EntryFilter,
  type Journal,
  type PaymentRecord,
  type RefundRecord,
} from './journal.ts'
import { bodyOf, entryOf, type JournalRecord } from './record.ts'
import type { Connection } from './storage.node.ts'

/** The questions that a journal answers. A projection says where; the words are always those of an entry. */
export type JournalReads = Pick<
  Journal,
  | 'payment'
  | 'paymentByTransId'
  | 'refund'
  | 'payments'
  | 'refunds'
  | 'lastPayment'
  | 'openPayments'
  | 'openRefunds'
  | 'watchedRefunds'
  | 'discrepancies'
  | 'printJobs'
  | 'lastPrintJob'
  | 'copies'
  | 'newest'
  | 'newestOfEach'
  | 'story'
  | 'entries'
  | 'records'
>

interface Found {
  readonly seq: number
  readonly hash: string
  readonly body: string
}

/** A projection that names an entry of another kind was damaged after the start looked at it: stop, do not guess. */
const mismatch = (seq: number, wanted: string): JournalFault =>
  new JournalFault(
    'broken-chain',
    `An index of the journal names entry ${seq} for a ${wanted}, and it is not one. The entries are whole: check the ` +
      'disk, and have the journal mended.',
  )

/** How many bodies are kept as they were parsed: the screen looks at the same few sales at every change. */
const parsedMax = 256

/** An entry never changes, so its body is parsed once for as long as this connection lasts. */
const createParser = (): ((found: Pick<Found, 'seq' | 'body'>) => EntryBody) => {
  const parsed = new Map<number, EntryBody>()
  return (found) => {
    const known = parsed.get(found.seq)
    if (known !== undefined) return known
    const body = bodyOf(found)
    if (parsed.size >= parsedMax) for (const seq of parsed.keys()) if (parsed.delete(seq)) break
    parsed.set(found.seq, body)
    return body
  }
}

/** Entries are read in pages, so that a walk that is left in the middle never blocks an append. */
const pageSize = 500

export const createReads = (connection: Connection, entries: EntryTable): JournalReads => {
  const parse = createParser()
  const paymentIn = (found: Found): Payment => {
    const read = parse(found)
    if (read.kind === 'payment-requested' || read.kind === 'payment-changed') return read.payment
    throw mismatch(found.seq, 'payment')
  }
  const refundIn = (found: Found): Refund => {
    const read = parse(found)
    if (read.kind === 'refund-requested' || read.kind === 'refund-changed') return read.refund
    throw mismatch(found.seq, 'refund')
  }
  const parametersIn = (seq: number, body: string): Readonly<Record<string, string>> => {
    const read = parse({ seq, body })
    if (read.kind === 'refund-requested') return read.parameters
    throw mismatch(seq, 'refund request')
  }
  const printJobIn = (found: Found): PrintJob => {
    const read = parse(found)
    if (read.kind === 'print-changed') return read.job
    throw mismatch(found.seq, 'print job')
  }

  const columns = 'e.seq, e.hash, e.body'
  const paymentById = connection.prepare<[string], Found>(
    `select ${columns} from payments p join entries e using (seq) where p.id = ?`,
  )
  const paymentByTrade = connection.prepare<[string], Found>(
    `select ${columns} from payments p join entries e using (seq)
     where p.alipay_trans_id = ? order by e.seq desc limit 1`,
  )
  const paymentsByTime = connection.prepare<[number, number, number, number], Found>(
    `select ${columns} from payments p join entries e using (seq)
     where p.open = ? and p.created_at >= ? and p.created_at < ?
     order by p.created_at desc, p.id desc limit ?`,
  )
  // A story begins with the number of the request. It walks over all payments, and is asked once, at the start.
  const lastPayment = connection.prepare<[], Found>(
    `select ${columns} from payments p join entries e using (seq)
     where p.id = (select id from payments order by cast(story as integer) desc limit 1)`,
  )
  const openPayments = connection.prepare<[], Found>(
    `select ${columns} from payments p join entries e using (seq)
     where p.open = 1 order by p.created_at, p.id`,
  )
  const refundsOfPayments = connection.prepare<[string], Found>(
    `select ${columns} from json_each(?) p cross join refunds r on r.payment = p.value
     join entries e using (seq) order by r.requested_seq`,
  )
  const refundsByTime = connection.prepare<[number, number, number, number], Found>(
    `select ${columns} from refunds r join entries e using (seq)
     where r.open = ? and r.created_at >= ? and r.created_at < ? order by r.created_at desc, r.id desc limit ?`,
  )
  const openRefunds = connection.prepare<[], Found>(
    `select ${columns} from refunds r join entries e using (seq) where r.open = 1 order by r.requested_seq`,
  )
  const refundById = connection.prepare<
    [string],
    Found & { readonly requestedSeq: number; readonly requested: string }
  >(
    `select ${columns}, r.requested_seq as requestedSeq, q.body as requested
     from refunds r join entries e on e.seq = r.seq join entries q on q.seq = r.requested_seq where r.id = ?`,
  )
  const discrepancies = connection.prepare<[], Found & { readonly seen: number }>(
    `select ${columns}, d.seen from discrepancies d join entries e using (seq) order by e.seq`,
  )
  const printJobs = connection.prepare<[string], Found>(
    `select ${columns} from print_jobs j join entries e using (seq) where j.state = ? order by j.number`,
  )
  const lastPrintJob = connection
    .prepare<[], number>('select coalesce(max(number), 0) from print_jobs')
    .pluck()
  const copies = connection
    .prepare<[string, string], number>(
      'select coalesce(max(copy) + 1, 0) from print_jobs where of = ? and "for" = ?',
    )
    .pluck()
  const newestOf = connection
    .prepare<[string, string], number>('select seq from newest where kind = ? and subject = ?')
    .pluck()
  const newestOfEach = connection
    .prepare<[string], number>('select seq from newest where kind = ? order by seq')
    .pluck()
  const storyOf = connection.prepare<[string], string>('select story from payments where id = ?').pluck()

  const newestFirst = (one: Payment, other: Payment): number =>
    other.createdAt - one.createdAt || (other.id < one.id ? -1 : 1)
  const withRefunds = (found: readonly Found[]): readonly PaymentRecord[] => {
    const payments = found.map(paymentIn)
    const ids = JSON.stringify(payments.map(({ id }) => id))
    const refunds = Map.groupBy(refundsOfPayments.all(ids).map(refundIn), ({ payment }) => payment)
    return found.map(({ seq, hash }, index) => {
      const payment = payments[index] as Payment
      return { payment, seq, hash, refunds: refunds.get(payment.id) ?? [] }
    })
  }
  const records = function* (filter: EntryFilter = {}): Generator<JournalRecord, void> {
    const { from = -Infinity, to = Infinity, firstSeq = 1, lastSeq = Number.MAX_SAFE_INTEGER } = filter
    let next = firstSeq
    for (;;) {
      const page = entries.page(next, pageSize, from, to, lastSeq)
      yield* page
      const last = page.at(-1)
      if (last === undefined) return
      next = last.seq + 1
    }
  }
  const one = (found: Found | undefined): PaymentRecord | undefined =>
    found === undefined ? undefined : withRefunds([found])[0]
  const perhaps = <T, R>(found: T | undefined, read: (found: T) => R): R | undefined =>
    found === undefined ? undefined : read(found)

  return {
    payment: (id: PaymentId) => one(paymentById.get(id)),
    paymentByTransId: (number) => one(paymentByTrade.get(number)),
    refund: (id: RefundId): RefundRecord | undefined =>
      perhaps(refundById.get(id), (found) => ({
        refund: refundIn(found),
        seq: found.seq,
        hash: found.hash,
        parameters: parametersIn(found.requestedSeq, found.requested),
      })),
    // The index is by open or not and then by time: two short lists, of which the newest count.
    payments: ({ from = -Infinity, to = Infinity, limit = Number.MAX_SAFE_INTEGER } = {}) =>
      withRefunds(
        [1, 0]
          .flatMap((open) => paymentsByTime.all(open, from, to, limit))
          .map((found) => ({ found, payment: paymentIn(found) }))
          .sort((one, other) => newestFirst(one.payment, other.payment))
          .slice(0, limit)
          .map(({ found }) => found),
      ),
    refunds: ({ from = -Infinity, to = Infinity, limit = Number.MAX_SAFE_INTEGER } = {}) =>
      [1, 0]
        .flatMap((open) => refundsByTime.all(open, from, to, limit))
        .map(refundIn)
        .sort((one, other) => other.createdAt - one.createdAt || (other.id < one.id ? -1 : 1))
        .slice(0, limit),
    lastPayment: () => one(lastPayment.get()),
    openPayments: () => openPayments.all().map(paymentIn),
    openRefunds: () =>
      openRefunds
        .all()
        .map(refundIn)
        .filter((refund) => !isRefundFinal(refund)),
    watchedRefunds: () => openRefunds.all().map(refundIn).filter(isWatchedRefund),
    discrepancies: () =>
      discrepancies.all().map(({ seq, body, seen }): Discrepancy => {
        const read = bodyOf({ body })
        if (read.kind !== 'discrepancy-raised') throw mismatch(seq, 'discrepancy')
        const kind: DiscrepancyKind = read.discrepancy.kind
        return { ...read.discrepancy, kind, seen: seen === 1 }
      }),
    printJobs: (states: readonly PrintJobState[]) =>
      states
        .flatMap((state) => printJobs.all(state).map(printJobIn))
        .sort((one, other) => one.number - other.number),
    lastPrintJob: () => lastPrintJob.get() ?? 0,
    copies: (of, receiptFor) => copies.get(of, receiptFor) ?? 0,
    newest: (kind, subject = '') => {
      const seq = newestOf.get(kind, subject)
      const record = seq === undefined ? undefined : entries.at(seq)
      return record === undefined ? undefined : entryOf(record)
    },
    newestOfEach: (kind) =>
      newestOfEach.all(kind).map((seq) => {
        const record = entries.at(seq)
        if (record === undefined) throw mismatch(seq, kind)
        return entryOf(record)
      }),
    story: (id) =>
      (storyOf.get(id)?.split(',') ?? []).map((seq) => {
        const record = entries.at(Number(seq))
        if (record === undefined) throw mismatch(Number(seq), 'payment')
        return entryOf(record)
      }),
    entries: function* (filter) {
      for (const record of records(filter)) yield entryOf(record)
    },
    records,
  }
}
