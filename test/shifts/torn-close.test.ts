import { describe, expect, test } from 'vitest'
import { createClosingCheck } from '../../main/journal/closing-check.node.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { createMeaningCheck } from '../../main/journal/meaning.ts'
import { changed, paid, requested, sending } from '../journal/sales.ts'
import { at, type DiskFault, type DiskOperation, type DiskPlan } from '../simulation/disk-plan.ts'
import { files } from '../simulation/disk-sales.ts'
import { createVirtualDisk, type VirtualDisk } from '../simulation/disk.ts'
import { done, openDrawerShop, type DrawerShop } from './drawer-shop.ts'

/** What is wrong with the closings of this journal, by the check that `till verify` makes. */
const flawIn = (journal: Journal): string | undefined => {
  const closings = createClosingCheck()
  const look = createMeaningCheck(closings.look)
  for (const record of journal.records()) {
    const flaw = look(record)
    if (flaw !== undefined) return `entry ${record.seq}: ${flaw.what}`
  }
  return undefined
}

const storageOf = (disk: VirtualDisk) => disk.start('till').storage

/** A day that was closed and a second one, up to where it is about to be closed. */
const upToSecondClose = (disk: VirtualDisk): DrawerShop => {
  const shop = openDrawerShop(files, { storage: storageOf(disk) })
  done(shop.desk.openShift({ float: 1000 }))
  done(shop.desk.sell({ amount: 300, tendered: 500 }))
  done(shop.desk.close())
  done(shop.desk.openShift({ float: 1300 }))
  shop.write(requested(sending(1)), changed(paid(1)))
  done(shop.desk.count({ '1000': 1, '200': 1 }))
  return shop
}

/** The operations of the second close, in a run in which nothing goes wrong. */
const operationsOfClose = (): readonly DiskOperation[] => {
  const operations: DiskOperation[] = []
  let isClosing = false
  const disk = createVirtualDisk({
    plan: { seed: 1 },
    onOperation: (operation) => {
      if (isClosing) operations.push(operation)
    },
  })
  const shop = upToSecondClose(disk)
  isClosing = true
  done(shop.desk.close())
  isClosing = false
  shop.close()
  return operations
}

/** Closes under `befall`, starts anew on what is left, and says what is wrong with it, or how many days are closed. */
const closeUnder = (
  befall: NonNullable<DiskPlan['befall']>,
  seed: number,
  isPowerLost: boolean,
): string | number => {
  let isWell = false
  const disk = createVirtualDisk({
    plan: { seed, befall: (operation) => (isWell ? undefined : befall(operation)) },
  })
  const shop = upToSecondClose(disk)
  let isAcknowledged = false
  try {
    isAcknowledged = shop.desk.close().ok
  } catch {
    // The process is gone; nobody was told anything.
  }
  isWell = true
  if (isPowerLost) disk.cutPower()
  let next: DrawerShop
  try {
    next = openDrawerShop(files, { storage: storageOf(disk) })
  } catch (fault) {
    return `does not open: ${String(fault)}`
  }
  const closed = next.desk.closings(10).map(({ closing }) => closing)
  const flaw = flawIn(next.journal)
  if (flaw !== undefined) return flaw
  if (isAcknowledged && closed.length < 2) return 'a closing that was acknowledged is gone'
  const whole = closed.every((closing, index) => closing.number === closed.length - index)
  if (!whole || closed.length < 1 || closed.length > 2)
    return `closings ${closed.map(({ number }) => number).join(', ')}`
  // The next one goes on from wherever that was, and loses nothing of the day.
  const z = done(next.desk.close()).closing
  if (z.number !== closed.length + 1) return `the next closing is ${z.number}`
  const sold = [z, ...closed].flatMap(({ lines }) => lines).filter(({ method }) => method === 'alipay')
  if (sold.length !== 1) return `the sale is in ${sold.length} closings`
  return flawIn(next.journal) ?? closed.length
}

const faults: readonly (readonly [string, DiskFault, isPowerLost: boolean])[] = (
  ['before', 'middle', 'after'] as const
)
  .flatMap((when) => [
    [`killed ${when}`, { kind: 'kill', when }, false] as const,
    [`power cut ${when}`, { kind: 'power-cut', when }, true] as const,
  ])
  .concat(
    (['none', 'part', 'whole'] as const).map(
      (effect) => [`error, ${effect} done, at`, { kind: 'error', code: 'EIO', effect }, true] as never,
    ),
  )

describe('a Z is there whole or not at all', () => {
  test('whatever happens at any write of it', { timeout: 240_000 }, () => {
    const wrong: string[] = []
    const counts = new Map<number, number>()
    const operations = operationsOfClose()
    let tries = 0
    for (const operation of operations) {
      for (const [name, fault, isPowerLost] of faults) {
        const isMiddle = 'when' in fault && fault.when === 'middle'
        if (isMiddle && operation.bytes === 0) continue
        tries += 1
        const left = closeUnder(at(operation.index, fault), operation.index, isPowerLost)
        if (typeof left === 'number') counts.set(left, (counts.get(left) ?? 0) + 1)
        else wrong.push(`${name} ${operation.index} ${operation.kind} ${operation.file}: ${left}`)
      }
    }
    console.log(
      `${operations.length} writes of a closing, ${tries} ways to lose it, left: ${[...counts].join(' ')}`,
    )
    expect(wrong).toEqual([])
    // Both outcomes happen, so that both were looked at.
    expect(counts.get(1)).toBeGreaterThan(3)
    expect(counts.get(2)).toBeGreaterThan(3)
  })

  test('a disk that lies about its syncs is found out by this', () => {
    const operations = operationsOfClose()
    const [first, last] = [operations[0]?.index ?? 0, operations.at(-1)?.index ?? 0]
    const lies: NonNullable<DiskPlan['befall']> = ({ index, kind }) =>
      index >= first &&
      index <= last &&
      (kind === 'sync' || kind === 'append-durably' || kind === 'sync-folder')
        ? { kind: 'lie' }
        : undefined
    const left = Array.from({ length: 12 }, (_, seed) => closeUnder(lies, seed + 1, true))
    expect(left.filter((what) => typeof what === 'string').length).toBeGreaterThan(0)
  })
})

describe('nothing comes between the counting and the closing', () => {
  test('the journal refuses a closing that does not end with its head, and writes nothing', () => {
    const disk = createVirtualDisk({ plan: { seed: 1 } })
    const shop = openDrawerShop(files, {
      storage: storageOf(disk),
      // Somebody who writes at the last moment: just what one thread and no waiting rule out.
      journal: (real) => ({
        ...real,
        append: (stamp, ...bodies) => {
          if (bodies[0]?.kind === 'day-closed') real.append(stamp, requested(sending(1)), changed(paid(1)))
          return real.append(stamp, ...bodies)
        },
      }),
    })
    expect(shop.desk.close()).toEqual({ ok: false, error: 'till-stopped' })
    expect(String(shop.faults[0])).toMatch(/counts up to entry 1, and the journal ends with 3/)
    expect(shop.journal.head().seq).toBe(3)
    expect(shop.journal.fault()).toBeUndefined()
    expect(shop.desk.closings(10)).toEqual([])
  })
})
