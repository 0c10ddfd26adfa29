import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Log } from '../main/ports.ts'
import { parseSettings } from '../main/settings.ts'
import type { DataFolder } from './data-folder.ts'

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  )

/** Whether this folder has never had a till: else its days have been counted in a zone, and stay in it. */
const isNew = async ({ settings, journal, witness }: DataFolder): Promise<boolean> => {
  const files = [
    settings,
    ...(['training', 'live'] as const).flatMap((mode) => [journal(mode), witness(mode)]),
  ]
  const there = await Promise.all(files.map(isThere))
  return !there.includes(true)
}

/** IANA name of the zone that the system's clock shows. */
const systemZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * Gives a new till the zone of its machine, written down in its settings: the days of a shop must not move when the
 * machine's clock is set to another zone, nor when the program is updated. What cannot be written is only logged, and
 * the zone is then UTC, as for every till whose settings name none.
 */
export const keepFirstZone = async (folder: DataFolder, log: Log, zone = systemZone()): Promise<void> => {
  const first = { shop: { timeZone: zone } }
  // A system without a zone is in UTC, and what nobody chose needs no file.
  const parsed = parseSettings(first)
  if (!parsed.ok || zone === 'UTC' || !(await isNew(folder))) return
  try {
    await mkdir(dirname(folder.settings), { recursive: true })
    const made = `${folder.settings}.new`
    await writeFile(made, `${JSON.stringify(first, null, 2)}\n`, { mode: 0o644, flush: true })
    await rename(made, folder.settings)
    log.info('first-zone', { zone })
  } catch (error) {
    log.warn('first-zone', { zone, why: (error as Error).message })
  }
}
