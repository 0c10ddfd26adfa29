import type { Closing } from '../../../main/domain/cash.ts'
import type { JournalRecord } from '../../../main/journal/record.ts'
import { resealed } from './closed-journal.ts'
import { at, forged, rewritten, witnessed, type Manipulation } from './manipulation.ts'
import { chained } from './sold-journal.ts'

/**
 * What somebody does who has journal and witness and chains both anew: until there were closings only paper told. Each is
 * made of the two closed days of closed-journal.ts, whose closings are the entries 16 and 28.
 */
type Make = Manipulation['make']
const inBoth = (make: Make): Make => witnessed(make)
const body = (seq: number, change: (text: string, record: JournalRecord) => string): Make =>
  inBoth(forged(at(seq, (record) => ({ body: change(record.body, record) }))))
const replaced = (seq: number, from: string | RegExp, to: string): Make =>
  body(seq, (text) => {
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`entry ${seq} has nothing to replace: ${text}`)
    return changed
  })
/** Who seals it anew. */
type Sealer = 'nobody' | 'ours' | 'other'
const closing = (seq: number, change: (of: Closing) => Closing, by: Sealer = 'other'): Make =>
  body(seq, (_, record) => resealed(record, change, by))

/** Entries taken out or put in, with numbers and counts made to fit. Only entries that no sum hangs on. */
const spliced = (change: (records: readonly JournalRecord[]) => readonly JournalRecord[]): Make =>
  inBoth(
    rewritten((records) =>
      chained(
        change(records).map((record, index) => ({
          ...record,
          totals: record.totals.replace(/"entries":\d+/, `"entries":${index + 1}`),
        })),
      ),
    ),
  )
const without = (...seqs: readonly number[]): Make =>
  spliced((records) => records.filter(({ seq }) => !seqs.includes(seq)))
const twice = (seq: number): Make =>
  spliced((records) => records.flatMap((record) => (record.seq === seq ? [record, record] : [record])))

const firstCash = (of: Closing, change: Partial<Closing['cash'][number]>): Closing => ({
  ...of,
  cash: of.cash.map((block, index) => (index === 0 ? { ...block, ...change } : block)),
})

/** Told at the closing that was changed. */
const inZ = (name: string, seq: number, change: (of: Closing) => Closing, by?: Sealer): Manipulation => ({
  name,
  make: closing(seq, change, by),
  expected: ['wrong-closing', seq],
})
/** Told as cash that is wrong at the entry that was changed, where nothing else is said. */
const inEntry = (
  name: string,
  seq: number,
  from: string | RegExp,
  to: string,
  expected: Manipulation['expected'] = ['wrong-cash', seq],
): Manipulation => ({ name, make: replaced(seq, from, to), expected })

export const closingTricks: readonly Manipulation[] = [
  inZ('a sum of cash in a Z lowered, signature left', 16, (of) => firstCash(of, { sold: 320 }), 'nobody'),
  inZ(
    'a sum of cash in a Z lowered, sealed with the till’s own key',
    16,
    (of) => firstCash(of, { sold: 320, expected: 5000 }),
    'ours',
  ),
  inZ('what was counted made to be what was expected', 16, (of) =>
    firstCash(of, { counted: 5550, difference: 0 }),
  ),
  inZ('a paid sale left out of a Z', 28, (of) => ({ ...of, lines: of.lines.slice(1) })),
  inZ('an unknown payment left out of a Z', 16, (of) => ({
    ...of,
    openQuestions: of.openQuestions.filter((one) => one.of !== 'payment'),
  })),
  inZ('a day left out of what is not matched', 16, (of) => ({
    ...of,
    openQuestions: of.openQuestions.slice(0, -1),
  })),
  inZ('an opening of the drawer left out of a Z', 16, (of) => ({ ...of, drawerOpenings: 0 })),
  inZ('the range of a Z begun one entry later', 28, (of) => ({ ...of, from: of.from + 1 })),
  inZ('a Z numbered one higher', 28, (of) => ({ ...of, number: 3 })),
  inZ('the turnover counter in a Z lowered', 28, (of) => ({
    ...of,
    integrity: { ...of.integrity, gross: { EUR: 1250 } },
  })),
  inZ('the closing before forgotten', 28, (of) => ({
    ...of,
    integrity: { ...of.integrity, previous: '0'.repeat(64) },
  })),
  inZ('a Z closed by somebody else', 28, (of) => ({ ...of, closedBy: 'Mallory' })),
  inZ('a name in a Z changed', 28, (of) => ({ ...of, operators: [{ id: 'Lena', name: 'Mallory' }] })),
  inZ('the time of a Z changed', 28, (of) => ({ ...of, openedAt: (of.openedAt - 1) as Closing['openedAt'] })),
  inZ('a member added to a Z', 28, (of) => ({ ...of, note: 'x' })),
  {
    name: 'a Z deleted',
    make: without(28),
    expected: ['wrong-cash', 28],
  },
  {
    name: 'a Z and the shift after it deleted',
    make: without(28, 29),
    expected: 'ok',
    why: 'what nobody has closed yet can be rewritten by whoever has both files and, having the Z, could show it; paper and the exported Z tell',
  },
  {
    name: 'a Z written twice',
    make: twice(28),
    expected: ['wrong-closing', 29],
  },
  {
    name: 'the signature of a Z changed by one bit',
    make: body(16, (text) =>
      text.replace(/"signature":"(.)/, (_, letter: string) => `"signature":"${letter === 'A' ? 'E' : 'A'}`),
    ),
    expected: ['wrong-seal', 16],
  },
  {
    name: 'the signature of another Z put under a Z',
    make: inBoth(
      rewritten((records) => {
        const signature = /"signature":"[^"]+"/
        const foreign = signature.exec(records[27]?.body ?? '')?.[0] ?? ''
        return chained(records.map(at(16, ({ body: text }) => ({ body: text.replace(signature, foreign) }))))
      }),
    ),
    expected: ['wrong-seal', 16],
  },
  {
    name: 'the public key of another till put under a Z',
    make: body(16, (text, record) => {
      const key = /"publicKey":"[^"]+"/
      const foreign = key.exec(resealed(record, (of) => of, 'other'))?.[0] ?? ''
      return text.replace(key, foreign)
    }),
    expected: ['wrong-seal', 16],
  },
  {
    name: 'a signature in base64 with bits that say nothing',
    // The last letter before the two signs of padding carries two bits of the last byte and four that count for nothing.
    make: replaced(16, /(?<letter>[AQgw])=="}/, 'B=="}'),
    expected: ['wrong-seal', 16],
  },
  inEntry('a seal without a signature', 16, /,"signature":"[^"]+"/, '', ['wrong-body', 16]),
  {
    name: 'every Z sealed anew with another key',
    make: inBoth(
      rewritten((records) =>
        chained(
          records.map((record) =>
            record.kind === 'day-closed'
              ? { ...record, body: resealed(record, (of) => of, 'other') }
              : record,
          ),
        ),
      ),
    ),
    expected: ['wrong-closing', 28],
  },
  inEntry(
    'a cash sale before a Z made smaller',
    5,
    '"amount":{"currency":"EUR","minor":550},"change":{"currency":"EUR","minor":450}',
    '"amount":{"currency":"EUR","minor":50},"change":{"currency":"EUR","minor":950}',
    ['wrong-cash', 14],
  ),
  inEntry('a cash sale made smaller and the change left', 5, '"minor":550', '"minor":50'),
  {
    name: 'a cash sale deleted',
    make: without(33),
    expected: 'ok',
    why: 'it was the last one of a day that is not closed yet; the next Z would close over it',
  },
  { name: 'a cash sale in the middle deleted', make: without(30), expected: ['wrong-cash', 32] },
  { name: 'a cash sale written twice', make: twice(30), expected: ['wrong-cash', 31] },
  { name: 'a cash refund written twice', make: twice(24), expected: ['wrong-cash', 25] },
  inEntry('more paid out than was in the drawer', 34, '"minor":100', '"minor":5301'),
  inEntry('more given back than was in the drawer', 24, '"minor":10}', '"minor":9999}'),
  inEntry('a refund in cash said to leave something of its sale', 9, '"left":0', '"left":100'),
  inEntry('a refund in cash put to another sale', 9, /"sale":"(\d{10})\d{16}/, '"sale":"$10000000100000005'),
  {
    name: 'a sale in cash made smaller than what was given back of it',
    make: body(6, (text) => text.replaceAll('"minor":320', '"minor":300')),
    expected: ['wrong-cash', 9],
  },
  inEntry('a refund in cash that names half a sale', 9, /"sale":"\d{28}"/, '"sale":"4123456789"', [
    'wrong-body',
    9,
  ]),
  inEntry('the float of a closed shift lowered', 17, '"minor":5000', '"minor":4000', ['wrong-cash', 27]),
  {
    name: 'a shift opened twice',
    make: twice(29),
    expected: ['wrong-cash', 30],
  },
  { name: 'a shift never opened', make: without(29), expected: ['wrong-cash', 29] },
  inEntry('a shift numbered one higher', 29, '"shift":3', '"shift":4'),
  inEntry('a count whose notes are not its sum', 14, '"minor":5500', '"minor":5550'),
  inEntry(
    'a count made to fit, notes and sum',
    14,
    /"500":1.*"minor":5500/,
    '"500":1,"50":1},"kind":"cash-counted","shift":1,"total":{"currency":"EUR","minor":5550',
    ['not-canonical', 14],
  ),
  inEntry(
    'a count made to fit, notes and sum in the right order',
    14,
    /"500":1(.*)"minor":5500/,
    '"50":1,"500":1$1"minor":5550',
  ),
  inEntry('a count said to be less far off than it was', 14, '"difference":-50', '"difference":-5'),
  inEntry('a count of another shift', 14, '"shift":1', '"shift":2'),
  inEntry('the reason of a difference put in other words', 15, 'a fifty lost', 'stolen', [
    'wrong-closing',
    16,
  ]),
  inZ('the reason in a Z put in other words', 16, (of) => firstCash(of, { reason: 'stolen' })),
  { name: 'the reason of a difference deleted', make: without(15), expected: ['wrong-closing', 15] },
  inEntry('a reason for a difference that is not there', 15, '"difference":-50', '"difference":-40'),
  inEntry('a reason without a word', 15, 'a fifty lost', '', ['wrong-body', 15]),
  inEntry('cash in another currency than its shift', 34, '"EUR"', '"USD"'),
  inEntry('cash of no amount', 34, '"minor":100', '"minor":-100', ['wrong-body', 34]),
  {
    name: 'a paid sale before a Z moved behind it',
    make: spliced((records) => {
      const [moved, before] = [records[25], records[24]?.totals ?? '']
      if (moved === undefined) throw new Error('entry 26')
      // The counters of what it is moved behind are those from before it.
      const passed = [26, 27]
        .flatMap((index) => records[index] ?? [])
        .map((record) => ({ ...record, totals: before }))
      return [...records.slice(0, 25), ...passed, moved, ...records.slice(28)]
    }),
    expected: ['wrong-closing', 27],
  },
  inEntry('the question of a Z answered before it', 13, '"state":"failed"', '"state":"printed"', [
    'wrong-closing',
    16,
  ]),
]
