import Database from 'better-sqlite3'
import type { Seeded } from '../seeded.ts'

/** What disks do to bytes that nobody has written since. */
export interface Rot {
  readonly name: string
  /** The file's bytes after it; `older` are the same file's from an earlier day. */
  readonly spoil: (bytes: Buffer, older: Buffer, random: Seeded) => Buffer
}

const page = 4096
const sector = 512
const pageOf = (bytes: Buffer, random: Seeded): number => random.below(bytes.length / page) * page

export const rots: readonly Rot[] = [
  {
    name: 'a flipped bit',
    spoil: (bytes, _, random) => {
      const spoilt = Buffer.from(bytes)
      const at = random.below(bytes.length)
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8))
      return spoilt
    },
  },
  {
    name: 'a handful of random bytes',
    spoil: (bytes, _, random) => {
      const spoilt = Buffer.from(bytes)
      random.bytes(1 + random.below(32)).copy(spoilt, random.below(bytes.length - 32))
      return spoilt
    },
  },
  {
    name: 'a page of zeros',
    spoil: (bytes, _, random) => {
      const at = pageOf(bytes, random)
      return Buffer.from(bytes).fill(0, at, at + page)
    },
  },
  {
    name: 'a torn page, half of it from an earlier day',
    spoil: (bytes, older, random) => {
      const spoilt = Buffer.from(bytes)
      const at = pageOf(older, random) + (random.next() < 0.5 ? 0 : page / 2)
      older.copy(spoilt, at, at, at + page / 2)
      return spoilt
    },
  },
  {
    name: 'a sector in the wrong place',
    spoil: (bytes, _, random) => {
      const spoilt = Buffer.from(bytes)
      const size = random.pick([sector, page])
      const from = random.below(bytes.length / size) * size
      bytes.copy(spoilt, random.below(bytes.length / size) * size, from, from + size)
      return spoilt
    },
  },
]

export type Row = Readonly<Record<string, unknown>>
export const rowsIn = (file: string): readonly Row[] => {
  const connection = new Database(file, { readonly: true, timeout: 0 })
  try {
    return connection.prepare<[], Row>('select * from entries order by seq').all()
  } finally {
    connection.close()
  }
}

/**
 * The first entry that does not come out of the file as it went in, by plain SQLite and without the till's own code;
 * `none` when all do, `unreadable` when the file does not even open.
 */
export const firstSpoilt = (file: string, original: readonly Row[]): number | 'none' | 'unreadable' => {
  let next = 0
  try {
    const connection = new Database(file, { readonly: true, timeout: 0 })
    // A page with one bad cell counts as lost from its first entry on, instead of giving those before that cell.
    connection.pragma('cell_size_check = on')
    try {
      const rows = connection.prepare<[], Row>('select * from entries order by seq')
      try {
        for (const row of rows.iterate()) {
          if (JSON.stringify(row) !== JSON.stringify(original[next])) return next + 1
          next += 1
        }
      } catch {
        return next + 1
      }
    } finally {
      connection.close()
    }
  } catch {
    return 'unreadable'
  }
  return next === original.length ? 'none' : next + 1
}
