import type { Random } from './random.ts'

/** A file or a folder, under whatever name. */
export interface Node<Content> {
  readonly id: number
  /** `undefined` for a folder. */
  readonly content: Content | undefined
}

type NameChange<Content> =
  | { readonly kind: 'link'; readonly path: string; readonly node: Node<Content> }
  | { readonly kind: 'unlink'; readonly path: string; readonly node: Node<Content> }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string; readonly node: Node<Content> }

export interface FrozenNames<Content> {
  readonly now: ReadonlyMap<string, Node<Content>>
  readonly durable: ReadonlyMap<string, Node<Content>>
  readonly pending: readonly NameChange<Content>[]
}

/**
 * Which names there are, and which of them a power cut would take. They become durable in order, as in a journalling
 * file system; a sync writes the log up to the last change that concerns what is synced, and no further.
 */
export interface Names<Content> {
  readonly get: (path: string) => Node<Content> | undefined
  readonly has: (path: string) => boolean
  readonly paths: () => readonly string[]
  readonly change: (change: NameChange<Content>) => void
  readonly syncFile: (node: Node<Content>) => void
  readonly syncFolder: (path: string) => void
  readonly settle: (dice: Random) => void
  readonly freeze: () => FrozenNames<Content>
}

export const folderOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

export const createNames = <Content>(from?: FrozenNames<Content>): Names<Content> => {
  let now = new Map(from?.now)
  const durable = new Map(from?.durable)
  let pending = [...(from?.pending ?? [])]

  const make = (names: Map<string, Node<Content>>, change: NameChange<Content>): void => {
    if (change.kind !== 'link') names.delete(change.path)
    if (change.kind === 'link') names.set(change.path, change.node)
    if (change.kind === 'rename') names.set(change.to, change.node)
  }
  const commit = (count: number): void => {
    for (const change of pending.slice(0, count)) make(durable, change)
    pending = pending.slice(count)
  }
  const concerns = (change: NameChange<Content>, folder: string): boolean =>
    folderOf(change.path) === folder || (change.kind === 'rename' && folderOf(change.to) === folder)

  return {
    get: (path) => now.get(path),
    has: (path) => now.has(path),
    paths: () => [...now.keys()].toSorted(),
    change: (change) => {
      make(now, change)
      pending.push(change)
    },
    syncFile: (node) => commit(pending.findLastIndex((change) => change.node === node) + 1),
    syncFolder: (path) => commit(pending.findLastIndex((change) => concerns(change, path)) + 1),
    settle: (dice) => {
      if (pending.length > 0) commit(dice.int(0, pending.length))
      pending = []
      now = new Map(durable)
    },
    freeze: () => ({ now: new Map(now), durable: new Map(durable), pending: [...pending] }),
  }
}
