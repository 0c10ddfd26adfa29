import { inflateSync } from 'node:zlib'

const woffMark = 0x774f4646
const headBytes = 44
const directoryBytes = 20

/**
 * A WOFF 1.0 font (W3C) as the TrueType file that it was packed from: its tables inflated once. pdfkit takes WOFF too, and
 * inflates all glyphs again for each one that it writes, which takes seconds for a page of Chinese.
 */
export const trueTypeOf = (woff: Uint8Array): Buffer => {
  const file = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength)
  if (file.length < headBytes || file.readUInt32BE(0) !== woffMark)
    throw new TypeError('this is no WOFF font')
  const count = file.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, index) => {
    const at = headBytes + index * directoryBytes
    const from = file.readUInt32BE(at + 4)
    const packed = file.subarray(from, from + file.readUInt32BE(at + 8))
    const length = file.readUInt32BE(at + 12)
    return {
      tag: file.subarray(at, at + 4),
      checksum: file.readUInt32BE(at + 16),
      bytes: packed.length < length ? inflateSync(packed) : packed,
    }
  })
  const power = 2 ** Math.floor(Math.log2(count))
  const head = Buffer.alloc(12 + count * 16)
  head.writeUInt32BE(file.readUInt32BE(4), 0)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(power * 16, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE((count - power) * 16, 10)
  const parts: Buffer[] = [head]
  let offset = head.length
  for (const [index, { tag, checksum, bytes }] of tables.entries()) {
    const at = 12 + index * 16
    tag.copy(head, at)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(bytes.length, at + 12)
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4)
    parts.push(bytes, padding)
    offset += bytes.length + padding.length
  }
  return Buffer.concat(parts)
}
