import { run, type Manipulation } from './manipulation.ts'

export const schemaTricks: readonly Manipulation[] = [
  { name: 'the triggers dropped', make: run('drop trigger entries_never_go'), expected: ['schema-differs'] },
  {
    name: 'a trigger that does nothing any more',
    make: run(
      'drop trigger entries_never_go',
      'create trigger entries_never_go before delete on entries begin select 1; end',
    ),
    expected: ['schema-differs'],
  },
  {
    name: 'a trigger of somebody else',
    make: run('create trigger helper after insert on entries begin update payments set open = 0; end'),
    expected: ['schema-differs'],
  },
  {
    name: 'a table more',
    make: run('create table entries_2 (seq integer primary key)'),
    expected: ['schema-differs'],
  },
  { name: 'a view more', make: run('create view takings as select 1'), expected: ['schema-differs'] },
  { name: 'an index removed', make: run('drop index payments_open'), expected: ['schema-differs'] },
  {
    name: 'an index more',
    make: run('create index by_kind on entries (kind)'),
    expected: ['schema-differs'],
  },
  { name: 'a table dropped', make: run('drop table print_jobs'), expected: ['schema-differs'] },
  {
    name: 'the entries renamed and a view in their place',
    make: run(
      'alter table entries rename to hidden',
      'create view entries as select * from hidden where seq < 40',
    ),
    expected: ['schema-differs'],
  },
  {
    name: 'the entries without STRICT',
    make: run(
      'pragma writable_schema = 1',
      "update sqlite_schema set sql = replace(sql, ') strict', ')') where name = 'entries'",
      'pragma writable_schema = reset',
    ),
    expected: ['schema-differs'],
  },
  {
    name: 'a column more',
    make: run('alter table entries add column note text'),
    expected: ['schema-differs'],
  },
  {
    name: 'the id of the application changed',
    make: run('pragma application_id = 1'),
    expected: ['not-a-journal'],
  },
  { name: 'the version set to 0', make: run('pragma user_version = 0'), expected: ['not-a-journal'] },
  { name: 'the version set to 99', make: run('pragma user_version = 99'), expected: ['newer-version'] },
  { name: 'the version set back to 1', make: run('pragma user_version = 1'), expected: ['schema-differs'] },
  { name: 'turned to write-ahead mode', make: run('pragma journal_mode = wal'), expected: ['wrong-header'] },
]

const projection =
  'the entries are whole, and the till’s own verifier names `projection-differs`; `till mend` makes the indexes anew'
export const projectionTricks: readonly Manipulation[] = [
  {
    name: 'an index says declined for paid',
    make: run("update payments set state = 'declined' where state = 'paid'"),
    expected: ['projection-differs'],
    why: projection,
  },
  {
    name: 'a payment hidden from the list',
    make: run('delete from payments where created_at % 2 = 0'),
    expected: ['projection-differs'],
    why: projection,
  },
  {
    name: 'a payment’s index points at another’s entry',
    make: run('update payments set seq = 21 where seq = 23'),
    expected: ['projection-differs'],
    why: projection,
  },
  {
    name: 'a refund dropped from its index',
    make: run('delete from refunds'),
    expected: ['projection-differs'],
    why: projection,
  },
  {
    name: 'the indexes marked as not made yet',
    make: run('update projected set version = 0'),
    expected: 'ok',
    why: 'so a till leaves them that stopped before making them; it makes them anew at its start',
  },
]
