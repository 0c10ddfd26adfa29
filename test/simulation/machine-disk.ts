import type { Storage } from '../../main/journal/storage.node.ts'
import { createVirtualDisk, type DiskImage, type DiskProcess } from './disk.ts'
import type { DiskErrorCode, DiskFault, DiskOperation } from './disk-plan.ts'
import type { FileHarm, Plan } from './plan.ts'
import type { Random } from './random.ts'

export const journalFile = '/till/journal.sqlite'
export const witnessFile = '/witness/head.log'

/** The disk of one machine, as far as a world needs it. */
export interface MachineDisk {
  /** What the next run of the till is given. `onEnd` is called in the moment in which the disk ends that run. */
  readonly open: (onEnd: () => void) => Storage
  /** For another program on the same machine. */
  readonly second: () => Storage
  /** The run is ended by somebody: its handles are gone, and the system keeps what it wrote. */
  readonly kill: () => void
  /** The whole machine loses its power: what was not synced is lost, but for a part that chance keeps. */
  readonly cutPower: () => void
  /** What happens to the files of a till that does not run. False when there was nothing to do it to. */
  readonly harm: (how: FileHarm) => boolean
  /** Something else takes all the space. */
  readonly fill: () => void
  /** Nothing goes wrong with it but that it is full. */
  readonly isOnlyFull: () => boolean
  /** Whether a payment that begins now could be finished though the disk were full in the next moment. */
  readonly hasReserve: () => boolean
  /** A copy of all of it; `undefined` while its files are harmed. */
  readonly image: () => DiskImage | undefined
  /** All of it is another disk's copy now. */
  readonly become: (image: DiskImage) => void
  /** The till has refused to start with these files. Damage that the world has not done is the till's own. */
  readonly refused: () => 'the world did it' | 'nobody did it'
  /** The till runs with them. */
  readonly accepted: () => void
  /**
   * Somebody has found space, or put a good disk in its place with everything on it. Files with which the till did not
   * start are brought back, or the journal is left to its witness, as by `mend`.
   */
  readonly mend: () => void
  /** Nothing goes wrong any more. */
  readonly heal: () => void
}

export interface MachineDiskParts {
  readonly name: string
  readonly plan: Plan
  readonly random: Random
  readonly note: (line: string) => void
  readonly onFault: (kind: string) => void
}

const codes: readonly DiskErrorCode[] = ['EIO', 'EIO', 'ENOSPC', 'EROFS']
const isOfJournal = (file: string): boolean => file.startsWith(journalFile)

/** A disk in memory with real SQLite over it, on which the seed lets the power fail and operations go wrong. */
export const createMachineDisk = ({ name, plan, random, note, onFault }: MachineDiskParts): MachineDisk => {
  const { cut, kill, error, lasting, lies } = plan.disk
  let healed = false
  let broken: DiskErrorCode | undefined
  let isFull = false
  let current: { readonly process: DiskProcess; readonly onEnd: () => void } | undefined
  /** As the files were before they were harmed, until the till runs again. */
  let good: DiskImage | undefined
  let wasRefused = false
  /** Somebody's copies of some time ago. */
  let older: { readonly journal: Buffer; readonly witness: Buffer } | undefined

  const end = (): void => {
    const ending = current
    current = undefined
    ending?.onEnd()
  }
  const befall = (operation: DiskOperation): DiskFault | undefined => {
    if (healed) return undefined
    if (broken !== undefined) return { kind: 'error', code: broken, effect: 'none' }
    const drawn = random.float()
    if (drawn < cut + kill) {
      return { kind: drawn < cut ? 'power-cut' : 'kill', when: random.pick(['before', 'middle', 'after']) }
    }
    if (drawn < cut + kill + error) {
      const code = random.pick(codes)
      if (random.chance(lasting)) broken = code
      return { kind: 'error', code, effect: random.pick(['none', 'part', 'whole']) }
    }
    const isSync = operation.kind === 'sync' || operation.kind === 'sync-folder'
    if (lies && isSync && isOfJournal(operation.file)) return { kind: 'lie' }
    return undefined
  }
  const onOperation = (operation: DiskOperation, fault: DiskFault | undefined): void => {
    if (fault === undefined || fault.kind === 'lie') return
    const words = 'when' in fault ? fault.when : 'effect' in fault ? `${fault.code} ${fault.effect}` : ''
    onFault(`disk ${fault.kind} ${words}`)
    note(`${name} disk ${fault.kind} ${words} at ${operation.kind} ${operation.file}`)
    if (fault.kind === 'power-cut' || fault.kind === 'kill') end()
  }
  const disk = createVirtualDisk({
    plan: { seed: random.int(0, 2 ** 31), befall },
    onOperation,
  })
  /** The journal that an older copy has taken the place of. */
  let abandoned: Buffer | undefined
  const has = (file: string): boolean => disk.files().includes(file)
  const bytesOf = (file: string): Buffer => (has(file) ? disk.contents(file) : Buffer.alloc(0))
  /** No write has been cut off: what SQLite would take back belongs to these pages and no others. */
  const isAtRest = (): boolean => bytesOf(`${journalFile}-journal`).length === 0
  const flip = (file: string): void => {
    for (let times = random.int(1, 3); times > 0; times -= 1) {
      disk.tamper.flip(file, random.int(0, disk.contents(file).length * 8 - 1))
    }
  }
  const cutTail = (file: string): void => {
    const { length } = disk.contents(file)
    disk.tamper.truncate(file, random.chance(0.3) ? 0 : random.int(0, length - 1))
  }
  const harms: Readonly<Record<FileHarm, () => void>> = {
    'journal-deleted': () => disk.tamper.remove(journalFile),
    'witness-deleted': () => disk.tamper.remove(witnessFile),
    'journal-older': () => disk.tamper.put(journalFile, older?.journal ?? Buffer.alloc(0)),
    'witness-older': () => disk.tamper.put(witnessFile, older?.witness ?? Buffer.alloc(0)),
    'journal-cut': () => cutTail(journalFile),
    'witness-cut': () => cutTail(witnessFile),
    'journal-flipped': () => flip(journalFile),
    'witness-flipped': () => flip(witnessFile),
    'journal-of-another-past': () => disk.tamper.put(journalFile, abandoned ?? Buffer.alloc(0)),
  }
  const hasReserve = (): boolean => plan.disk.reserveBytes === 0 || has(`${journalFile}.reserve`)
  const makeRoom = (): void => {
    isFull = false
    disk.setCapacity(undefined)
  }

  return {
    open: (onEnd) => {
      if (plan.harms.length > 0 && good === undefined && has(journalFile) && random.chance(0.3)) {
        older = { journal: bytesOf(journalFile), witness: bytesOf(witnessFile) }
      }
      const process = disk.start(name)
      current = { process, onEnd }
      return process.storage
    },
    second: () => disk.start(`second ${name}`).storage,
    kill: () => {
      const { process } = current ?? {}
      current = undefined
      process?.kill()
    },
    cutPower: () => {
      current = undefined
      disk.cutPower()
    },
    harm: (how) => {
      const isOlder = how === 'journal-older' || how === 'witness-older'
      const file = how.startsWith('journal') ? journalFile : witnessFile
      if (healed || good !== undefined || (isOlder && older === undefined)) return false
      if (how === 'journal-of-another-past' && (abandoned === undefined || !isAtRest())) return false
      if (bytesOf(file).length === 0) return false
      good = disk.snapshot()
      harms[how]()
      return true
    },
    fill: () => {
      // Whoever takes what the reserve has given back leaves nothing to finish with, until a start sets it aside anew.
      if (healed || isFull || !hasReserve()) return
      isFull = true
      const used = disk.files().reduce((sum, file) => sum + Math.ceil(bytesOf(file).length / 4096), 0)
      disk.setCapacity((used + random.pick([0, 1, 3, 10])) * 4096)
    },
    isOnlyFull: () => isFull && error === 0 && broken === undefined,
    hasReserve,
    image: () => (good === undefined ? disk.snapshot() : undefined),
    become: (image) => {
      abandoned = good === undefined && isAtRest() ? bytesOf(journalFile) : undefined
      good = undefined
      wasRefused = false
      disk.restore(image)
    },
    refused: () => {
      wasRefused = true
      return good !== undefined || lies ? 'the world did it' : 'nobody did it'
    },
    accepted: () => {
      good = undefined
      wasRefused = false
    },
    mend: () => {
      broken = undefined
      makeRoom()
      if (!wasRefused) return
      wasRefused = false
      if (good !== undefined) disk.restore(good)
      else if (lies) {
        for (const file of [journalFile, `${journalFile}-journal`]) if (has(file)) disk.tamper.remove(file)
      }
      good = undefined
    },
    heal: () => {
      broken = undefined
      makeRoom()
      healed = true
    },
  }
}
