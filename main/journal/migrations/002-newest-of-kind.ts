import type { Migration } from '../migration.ts'

/**
 * Two questions that a walk over everything answered too slowly, or that nobody could ask.
 *
 * The newest entry of a kind, for kinds that are written once in a while and count until the next one: under which
 * digits new ids are made, and whether the till has halted. And the sale with Alipay's number: after a year the walk
 * over all payments took long enough for a customer to notice.
 */
export const newestOfKindMigration: Migration = {
  version: 2,
  sql: `
    create table newest (
      kind text primary key,
      seq integer not null
    ) strict, without rowid;
    create index payments_by_trade on payments (alipay_trans_id) where alipay_trans_id is not null;
  `,
}
