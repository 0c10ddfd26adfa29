import { expect, test } from 'vitest'
import type { Storage } from '../../main/journal/storage.node.ts'
import type { DiskFault, DiskOperation, DiskPlan } from './disk-plan.ts'
import { at } from './disk-plan.ts'
import { openOver, sell, wrongAfter, type Told } from './disk-sales.ts'
import { createVirtualDisk, type DiskImage, type VirtualDisk } from './disk.ts'

const sales = 3
const survivors = [1, 2, 3] as const

type Dress = (storage: Storage) => Storage
const plain: Dress = (storage) => storage

const sellOn = (disk: VirtualDisk, dress: Dress, from = 1): Told => {
  const process = disk.start('till')
  return sell({ ...process, storage: dress(process.storage) }, sales, from)
}
/** The operations of a run in which nothing goes wrong. */
const quietRun = (dress: Dress = plain): readonly DiskOperation[] => {
  const operations: DiskOperation[] = []
  const disk = createVirtualDisk({
    plan: { seed: 1 },
    onOperation: (operation) => operations.push(operation),
  })
  const told = sellOn(disk, dress)
  expect([told.unknown, told.faults, told.strange, told.isBelieved]).toEqual([0, [], [], true])
  return operations
}

interface Swept {
  readonly points: number
  readonly tries: number
  readonly wrong: readonly string[]
}
/** Cuts the power at every operation, keeps this and that of what was not synced, and starts the till anew. */
const sweep = (dress: Dress = plain): Swept => {
  const operations = quietRun(dress)
  const wrong: string[] = []
  let points = 0
  let tries = 0
  const cut = (operation: DiskOperation, when: 'before' | 'middle' | 'after'): void => {
    let image: DiskImage | undefined
    const disk = createVirtualDisk({
      plan: { seed: operation.index, befall: at(operation.index, { kind: 'power-cut', when }) },
      onPowerCut: () => (image ??= disk.snapshot()),
    })
    const told = sellOn(disk, dress)
    points += 1
    for (const seed of survivors) {
      const after = createVirtualDisk({
        plan: { seed: seed * 7919 + operation.index },
        ...(image && { from: image }),
      })
      after.cutPower()
      tries += 1
      const what = wrongAfter(after.start('till'), told)
      if (what !== undefined)
        wrong.push(`${when} ${operation.index} ${operation.kind} ${operation.file}: ${what}`)
    }
  }
  for (const operation of operations) {
    cut(operation, 'before')
    if (operation.bytes > 0) cut(operation, 'middle')
  }
  const last = operations.at(-1)
  if (last !== undefined) cut(last, 'after')
  return { points, tries, wrong }
}

test('F01 F04 F05 F07: a power cut at any write loses nothing acknowledged, and the till starts again by itself', () => {
  const began = performance.now()
  const { points, tries, wrong } = sweep()
  console.log(`${points} points, ${tries} cuts, ${Math.round(performance.now() - began)} ms`)
  expect(wrong).toEqual([])
  expect(points).toBeGreaterThan(300)
})
