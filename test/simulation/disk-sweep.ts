import type { Storage } from '../../main/journal/storage.node.ts'
import { at, type DiskFault, type DiskOperation } from './disk-plan.ts'
import { sell, wrongAfter, type Told } from './disk-sales.ts'
import { createVirtualDisk, type DiskImage, type VirtualDisk } from './disk.ts'

/** A storage in other clothes: how a mistake in the storage, or a setting that lies, is planted. */
export type Dress = (storage: Storage) => Storage
export const plain: Dress = (storage) => storage

const sales = 2

export const sellOn = (disk: VirtualDisk, dress: Dress = plain, from = 1): Told => {
  const process = disk.start('till')
  return sell({ isAlive: process.isAlive, storage: dress(process.storage) }, sales, from)
}

/** The operations of a run in which nothing goes wrong. */
export const quietRun = (dress: Dress = plain): readonly DiskOperation[] => {
  const operations: DiskOperation[] = []
  const disk = createVirtualDisk({
    plan: { seed: 1 },
    onOperation: (operation) => operations.push(operation),
  })
  const { unknown, strange, isBelieved } = sellOn(disk, dress)
  if (unknown > 0 || strange.length > 0 || !isBelieved) throw new Error('a run without faults went wrong')
  return operations
}

export interface Swept {
  /** At how many moments something happened. */
  readonly points: number
  /** How many disks were looked at after that. */
  readonly tries: number
  readonly wrong: readonly string[]
}

/** Something that happens at an operation, and what is left of it: more than one disk where chance has a hand in it. */
type Happening = (operation: DiskOperation, dress: Dress) => Iterable<string | undefined>

const sweep = (
  happenings: readonly (readonly [name: string, Happening])[],
  dress: Dress,
  { since = 1, until }: { readonly since?: number; readonly until?: RegExp } = {},
): Swept => {
  const wrong: string[] = []
  let points = 0
  let tries = 0
  for (const operation of quietRun(dress).slice(since - 1)) {
    for (const [name, happen] of happenings) {
      const triesBefore = tries
      for (const what of happen(operation, dress)) {
        tries += 1
        const { index, kind, file } = operation
        if (what !== undefined) wrong.push(`${name} ${index} ${kind} ${file}: ${what}`)
        if (until?.test(what ?? '') === true) return { points, tries, wrong }
      }
      if (tries > triesBefore) points += 1
    }
  }
  return { points, tries, wrong }
}

const cut = (when: 'before' | 'middle' | 'after', survivors: number): Happening =>
  function* (operation, dress) {
    if (when === 'middle' && operation.bytes === 0) return
    let image: DiskImage | undefined
    const disk = createVirtualDisk({
      plan: { seed: operation.index, befall: at(operation.index, { kind: 'power-cut', when }) },
      onPowerCut: () => (image ??= disk.snapshot()),
    })
    const told = sellOn(disk, dress)
    if (image === undefined) throw new Error('the power was not cut')
    for (let seed = 1; seed <= survivors; seed += 1) {
      const left = createVirtualDisk({ plan: { seed: seed * 7919 + operation.index }, from: image })
      left.cutPower()
      yield wrongAfter(left.start('till'), told)
    }
  }

/**
 * Cuts the power at every operation, before it and in its middle. Of what was not synced it keeps this and that,
 * `survivors` times, and each time starts the till anew. Begins with operation `since` and stops
 * early when it has found what `until` says.
 */
export const cutEverywhere = (
  dress: Dress = plain,
  {
    survivors = 2,
    ...where
  }: { readonly survivors?: number; readonly since?: number; readonly until?: RegExp } = {},
): Swept =>
  sweep(
    [
      ['cut before', cut('before', survivors)],
      ['cut in the middle of', cut('middle', survivors)],
    ],
    dress,
    where,
  )

/** Lets every operation fail so; then the power is cut, and the till starts anew on a disk that is well. */
export const failEverywhere = (
  fault: DiskFault,
  times: 'once' | 'for-ever',
  dress: Dress = plain,
  since = 1,
): Swept => {
  const fail: Happening = function* ({ index }) {
    let isWell = false
    const befall = at(index, fault, times)
    const disk = createVirtualDisk({
      plan: { seed: index, befall: (operation) => (isWell ? undefined : befall(operation)) },
    })
    const told = sellOn(disk, dress)
    isWell = true
    disk.cutPower()
    yield wrongAfter(disk.start('till'), told)
  }
  return sweep([[`${fault.kind} ${times} at`, fail]], dress, { since })
}

/** Cuts the power at some moments of the sales, and then at every operation of the start that follows. */
export const cutTwice = (moments = 12): Swept => {
  const operations = quietRun()
  const wrong: string[] = []
  let points = 0
  let tries = 0
  for (let moment = 1; moment <= moments; moment += 1) {
    // The later three quarters: before that there is little to mend.
    const index = Math.floor(operations.length * (0.25 + (0.75 * moment) / moments))
    const first = createVirtualDisk({
      plan: { seed: moment, befall: at(index, { kind: 'power-cut', when: 'before' }) },
    })
    const told = sellOn(first)
    const left = first.snapshot()
    for (let second = 1; ; second += 1) {
      const disk = createVirtualDisk({
        plan: { seed: second, befall: at(second, { kind: 'power-cut', when: 'middle' }) },
        from: left,
      })
      const process = disk.start('till')
      const what = wrongAfter(process, told)
      if (process.isAlive()) {
        if (what !== undefined) wrong.push(`cut at ${index}: ${what}`)
        break
      }
      points += 1
      tries += 1
      // What the start appended before it was cut was asked for as well.
      const again = wrongAfter(disk.start('till'), { ...told, unknown: told.unknown + 2 }, 99_998)
      if (again !== undefined) wrong.push(`cut at ${index}, then at ${second} of the start: ${again}`)
    }
  }
  return { points, tries, wrong }
}
