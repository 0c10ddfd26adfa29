import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../app/system.ts'
import type { Journal } from '../../../main/journal/journal.ts'
import type { Printer } from '../../../main/ports.ts'
import type { Till } from '../../../main/till.ts'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { makeDisk, type Disk } from './disk.ts'
import { openPowerTill, speed, type PowerTill, type TillFiles } from './power-till.ts'

/** A till in this process whose files lie on a disk of their own, and a gateway whose books do not. */
export interface DiskShop {
  readonly disk: Disk
  readonly files: TillFiles
  readonly gateway: TrainingGateway
  readonly till: Till
  readonly journal: Journal
  /** Takes all space on the disk but so many bytes. */
  readonly fill: (leave: number) => void
  readonly freeSpace: () => void
  readonly closeTill: () => Promise<void>
  readonly reopen: (printer?: Printer, more?: { readonly attended: boolean }) => Promise<void>
  readonly restart: DiskShop['reopen']
  readonly close: () => Promise<void>
}

export interface DiskShopOptions {
  readonly megabytes: number
  readonly reserveBytes?: number
}

/** Something else on the machine that takes space: the till's own files do not. */
const takeSpace = (file: string, bytes: number): void => {
  const descriptor = openSync(file, 'a')
  try {
    for (let left = bytes; left > 0;) left -= writeSync(descriptor, Buffer.alloc(Math.min(left, 65_536), 1))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(descriptor)
  }
}

export const openDiskShop = async ({ megabytes, reserveBytes = 0 }: DiskShopOptions): Promise<DiskShop> => {
  const disk = await makeDisk('ext4', megabytes)
  const gateway = await startTrainingGateway({ port: 0, clock: systemClock, timeScale: 1 / speed })
  const files = {
    file: join(disk.mount, 'live', 'journal.sqlite'),
    witnessFile: join(disk.mount, 'witness', 'live.log'),
  }
  const ballast = join(disk.mount, 'photographs')
  const open = (printer?: Printer, attended = true): Promise<PowerTill> =>
    openPowerTill(files, gateway.url, {
      attended,
      reserveBytes,
      deadlineMs: 3000,
      limitMs: 6000,
      ...(printer === undefined ? {} : { printer }),
    })
  let power: PowerTill | undefined = await open()
  const running = (): PowerTill => {
    if (power === undefined) throw new Error('the till is closed')
    return power
  }
  const closeTill = async (): Promise<void> => {
    await power?.till.close()
    power = undefined
  }
  const reopen: DiskShop['reopen'] = async (printer, more) => {
    power = await open(printer, more?.attended)
  }
  return {
    disk,
    files,
    gateway,
    get till() {
      return running().till
    },
    get journal() {
      return running().journal
    },
    fill: (leave) => {
      const { bavail, bsize } = statfsSync(disk.mount)
      takeSpace(ballast, Math.max(0, bavail * bsize - leave))
      // What the file system keeps for its own tables comes on top, so the rest is taken until it says no.
      if (leave === 0) takeSpace(ballast, Number.MAX_SAFE_INTEGER)
    },
    freeSpace: () => rmSync(ballast, { force: true }),
    closeTill,
    reopen,
    restart: async (printer, more) => {
      await closeTill()
      await reopen(printer, more)
    },
    close: async () => {
      try {
        await closeTill()
        await gateway.close()
      } finally {
        await disk.remove()
      }
    },
  }
}
