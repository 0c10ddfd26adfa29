import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { frameOf, witnessMark } from '../../../main/journal/witness-frames.node.ts'
import { at, forged, framesOf, reframed, writeWitness, type Manipulation } from './manipulation.ts'
import { cellsOf, editBytes, leafPages, pageBytes } from './pages.ts'
import { entriesAtNoon, readRecords } from './sold-journal.ts'

const cell = (file: string, seq: number) => {
  const found = cellsOf(file).find((each) => each.seq === seq)
  if (found === undefined) throw new Error(`there is no entry ${seq}`)
  return found
}
const bytesOf =
  (edit: (bytes: Buffer, file: string) => Buffer | void): Manipulation['make'] =>
  ({ file }) =>
    editBytes(file, (bytes) => edit(bytes, file))
const zeroed =
  (table: string, nth: number): Manipulation['make'] =>
  ({ file }) => {
    const page = leafPages(file, table).at(nth) ?? 1
    editBytes(file, (bytes) => {
      bytes.fill(0, (page - 1) * pageBytes, page * pageBytes)
    })
  }

/** The first entry of the leaf page that holds entry 30. */
const firstOnPage = (file: string): number => {
  const { page } = cell(file, 30)
  return Math.min(...cellsOf(file).flatMap((each) => (each.page === page ? [each.seq] : [])))
}
export const fileTricks = (day: string): readonly Manipulation[] => [
  {
    name: 'the number of an entry made that of the one before, in the bytes',
    make: bytesOf((bytes, file) => {
      const found = cell(file, 21)
      bytes[found.rowidAt] = 20
    }),
    expected: ['sequence-gap', 21],
  },
  {
    name: 'one bit of an amount flipped in the bytes',
    make: bytesOf((bytes, file) => {
      const found = cell(file, 21)
      const where = bytes.indexOf('"minor":1250', found.from)
      bytes[where + 8] = (bytes[where + 8] ?? 0) ^ 2
    }),
    expected: ['wrong-hash', 21],
  },
  {
    name: 'a page of entries zeroed',
    make: ({ file }) => {
      const { page } = cell(file, 30)
      editBytes(file, (bytes) => {
        bytes.fill(0, (page - 1) * pageBytes, page * pageBytes)
      })
    },
    expected: ['unreadable', firstOnPage(day)],
  },
  {
    name: 'a page of entries overwritten with another',
    make: ({ file }) => {
      const { page } = cell(file, 30)
      const other = leafPages(file, 'entries').at(0) ?? 1
      editBytes(file, (bytes) => {
        bytes.copy(bytes, (page - 1) * pageBytes, (other - 1) * pageBytes, other * pageBytes)
      })
    },
    expected: ['sequence-gap', firstOnPage(day)],
  },
  {
    name: 'the first page zeroed',
    make: bytesOf((bytes) => {
      bytes.fill(0, 0, pageBytes)
    }),
    expected: ['not-a-journal'],
  },
  {
    name: 'a page of the till’s indexes zeroed',
    make: zeroed('payments', 0),
    expected: ['projection-differs'],
    why: 'the entries are whole, and the till’s own verifier names `projection-differs`; `till mend` makes the indexes anew',
  },
  {
    name: 'the file cut by its last page',
    make: ({ file }) => truncateSync(file, readFileSync(file).length - pageBytes),
    expected: ['wrong-header'],
  },
  {
    name: 'the file cut within a page',
    make: ({ file }) => truncateSync(file, readFileSync(file).length - 1000),
    expected: ['wrong-header'],
  },
  {
    name: 'the file cut to half',
    make: ({ file }) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
    expected: ['wrong-header'],
  },
  { name: 'the file emptied', make: ({ file }) => truncateSync(file, 0), expected: ['not-a-journal'] },
  {
    name: 'a byte behind the file',
    make: ({ file }) => appendFileSync(file, 'x'),
    expected: ['wrong-header'],
  },
  {
    name: 'a page behind the file',
    make: ({ file }) => appendFileSync(file, Buffer.alloc(pageBytes)),
    expected: ['wrong-header'],
  },
  {
    name: 'a page behind the file, counted in its head',
    make: bytesOf((bytes) => {
      bytes.writeUInt32BE(bytes.readUInt32BE(28) + 1, 28)
      return Buffer.concat([bytes, Buffer.alloc(pageBytes)])
    }),
    expected: 'ok',
    why: 'an unused page holds no entry',
  },
  {
    name: 'the first letter of the file changed',
    make: bytesOf((bytes) => {
      bytes[0] = 0x73
    }),
    expected: ['not-a-journal'],
  },
  {
    name: 'the page size in the head changed',
    make: bytesOf((bytes) => {
      bytes[16] = 0x20
    }),
    expected: ['wrong-header'],
  },
  {
    name: 'the text encoding in the head changed',
    make: bytesOf((bytes) => {
      bytes[59] = 2
    }),
    expected: ['wrong-header'],
  },
  {
    name: 'the change counter in the head changed',
    make: bytesOf((bytes) => {
      bytes[27] = (bytes[27] ?? 0) ^ 1
    }),
    expected: 'ok',
    why: 'a counter of SQLite’s own, which says nothing about entries',
  },
  {
    name: 'a write that was cut off planted beside it',
    make: ({ file }) =>
      writeFileSync(
        `${file}-journal`,
        Buffer.concat([Buffer.from('d9d505f920a163d7', 'hex'), Buffer.alloc(504)]),
      ),
    expected: ['unfinished-write'],
  },
  {
    name: 'a write-ahead file planted beside it',
    make: ({ file }) =>
      writeFileSync(`${file}-wal`, Buffer.concat([Buffer.from('377f0682', 'hex'), Buffer.alloc(60)])),
    expected: ['unfinished-write'],
  },
  {
    name: 'an empty rollback journal beside it',
    make: ({ file }) => writeFileSync(`${file}-journal`, ''),
    expected: 'ok',
    why: 'the till leaves one',
  },
  { name: 'the journal deleted', make: ({ file }) => rmSync(file), expected: ['unreadable'] },
  {
    name: 'a folder in the place of the journal',
    make: ({ file }) => {
      rmSync(file)
      mkdirSync(file)
    },
    expected: ['unreadable'],
  },
  {
    name: 'a text in the place of the journal',
    make: ({ file }) => writeFileSync(file, 'hello '.repeat(1000)),
    expected: ['not-a-journal'],
  },
  {
    name: 'a link to the journal in its place',
    make: ({ file }) => {
      renameSync(file, `${file}.real`)
      symlinkSync(`${file}.real`, file)
    },
    expected: 'ok',
    why: 'it is the journal',
  },
  {
    name: 'a link to another till’s journal in its place',
    make: ({ file }, { other }) => {
      rmSync(file)
      symlinkSync(other.file, file)
    },
    expected: ['witness-differs', 2],
  },
  {
    name: 'another till’s journal in its place',
    make: ({ file }, { other }) => copyFileSync(other.file, file),
    expected: ['witness-differs', 2],
  },
]

export const witnessTricks: readonly Manipulation[] = [
  {
    name: 'the witness deleted',
    make: ({ witnessFile }) => rmSync(witnessFile),
    expected: ['witness-missing'],
  },
  {
    name: 'the witness emptied',
    make: ({ witnessFile }) => truncateSync(witnessFile, 0),
    expected: ['witness-missing'],
  },
  {
    name: 'the witness cut to its mark',
    make: ({ witnessFile }) => truncateSync(witnessFile, witnessMark.length),
    expected: ['witness-missing'],
  },
  {
    name: 'the witness cut within its mark',
    make: ({ witnessFile }) => truncateSync(witnessFile, 9),
    expected: ['witness-damaged', 1],
  },
  {
    name: 'the witness cut within its last frame',
    make: ({ witnessFile }) => truncateSync(witnessFile, readFileSync(witnessFile).length - 7),
    expected: ['witness-damaged', 61],
  },
  {
    name: 'the last frame of the witness removed',
    make: reframed((frames) => frames.slice(0, -1)),
    expected: ['journal-ahead', 61],
  },
  {
    name: 'the last ten frames of the witness removed',
    make: reframed((frames) => frames.slice(0, -10)),
    expected: ['journal-ahead', 52],
  },
  {
    name: 'a frame in the middle of the witness removed',
    make: reframed((frames) => frames.filter((_, index) => index !== 29)),
    expected: ['witness-gap', 30],
  },
  {
    name: 'two frames of the witness swapped',
    make: reframed((frames) =>
      frames.map((frame, index) => frames[index === 29 ? 30 : index === 30 ? 29 : index] ?? frame),
    ),
    expected: ['witness-gap', 30],
  },
  {
    name: 'the last frame of the witness twice',
    make: reframed((frames) => [...frames, ...frames.slice(-1)]),
    expected: ['witness-gap', 62],
  },
  {
    name: 'one bit of the witness flipped',
    make: reframed((frames) =>
      frames.map((frame, index) => {
        if (index !== 29) return frame
        const flipped = Buffer.from(frame)
        flipped[200] = (flipped[200] ?? 0) ^ 8
        return flipped
      }),
    ),
    expected: ['witness-damaged', 30],
  },
  {
    name: 'the check sum of a frame zeroed',
    make: reframed((frames) =>
      frames.map((frame, index) => {
        if (index !== 29) return frame
        const zero = Buffer.from(frame)
        zero.fill(0, 4, 8)
        return zero
      }),
    ),
    expected: ['witness-damaged', 30],
  },
  {
    name: 'the length of a frame made huge',
    make: reframed((frames) =>
      frames.map((frame, index) => {
        if (index !== 29) return frame
        const huge = Buffer.from(frame)
        huge.writeUInt32LE(0x7fff_ffff, 0)
        return huge
      }),
    ),
    expected: ['witness-damaged', 30],
  },
  {
    name: 'noise behind the witness',
    make: ({ witnessFile }) => appendFileSync(witnessFile, 'noise '.repeat(50)),
    expected: ['witness-damaged', 62],
  },
  {
    name: 'zeros behind the witness',
    make: ({ witnessFile }) => appendFileSync(witnessFile, Buffer.alloc(4096)),
    expected: ['witness-damaged', 62],
  },
  {
    name: 'a record in the witness changed, check sum made anew',
    make: ({ file, witnessFile }) => {
      const records = readRecords(file).map(at(30, () => ({ operator: 'Mallory' })))
      writeWitness(witnessFile, records)
    },
    expected: ['witness-differs', 30],
  },
  {
    name: 'a frame of another till behind the witness',
    make: ({ witnessFile }, { other }) => appendFileSync(witnessFile, framesOf(other.witnessFile)[4] ?? ''),
    expected: ['witness-gap', 62],
  },
  {
    name: 'an entry more in the witness than in the journal',
    make: ({ file, witnessFile }) => {
      const last = readRecords(file).at(-1)
      if (last !== undefined) appendFileSync(witnessFile, frameOf([{ ...last, seq: 62 }]))
    },
    expected: ['witness-differs', 62],
  },
  {
    name: 'a text in the place of the witness',
    make: ({ witnessFile }) => writeFileSync(witnessFile, 'hello '.repeat(1000)),
    expected: ['not-a-witness'],
  },
  {
    name: 'the journal in the place of the witness',
    make: ({ file, witnessFile }) => copyFileSync(file, witnessFile),
    expected: ['not-a-witness'],
  },
  {
    name: 'a folder in the place of the witness',
    make: ({ witnessFile }) => {
      rmSync(witnessFile)
      mkdirSync(witnessFile)
    },
    expected: ['unreadable'],
  },
  {
    name: 'another till’s witness',
    make: ({ witnessFile }, { other }) => copyFileSync(other.witnessFile, witnessFile),
    expected: ['witness-differs', 2],
  },
  {
    name: 'the older part of the witness missing',
    make: ({ file, witnessFile }) => writeWitness(witnessFile, readRecords(file).slice(30)),
    expected: 'ok',
    why: 'a witness keeps the newest entries only; the rest is in the journal alone',
  },
  {
    name: 'the newer part of the witness missing',
    make: ({ file, witnessFile }) => {
      rmSync(witnessFile)
      writeWitness(`${witnessFile}.1`, readRecords(file).slice(0, 30))
    },
    expected: ['journal-ahead', 31],
  },
  {
    name: 'the two parts of the witness swapped',
    make: ({ file, witnessFile }) => {
      const records = readRecords(file)
      writeWitness(`${witnessFile}.1`, records.slice(30))
      writeWitness(witnessFile, records.slice(0, 30))
    },
    expected: ['witness-gap', 62],
  },
  {
    name: 'the journal forged and the witness deleted',
    make: (files, samples) => {
      forged(at(61, () => ({ operator: 'Mallory' })))(files, samples)
      rmSync(files.witnessFile)
    },
    expected: ['witness-missing'],
  },
]

export const oldCopies: readonly Manipulation[] = [
  {
    name: 'the journal of noon put back',
    make: ({ file }, { noon }) => copyFileSync(noon.file, file),
    expected: ['witness-ahead', entriesAtNoon + 1],
  },
  {
    name: 'the witness of noon put back',
    make: ({ witnessFile }, { noon }) => copyFileSync(noon.witnessFile, witnessFile),
    expected: ['journal-ahead', entriesAtNoon + 1],
  },
  {
    name: 'journal and witness of noon put back together',
    make: ({ folder }, { noon }) => cpSync(noon.folder, folder, { recursive: true }),
    expected: 'ok',
    receipt: { of: 61, expected: ['receipt-ahead', entriesAtNoon + 1] },
    why: 'two old copies that fit are as they were; a receipt of the afternoon finds it out',
  },
]
