import type { EntryBody } from '../domain/entry.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import type { Connection } from './connection.node.ts'
import type { EntryTable } from './entries.node.ts'
import { projectionChanges, projectionVersion, type ProjectionChange } from './projections.ts'
import { bodyOf } from './record.ts'

/** The projections' tables, kept in step with the entries inside the caller's transaction. */
export interface Projector {
  readonly project: (seq: number, body: EntryBody) => void
  /** Notes how far the projections have come; once a transaction, at its end. */
  readonly projected: (seq: number) => void
  readonly isPaid: (id: PaymentId) => boolean
  readonly isRefunded: (id: RefundId) => boolean
  /** Whether the tables were made by these rules and stand at this entry. */
  readonly isCurrent: (seq: number) => boolean
  /** Whether the tables and their indexes are sound and agree with one another, as SQLite sees it. */
  readonly areSound: () => boolean
  readonly clear: () => void
}

const tables = ['payments', 'refunds', 'discrepancies', 'print_jobs', 'stories']

export const createProjector = (connection: Connection): Projector => {
  const newPayment = connection.prepare(`
    insert into payments (seq, state, open, alipay_trans_id, created_at, amount, currency, id)
    values (?, ?, ?, ?, ?, ?, ?, ?)`)
  const knownPayment = connection.prepare(`
    update payments set seq = ?, state = ?, open = ?, alipay_trans_id = coalesce(?, alipay_trans_id)
    where created_at = ? and amount = ? and currency = ? and id = ?`)
  const newRefund = connection.prepare(`
    insert into refunds (seq, state, open, created_at, amount, currency, payment, id, requested_seq)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const knownRefund = connection.prepare(`
    update refunds set seq = ?, state = ?, open = ?
    where created_at = ? and amount = ? and currency = ? and payment = ? and id = ?`)
  const discrepancy = connection.prepare(`
    insert into discrepancies (payment, kind, seq, seen) values (?, ?, ?, ?)
    on conflict (payment, kind) do update set seq = excluded.seq, seen = excluded.seen`)
  const discrepancySeen = connection.prepare(
    'update discrepancies set seen = 1 where payment = ? and kind = ?',
  )
  const printJob = connection.prepare(`
    insert into print_jobs (number, seq, of, "for", copy, state) values (?, ?, ?, ?, ?, ?)
    on conflict (number) do update set seq = excluded.seq, copy = excluded.copy, state = excluded.state`)
  const story = connection.prepare('insert into stories (payment, seq) values (?, ?)')
  const paymentOf = connection
    .prepare<[string], PaymentId>('select payment from refunds where id = ?')
    .pluck()
  const paymentState = connection.prepare<[string], string>('select state from payments where id = ?').pluck()
  const refundState = connection.prepare<[string], string>('select state from refunds where id = ?').pluck()
  const stand = connection.prepare<[], [number, number]>('select version, seq from projected').raw()
  const setStand = connection.prepare('update projected set version = ?, seq = ?')

  const apply = (seq: number, change: ProjectionChange): void => {
    switch (change.to) {
      case 'payment': {
        const { id, state, open, alipayTransId, createdAt, amount, currency } = change.row
        const write = change.as === 'new' ? newPayment : knownPayment
        const trade = alipayTransId ?? null
        const { changes } = write.run(seq, state, Number(open), trade, createdAt, amount, currency, id)
        if (changes === 0)
          throw new RangeError(`payment ${id} changed before it was requested, or its amount`)
        return
      }
      case 'refund': {
        const { id, state, open, createdAt, amount, currency, payment } = change.row
        const values = [seq, state, Number(open), createdAt, amount, currency, payment, id]
        const { changes } = change.as === 'new' ? newRefund.run(...values, seq) : knownRefund.run(...values)
        if (changes === 0) throw new RangeError(`refund ${id} changed before it was requested, or its amount`)
        return
      }
      case 'discrepancy':
        discrepancy.run(change.payment, change.kind, seq, Number(change.seen))
        return
      case 'discrepancy-seen':
        discrepancySeen.run(change.payment, change.kind)
        return
      case 'print-job':
        printJob.run(change.job.number, seq, change.job.of, change.job.for, change.job.copy, change.job.state)
        return
      case 'story':
        story.run(change.payment, seq)
    }
  }

  const projector: Projector = {
    project: (seq, body) => {
      for (const change of projectionChanges(body, (id) => paymentOf.get(id))) apply(seq, change)
    },
    projected: (seq) => {
      setStand.run(projectionVersion, seq)
    },
    isPaid: (id) => paymentState.get(id) === 'paid',
    isRefunded: (id) => refundState.get(id) === 'refunded',
    isCurrent: (seq) => {
      const [version, at] = stand.get() ?? [0, 0]
      return version === projectionVersion && at === seq
    },
    areSound: () =>
      tables.every((table) => connection.pragma(`integrity_check(${table})`, { simple: true }) === 'ok'),
    clear: () => {
      for (const table of tables) connection.exec(`delete from ${table}`)
    },
  }
  return projector
}

/** Makes the projections anew from the entries, all or nothing. They must come out as they were kept live. */
export const rebuildProjections = (
  connection: Connection,
  entries: EntryTable,
  projector: Projector,
): void => {
  connection
    .transaction(() => {
      projector.clear()
      let seq = 0
      for (;;) {
        const page = entries.page(seq + 1, 1000, -Infinity, Infinity)
        for (const record of page) projector.project(record.seq, bodyOf(record))
        const last = page.at(-1)
        if (last === undefined) break
        seq = last.seq
      }
      projector.projected(seq)
    })
    .immediate()
}
