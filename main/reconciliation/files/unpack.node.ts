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
/** Ids and amounts pack to a fifth or a tenth; what grows more than this many times was made to fill a memory. */
export const growthMax = 50

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/** A workbook is a ZIP too, and no file of it is what the provider wrote. */
const isWorkbook = (name: string): boolean => /\.xls[xmb]?$/i.test(name)

const baseName = (path: string): string => path.replaceAll('\\', '/').split('/').at(-1) ?? ''
/** Folders, and what a Mac packs along. */
const isByTheWay = (path: string): boolean => /(?:^|\/)(?:__MACOSX\/|\.[^/]*$)|\/$/.test(path)

/** What a member grows to, part by part; whoever reads to the end knows that its size and its sum are as they were told. */
const partsOf = async function* (zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  const stream = await zip.openReadStreamPromise(entry)
  let sum = 0
  // More or less than the directory says ends with a fault of the reader's.
  for await (const part of stream as AsyncIterable<Buffer>) {
    sum = crc32(part, sum)
    yield part
  }
  if (sum !== entry.crc32) throw new RangeError(`${entry.fileName} is damaged`)
}

/** The members of a ZIP that are worth reading, each looked at to its last byte; throws for what is none or too much. */
const openWhole = async (bytes: Uint8Array) => {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await fromBufferPromise(packed, { lazyEntries: true })
  const entries: Entry[] = []
  const grownMax = Math.min(fileBytesMax, bytes.length * growthMax)
  let grown = 0
  for await (const entry of zip.eachEntry()) {
    if (isByTheWay(entry.fileName)) continue
    entries.push(entry)
    grown += entry.uncompressedSize
    if (entries.length > membersMax || grown > grownMax) throw new RangeError('too much is in it')
  }
  if (entries.length === 0) throw new RangeError('nothing is in it')
  for (const entry of entries) {
    for await (const _ of partsOf(zip, entry));
  }
  return { zip, entries }
}

/** One after the other, so that no more than one of them is in memory. */
const membersOf = async function* (zip: ZipFile, entries: readonly Entry[]): AsyncGenerator<Unpacked, void> {
  for (const entry of entries) {
    const bytes = new Uint8Array(entry.uncompressedSize)
    let at = 0
    for await (const part of partsOf(zip, entry)) {
      bytes.set(part, at)
      at += part.length
    }
    yield { name: baseName(entry.fileName), bytes }
  }
}

/**
 * The files of a ZIP, all of them or none: `undefined` for what is no ZIP, is a workbook, has nothing in it, is
 * encrypted or damaged, or grows beyond what a file of the provider may be (security S35). It is unpacked twice: once to
 * know that, keeping nothing, and once more file by file for whoever asks for the next.
 */
export const unpack = async (
  name: string,
  bytes: Uint8Array,
): Promise<AsyncGenerator<Unpacked, void> | undefined> => {
  if (!isZip(bytes) || isWorkbook(name)) return undefined
  try {
    const { zip, entries } = await openWhole(bytes)
    return membersOf(zip, entries)
  } catch {
    return undefined
  }
}
