import type { Storage } from '../../main/journal/storage.node.ts'
import { createVirtualDisk, type DiskProcess } from './disk.ts'
import type { DiskErrorCode, DiskFault, DiskOperation } from './disk-plan.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'

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
  /** Somebody has found space, or put a good disk in its place with everything on it. */
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

/** A disk in memory with real SQLite over it, on which the seed lets the power fail and operations go wrong. */
export const createMachineDisk = ({ name, plan, random, note, onFault }: MachineDiskParts): MachineDisk => {
  const { cut, kill, error, lasting } = plan.disk
  let healed = false
  let broken: DiskErrorCode | undefined
  let current: { readonly process: DiskProcess; readonly onEnd: () => void } | undefined

  const end = (): void => {
    const ending = current
    current = undefined
    ending?.onEnd()
  }
  const befall = (): DiskFault | undefined => {
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
    return undefined
  }
  const onOperation = (operation: DiskOperation, fault: DiskFault | undefined): void => {
    if (fault === undefined) return
    const words = 'when' in fault ? fault.when : 'effect' in fault ? `${fault.code} ${fault.effect}` : ''
    onFault(`disk ${fault.kind} ${words}`)
    note(`${name} disk ${fault.kind} ${words} at ${operation.kind} ${operation.file}`)
    if (fault.kind === 'power-cut' || fault.kind === 'kill') end()
  }
  const disk = createVirtualDisk({
    plan: { seed: random.int(0, 2 ** 31), befall },
    onOperation,
  })
  return {
    open: (onEnd) => {
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
    mend: () => (broken = undefined),
    heal: () => {
      broken = undefined
      healed = true
    },
  }
}
