import { constants } from 'node:fs'
import { access, mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskFact, Facts } from '../../main/diagnosis/facts.ts'

const codeOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : ''
const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))

const diskFaults: Readonly<Record<string, DiskFact['fault']>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EIO: 'failing',
}

const tries = 5
/** Writes and syncs as the journal does; the shortest time counts, because other work only makes it longer. */
const syncMs = async (folder: string): Promise<number> => {
  const path = join(folder, `.try-${process.pid}`)
  try {
    const file = await open(path, 'w', 0o600)
    try {
      const times: number[] = []
      for (let nth = 0; nth < tries; nth += 1) {
        await file.write(Buffer.alloc(8192, nth))
        const began = performance.now()
        await file.datasync()
        times.push(performance.now() - began)
      }
      return Math.min(...times)
    } finally {
      await file.close()
    }
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

const roomIn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Whether the data folder is there, is ours to write, and how its disk takes it. Makes the folder when there is none. */
export const measureFolder = async (path: string): Promise<Pick<Facts, 'folder' | 'disk'>> => {
  let freeBytes = 0
  try {
    await mkdir(path, { recursive: true })
    freeBytes = await roomIn(path)
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return { folder: { path }, disk: { freeBytes, syncMs: await syncMs(path) } }
  } catch (fault) {
    const code = codeOf(fault)
    const detail = messageOf(fault)
    const ofDisk = diskFaults[code]
    if (ofDisk !== undefined) return { folder: { path }, disk: { freeBytes, fault: ofDisk, detail } }
    return { folder: { path, fault: code === 'EACCES' || code === 'EPERM' ? 'rights' : 'unusable', detail } }
  }
}
