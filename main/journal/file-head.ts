import { applicationId, newestVersion } from './migrations.ts'
import type { Flaw } from './verdict.ts'

/** Length of the head of an SQLite file, bytes (SQLite file format, 1.3). */
export const fileHeadBytes = 100

const magic = [...'SQLite format 3\0'].map((letter) => letter.charCodeAt(0))
const pageBytes = 4096

/** What the till's own build of SQLite writes, as [offset, bytes]: page size, formats, fractions, no vacuum, UTF-8. */
const fixed: readonly (readonly [offset: number, bytes: readonly number[]])[] = [
  [16, [pageBytes >> 8, pageBytes & 0xff, 1, 1, 0, 64, 32, 32]],
  [44, [0, 0, 0, 4]],
  [52, [0, 0, 0, 0, 0, 0, 0, 1]],
  [64, [0, 0, 0, 0]],
  [72, Array.from({ length: 20 }, () => 0)],
]

/**
 * What is wrong with the first bytes of a journal's file, whose whole length is `size`. SQLite itself passes over
 * much of it: what follows the last page, another application's mark, a switch to write-ahead mode.
 */
export const flawOfFileHead = (head: Uint8Array, size: number): Flaw | undefined => {
  const has = (offset: number, bytes: readonly number[]): boolean =>
    bytes.every((byte, index) => head[offset + index] === byte)
  const number = (offset: number): number =>
    [0, 1, 2, 3].reduce((sum, index) => (sum << 8) | (head[offset + index] ?? 0), 0)
  const foreign: Flaw = { error: 'not-a-journal', what: 'this is not a journal of this till' }
  if (head.length < fileHeadBytes || !has(0, magic)) return foreign
  if (number(68) !== applicationId || number(60) < 1) return foreign
  if (number(60) > newestVersion) {
    return { error: 'newer-version', what: 'it was written by a newer version of the till' }
  }
  if (!fixed.every(([offset, bytes]) => has(offset, bytes))) {
    return { error: 'wrong-header', what: 'the head of the file is not as a till writes it' }
  }
  if ((number(28) >>> 0) * pageBytes !== size) {
    return { error: 'wrong-header', what: 'the file is longer or shorter than its head says' }
  }
  return undefined
}
