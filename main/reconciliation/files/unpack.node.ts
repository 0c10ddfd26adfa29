import { crc32 } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { fileBytesMax } from './encoding.ts'

export interface Unpacked {
  /** Without its folders: it is read for what it says, and nothing is ever written under it. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** A download has a handful of files; a thousand of them are no download. */
export const membersMax = 64
/** Ids and amounts pack to a tenth; what grows more than this many times was made to fill a memory. */
export const growthMax = 200

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/** A workbook is a ZIP too, and no file of it is what the provider wrote. */
const isWorkbook = (name: string): boolean => /\.xls[xmb]?$/i.test(name)

const baseName = (path: string): string => path.replaceAll('\\', '/').split('/').at(-1) ?? ''
/** Folders, and what a Mac packs along. */
const isByTheWay = (path: string): boolean => /(?:^|\/)(?:__MACOSX\/|\.[^/]*$)|\/$/.test(path)

const bytesOf = async (zip: ZipFile, entry: Entry): Promise<Uint8Array> => {
  const stream = await zip.openReadStreamPromise(entry)
  const parts: Buffer[] = []
  let sum = 0
  // More than the directory says ends with a fault of the reader's, so that no member grows beyond what was counted.
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part)
    sum = crc32(part, sum)
  }
  if (sum !== entry.crc32) throw new RangeError(`${entry.fileName} is damaged`)
  return Buffer.concat(parts)
}

/**
 * The files of a ZIP, all of them or none: `undefined` for what is no ZIP, is a workbook, has nothing in it, is
 * encrypted or damaged, or grows beyond what a file of the provider may be (security S35).
 */
export const unpack = async (name: string, bytes: Uint8Array): Promise<readonly Unpacked[] | undefined> => {
  if (!isZip(bytes) || isWorkbook(name)) return undefined
  try {
    const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const zip = await fromBufferPromise(packed, { lazyEntries: true })
    const entries: Entry[] = []
    let grown = 0
    for await (const entry of zip.eachEntry()) {
      if (isByTheWay(entry.fileName)) continue
      entries.push(entry)
      grown += entry.uncompressedSize
      if (entries.length > membersMax || grown > Math.min(fileBytesMax, bytes.length * growthMax))
        return undefined
    }
    const members: Unpacked[] = []
    for (const entry of entries) {
      members.push({ name: baseName(entry.fileName), bytes: await bytesOf(zip, entry) })
    }
    return members.length === 0 ? undefined : members
  } catch {
    return undefined
  }
}
