import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { isRoot, needs } from '../machine.ts'

const run = promisify(execFile)

/** The programs that a disk of our own needs; asked for once, because they may have to be installed. */
const tools = ((): Readonly<Record<'cut' | 'ext4' | 'xfs', string>> | undefined => {
  if (process.platform !== 'linux' || !isRoot) return undefined
  const cut = needs('xfs_io', 'xfsprogs')
  const xfs = needs('mkfs.xfs', 'xfsprogs')
  const ext4 = needs('mkfs.ext4', 'e2fsprogs')
  return cut === undefined || ext4 === undefined || xfs === undefined ? undefined : { cut, ext4, xfs }
})()

/** How a file system is made and mounted. The promise of an fsync must hold with each of them. */
export type Format = 'ext4' | 'ext4-writeback' | 'ext4-journal' | 'xfs'
const options: Readonly<Record<Format, string>> = {
  ext4: 'loop,errors=remount-ro',
  'ext4-writeback': 'loop,data=writeback',
  'ext4-journal': 'loop,data=journal',
  xfs: 'loop',
}

/** A file system of its own on a loop device, whose power can be cut. */
export interface Disk {
  readonly mount: string
  /** Everything that was not synced is gone at once, and every later call fails (ext4's and XFS's own shutdown). */
  readonly cut: () => Promise<void>
  /** Mounts it anew after a cut, which plays the file system's journal. */
  readonly comeBack: () => Promise<void>
  /** An error of the file system makes it read-only under everyone's hands, as Linux does with a sick disk. */
  readonly goReadOnly: () => Promise<void>
  /** Unmounts, frees the device and deletes the image. Never throws. */
  readonly remove: () => Promise<void>
}

const unmount = async (mount: string): Promise<void> => {
  try {
    await run('umount', [mount])
  } catch {
    await run('umount', ['-l', mount]).catch(() => undefined)
  }
}

/** `megabytes` of it; XFS takes 300 at least. */
export const makeDisk = async (format: Format, megabytes: number): Promise<Disk> => {
  if (tools === undefined) throw new Error('no disk without root and mkfs')
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-disk-'))
  const image = join(folder, 'image')
  const mount = join(folder, 'mount')
  mkdirSync(mount)
  writeFileSync(image, '')
  const isXfs = format === 'xfs'
  truncateSync(image, (isXfs ? Math.max(300, megabytes) : megabytes) * 1024 * 1024)
  const comeBack = async (): Promise<void> => {
    await run('mount', ['-o', options[format], image, mount])
  }
  const remove = async (): Promise<void> => {
    await unmount(mount)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await run(isXfs ? tools.xfs : tools.ext4, isXfs ? ['-q', image] : ['-q', '-F', '-m', '0', image])
    await comeBack()
  } catch (error) {
    await remove()
    throw error
  }
  const { cut } = tools
  return {
    mount,
    cut: async () => {
      await run(cut, ['-x', '-c', 'shutdown', mount])
    },
    comeBack: async () => {
      await unmount(mount)
      await comeBack()
    },
    goReadOnly: async () => {
      const { stdout } = await run('findmnt', ['-no', 'SOURCE', mount])
      writeFileSync(join('/sys/fs/ext4', basename(stdout.trim()), 'trigger_fs_error'), '1')
    },
    remove,
  }
}

const tryDisk = async (format: Format): Promise<boolean> => {
  try {
    const disk = await makeDisk(format, 16)
    await disk.remove()
    return true
  } catch {
    return false
  }
}

/** Whether this machine lets us make disks at all, and of which formats. A container may be root and still not. */
export const formats: readonly Format[] =
  tools !== undefined && (await tryDisk('ext4'))
    ? ['ext4', 'ext4-writeback', 'ext4-journal', ...((await tryDisk('xfs')) ? (['xfs'] as const) : [])]
    : []
export const canMakeDisks = formats.length > 0
/** Goes into the title of what is skipped. */
export const skipped = canMakeDisks ? '' : ' (skipped: needs root, loop devices, e2fsprogs and xfsprogs)'

/** Runs `use` with disks that are gone afterwards, whatever happens. */
export const withDisks = async <T>(
  wanted: readonly (readonly [Format, megabytes: number])[],
  use: (disks: readonly Disk[]) => Promise<T>,
): Promise<T> => {
  const disks: Disk[] = []
  try {
    for (const [format, megabytes] of wanted) disks.push(await makeDisk(format, megabytes))
    return await use(disks)
  } finally {
    for (const disk of disks) await disk.remove()
  }
}
