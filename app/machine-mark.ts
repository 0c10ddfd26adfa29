import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

const networkCards = '/sys/class/net'
/** Addresses of the built-in network cards, also of those without a cable: a cloned disk image has all else alike. */
const cardAddresses = (): readonly string[] => {
  try {
    return readdirSync(networkCards)
      .filter((name) => existsSync(join(networkCards, name, 'device')))
      .map((name) => textOf(join(networkCards, name, 'address')))
      .toSorted()
  } catch {
    return []
  }
}

/**
 * What tells this machine and this folder from their copies, as SHA-256, hex. A copied folder has another path or
 * another number on its disk; a cloned disk is in another machine. It need not be perfect: a mark that changes for no
 * good reason only makes the till draw new digits for its ids, and a copy that it misses still draws eight digits of
 * chance for each of them.
 */
export const machineMark = (folder: string): string => {
  const path = realpathSync(folder)
  const { dev, ino } = statSync(path, { bigint: true })
  const marks = [
    process.platform,
    hostname(),
    textOf('/etc/machine-id'),
    ...cardAddresses(),
    path,
    // A device's number may change from start to start where a disk has no fixed place; the folder's own does not.
    process.platform === 'win32' ? `${dev}` : '',
    `${ino}`,
  ]
  return createHash('sha256').update(marks.join('\n')).digest('hex')
}
