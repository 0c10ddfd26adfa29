import Database from 'better-sqlite3'
import type { JournalRecord } from '../../../main/journal/record.ts'
import { at, edited, forged, rewritten, witnessed, type Manipulation } from './manipulation.ts'
import { chained } from './sold-journal.ts'

const set = (column: string, value: string, seq = 20): Manipulation['make'] =>
  edited(`update entries set ${column} = ${value} where seq = ${seq}`)

/** Money of sale 10, requested in 20 and paid in 21, everywhere where it stands. */
const otherAmount = (record: JournalRecord): JournalRecord => ({
  ...record,
  body:
    record.seq === 20 || record.seq === 21 ? record.body.replace('"minor":1250', '"minor":250') : record.body,
  totals:
    record.seq < 21
      ? record.totals
      : record.totals.replace(/"EUR":(\d+)/, (_, sum: string) => `"EUR":${Number(sum) - 1000}`),
})
const otherCurrency = (record: JournalRecord): JournalRecord => {
  const isSale = record.seq === 20 || record.seq === 21
  const totals = JSON.parse(record.totals) as { entries: number; gross: Record<string, number> }
  const { EUR = 0, JPY = 0 } = totals.gross
  const gross = JPY === 0 ? { EUR: EUR - 1250, USD: 1250 } : { EUR: EUR - 1250, JPY, USD: 1250 }
  return {
    ...record,
    body: isSale ? record.body.replaceAll('"currency":"EUR"', '"currency":"USD"') : record.body,
    totals: record.seq < 21 ? record.totals : JSON.stringify({ ...totals, gross }),
  }
}
/** The paid sale 10 is called declined, and its money is taken out of every total after it. */
const declinedInstead = (record: JournalRecord): JournalRecord => ({
  ...record,
  body: record.seq === 21 ? record.body.replaceAll('"state":"paid"', '"state":"declined"') : record.body,
  totals:
    record.seq < 21
      ? record.totals
      : record.totals.replace(/"EUR":(\d+)/, (_, sum: string) => `"EUR":${Number(sum) - 1250}`),
})

const without = (seq: number) => (records: readonly JournalRecord[]) =>
  records.filter((record) => record.seq !== seq)
const recounted = (record: JournalRecord, index: number): JournalRecord => ({
  ...record,
  totals: record.totals.replace(/"entries":\d+/, `"entries":${index + 1}`),
})
const body = (seq: number, change: (text: string) => string): Manipulation['make'] =>
  forged(at(seq, (record) => ({ body: change(record.body) })))

/** Columns without types, for values that the table would refuse; its text is then put back. */
const untyped = (statement: string): Manipulation['make'] =>
  edited((connection) => {
    const sql = connection
      .prepare<[], string>("select sql from sqlite_schema where name = 'entries'")
      .pluck()
      .get()
    const write = (text: string): void => {
      connection.pragma('writable_schema = 1')
      connection.prepare("update sqlite_schema set sql = ? where name = 'entries'").run(text)
      connection.pragma(
        `schema_version = ${Number(connection.pragma('schema_version', { simple: true })) + 1}`,
      )
      connection.pragma('writable_schema = 0')
    }
    write(
      'CREATE TABLE entries (seq integer primary key, at, mono, till, operator, kind, body, totals, prev, hash)',
    )
    const other = new Database(connection.name)
    other.exec(statement)
    other.close()
    write(sql ?? '')
  })

export const columnFlips: readonly Manipulation[] = [
  { name: 'the number of an entry changed', make: set('seq', '1000'), expected: ['sequence-gap', 20] },
  { name: 'the wall clock changed by 1 ms', make: set('at', 'at + 1'), expected: ['wrong-hash', 20] },
  { name: 'the time moved to another day', make: set('at', 'at - 86400000'), expected: ['wrong-hash', 20] },
  {
    name: 'the monotonic clock changed by one bit',
    make: set('mono', 'mono + 1'),
    expected: ['wrong-hash', 20],
  },
  { name: 'the till renamed', make: set('till', "'Kasse 2 前台'"), expected: ['wrong-hash', 20] },
  { name: 'the operator renamed', make: set('operator', "'Mallory'"), expected: ['wrong-hash', 20] },
  {
    name: 'the operator spelled with a letter that looks the same (Cyrillic е)',
    make: set('operator', "'Lеna'"),
    expected: ['wrong-hash', 20],
  },
  {
    name: 'a NUL behind the operator',
    make: set('operator', 'operator || char(0)'),
    expected: ['wrong-hash', 20],
  },
  {
    name: 'a space behind the operator',
    make: set('operator', "operator || ' '"),
    expected: ['wrong-hash', 20],
  },
  { name: 'the kind changed', make: set('kind', "'payment-changed'"), expected: ['wrong-hash', 20] },
  {
    name: 'the amount changed',
    make: set('body', `replace(body, '"minor":1250', '"minor":250')`),
    expected: ['wrong-hash', 20],
  },
  {
    name: 'paid called declined',
    make: set('body', `replace(body, '"state":"paid"', '"state":"declined"')`, 21),
    expected: ['wrong-hash', 21],
  },
  {
    name: 'declined called paid',
    make: set('body', `replace(body, '"state":"declined"', '"state":"paid"')`, 15),
    expected: ['wrong-hash', 15],
  },
  {
    name: 'the currency changed',
    make: set('body', `replace(body, 'EUR', 'USD')`),
    expected: ['wrong-hash', 20],
  },
  {
    name: 'an accent written as two characters',
    make: set('body', `replace(body, 'é', 'e' || char(769))`),
    expected: ['wrong-hash', 20],
  },
  {
    name: 'bytes that are no UTF-8 in the body',
    make: set('body', `cast(cast(body as blob) || x'ff' as text)`),
    expected: ['wrong-hash', 20],
  },
  {
    name: 'the totals changed',
    make: set('totals', `replace(totals, '"entries":20', '"entries":19')`),
    expected: ['wrong-hash', 20],
  },
  { name: 'the predecessor’s hash changed', make: set('prev', 'hash'), expected: ['wrong-prev', 20] },
  { name: 'the hash changed', make: set('hash', 'prev'), expected: ['wrong-hash', 20] },
  { name: 'the hash in capitals', make: set('hash', 'upper(hash)'), expected: ['wrong-hash', 20] },
  { name: 'the first entry changed', make: set('operator', "'x'", 1), expected: ['wrong-hash', 1] },
  { name: 'the last entry changed', make: set('operator', "'x'", 61), expected: ['wrong-hash', 61] },
]

export const rowTricks: readonly Manipulation[] = [
  {
    name: 'the first entry deleted',
    make: edited('delete from entries where seq = 1'),
    expected: ['sequence-gap', 1],
  },
  {
    name: 'an entry in the middle deleted',
    make: edited('delete from entries where seq = 30'),
    expected: ['sequence-gap', 30],
  },
  {
    name: 'the last entry deleted',
    make: edited('delete from entries where seq = 61'),
    expected: ['witness-ahead', 61],
  },
  {
    name: 'the last ten entries deleted',
    make: edited('delete from entries where seq > 51'),
    expected: ['witness-ahead', 52],
  },
  { name: 'all entries deleted', make: edited('delete from entries'), expected: ['witness-ahead', 1] },
  {
    name: 'an entry deleted and those after it renumbered',
    make: rewritten((records) =>
      without(30)(records).map((record, index) => ({ ...record, seq: index + 1 })),
    ),
    expected: ['wrong-prev', 30],
  },
  {
    name: 'two entries swapped',
    make: rewritten((records) =>
      records
        .map((record) =>
          record.seq === 20 ? { ...record, seq: 21 } : record.seq === 21 ? { ...record, seq: 20 } : record,
        )
        .toSorted((one, other) => one.seq - other.seq),
    ),
    expected: ['wrong-prev', 20],
  },
  {
    name: 'an entry put in between, those after it renumbered',
    make: rewritten((records) =>
      records
        .flatMap((record) => (record.seq === 30 ? [record, record] : [record]))
        .map((record, index) => ({ ...record, seq: index + 1 })),
    ),
    expected: ['wrong-prev', 31],
  },
  { name: 'an entry numbered -5', make: set('seq', '-5', 30), expected: ['sequence-gap', 1] },
  { name: 'an entry numbered 0', make: set('seq', '0', 61), expected: ['sequence-gap', 1] },
  {
    name: 'the last entry numbered 2⁶³-1',
    make: set('seq', '9223372036854775807', 61),
    expected: ['wrong-type', 61],
  },
  {
    name: 'the last entry replaced (REPLACE)',
    make: edited(
      "replace into entries select seq, at, mono, till, 'Mallory', kind, body, totals, prev, hash from entries where seq = 61",
    ),
    expected: ['wrong-hash', 61],
  },
  {
    name: 'a time as text',
    make: untyped("update entries set at = '1795000019000' where seq = 20"),
    expected: ['wrong-type', 20],
  },
  {
    name: 'a time as a real number',
    make: untyped('update entries set at = cast(at as real) where seq = 20'),
    expected: ['wrong-type', 20],
  },
  {
    name: 'a time with a fraction',
    make: untyped('update entries set at = at + 0.5 where seq = 20'),
    expected: ['wrong-type', 20],
  },
  {
    name: 'an operator as bytes',
    make: untyped('update entries set operator = cast(operator as blob) where seq = 20'),
    expected: ['wrong-type', 20],
  },
  {
    name: 'an operator that is NULL',
    make: untyped('update entries set operator = null where seq = 20'),
    expected: ['wrong-type', 20],
  },
  {
    name: 'a body that is a number',
    make: untyped('update entries set body = 12 where seq = 20'),
    expected: ['wrong-type', 20],
  },
]

const both = (make: Manipulation['make'], of: number, name: string): Manipulation => ({
  name: `${name}, chained anew in journal and witness`,
  make: witnessed(make),
  expected: 'ok',
  receipt: { of, expected: ['receipt-differs', of] },
  why: 'who can write both files can write another story; paper is the third witness',
})

export const forgeries: readonly Manipulation[] = [
  {
    name: 'an amount changed, with its totals, chained anew',
    make: forged(otherAmount),
    expected: ['witness-differs', 20],
  },
  both(forged(otherAmount), 21, 'an amount changed, with its totals'),
  {
    name: 'a currency changed, with its totals, chained anew',
    make: forged(otherCurrency),
    expected: ['witness-differs', 20],
  },
  both(forged(otherCurrency), 21, 'a currency changed, with its totals'),
  {
    name: 'paid called declined, with its totals, chained anew',
    make: forged(declinedInstead),
    expected: ['witness-differs', 21],
  },
  both(forged(declinedInstead), 21, 'paid called declined, with its totals'),
  {
    name: 'an operator renamed everywhere, chained anew',
    make: forged(at('all', () => ({ operator: 'Mallory' }))),
    expected: ['witness-differs', 1],
  },
  both(forged(at(20, () => ({ operator: 'Lеna' }))), 61, 'a letter that looks the same'),
  {
    name: 'a NUL in the operator, chained anew',
    make: forged(at(20, () => ({ operator: 'Lena\0' }))),
    expected: ['witness-differs', 20],
  },
  {
    name: 'a time changed, chained anew',
    make: forged(at(20, (record) => ({ at: record.at - 3_600_000 }))),
    expected: ['witness-differs', 20],
  },
  {
    name: 'the till renamed, chained anew',
    make: forged(at(20, () => ({ till: 'Kasse 2' }))),
    expected: ['witness-differs', 20],
  },
  {
    name: 'an entry of no money deleted, numbers, counts and hashes made anew',
    make: rewritten((records) => chained(without(53)(records).map(recounted))),
    expected: ['witness-differs', 53],
  },
  both(
    rewritten((records) => chained(without(53)(records).map(recounted))),
    60,
    'an entry of no money deleted',
  ),
  {
    name: 'the amount of the answer alone, chained anew',
    make: body(21, (text) => text.replace('"minor":1250', '"minor":250')),
    expected: ['wrong-story', 21],
  },
  {
    name: 'the currency of the answer alone, chained anew',
    make: body(21, (text) => text.replace('EUR', 'USD')),
    expected: ['wrong-story', 21],
  },
  {
    name: 'an amount changed, chained anew, totals left',
    make: (files, samples) =>
      forged((record) => ({ ...otherAmount(record), totals: record.totals }))(files, samples),
    expected: ['wrong-totals', 21],
  },
  {
    name: 'the totals lowered from an entry on, chained anew',
    make: forged((record) => ({
      ...record,
      totals:
        record.seq < 40
          ? record.totals
          : record.totals.replace(/"EUR":(\d+)/, (_, sum: string) => `"EUR":${Number(sum) - 1}`),
    })),
    expected: ['wrong-totals', 40],
  },
  {
    name: 'the totals spaced, chained anew',
    make: forged(at(20, (record) => ({ totals: record.totals.replace(':', ': ') }))),
    expected: ['wrong-totals', 20],
  },
  {
    name: 'a payment requested twice, chained anew',
    make: rewritten((records) =>
      chained(
        records.map((record) =>
          record.seq === 22 ? { ...(records[19] ?? record), totals: record.totals } : record,
        ),
      ),
    ),
    expected: ['duplicate-id', 22],
  },
  {
    name: 'an answer to what was never requested, chained anew',
    make: body(20, (text) => text.replaceAll(/"id":"\d{28}"/g, '"id":"5000000000000000000000000099"')),
    expected: ['wrong-story', 21],
  },
  {
    name: 'a request without an amount, chained anew',
    make: body(20, (text) => text.replace('"minor"', '"maxor"')),
    expected: ['wrong-body', 20],
  },
  {
    name: 'a request without a state, chained anew',
    make: body(20, (text) => text.replace('"state":"sending"', '"state":""')),
    expected: ['wrong-body', 20],
  },
  {
    name: 'a negative amount, chained anew',
    make: body(20, (text) => text.replace('"minor":1250', '"minor":-1250')),
    expected: ['wrong-body', 20],
  },
  {
    name: 'the kind of the column alone, chained anew',
    make: forged(at(44, () => ({ kind: 'discrepancy-seen' }))),
    expected: ['wrong-kind', 44],
  },
  {
    name: 'a kind that does not exist, chained anew',
    make: forged(
      at(44, (record) => ({ kind: 'sale', body: record.body.replace('"discrepancy-raised"', '"sale"') })),
    ),
    expected: ['wrong-kind', 44],
  },
  {
    name: 'a second opening, chained anew',
    make: rewritten((records) =>
      chained(
        records.map((record) =>
          record.seq === 30 ? { ...record, kind: 'journal-opened', body: records[0]?.body ?? '' } : record,
        ),
      ),
    ),
    expected: ['wrong-first-entry', 30],
  },
  {
    name: 'an opening without its digits, chained anew',
    make: body(1, (text) => text.replace('"123456789"', '"12345678"')),
    expected: ['wrong-body', 1],
  },
  {
    name: 'a body with a space, chained anew',
    make: body(20, (text) => text.replace(':', ': ')),
    expected: ['not-canonical', 20],
  },
  {
    name: 'a body with a line break at its end, chained anew',
    make: body(20, (text) => `${text}\n`),
    expected: ['not-canonical', 20],
  },
  {
    name: 'a body with its keys in another order, chained anew',
    make: body(44, (text) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())),
    ),
    expected: ['not-canonical', 44],
  },
  {
    name: 'a body that names a member twice, chained anew',
    make: body(20, (text) => text.replace('{', '{"call":{},')),
    expected: ['not-canonical', 20],
  },
  {
    name: 'a body with 1250.0 for 1250, chained anew',
    make: body(20, (text) => text.replace('1250', '1250.0')),
    expected: ['not-canonical', 20],
  },
  {
    name: 'a body with an escaped letter, chained anew',
    make: body(20, (text) => text.replace('Lena', '\\u004cena')),
    expected: ['not-canonical', 20],
  },
  {
    name: 'a body that is no JSON, chained anew',
    make: body(20, (text) => text.slice(0, -1)),
    expected: ['not-canonical', 20],
  },
  { name: 'a body of null, chained anew', make: body(20, () => 'null'), expected: ['wrong-kind', 20] },
  {
    name: 'a body nested 5,000 deep, chained anew',
    make: body(20, () => `${'['.repeat(5000)}${']'.repeat(5000)}`),
    expected: ['not-canonical', 20],
  },
  {
    name: 'a sale invented at the end of the journal, rightly chained',
    make: rewritten((records) =>
      chained([
        ...records,
        {
          ...(records[44] ?? records[0]!),
          totals: records[60]!.totals.replace('"entries":61', '"entries":62'),
        },
      ]),
    ),
    expected: ['journal-ahead', 62],
  },
  {
    name: 'an entry invented at the end of both, rightly chained',
    make: witnessed(
      rewritten((records) =>
        chained([
          ...records,
          {
            ...(records[44] ?? records[0]!),
            totals: records[60]!.totals.replace('"entries":61', '"entries":62'),
          },
        ]),
      ),
    ),
    expected: 'ok',
    why: 'no file can tell an entry that the till wrote from one that a forger added; the gateway’s own books can',
  },
]
