import { crc32 } from 'node:zlib'
import { recordText } from './chain.node.ts'
import type { JournalRecord } from './record.ts'

/**
 * How the witness is written. The file begins with `witnessMark`. Then comes one frame for each append:
 *
 *     length of the payload, 4 bytes little-endian
 *     CRC-32 of the payload, 4 bytes little-endian
 *     payload: for each record a netstring of its hash (64 hex digits) and the text that was hashed
 *
 * One frame for one append, so that a torn write takes all entries of a transaction with it or none.
 */
export const witnessMark = Buffer.from('spot-till witns1')

const headBytes = 8
/** Far above any real append; a larger length is damage, not a frame. */
const payloadBytesMax = 64 * 1024 * 1024

export const frameOf = (records: readonly JournalRecord[]): Buffer => {
  let text = ''
  for (const record of records) {
    const item = record.hash + recordText(record)
    text += `${Buffer.byteLength(item)}:${item},`
  }
  const bytes = Buffer.byteLength(text)
  const frame = Buffer.allocUnsafe(headBytes + bytes)
  frame.write(text, headBytes)
  frame.writeUInt32LE(bytes, 0)
  frame.writeUInt32LE(crc32(frame.subarray(headBytes)), 4)
  return frame
}

/** A record as the witness has it; `read` takes it apart when it is needed. */
export interface WitnessedRecord {
  readonly seq: number
  readonly hash: string
  /** The text that was hashed. */
  readonly text: () => string
  readonly read: () => JournalRecord
}

/** Splits `5:hello,2:hi,` into its parts, or says that it is no such text. */
const partsOf = (bytes: Buffer): readonly Buffer[] | undefined => {
  const parts: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const colon = bytes.indexOf(0x3a, at)
    if (colon < 0) return undefined
    const digits = bytes.toString('latin1', at, Math.min(colon, at + 10))
    const end = colon + 1 + Number(digits)
    if (!/^(0|[1-9][0-9]{0,8})$/.test(digits) || bytes[end] !== 0x2c) return undefined
    parts.push(bytes.subarray(colon + 1, end))
    at = end + 1
  }
  return parts
}

const readRecord = (item: Buffer): JournalRecord => {
  const parts = partsOf(item.subarray(64)) ?? []
  const text = (index: number): string => parts[index]?.toString() ?? ''
  return {
    seq: Number(text(0)),
    at: Number(text(1)),
    mono: Number(text(2)),
    till: text(3),
    operator: text(4),
    kind: text(5),
    body: text(6),
    totals: text(7),
    prev: text(8),
    hash: item.toString('latin1', 0, 64),
  }
}

const witnessed = (item: Buffer): WitnessedRecord | undefined => {
  const colon = item.indexOf(0x3a, 64)
  const comma = item.indexOf(0x2c, 64)
  const seq = Number(item.toString('latin1', colon + 1, comma))
  if (colon < 0 || comma < colon || !Number.isSafeInteger(seq)) return undefined
  return {
    seq,
    hash: item.toString('latin1', 0, 64),
    text: () => item.toString('utf8', 64),
    read: () => readRecord(item),
  }
}

export interface FramesRead {
  /** The records of every whole frame before the first damage. */
  readonly records: readonly WitnessedRecord[]
  /** Where the first damage begins; the file's length when there is none. */
  readonly soundBytes: number
  /** Records of whole frames that were found after the damage: then it is not a torn tail. */
  readonly afterDamage: readonly WitnessedRecord[]
}

/** Reads a witness file's bytes; `undefined` when it does not begin as one. A cut mark reads as empty. */
export const readFrames = (bytes: Buffer): FramesRead | undefined => {
  if (bytes.length < witnessMark.length) {
    return witnessMark.subarray(0, bytes.length).equals(bytes)
      ? { records: [], soundBytes: 0, afterDamage: [] }
      : undefined
  }
  if (!bytes.subarray(0, witnessMark.length).equals(witnessMark)) return undefined
  const records: WitnessedRecord[] = []
  const afterDamage: WitnessedRecord[] = []
  let soundBytes: number | undefined
  let at = witnessMark.length
  while (at < bytes.length) {
    const length = at + headBytes <= bytes.length ? bytes.readUInt32LE(at) : payloadBytesMax + 1
    const end = at + headBytes + length
    if (length === 0 || length > payloadBytesMax || end > bytes.length) break
    const payload = bytes.subarray(at + headBytes, end)
    const items = crc32(payload) === bytes.readUInt32LE(at + 4) ? partsOf(payload)?.map(witnessed) : undefined
    if (items === undefined || items.includes(undefined)) soundBytes ??= at
    else {
      const into = soundBytes === undefined ? records : afterDamage
      for (const item of items) if (item !== undefined) into.push(item)
    }
    at = end
  }
  return { records, soundBytes: soundBytes ?? at, afterDamage }
}
