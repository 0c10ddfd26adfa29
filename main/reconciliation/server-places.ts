import type { ServerFault } from '../domain/reconciled.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { Day } from '../domain/time.ts'
import type { ProviderSession, RemoteFile } from '../ports.ts'

/** Where files lie on the provider's server, and what they are called (reconciliation 1.1, 2.1). */
export interface ServerPlaces {
  readonly account: string
  /** `/download`. */
  readonly directory: string
  /**
   * Below the directory: `{account}_transaction_{day}.txt`, `{account}/{day}/settlementItems_*.csv`. `{day}` is
   * YYYYMMDD, `*` any run of letters in one name. Without a `*` the file is asked for by its name and no list is read.
   */
  readonly fileNames: readonly string[]
}

const joined = (directory: string, name: string): string =>
  `${directory.replace(/\/+$/, '')}/${name.replace(/^\/+/, '')}`

const pathsFor = (
  { account, directory, fileNames }: ServerPlaces,
  days: readonly Day[],
): readonly string[] => {
  const paths = days.flatMap((day) =>
    fileNames.map((name) =>
      joined(directory, name).replaceAll('{account}', account).replaceAll('{day}', day.replaceAll('-', '')),
    ),
  )
  return [...new Set(paths)]
}

const matcher = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*')}$`,
  )

/** Every file that the patterns mean on these days and that is there, each once, by path. */
export const filesOnServer = async (
  session: ProviderSession,
  places: ServerPlaces,
  days: readonly Day[],
): Promise<Result<readonly RemoteFile[], ServerFault>> => {
  const found = new Map<string, RemoteFile>()
  const lists = new Map<string, readonly RemoteFile[]>()
  for (const path of pathsFor(places, days)) {
    if (!path.includes('*')) {
      const file = await session.stat(path)
      if (!file.ok) return file
      if (file.value !== undefined) found.set(path, file.value)
      continue
    }
    const folder = path.slice(0, path.lastIndexOf('/')) || '/'
    let list = lists.get(folder)
    if (list === undefined) {
      const read = await session.list(folder)
      // A day without business has no folder of its own.
      if (!read.ok && read.error.kind !== 'no-such-folder') return read
      list = read.ok ? read.value : []
      lists.set(folder, list)
    }
    const isMeant = matcher(path)
    for (const file of list) if (isMeant.test(file.path)) found.set(file.path, file)
  }
  if (found.size > 0) return ok([...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)))
  // Nothing at all: perhaps because the directory is another one.
  const list = await session.list(places.directory.replaceAll('{account}', places.account) || '/')
  return list.ok || list.error.kind !== 'no-such-folder' ? ok([]) : err(list.error)
}
