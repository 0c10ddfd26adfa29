import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['renderer', 'main', 'drivers', 'app', '.config', 'package.json', 'package-lock.json']

const newest = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0)
}

/** Whether what is built is as new as what it is built from. */
export const isBuilt = (root: string, built: string): boolean => {
  const made = statSync(join(root, built), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return made > 0 && sources.every((source) => newest(join(root, source)) <= made)
}
