import type { FileFault } from '../../domain/reconciled.ts'

/** Larger files are refused before anything of them is read (security S35). A million lines are about 200 MB. */
export const fileBytesMax = 512 * 1024 * 1024

export type Encoding = 'utf-8' | 'gb18030'
const chunkBytes = 1 << 20

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)

/** What can be seen by the first bytes: spreadsheets and archives, which people drop instead of the file. */
export const notATextFile = (name: string, bytes: Uint8Array): FileFault | undefined => {
  if (bytes.length === 0) return { kind: 'empty' }
  if (bytes.length > fileBytesMax) {
    return { kind: 'too-large', found: String(bytes.length), wanted: String(fileBytesMax) }
  }
  const isZip = startsWith(bytes, 0x50, 0x4b, 3, 4)
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0) || (isZip && /\.xls[xm]?$/i.test(name)))
    return { kind: 'workbook' }
  if (isZip || startsWith(bytes, 0x1f, 0x8b)) return { kind: 'archive' }
  return bytes.subarray(0, chunkBytes).includes(0) ? { kind: 'binary' } : undefined
}

const decodes = function* (bytes: Uint8Array, encoding: Encoding): Generator<undefined, boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true })
      yield
    }
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** UTF-8 strictly, and if that fails GB18030 (reconciliation 0.6). Pauses after each megabyte. */
export const encodingOf = function* (bytes: Uint8Array): Generator<undefined, Encoding | undefined> {
  if (yield* decodes(bytes, 'utf-8')) return 'utf-8'
  return (yield* decodes(bytes, 'gb18030')) ? 'gb18030' : undefined
}

/** Bytes of a UTF-8 byte order mark at the beginning: 3 or 0. */
export const byteOrderMark = (bytes: Uint8Array): number => (startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0)
