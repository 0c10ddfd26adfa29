import Database from 'better-sqlite3'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../main/journal/canonical.ts'
import { genesis, hashOfText, recordText } from '../../main/journal/chain.node.ts'
import type { JournalRecord } from '../../main/journal/record.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import {
  changed,
  paid,
  refundAsked,
  refundChanged,
  refunded,
  refundSending,
  requested,
  sending,
  stampAt,
} from './sales.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

describe('canonical JSON', () => {
  const keepable = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger().filter((value) => !Object.is(value, -0)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value

  test('says the same value again when it is read', () => {
    fc.assert(
      fc.property(keepable, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value)
      }),
    )
  })

  test('is the same text in whatever order the keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), keepable, { noNullPrototype: true }), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(fields))
      }),
    )
  })

  test.each([
    ['a fraction', { amount: 12.5 }, '$.amount is 12.5'],
    ['an unsafe integer', { amount: 2 ** 53 }, '$.amount'],
    ['minus zero', { amount: -0 }, '$.amount'],
    ['not a number', { amount: Number.NaN }, '$.amount'],
    ['undefined', { deep: [{ code: undefined }] }, '$.deep[0].code is undefined'],
    ['a bigint', { amount: 1n }, '$.amount is bigint'],
    ['a class of its own', { at: new Map() }, '$.at is not a plain object'],
  ])('%s is refused, with its place', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
    expect(() => canonicalJson(value)).toThrow(message)
  })
})

const columns = ['at', 'mono', 'till', 'operator', 'kind', 'body', 'totals', 'prev', 'hash'] as const

/** Sales with money in them, so that totals move: 9 entries. */
const soldJournal = (files = dataFolder()): DataFolder => {
  const journal = openIn(files)
  journal.append(stampAt(1), requested(sending(1)))
  journal.append(stampAt(2), changed(paid(1)))
  journal.append(stampAt(3), requested(sending(2, 500, 'JPY')))
  journal.append(
    stampAt(4),
    changed(paid(2, 500, 'JPY')),
    changed({ ...paid(2, 500, 'JPY'), attended: false }),
  )
  journal.append(stampAt(5), refundAsked(refundSending(1, 1, 450), 1))
  journal.append(stampAt(6), refundChanged(refunded(1, 1, 450)))
  journal.append(stampAt(7), { kind: 'settings-changed', changed: ['shop', '商店'] })
  journal.close()
  return files
}

const guardsOf = (file: string): readonly string[] => {
  const connection = new Database(file, { readonly: true })
  const found = connection
    .prepare<[], string>("select sql from sqlite_schema where type = 'trigger'")
    .pluck()
    .all()
  connection.close()
  return found
}
/** Opens the file as an attacker would: no triggers in the way. */
const withoutGuards = (file: string): Database.Database => {
  const connection = new Database(file)
  for (const trigger of ['entries_only_grow', 'entries_never_change', 'entries_never_go']) {
    connection.exec(`drop trigger ${trigger}`)
  }
  return connection
}

describe('the chain', () => {
  test('can be checked by anyone with SQLite and SHA-256, from what is documented', () => {
    const { file } = soldJournal()
    const connection = new Database(file, { readonly: true })
    let prev = createHash('sha256').update('spot-till journal, entry 0').digest('hex')
    expect(prev).toBe(genesis)
    const rows = connection
      .prepare<[], Record<string, string | number>>('select * from entries order by seq')
      .all()
    expect(rows).toHaveLength(9)
    for (const row of rows) {
      const sum = createHash('sha256')
      for (const column of ['seq', 'at', 'mono', 'till', 'operator', 'kind', 'body', 'totals', 'prev']) {
        const bytes = Buffer.from(String(row[column]))
        sum.update(`${bytes.length}:`).update(bytes).update(',')
      }
      expect(row['prev']).toBe(prev)
      prev = sum.digest('hex')
      expect(row['hash']).toBe(prev)
    }
    connection.close()
  })

  test('carries what was ever paid and refunded, counting a payment once', () => {
    const { file } = soldJournal()
    expect(verifyJournal(file)).toMatchObject({
      ok: true,
      entries: 9,
      totals: { entries: 9, gross: { EUR: 1250, JPY: 500 }, refunded: { EUR: 450 } },
    })
  })

  test('finds any flipped bit in any column and names the entry', { timeout: 120_000 }, () => {
    const files = soldJournal()
    const copy = `${files.file}.copy`
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(...columns),
        fc.nat(),
        (seq, column, where) => {
          copyFileSync(files.file, copy)
          const connection = withoutGuards(copy)
          connection.pragma('ignore_check_constraints = 1')
          const value = connection
            .prepare<[number], string | number>(`select ${column} from entries where seq = ?`)
            .pluck()
            .get(seq)
          if (typeof value === 'number') {
            const flipped = Number(BigInt.asIntN(53, BigInt(value) ^ (1n << BigInt(where % 52))))
            connection.prepare(`update entries set ${column} = ? where seq = ?`).run(flipped, seq)
          } else {
            const bytes = Buffer.from(value ?? '')
            const at = where % (bytes.length * 8)
            bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7))
            // As raw bytes: a flipped bit does not ask whether it leaves UTF-8 behind.
            connection.prepare(`update entries set ${column} = cast(? as text) where seq = ?`).run(bytes, seq)
          }
          connection.close()
          expect(verifyJournal(copy)).toMatchObject({ ok: false, seq })
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['an entry taken out', 'delete from entries where seq = 4', 4],
    ['the first entry taken out', 'delete from entries where seq = 1', 1],
    ['an entry with another number', 'update entries set seq = -5 where seq = 4', 1],
    ['a number in a text column', 'update entries set operator = cast(1 as text) where seq = 4', 4],
  ])('finds %s', (_, sql, seq) => {
    const { file } = soldJournal()
    const connection = withoutGuards(file)
    connection.exec(sql)
    connection.close()
    expect(verifyJournal(file)).toMatchObject({ ok: false, seq })
  })

  test('finds takings that were changed and chained anew from there on', () => {
    const { file } = soldJournal()
    const connection = withoutGuards(file)
    const rows = connection.prepare<[], JournalRecord>('select * from entries order by seq').all()
    let prev = genesis
    for (const row of rows) {
      const body = row.body.replaceAll('"minor":1250', '"minor":250')
      const { hash: _, ...forged } = { ...row, body, prev }
      prev = hashOfText(recordText(forged))
      connection
        .prepare('update entries set body = ?, prev = ?, hash = ? where seq = ?')
        .run(body, forged.prev, prev, row.seq)
    }
    connection.close()
    expect(verifyJournal(file)).toMatchObject({ ok: false, seq: 3, what: expect.stringContaining('totals') })
  })

  test('no two records are the same text, wherever a boundary between columns lies', () => {
    const text = fc.string({ maxLength: 6, unit: fc.constantFrom('1', ':', ',', 'a', 'é') })
    const record = fc.record({
      seq: fc.nat(20),
      at: fc.nat(20),
      mono: fc.nat(20),
      till: text,
      operator: text,
      kind: text,
      body: text,
      totals: text,
      prev: text,
    })
    fc.assert(
      fc.property(record, record, (one, other) => {
        expect(recordText(one) === recordText(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
    const blank = { seq: 1, at: 1, mono: 1, kind: '', body: '', totals: '', prev: '' }
    expect(recordText({ ...blank, till: 'ab', operator: 'c' })).not.toBe(
      recordText({ ...blank, till: 'a', operator: 'bc' }),
    )
  })

  test('a broken journal is not opened, the entry is named and the file left as it was', () => {
    const files = soldJournal()
    const guards = guardsOf(files.file)
    const connection = withoutGuards(files.file)
    connection.exec(`update entries set operator = 'Mallory' where seq = 5;`)
    for (const sql of guards) connection.exec(sql)
    connection.close()
    const problem = expect.objectContaining({ kind: 'broken-chain', seq: 5 })
    expect(() => openIn(files)).toThrow(problem)
    expect(() => openIn(files)).toThrow(/The witness .* still has it/)
    expect(verifyJournal(files.file)).toMatchObject({ ok: false, seq: 5 })
  })
})
