import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Mounts, namespaces and packages are for root alone; whoever else runs the tests is told what was skipped. */
export const isRoot = process.getuid?.() === 0

/** Root's programs are often not on the path of a service or of a plain login. */
const folders = (): readonly string[] => [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
]

const find = (tool: string): string | undefined =>
  folders()
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, tool))
    .find((path) => existsSync(path))

const apt = (...args: readonly string[]): boolean =>
  spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/**
 * Where a program of the system is. Installs its Debian package first when it is missing and that is possible (root,
 * with apt-get); undefined when there is none, so that a test can say why it was skipped.
 */
export const needs = (tool: string, debianPackage: string): string | undefined =>
  installed(tool, debianPackage, () => find(tool))

/** The same of a package that is no program, by a file that it brings. */
export const needsFile = (path: string, debianPackage: string): string | undefined =>
  installed(path, debianPackage, () => (existsSync(path) ? path : undefined))

const installed = (
  what: string,
  debianPackage: string,
  look: () => string | undefined,
): string | undefined => {
  const there = look()
  if (there !== undefined) return there
  if (process.platform !== 'linux' || !isRoot || find('apt-get') === undefined) return undefined
  console.log(`  ${what} is missing; installing Debian's ${debianPackage}`)
  const install = ['install', '-y', '--no-install-recommends', debianPackage] as const
  // The lists of a fresh machine are empty or old: they are fetched only when the package was not found without.
  if (!apt(...install)) {
    apt('update')
    apt(...install)
  }
  return look()
}
