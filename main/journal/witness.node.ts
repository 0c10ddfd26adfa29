import { JournalFault } from './journal.ts'
import type { JournalRecord } from './record.ts'
import { systemStorage, type OpenFile, type Storage } from './storage.node.ts'
import {
  frameOf,
  readFrames,
  witnessMark,
  type FramesRead,
  type WitnessedRecord,
} from './witness-frames.node.ts'

/**
 * The head witness: a second file, in another folder and better on another device, that repeats the newest records.
 * A chain alone cannot see that its own tail is missing (reliability 3, F33).
 *
 * It is bounded. When the file has grown to `partBytesMax` it becomes the older part (`.1`, replacing the one before)
 * and a new part begins. At any time it holds at least the last 8 MiB of records, some 1,500 sales, and at most 16.
 * So a journal whose copy is older than that is still found out, because the head disagrees, but cannot be mended
 * from the witness alone; that needs a backup.
 */
const partBytesMax = 8 * 1024 * 1024
export const olderPart = (file: string): string => `${file}.1`

export interface WitnessRead {
  /** Whole frames, oldest first. Whether they chain is for the reader to check. */
  readonly records: readonly WitnessedRecord[]
  /** Damage that no torn write explains: something whole follows it. `records` then has holes. */
  readonly damaged: boolean
  /** Bytes at the end of the newest part that are no whole frame, to be cut off before anything is appended. */
  readonly tornBytes: number
}

const readPart = (file: string, storage: Storage): FramesRead & { readonly tornBytes: number } => {
  const bytes = storage.exists(file) ? storage.read(file) : Buffer.alloc(0)
  const frames = readFrames(bytes)
  if (frames === undefined) {
    throw new JournalFault(
      'witness-disagrees',
      `${file} is not a witness of a journal. Bring the right file back; or, if it is lost, ` +
        'move this one away and accept the loss with the restore command.',
    )
  }
  return { ...frames, tornBytes: bytes.length - frames.soundBytes }
}

export const readWitness = (file: string, storage: Storage = systemStorage): WitnessRead => {
  const older = readPart(olderPart(file), storage)
  const newer = readPart(file, storage)
  return {
    records: [...older.records, ...older.afterDamage, ...newer.records, ...newer.afterDamage],
    // A part is put aside only when it is whole.
    damaged: older.tornBytes > 0 || newer.afterDamage.length > 0,
    tornBytes: newer.tornBytes,
  }
}

/** What was read from the newest part is on disk when it returns: whoever wrote it may have been ended before it was. */
export const syncWitness = (file: string, storage: Storage): void => {
  const opened = storage.append(file)
  try {
    opened.sync()
  } finally {
    opened.close()
  }
}

/** Cuts torn bytes off the newest part. Whatever they said, no append that included them was ever acknowledged. */
export const cutTornTail = (file: string, tornBytes: number, storage: Storage): void => {
  if (tornBytes > 0) storage.truncate(file, storage.size(file) - tornBytes)
}

/** Puts both parts out of the way, for a new witness to begin; they stay for a person to look at. */
export const setWitnessAside = (file: string, suffix: string, storage: Storage): void => {
  for (const part of [olderPart(file), file]) {
    if (storage.exists(part)) storage.rename(part, `${part}.${suffix}`)
  }
}

export interface Witness {
  /** On disk when it returns. Throws what the system throws; nothing may be appended after that. */
  readonly append: (records: readonly JournalRecord[]) => void
  readonly close: () => void
}

const writeWhole = (file: OpenFile, bytes: Uint8Array): void => {
  let written = 0
  // A disk that is nearly full takes a part and says so only at the next try.
  while (written < bytes.length) written += file.write(bytes, written)
}

/** Opens the newest part, which must have no torn tail, and makes it when there is none. */
export const openWitness = (
  file: string,
  storage: Storage = systemStorage,
  partBytes = partBytesMax,
): Witness => {
  storage.makeFolder(file)
  let opened: OpenFile | undefined
  let size = 0
  const open = (): OpenFile => {
    size = storage.exists(file) ? storage.size(file) : 0
    opened = storage.appendDurably(file)
    if (size === 0) {
      writeWhole(opened, witnessMark)
      size = witnessMark.length
    }
    // Also of one that was there: whoever made it may have been ended before its name was durable.
    storage.syncFolder(file)
    return opened
  }
  const close = (): void => {
    opened?.close()
    opened = undefined
  }
  const beginNewPart = (): void => {
    close()
    storage.rename(file, olderPart(file))
    open()
  }
  open()
  return {
    append: (records) => {
      if (size >= partBytes) beginNewPart()
      const frame = frameOf(records)
      writeWhole(opened ?? open(), frame)
      size += frame.length
    },
    close,
  }
}
