import { expect, test } from 'vitest'
import type { Repair } from '../../main/journal/recovery.node.ts'
import type { Connection } from '../../main/journal/storage.node.ts'
import { at } from './disk-plan.ts'
import { openOver, sell, wrongAfter } from './disk-sales.ts'
import { cutEverywhere, cutTwice, plain, quietRun, sellOn, type Dress } from './disk-sweep.ts'
import { createVirtualDisk } from './disk.ts'

test('F01 F02 F03 F04 F05 F07: a power cut at any write loses nothing acknowledged, and the till starts by itself', () => {
  const began = performance.now()
  const { points, tries, wrong } = cutEverywhere()
  console.log(
    `power cut at ${points} points, ${tries} disks afterwards, ${Math.round(performance.now() - began)} ms`,
  )
  expect(wrong).toEqual([])
  expect(points).toBeGreaterThan(250)
}, 120_000)

test('a power cut while the till mends what an earlier one left is as harmless', () => {
  const { points, tries, wrong } = cutTwice()
  console.log(`power cut again at ${points} points, ${tries} disks afterwards`)
  expect(wrong).toEqual([])
  expect(points).toBeGreaterThan(100)
}, 120_000)

test('F07: a till that was killed in its first start, sells after the next and loses its power, starts by itself', () => {
  const wrong: string[] = []
  for (const { index, kind, file } of quietRun().slice(0, 120)) {
    for (const seed of [1, 2, 3]) {
      const befall = at(index, { kind: 'kill', when: 'before' })
      const disk = createVirtualDisk({ plan: { seed: seed * 7919 + index, befall } })
      const first = sellOn(disk)
      const second = sellOn(disk, plain, 10)
      disk.cutPower()
      const told = {
        ...second,
        acknowledged: [...first.acknowledged, ...second.acknowledged],
        unknown: first.unknown + second.unknown,
      }
      const what = wrongAfter(disk.start('till'), told)
      if (what !== undefined) wrong.push(`killed before ${index} ${kind} ${file}: ${what}`)
    }
  }
  expect(wrong).toEqual([])
}, 120_000)

test('F02 F07 F30: what a killed till had only begun to write into the witness is on the disk before the journal takes it', () => {
  const wrong: string[] = []
  // The mark, the entry that opens the journal, and the first intent.
  const begun = quietRun().filter(({ kind }) => kind === 'append-durably')
  for (const { index } of begun.slice(0, 3)) {
    const befall = at(index, { kind: 'kill', when: 'middle' })
    const killed = createVirtualDisk({ plan: { seed: index, befall } })
    const told = sellOn(killed)
    const left = killed.snapshot()
    for (let second = 1, isCut = true; isCut; second += 1) {
      const befall = at(second, { kind: 'power-cut', when: 'after' })
      const disk = createVirtualDisk({ plan: { seed: second, befall }, from: left })
      const again = sell(disk.start('till'), 0)
      isCut = again.unknown > 0
      const repairs: Repair[] = []
      openOver(disk.start('till').storage, { onRepair: (repair) => repairs.push(repair) }).close()
      const isBehind = repairs.some(({ side, what }) => side === 'witness' && what === 'behind')
      const what = isBehind ? 'the witness was behind the journal' : wrongAfter(disk.start('till'), told)
      if (what !== undefined) wrong.push(`killed at ${index}, then cut after ${second} of the start: ${what}`)
    }
  }
  expect(wrong).toEqual([])
}, 120_000)

/** A connection that runs with another setting than the journal set, and says that it does not. */
const lyingAbout =
  (name: string, actual: string): Dress =>
  (storage) => ({
    ...storage,
    connect: (file) => {
      const connection = storage.connect(file)
      let said: unknown
      const pragma = (source: string, options?: { readonly simple?: boolean }): unknown => {
        if (source === name) return said
        if (!source.startsWith(`${name} = `)) return connection.pragma(source, options)
        said = source.slice(name.length + 3)
        if (Number.isFinite(Number(said))) said = Number(said)
        return connection.pragma(`${name} = ${actual}`, options)
      }
      return new Proxy(connection, {
        get: (target, key) => (key === 'pragma' ? pragma : (Reflect.get(target, key) as unknown)),
      }) satisfies Connection
    },
  })
/** A witness whose writes are still on their way when they return. */
const lateWitness: Dress = (storage) => ({ ...storage, appendDurably: storage.append })
/** Names are left to the system. */
const noFolders: Dress = (storage) => ({ ...storage, syncFolder: () => undefined })
const together =
  (...dresses: readonly Dress[]): Dress =>
  (storage) =>
    dresses.reduce((dressed, dress) => dress(dressed), storage)

test('without any mistake these clothes change nothing', () => {
  expect(cutEverywhere(together(plain, lyingAbout('synchronous', '2')), { since: 180 }).wrong).toEqual([])
}, 120_000)

// What a wrong setting costs was measured with real power cuts; a disk on which it cost nothing would prove nothing.
const gone = /acknowledged entries are gone/
test.each<[string, Dress, RegExp]>([
  ['SQLite does not wait for the disk', lyingAbout('synchronous', 'off'), /does not open/],
  ['nobody waits for the disk', together(lyingAbout('synchronous', 'off'), lateWitness), gone],
  [
    'the rollback journal is deleted and its folder not synced, and the witness comes late',
    together(lyingAbout('journal_mode', 'delete'), lyingAbout('locking_mode', 'normal'), lateWitness),
    gone,
  ],
  ['the rollback journal is only in memory', lyingAbout('journal_mode', 'memory'), /does not open/],
  ['the witness comes late and nobody syncs its folder', together(lateWitness, noFolders), /does not open/],
])(
  'the same power cuts find it when %s',
  (_, dress, found) => {
    const { tries, wrong } = cutEverywhere(dress, {
      survivors: 4,
      since: found === gone ? 95 : 1,
      until: found,
    })
    console.log(`found after ${tries} disks: ${wrong.at(-1) ?? 'nothing'}`)
    expect(wrong.at(-1)).toMatch(found)
  },
  120_000,
)
