import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './folder.node.ts'
import { JournalFault } from './journal.ts'
import type { JournalRecord } from './record.ts'
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

const readPart = (file: string): FramesRead & { readonly tornBytes: number } => {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const frames = readFrames(bytes)
  if (frames === undefined) {
    throw new JournalFault(
      'witness-disagrees',
      `${file} is not a witness of a journal. Check the data folder.`,
    )
  }
  return { ...frames, tornBytes: bytes.length - frames.soundBytes }
}

export const readWitness = (file: string): WitnessRead => {
  const older = readPart(olderPart(file))
  const newer = readPart(file)
  return {
    records: [...older.records, ...older.afterDamage, ...newer.records, ...newer.afterDamage],
    // A part is put aside only when it is whole.
    damaged: older.tornBytes > 0 || newer.afterDamage.length > 0,
    tornBytes: newer.tornBytes,
  }
}

/** Cuts torn bytes off the newest part. Whatever they said, no append that included them was ever acknowledged. */
export const cutTornTail = (file: string, tornBytes: number): void => {
  if (tornBytes > 0) truncateSync(file, statSync(file).size - tornBytes)
}

/** Puts both parts out of the way, for a new witness to begin; they stay for a person to look at. */
export const setWitnessAside = (file: string, suffix: string): void => {
  for (const part of [olderPart(file), file]) {
    if (existsSync(part)) renameSync(part, `${part}.${suffix}`)
  }
}

export interface Witness {
  /** On disk when it returns. Throws what the system throws; nothing may be appended after that. */
  readonly append: (records: readonly JournalRecord[]) => void
  readonly close: () => void
}

// With O_DSYNC the write itself waits for the disk: one call instead of two. Only Linux keeps that promise the whole
// way down; macOS needs the full sync that libuv's fsync does, and Windows does not know the flag.
const waitsForDisk = process.platform === 'linux'
const flags =
  constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY | (waitsForDisk ? constants.O_DSYNC : 0)

const writeWhole = (descriptor: number, bytes: Buffer): void => {
  let written = 0
  // A disk that is nearly full takes a part and says so only at the next try.
  while (written < bytes.length) written += writeSync(descriptor, bytes, written)
  if (!waitsForDisk) fsyncSync(descriptor)
}

/** Opens the newest part, which must have no torn tail, and makes it when there is none. */
export const openWitness = (file: string, partBytes = partBytesMax): Witness => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let descriptor = -1
  let size = 0
  const open = (): void => {
    size = existsSync(file) ? statSync(file).size : 0
    descriptor = openSync(file, flags, 0o600)
    if (size === 0) {
      writeWhole(descriptor, witnessMark)
      size = witnessMark.length
      syncFolder(file)
    }
  }
  const close = (): void => {
    if (descriptor >= 0) closeSync(descriptor)
    descriptor = -1
  }
  const beginNewPart = (): void => {
    close()
    renameSync(file, olderPart(file))
    open()
  }
  open()
  return {
    append: (records) => {
      if (size >= partBytes) beginNewPart()
      const frame = frameOf(records)
      writeWhole(descriptor, frame)
      size += frame.length
    },
    close,
  }
}
