import type { Migration } from '../migration.ts'

/**
 * The newest entry not of a kind only but, within it, of a subject: each operator as last set, each day as last
 * matched, each closing. The projections are made anew after it, because their rules have another version.
 */
export const newestOfSubjectMigration: Migration = {
  version: 3,
  sql: `
    drop table newest;
    create table newest (
      kind text not null,
      subject text not null,
      seq integer not null,
      primary key (kind, subject)
    ) strict, without rowid;
  `,
}
