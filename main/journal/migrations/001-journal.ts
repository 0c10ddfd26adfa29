import type { Migration } from '../migration.ts'

/**
 * The entries, and beside them the projections: indexes over the entries by the questions that are asked. A
 * projection holds no words of its own. It names the entry (`seq`) where the whole state stands, whose text the chain
 * covers, so that a flipped bit in a projection can hide a payment but never change its amount. Hiding is noticed at
 * the start: the list of open questions is a whole index and not a partial one, because SQLite's integrity check
 * compares every row with its line in the one, and does not count what the other should hold.
 *
 * Every page that an append touches is written twice and waited for, on the way between the gateway's answer and the
 * screen. So there are few: one index serves both the open questions and the list by time, and who looks for the
 * number in a customer's bill waits some milliseconds for a walk over all payments.
 *
 * The triggers guard against our own mistakes only; who can write the file can drop them. Evidence is the chain
 * together with the witness (reliability 3).
 */
export const journalMigration: Migration = {
  version: 1,
  sql: `
    create table entries (
      seq integer primary key,
      at integer not null,
      mono integer not null,
      till text not null,
      operator text not null,
      kind text not null,
      body text not null,
      totals text not null,
      prev text not null,
      hash text not null
    ) strict;

    -- INSERT OR REPLACE deletes without asking the DELETE trigger, unless this one stops it first.
    create trigger entries_only_grow before insert on entries
    begin
      select raise(abort, 'an entry must be the next one')
      where new.seq is not (select coalesce(max(seq), 0) + 1 from entries);
      select raise(abort, 'an entry must follow the one before it')
      where new.seq > 1 and new.prev is not (select hash from entries where seq = new.seq - 1);
    end;
    create trigger entries_never_change before update on entries
    begin
      select raise(abort, 'an entry never changes');
    end;
    create trigger entries_never_go before delete on entries
    begin
      select raise(abort, 'an entry is never deleted');
    end;

    create table payments (
      id text primary key,
      seq integer not null,
      -- Numbers of the entries that tell its story, its refunds and prints included: '12,13,17'.
      story text not null,
      created_at integer not null,
      state text not null,
      open integer not null check (open in (0, 1)),
      amount integer not null,
      currency text not null,
      alipay_trans_id text
    ) strict, without rowid;
    create index payments_open on payments (open, created_at);

    create table refunds (
      id text primary key,
      payment text not null,
      seq integer not null,
      -- The entry with the parameters of the request, to send the same bytes again.
      requested_seq integer not null,
      created_at integer not null,
      state text not null,
      open integer not null check (open in (0, 1)),
      amount integer not null,
      currency text not null
    ) strict, without rowid;
    create index refunds_by_payment on refunds (payment);
    create index refunds_open on refunds (open, created_at);

    create table discrepancies (
      payment text not null,
      kind text not null,
      seq integer not null,
      seen integer not null check (seen in (0, 1)),
      primary key (payment, kind)
    ) strict, without rowid;

    create table print_jobs (
      number integer primary key,
      seq integer not null,
      of text not null,
      "for" text not null,
      copy integer not null,
      state text not null
    ) strict;
    create index print_jobs_by_receipt on print_jobs (of, "for");
    create index print_jobs_by_state on print_jobs (state);

    -- By which version of their rules the projections were made. 0: not yet.
    create table projected (version integer not null) strict;
    insert into projected values (0);
  `,
}
