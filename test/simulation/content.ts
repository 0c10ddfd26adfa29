import type { Random } from './random.ts'

/** The unit that a disk writes whole or not at all. */
export const sectorBytes = 512

/** A file's bytes as the system shows them, and what of them a power cut would take. Bytes beyond `size` are zeros. */
export interface Content {
  readonly size: () => number
  /** The whole buffer; valid until the next change. */
  readonly bytes: () => Uint8Array
  readonly write: (bytes: Uint8Array, offset: number) => void
  readonly truncate: (size: number) => void
  /** All that was written is on the disk. */
  readonly sync: () => void
  /**
   * A sync that failed: of what was written some sectors reached the disk (all kept by `keep`), and the system has
   * forgotten that the rest did not. Only what is written again will be tried again (that is what Linux does).
   */
  readonly loseUnsynced: (dice: Random, keep: 'none' | 'part') => void
  /** The power is cut: what was synced stays, of the rest a part that the dice choose, torn and out of order. */
  readonly settle: (dice: Random) => void
  readonly isSynced: () => boolean
  /** An image of it, unsynced writes and all. Costs nothing until either is changed. */
  readonly freeze: () => FrozenContent
  /** Changes what is on the disk behind everybody's back. */
  readonly replace: (bytes: Uint8Array) => void
}

export interface FrozenContent {
  readonly bytes: Uint8Array
  readonly size: number
  readonly pending: readonly Change[]
  readonly undo: Uint8Array
  readonly durable: Image | undefined
}

/** How to take a write or a truncation back. */
interface Change {
  readonly kind: 'write' | 'truncate'
  readonly offset: number
  /** After a write's last byte; the new size after a truncation. */
  readonly end: number
  readonly sizeBefore: number
  /** Where the overwritten bytes begin in `undo`, and how many. */
  readonly saved: number
  readonly savedBytes: number
}
interface Image {
  bytes: Uint8Array
  size: number
}
/** How to make it again. */
interface Redo {
  readonly change: Change
  readonly bytes: Uint8Array
}

const grown = (bytes: Uint8Array, needed: number): Uint8Array => {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2, 8192))
  larger.set(bytes)
  return larger
}

const putInto = (image: Image, bytes: Uint8Array, offset: number): void => {
  const end = offset + bytes.length
  if (end > image.bytes.length) image.bytes = grown(image.bytes, end)
  image.bytes.set(bytes, offset)
  if (end > image.size) image.size = end
}
const cutTo = (image: Image, size: number): void => {
  if (size > image.bytes.length) image.bytes = grown(image.bytes, size)
  if (size < image.size) image.bytes.fill(0, size, image.size)
  image.size = size
}

/** Puts the sectors of a write that the dice keep. A sector that is not kept in a file that grew reads as zeros. */
const putSectors = (image: Image, { change, bytes }: Redo, isKept: () => boolean): void => {
  for (let from = change.offset; from < change.end;) {
    const to = Math.min(change.end, (Math.floor(from / sectorBytes) + 1) * sectorBytes)
    if (isKept()) putInto(image, bytes.subarray(from - change.offset, to - change.offset), from)
    from = to
  }
}

/** Makes a part of the changes: which, is the dice's choice, and so is how wild it is. */
const redoSome = (image: Image, redos: readonly Redo[], dice: Random): void => {
  const style = dice.pick(['nothing', 'everything', 'in-order', 'any-write', 'any-sector'] as const)
  if (style === 'nothing') return
  const last = style === 'in-order' ? dice.int(0, redos.length) : redos.length
  const share = dice.pick([0.1, 0.5, 0.9])
  for (const redo of redos.slice(0, last)) {
    if (redo.change.kind === 'truncate') {
      // The sizes are in the file system's own log, in order: after one that is lost nothing that needs it is there.
      if (style !== 'everything' && style !== 'in-order' && !dice.chance(share)) return
      cutTo(image, redo.change.end)
    } else if (style === 'any-sector') putSectors(image, redo, () => dice.chance(share))
    else if (style !== 'any-write' || dice.chance(share)) putInto(image, redo.bytes, redo.change.offset)
  }
  const torn = redos[last]
  if (torn?.change.kind === 'write') putSectors(image, torn, () => dice.chance(0.5))
}

export const createContent = (from?: FrozenContent): Content => {
  const live: Image = { bytes: from?.bytes ?? new Uint8Array(0), size: from?.size ?? 0 }
  /** Whether an image holds the same buffer, so that it must be copied before it changes. */
  let isShared = from !== undefined
  let pending: Change[] = [...(from?.pending ?? [])]
  let undo: Uint8Array = new Uint8Array(from?.undo ?? [])
  let undoUsed = undo.length
  /** What is on the disk, once a sync has failed and the pending changes alone no longer tell it. */
  let durable: Image | undefined =
    from?.durable === undefined ? undefined : { ...from.durable, bytes: from.durable.bytes.slice() }

  const own = (needed: number): void => {
    if (needed > live.bytes.length) live.bytes = grown(live.bytes, needed)
    else if (isShared) live.bytes = live.bytes.slice()
    else return
    isShared = false
  }
  const save = (begin: number, end: number): { readonly saved: number; readonly savedBytes: number } => {
    const savedBytes = Math.max(0, end - begin)
    if (undoUsed + savedBytes > undo.length) undo = grown(undo, undoUsed + savedBytes)
    if (savedBytes > 0) undo.set(live.bytes.subarray(begin, end), undoUsed)
    undoUsed += savedBytes
    return { saved: undoUsed - savedBytes, savedBytes }
  }
  const forget = (): void => {
    pending = []
    undoUsed = 0
  }
  /** Takes all pending changes back in a copy; gives what is on the disk and the changes to make on it. */
  const takeBack = (): { readonly image: Image; readonly redos: readonly Redo[] } => {
    const image: Image = { bytes: live.bytes.slice(), size: live.size }
    const redos: Redo[] = []
    for (const change of pending.toReversed()) {
      const { kind, offset, end, sizeBefore, saved, savedBytes } = change
      redos.push({ change, bytes: kind === 'write' ? image.bytes.slice(offset, end) : new Uint8Array(0) })
      cutTo(image, sizeBefore)
      image.bytes.set(undo.subarray(saved, saved + savedBytes), kind === 'write' ? offset : end)
    }
    if (durable === undefined) return { image, redos: redos.toReversed() }
    return { image: { ...durable, bytes: durable.bytes.slice() }, redos: redos.toReversed() }
  }

  return {
    size: () => live.size,
    bytes: () => live.bytes,
    write: (bytes, offset) => {
      const end = offset + bytes.length
      own(end)
      const old = save(offset, Math.min(end, live.size))
      pending.push({ kind: 'write', offset, end, sizeBefore: live.size, ...old })
      live.bytes.set(bytes, offset)
      if (end > live.size) live.size = end
    },
    truncate: (size) => {
      if (size === live.size) return
      own(size)
      const old = save(size, live.size)
      pending.push({ kind: 'truncate', offset: size, end: size, sizeBefore: live.size, ...old })
      cutTo(live, size)
    },
    sync: () => {
      if (durable !== undefined) {
        const { image, redos } = takeBack()
        for (const { change, bytes } of redos) {
          if (change.kind === 'write') putInto(image, bytes, change.offset)
          else cutTo(image, change.end)
        }
        durable = image
      }
      forget()
    },
    loseUnsynced: (dice, keep) => {
      const { image, redos } = takeBack()
      if (keep === 'part') redoSome(image, redos, dice)
      durable = image
      forget()
    },
    settle: (dice) => {
      if (pending.length === 0 && durable === undefined) return
      const { image, redos } = takeBack()
      redoSome(image, redos, dice)
      live.bytes = image.bytes
      live.size = image.size
      isShared = false
      durable = undefined
      forget()
    },
    isSynced: () => pending.length === 0 && durable === undefined,
    freeze: () => {
      isShared = true
      return {
        bytes: live.bytes,
        size: live.size,
        pending: [...pending],
        undo: undo.slice(0, undoUsed),
        durable: durable === undefined ? undefined : { ...durable, bytes: durable.bytes.slice() },
      }
    },
    replace: (bytes) => {
      // `slice` of a Buffer would share its bytes, and so would every copy made of it later.
      live.bytes = new Uint8Array(bytes)
      live.size = bytes.length
      isShared = false
      durable = undefined
      forget()
    },
  }
}
