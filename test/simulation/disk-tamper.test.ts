import { expect, test } from 'vitest'
import { JournalFault } from '../../main/journal/journal.ts'
import { changed, paid, requested, sending, stampAt } from '../journal/sales.ts'
import type { DiskOperation } from './disk-plan.ts'
import { files, openOver, sell, wrongAfter, type Told } from './disk-sales.ts'
import { createVirtualDisk, type VirtualDisk } from './disk.ts'
import { createRandom } from './random.ts'

const { file, witnessFile } = files
/** A disk with ten sales on it, the till stopped. */
const sold = (): { readonly disk: VirtualDisk; readonly told: Told } => {
  const disk = createVirtualDisk({ plan: { seed: 1 } })
  return { disk, told: sell(disk.start('till'), 10) }
}

/** How the till takes what was done to its files: it refuses, or it has everything, or it has lost something. */
const taken = (disk: VirtualDisk, told: Told): string => {
  const what = wrongAfter(disk.start('till'), told)
  if (what === undefined) return 'everything is there'
  return what.startsWith('does not open') ? 'refused' : what
}

test.each<[string, string, (disk: VirtualDisk, older: VirtualDisk) => void]>([
  ['the journal is deleted', 'everything is there', ({ tamper }) => tamper.remove(file)],
  ['the journal is emptied', 'everything is there', ({ tamper }) => tamper.truncate(file, 0)],
  ['the witness is deleted', 'refused', ({ tamper }) => tamper.remove(witnessFile)],
  ['the witness is emptied', 'refused', ({ tamper }) => tamper.truncate(witnessFile, 0)],
  [
    'an older copy of the journal is put back',
    'everything is there',
    ({ tamper }, older) => tamper.put(file, older.contents(file)),
  ],
  [
    'an older copy of the witness is put back',
    'everything is there',
    ({ tamper }, older) => tamper.put(witnessFile, older.contents(witnessFile)),
  ],
  // Nothing on the disk can tell these two: only the gateway's books, and the paper. The first entry is always the same.
  [
    'both are deleted',
    '30 acknowledged entries are gone',
    ({ tamper }) => [file, witnessFile].forEach(tamper.remove),
  ],
  [
    'older copies of both are put back',
    '15 acknowledged entries are gone',
    ({ tamper }, older) => [file, witnessFile].forEach((path) => tamper.put(path, older.contents(path))),
  ],
])('F33: when %s: %s', (_, outcome, change) => {
  const older = createVirtualDisk({ plan: { seed: 1 } })
  const begun = sell(older.start('till'), 5)
  const disk = createVirtualDisk({ plan: { seed: 2 }, from: older.snapshot() })
  const told = sell(disk.start('till'), 5, 6)
  const both = { ...told, acknowledged: [...new Set([...begun.acknowledged, ...told.acknowledged])] }
  change(disk, older)
  expect(taken(disk, both)).toBe(outcome)
})

const refusedOrWhole = (seen: ReadonlyMap<string, number>): void => {
  expect(
    [...seen.keys()].filter((outcome) => outcome !== 'refused' && outcome !== 'everything is there'),
  ).toEqual([])
}
const counted = (outcomes: readonly string[]): ReadonlyMap<string, number> => {
  const seen = new Map<string, number>()
  for (const outcome of outcomes) seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
  console.log([...seen].map(([outcome, times]) => `${outcome}: ${times}`).join(', '))
  return seen
}

test('F32: with any flipped bit in journal or witness the till has everything, or refuses; it never loses silently', () => {
  const { disk, told } = sold()
  const image = disk.snapshot()
  const random = createRandom(32)
  const outcomes = [file, witnessFile].flatMap((path) =>
    Array.from({ length: 150 }, () => {
      disk.restore(image)
      disk.tamper.flip(path, random.int(0, disk.contents(path).length * 8 - 1))
      return taken(disk, told)
    }),
  )
  refusedOrWhole(counted(outcomes))
}, 60_000)

test('F33: with any cut-off end of journal or witness the till has everything, or refuses', () => {
  const { disk, told } = sold()
  const image = disk.snapshot()
  const random = createRandom(33)
  const outcomes = [file, witnessFile].flatMap((path) =>
    Array.from({ length: 80 }, (_, index) => {
      disk.restore(image)
      const { length } = disk.contents(path)
      disk.tamper.truncate(
        path,
        index % 2 === 0 ? random.int(1, length - 1) : Math.max(0, length - 4096 * index),
      )
      return taken(disk, told)
    }),
  )
  refusedOrWhole(counted(outcomes))
}, 60_000)

const isJournal = (path: string): boolean => path.startsWith('/till/data')

test('F34: when only the disk of the journal lies about syncs, a power cut loses no payment silently', () => {
  const outcomes: string[] = []
  for (let seed = 1; seed <= 60; seed += 1) {
    const befall = ({ index, kind, file: path }: DiskOperation) =>
      index === 110 + 3 * seed
        ? ({ kind: 'power-cut', when: 'middle' } as const)
        : isJournal(path) && index > 90 && kind === 'sync'
          ? ({ kind: 'lie' } as const)
          : undefined
    const disk = createVirtualDisk({ plan: { seed, befall } })
    const told = sell(disk.start('till'), 6)
    outcomes.push(taken(disk, told))
  }
  refusedOrWhole(counted(outcomes))
}, 60_000)

test('F34: when both lie, the same power cuts lose what was acknowledged', () => {
  const outcomes: string[] = []
  for (let seed = 1; seed <= 60; seed += 1) {
    const befall = ({ index, kind }: DiskOperation) =>
      index === 110 + 3 * seed
        ? ({ kind: 'power-cut', when: 'middle' } as const)
        : index > 90 && (kind === 'sync' || kind === 'append-durably')
          ? ({ kind: 'lie' } as const)
          : undefined
    const disk = createVirtualDisk({ plan: { seed, befall } })
    const told = sell(disk.start('till'), 6)
    outcomes.push(taken(disk, told))
  }
  expect([...counted(outcomes).keys()].join()).toContain('acknowledged entries are gone')
})

test('F29: on a disk of any size the sale in flight is finished from the reserve, no other is begun, nothing is lost', () => {
  let full = 0
  for (let capacity = 420_000; capacity < 600_000; capacity += 8192) {
    const disk = createVirtualDisk({ plan: { seed: capacity, capacity } })
    const process = disk.start('till')
    const told = sell(process, 60, 1, { reserveBytes: 300_000 })
    if (told.faults.length > 0) {
      full += 1
      expect(new Set(told.faults.map(({ kind }) => kind))).toEqual(new Set(['disk']))
      // Every payment that was begun could be finished: what was refused are intents, one by one.
      const journal = openOver(disk.start('next').storage)
      expect(journal.openPayments()).toEqual([])
      journal.close()
    }
    disk.setCapacity(undefined)
    disk.cutPower()
    expect(taken(disk, told)).toBe('everything is there')
  }
  expect(full).toBeGreaterThan(5)
}, 60_000)

test('F35: a second till on the same files is refused, a copy of the disk is another till', () => {
  const disk = createVirtualDisk({ plan: { seed: 1 } })
  const [first, second] = [disk.start('first'), disk.start('second')]
  const journal = openOver(first.storage)
  expect(() => openOver(second.storage)).toThrow(expect.objectContaining({ kind: 'in-use' }) as JournalFault)
  journal.append(stampAt(1), requested(sending(1)))
  const clone = createVirtualDisk({ plan: { seed: 2 }, from: disk.snapshot() })
  const copied = openOver(clone.start('clone').storage)
  copied.append(stampAt(2), changed(paid(1)))
  journal.append(stampAt(3), changed(paid(1)))
  expect(copied.head().hash).not.toBe(journal.head().hash)
  first.kill()
  expect(() => journal.append(stampAt(4), requested(sending(2)))).toThrow('gone')
  expect(openOver(second.storage).head().seq).toBe(3)
})

test('the same plan and the same calls give the same steps and the same bytes, whatever other disks do', () => {
  const run = (disturb: boolean): readonly unknown[] => {
    const steps: unknown[] = []
    const disk = createVirtualDisk({
      plan: {
        seed: 7,
        befall: ({ index }) => (index === 200 ? { kind: 'power-cut', when: 'middle' } : undefined),
      },
      onOperation: (operation) => {
        steps.push(operation)
        if (disturb && operation.index % 50 === 0)
          other.append(stampAt(operation.index), requested(sending(operation.index)))
      },
    })
    const other = openOver(createVirtualDisk({ plan: { seed: 8 } }).start('other').storage)
    const told = sell(disk.start('till'), 4)
    steps.push(
      told.acknowledged,
      ...disk.files().map((path) => [path, disk.contents(path).toString('base64')]),
    )
    return steps
  }
  const quiet = run(false)
  expect(run(false)).toEqual(quiet)
  expect(run(true)).toEqual(quiet)
})
