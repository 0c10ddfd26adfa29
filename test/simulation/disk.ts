import type { Storage } from '../../main/journal/storage.node.ts'
import { createContent, type Content, type FrozenContent } from './content.ts'
import { connectTo } from './database.ts'
import { createDiskAccess, type DiskAccess } from './disk-access.ts'
import type { DiskFault, DiskOperation, DiskPlan } from './disk-plan.ts'
import { createNames, type FrozenNames, type Node } from './names.ts'
import { plainFiles } from './plain-files.ts'
import { createRandom } from './random.ts'

/** A program that uses the disk. When it or the power is gone, every call on its storage throws `Gone`. */
export interface DiskProcess {
  readonly name: string
  readonly storage: Storage
  /** Ask this and not only the errors: code between here and the disk may have caught them. */
  readonly isAlive: () => boolean
  /** Ends it like SIGKILL: its locks are free, and the system keeps what it wrote. */
  readonly kill: () => void
}

/** All files as they are, unsynced writes included. The names in it are those of `files()`. */
export interface DiskImage {
  readonly names: FrozenNames<FrozenContent>
}

/** A disk in memory with the processes that use it: one machine. Paths are absolute, with slashes. */
export interface VirtualDisk {
  readonly start: (name: string) => DiskProcess
  /** Ends all processes; what was not synced is lost, but for a part that chance keeps. */
  readonly cutPower: () => void
  /** How many operations there were. */
  readonly operations: () => number
  readonly files: () => readonly string[]
  readonly contents: (file: string) => Buffer
  readonly free: () => number
  /** Makes the disk smaller or larger; `undefined` for no limit. */
  readonly setCapacity: (bytes: number | undefined) => void
  readonly snapshot: () => DiskImage
  /** Ends all processes and brings everything back: for an older copy of the whole disk, and for another try. */
  readonly restore: (image: DiskImage) => void
  /** What somebody does to the disk while no till runs, or what it does by itself. On the disk at once. */
  readonly tamper: {
    readonly remove: (file: string) => void
    readonly truncate: (file: string, bytes: number) => void
    /** Bit 0 is the lowest of the first byte. */
    readonly flip: (file: string, bit: number) => void
    readonly put: (file: string, bytes: Uint8Array) => void
  }
}

export interface CreateVirtualDisk {
  readonly plan: DiskPlan
  /** A copy of another disk, as when somebody clones a till. */
  readonly from?: DiskImage
  /** For a trace: every operation, with what befell it. */
  readonly onOperation?: (operation: DiskOperation, fault: DiskFault | undefined) => void
  /** Told before anything is lost: an image taken now can be cut again and again, each time with other dice. */
  readonly onPowerCut?: () => void
}

const mapNames = <From, To>(names: FrozenNames<From>, map: (content: From) => To): FrozenNames<To> => {
  const mapped = new Map<Node<From>, Node<To>>()
  const nodeOf = (node: Node<From>): Node<To> => {
    const known = mapped.get(node)
    if (known !== undefined) return known
    const made = { id: node.id, content: node.content === undefined ? undefined : map(node.content) }
    mapped.set(node, made)
    return made
  }
  const mapOf = (from: ReadonlyMap<string, Node<From>>) =>
    new Map([...from].map(([path, node]) => [path, nodeOf(node)] as const))
  return {
    now: mapOf(names.now),
    durable: mapOf(names.durable),
    pending: names.pending.map((change) => ({ ...change, node: nodeOf(change.node) })),
  }
}
const thaw = (image: DiskImage): FrozenNames<Content> => mapNames(image.names, createContent)

const blockBytes = 4096
const blocks = (bytes: number): number => Math.ceil(bytes / blockBytes)

export const createVirtualDisk = ({
  plan,
  from,
  onOperation,
  onPowerCut,
}: CreateVirtualDisk): VirtualDisk => {
  const dice = createRandom(plan.seed, '/disk')
  const root = new Map<string, Node<Content>>([['/', { id: 0, content: undefined }]])
  let names = createNames(from === undefined ? { now: root, durable: root, pending: [] } : thaw(from))
  let { capacity } = plan
  let operations = 0
  let nodes = Math.max(0, ...names.paths().map((path) => names.get(path)?.id ?? 0))
  let living: DiskAccess[] = []

  const free = (): number => {
    if (capacity === undefined) return Number.MAX_SAFE_INTEGER
    let used = 0
    for (const path of names.paths()) used += blocks(names.get(path)?.content?.size() ?? 0)
    return Math.max(0, blocks(capacity) - used) * blockBytes
  }
  const endAll = (): void => {
    const ended = living
    living = []
    for (const process of ended) process.end()
  }
  const cutPower = (): void => {
    endAll()
    onPowerCut?.()
    const seen = new Set<Content>()
    const frozen = names.freeze()
    for (const { content } of [...frozen.now.values(), ...frozen.durable.values()]) {
      if (content === undefined || seen.has(content)) continue
      seen.add(content)
      content.settle(dice)
    }
    names.settle(dice)
  }
  const contentOf = (file: string): Content => {
    const content = names.get(file)?.content
    if (content === undefined) throw new Error(`there is no file ${file} on the virtual disk`)
    return content
  }
  const newNode = (isFolder: boolean): Node<Content> => {
    nodes += 1
    return { id: nodes, content: isFolder ? undefined : createContent() }
  }
  const bytesOf = (file: string): Buffer => {
    const content = contentOf(file)
    return Buffer.from(content.bytes().slice(0, content.size()))
  }
  /** As after a long time: every name as it is now is on the disk. */
  const settleNames = (): void => {
    const { now } = names.freeze()
    names = createNames({ now, durable: now, pending: [] })
  }

  return {
    start: (name) => {
      const access = createDiskAccess({
        name,
        dice,
        // By function, because a restore puts another table in its place.
        names: () => names,
        newNode,
        next: () => (operations += 1),
        plan,
        onOperation,
        room: (now, then) =>
          capacity === undefined || blocks(then) <= blocks(now)
            ? then
            : Math.min(then, (blocks(now) + free() / blockBytes) * blockBytes),
        cutPower,
      })
      living.push(access)
      return {
        name,
        storage: { ...plainFiles(access), connect: (file) => connectTo(file, access) },
        isAlive: access.isAlive,
        kill: () => {
          living = living.filter((other) => other !== access)
          access.end()
        },
      }
    },
    cutPower,
    operations: () => operations,
    files: () => names.paths().filter((path) => names.get(path)?.content !== undefined),
    contents: bytesOf,
    free,
    setCapacity: (bytes) => {
      capacity = bytes
    },
    snapshot: () => ({ names: mapNames(names.freeze(), (content) => content.freeze()) }),
    restore: (image) => {
      endAll()
      names = createNames(thaw(image))
    },
    tamper: {
      remove: (file) => {
        const node = names.get(file)
        if (node !== undefined) names.change({ kind: 'unlink', path: file, node })
        settleNames()
      },
      truncate: (file, bytes) => contentOf(file).replace(bytesOf(file).subarray(0, bytes)),
      flip: (file, bit) => {
        const bytes = bytesOf(file)
        const index = Math.floor(bit / 8)
        bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit % 8))
        contentOf(file).replace(bytes)
      },
      put: (file, bytes) => {
        const node = names.get(file) ?? newNode(false)
        node.content?.replace(bytes)
        if (!names.has(file)) names.change({ kind: 'link', path: file, node })
        settleNames()
      },
    },
  }
}
