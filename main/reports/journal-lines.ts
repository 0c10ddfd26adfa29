import type { JournalRecord } from '../journal/record.ts'
import type { Column } from './columns.ts'
import type { ShopDays } from './shop-days.ts'
import { walkRecords, type Walk } from './walk.ts'

/** The currencies that an entry speaks of, from its text: parsing a million bodies for this alone would cost more. */
const currenciesIn = (body: string): string => {
  const found = new Set([...body.matchAll(/"currency":"([A-Z]{3})"/g)].map(([, currency = '']) => currency))
  return [...found].sort((one, other) => (one < other ? -1 : 1)).join(' ')
}

/** Everything that is hashed, and the hash: whoever has the file can walk the chain (docs/journal-format.md). */
export const journalColumns = (days: ShopDays, timeZone: string): readonly Column<JournalRecord>[] => [
  { name: 'seq', zh: '编号', is: 'whole', about: 'Number of the entry.', of: ({ seq }) => seq },
  {
    name: 'at',
    zh: '毫秒时间',
    is: 'whole',
    about: 'Wall clock, milliseconds since 1970 UTC. Hashed.',
    of: ({ at }) => at,
  },
  {
    name: 'mono',
    zh: '单调时钟',
    is: 'whole',
    about: 'Monotonic milliseconds of the run that wrote it. Hashed.',
    of: ({ mono }) => mono,
  },
  { name: 'till', zh: '收银机', is: 'text', about: 'Name of the till. Hashed.', of: ({ till }) => till },
  {
    name: 'operator',
    zh: '操作员',
    is: 'text',
    about: 'Who wrote it; `till` when it did so by itself. Hashed.',
    of: ({ operator }) => operator,
  },
  {
    name: 'kind',
    zh: '类型',
    is: 'text',
    about: 'What happened, see [the journal](journal-format.md). Hashed.',
    of: ({ kind }) => kind,
  },
  {
    name: 'body',
    zh: '内容',
    is: 'json',
    about: 'Canonical JSON; in JSON lines the object itself. Its amounts are minor units. Hashed.',
    of: ({ body }) => body,
  },
  {
    name: 'totals',
    zh: '累计',
    is: 'json',
    about: 'Running totals up to and with this entry, canonical JSON, minor units. Hashed.',
    of: ({ totals }) => totals,
  },
  {
    name: 'prev',
    zh: '前一哈希',
    is: 'text',
    about: 'Hash of the entry before. Hashed.',
    of: ({ prev }) => prev,
  },
  {
    name: 'hash',
    zh: '哈希',
    is: 'text',
    about:
      'SHA-256 over the netstrings of all that says "Hashed", in the order seq, at, mono, till, operator, kind, body, totals, prev.',
    of: ({ hash }) => hash,
  },
  {
    name: 'time',
    zh: '时间',
    is: 'time',
    about: "`at` on the shop's clock with its offset from UTC.",
    of: ({ at }) => days.timeOf(at),
  },
  {
    name: 'time_zone',
    zh: '时区',
    is: 'text',
    about: 'IANA zone of `time`.',
    of: () => timeZone,
  },
  {
    name: 'currency',
    zh: '币种',
    is: 'text',
    about: 'ISO 4217, every currency that the body speaks of, with blanks between; empty when none.',
    of: ({ body }) => currenciesIn(body),
  },
]

/**
 * Without a hole, so that the chain can be walked: from the first entry that was written in the time asked for to the
 * last one, and also what lies between them under a clock that stood wrong.
 */
export async function* journalRows(walk: Walk): AsyncGenerator<JournalRecord, void> {
  let first: number | undefined
  let last = 0
  for await (const { seq } of walkRecords(walk)) {
    first ??= seq
    last = seq
  }
  if (first === undefined) return
  const { journal, pause } = walk
  yield* walkRecords({ journal, pause, firstSeq: first, lastSeq: last })
}
