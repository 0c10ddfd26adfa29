import type { EntryBody } from '../domain/entry.ts'
import type { PaymentId, RefundId } from '../domain/ids.ts'
import type { EntryTable } from './entries.node.ts'
import { projectionChanges, projectionVersion, type ProjectionChange } from './projections.ts'
import { bodyOf } from './record.ts'
import type { Connection } from './storage.node.ts'

/** The projections' tables, kept in step with the entries inside the caller's transaction. */
export interface Projector {
  readonly project: (seq: number, body: EntryBody) => void
  /** Notes that the projections were made by these rules. */
  readonly markCurrent: () => void
  readonly isPaid: (id: PaymentId) => boolean
  readonly isRefunded: (id: RefundId) => boolean
  /** Notes that the entries have grown without them. */
  readonly markStale: () => void
  /**
   * Whether the tables were made by these rules and name no entry after `newest`. Behind the entries they cannot be,
   * because both change in one transaction; ahead they are when somebody cut the entries.
   */
  readonly isCurrent: (newest: number) => boolean
  /** Whether the tables and their indexes are sound and agree with one another, as SQLite sees it. */
  readonly areSound: () => boolean
  /** Whether each row says of its sale or refund what the entry says that it names; asked of current tables. */
  readonly fitEntries: () => boolean
  readonly clear: () => void
}

const tables = ['payments', 'refunds', 'discrepancies', 'print_jobs', 'newest']

export const createProjector = (connection: Connection): Projector => {
  const newPayment = connection.prepare(`
    insert into payments (seq, story, state, open, alipay_trans_id, created_at, amount, currency, id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const knownPayment = connection.prepare(`
    update payments set seq = ?, story = story || ',' || ?, state = ?, open = ?,
      alipay_trans_id = coalesce(?, alipay_trans_id)
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
  const newest = connection.prepare(`
    insert into newest (kind, subject, seq) values (?, ?, ?)
    on conflict (kind, subject) do update set seq = excluded.seq`)
  const story = connection.prepare("update payments set story = story || ',' || ? where id = ?")
  const paymentOf = connection
    .prepare<[string], PaymentId>('select payment from refunds where id = ?')
    .pluck()
  const paymentState = connection.prepare<[string], string>('select state from payments where id = ?').pluck()
  const refundState = connection.prepare<[string], string>('select state from refunds where id = ?').pluck()
  const version = connection.prepare<[], number>('select version from projected').pluck()
  const furthest = connection
    .prepare<[], number>(
      `select max(seq) from (select seq from payments union all select seq from refunds union all
       select seq from discrepancies union all select seq from print_jobs union all select seq from newest)`,
    )
    .pluck()
  /**
   * SQLite looks at the form of a row and not at what it says: a spoilt number or word in it shows an old or a foreign
   * entry for a sale. So each is held against the entry that it names.
   */
  const misnamed = connection
    .prepare<[], number>(
      `select exists (
         select 1 from payments p left join entries e using (seq)
         where e.body ->> '$.payment.id' is not p.id or e.body ->> '$.payment.state' is not p.state
           or e.body ->> '$.payment.amount.minor' is not p.amount
         union all
         select 1 from refunds r left join entries e using (seq)
         where e.body ->> '$.refund.id' is not r.id or e.body ->> '$.refund.state' is not r.state
           or e.body ->> '$.refund.amount.minor' is not r.amount or e.body ->> '$.refund.payment' is not r.payment)`,
    )
    .pluck()
  const setVersion = connection.prepare('update projected set version = ?')

  const apply = (seq: number, change: ProjectionChange): void => {
    switch (change.to) {
      case 'payment': {
        const { id, state, open, alipayTransId, createdAt, amount, currency } = change.row
        const write = change.as === 'new' ? newPayment : knownPayment
        const trade = alipayTransId ?? null
        const values = [seq, String(seq), state, Number(open), trade, createdAt, amount, currency, id]
        const { changes } = write.run(...values)
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
      case 'newest':
        newest.run(change.kind, change.subject, seq)
        return
      case 'story':
        story.run(String(seq), change.payment)
    }
  }

  const projector: Projector = {
    project: (seq, body) => {
      for (const change of projectionChanges(body, (id) => paymentOf.get(id))) apply(seq, change)
    },
    markCurrent: () => {
      setVersion.run(projectionVersion)
    },
    isPaid: (id) => paymentState.get(id) === 'paid',
    isRefunded: (id) => refundState.get(id) === 'refunded',
    markStale: () => {
      setVersion.run(0)
    },
    isCurrent: (newest) => version.get() === projectionVersion && (furthest.get() ?? 0) <= newest,
    areSound: () =>
      tables.every((table) => connection.pragma(`integrity_check(${table})`, { simple: true }) === 'ok'),
    fitEntries: () => misnamed.get() === 0,
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
      projector.markCurrent()
    })
    .immediate()
}
