import type { Storage } from './storage.node.ts'

/** What a shop's till should set aside: thousands of sales' worth, though only those in flight will need it. */
export const usualReserveBytes = 64 * 1024 * 1024

const block = Buffer.alloc(1024 * 1024)

/**
 * Disk space that is taken while there is some, and given back when there is none left, so that a sale in flight can
 * always be finished (reliability F29). Real zeros, because a file with holes reserves nothing.
 */
export interface Reserve {
  /** Whether the space is set aside. */
  readonly isThere: () => boolean
  /** Gives the space back for the journal to use. Says whether there was any. */
  readonly release: () => boolean
}

const fill = (file: string, bytes: number, storage: Storage): void => {
  storage.remove(file)
  const opened = storage.append(file)
  try {
    for (let left = bytes; left > 0;) left -= opened.write(block.subarray(0, Math.min(left, block.length)), 0)
    opened.sync()
  } finally {
    opened.close()
  }
}

/** Sets the space aside if it can be; a reserve of 0 bytes is never there and never missed. */
export const setReserve = (file: string, bytes: number, storage: Storage): Reserve => {
  const isWhole = (): boolean => bytes > 0 && storage.exists(file) && storage.size(file) >= bytes
  if (bytes > 0 && !isWhole()) {
    try {
      fill(file, bytes, storage)
    } catch {
      // Half a reserve only takes away what the journal may need; that it is not there is what the caller asks.
      storage.remove(file)
    }
  }
  return {
    isThere: isWhole,
    release: () => {
      const was = storage.exists(file)
      storage.remove(file)
      return was
    },
  }
}
