import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'

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

const isWhole = (file: string, bytes: number): boolean => existsSync(file) && statSync(file).size >= bytes

const fill = (file: string, bytes: number): void => {
  const descriptor = openSync(file, 'w', 0o600)
  try {
    for (let left = bytes; left > 0;) left -= writeSync(descriptor, block, 0, Math.min(left, block.length))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Sets the space aside if it can be; a reserve of 0 bytes is never there and never missed. */
export const setReserve = (file: string, bytes: number): Reserve => {
  if (bytes > 0 && !isWhole(file, bytes)) {
    try {
      fill(file, bytes)
    } catch {
      // Half a reserve only takes away what the journal may need; that it is not there is what the caller asks.
      rmSync(file, { force: true })
    }
  }
  return {
    isThere: () => bytes > 0 && isWhole(file, bytes),
    release: () => {
      const was = existsSync(file)
      rmSync(file, { force: true })
      return was
    },
  }
}
