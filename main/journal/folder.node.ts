import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes a new or renamed file's name durable, which syncing the file alone does not. */
export const syncFolder = (file: string): void => {
  // Windows has no way to sync a folder, and does not need one.
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
