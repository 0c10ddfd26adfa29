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
const closing = (
  seq: number,
  change: (of: Closing) => Closing,
  by: 'nobody' | 'ours' | 'other' = 'other',
): Make => body(seq, (_, record) => resealed(record, change, by))

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

export const closingTricks: readonly Manipulation[] = [
  {
    name: 'a sum of cash in a Z lowered, signature left',
    make: closing(16, (of) => firstCash(of, { sold: 320 }), 'nobody'),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'a sum of cash in a Z lowered, sealed with the till’s own key',
    make: closing(16, (of) => firstCash(of, { sold: 320, expected: 5000 }), 'ours'),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'what was counted made to be what was expected',
    make: closing(16, (of) => firstCash(of, { counted: 5550, difference: 0 })),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'a paid sale left out of a Z',
    make: closing(28, (of) => ({ ...of, lines: of.lines.slice(1) })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'an unknown payment left out of a Z',
    make: closing(16, (of) => ({
      ...of,
      openQuestions: of.openQuestions.filter((one) => one.of !== 'payment'),
    })),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'a day left out of what is not matched',
    make: closing(16, (of) => ({ ...of, openQuestions: of.openQuestions.slice(0, -1) })),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'an opening of the drawer left out of a Z',
    make: closing(16, (of) => ({ ...of, drawerOpenings: 0 })),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'the range of a Z begun one entry later',
    make: closing(28, (of) => ({ ...of, from: of.from + 1 })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'a Z numbered one higher',
    make: closing(28, (of) => ({ ...of, number: 3 })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'the turnover counter in a Z lowered',
    make: closing(28, (of) => ({ ...of, integrity: { ...of.integrity, gross: { EUR: 1250 } } })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'the closing before forgotten',
    make: closing(28, (of) => ({ ...of, integrity: { ...of.integrity, previous: '0'.repeat(64) } })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'a Z closed by somebody else',
    make: closing(28, (of) => ({ ...of, closedBy: 'Mallory' })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'a name in a Z changed',
    make: closing(28, (of) => ({ ...of, operators: [{ id: 'Lena', name: 'Mallory' }] })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'the time of a Z changed',
    make: closing(28, (of) => ({ ...of, openedAt: (of.openedAt - 1) as Closing['openedAt'] })),
    expected: ['wrong-closing', 28],
  },
  {
    name: 'a member added to a Z',
    make: closing(28, (of) => ({ ...of, note: 'x' })),
    expected: ['wrong-closing', 28],
  },
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
  {
    name: 'a seal without a signature',
    make: replaced(16, /,"signature":"[^"]+"/, ''),
    expected: ['wrong-body', 16],
  },
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
  {
    name: 'a cash sale before a Z made smaller',
    make: replaced(
      5,
      '"amount":{"currency":"EUR","minor":550},"change":{"currency":"EUR","minor":450}',
      '"amount":{"currency":"EUR","minor":50},"change":{"currency":"EUR","minor":950}',
    ),
    expected: ['wrong-cash', 14],
  },
  {
    name: 'a cash sale made smaller and the change left',
    make: replaced(5, '"minor":550', '"minor":50'),
    expected: ['wrong-cash', 5],
  },
  {
    name: 'a cash sale deleted',
    make: without(33),
    expected: 'ok',
    why: 'it was the last one of a day that is not closed yet; the next Z would close over it',
  },
  { name: 'a cash sale in the middle deleted', make: without(30), expected: ['wrong-cash', 32] },
  { name: 'a cash sale written twice', make: twice(30), expected: ['wrong-cash', 31] },
  { name: 'a cash refund written twice', make: twice(24), expected: ['wrong-cash', 25] },
  {
    name: 'more paid out than was in the drawer',
    make: replaced(34, '"minor":100', '"minor":5301'),
    expected: ['wrong-cash', 34],
  },
  {
    name: 'more given back than was in the drawer',
    make: replaced(24, '"minor":10}', '"minor":9999}'),
    expected: ['wrong-cash', 24],
  },
  {
    name: 'a refund in cash said to leave something of its sale',
    make: replaced(9, '"left":0', '"left":100'),
    expected: ['wrong-cash', 9],
  },
  {
    name: 'a refund in cash put to another sale',
    make: replaced(9, /"sale":"(\d{10})\d{16}/, '"sale":"$10000000100000005'),
    expected: ['wrong-cash', 9],
  },
  {
    name: 'a sale in cash made smaller than what was given back of it',
    make: body(6, (text) => text.replaceAll('"minor":320', '"minor":300')),
    expected: ['wrong-cash', 9],
  },
  {
    name: 'a refund in cash that names half a sale',
    make: replaced(9, /"sale":"\d{28}"/, '"sale":"4123456789"'),
    expected: ['wrong-body', 9],
  },
  {
    name: 'the float of a closed shift lowered',
    make: replaced(17, '"minor":5000', '"minor":4000'),
    expected: ['wrong-cash', 27],
  },
  {
    name: 'a shift opened twice',
    make: twice(29),
    expected: ['wrong-cash', 30],
  },
  { name: 'a shift never opened', make: without(29), expected: ['wrong-cash', 29] },
  {
    name: 'a shift numbered one higher',
    make: replaced(29, '"shift":3', '"shift":4'),
    expected: ['wrong-cash', 29],
  },
  {
    name: 'a count whose notes are not its sum',
    make: replaced(14, '"minor":5500', '"minor":5550'),
    expected: ['wrong-cash', 14],
  },
  {
    name: 'a count made to fit, notes and sum',
    make: replaced(
      14,
      /"500":1.*"minor":5500/,
      '"500":1,"50":1},"kind":"cash-counted","shift":1,"total":{"currency":"EUR","minor":5550',
    ),
    expected: ['not-canonical', 14],
  },
  {
    name: 'a count made to fit, notes and sum in the right order',
    make: replaced(14, /"500":1(.*)"minor":5500/, '"50":1,"500":1$1"minor":5550'),
    expected: ['wrong-cash', 14],
  },
  {
    name: 'a count said to be less far off than it was',
    make: replaced(14, '"difference":-50', '"difference":-5'),
    expected: ['wrong-cash', 14],
  },
  {
    name: 'a count of another shift',
    make: replaced(14, '"shift":1', '"shift":2'),
    expected: ['wrong-cash', 14],
  },
  {
    name: 'the reason of a difference put in other words',
    make: replaced(15, 'a fifty lost', 'stolen'),
    expected: ['wrong-closing', 16],
  },
  {
    name: 'the reason in a Z put in other words',
    make: closing(16, (of) => firstCash(of, { reason: 'stolen' })),
    expected: ['wrong-closing', 16],
  },
  { name: 'the reason of a difference deleted', make: without(15), expected: ['wrong-closing', 15] },
  {
    name: 'a reason for a difference that is not there',
    make: replaced(15, '"difference":-50', '"difference":-40'),
    expected: ['wrong-cash', 15],
  },
  {
    name: 'a reason without a word',
    make: replaced(15, 'a fifty lost', ''),
    expected: ['wrong-body', 15],
  },
  {
    name: 'cash in another currency than its shift',
    make: replaced(34, '"EUR"', '"USD"'),
    expected: ['wrong-cash', 34],
  },
  {
    name: 'cash of no amount',
    make: replaced(34, '"minor":100', '"minor":-100'),
    expected: ['wrong-body', 34],
  },
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
  {
    name: 'the question of a Z answered before it',
    make: replaced(13, '"state":"failed"', '"state":"printed"'),
    expected: ['wrong-closing', 16],
  },
]
