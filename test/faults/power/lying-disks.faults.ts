import { describe, expect, test } from 'vitest'
import { mendJournal } from '../../../main/journal/mend.node.ts'
import { JournalFault } from '../../../main/journal/journal.ts'
import { needs } from '../machine.ts'
import { cutPower, figuresLine, type Figures } from './cuts.ts'
import { canMakeDisks, skipped } from './disk.ts'
import type { TillFiles } from './power-till.ts'

const cuts = Math.ceil(Number(process.env['SPOT_TILL_CUTS'] ?? 60) / 5)
const seed = Number(process.env['SPOT_TILL_SEED'] ?? Date.now() % 1_000_000)
const limit = { timeout: 60_000 + cuts * 6000 }

const refusals = ({ refusals }: Figures): string =>
  Object.entries(refusals)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ') || 'none'

const mend = ({ file, witnessFile }: TillFiles): boolean => {
  try {
    mendJournal(file, witnessFile)
    return true
  } catch (error) {
    if (error instanceof JournalFault) return false
    throw error
  }
}

describe.skipIf(!canMakeDisks)(`power cuts where the disk is lied about${skipped}`, () => {
  // With both files back at the same earlier point, nothing on the machine knows better: the books of the gateway and
  // the numbers on paper do.
  test(
    'F34: positive control: where nothing is synced the same loop finds what was lost',
    limit,
    async () => {
      const figures = await cutPower({ cuts, seed, formats: ['ext4'], lie: 'nothing-synced', honestCuts: 1 })
      console.log(
        `positive control: ${figures.cutsWithLoss} of ${figures.cuts} cuts (every first one of a shop is honest) lost ` +
          `${figures.lost} records of ${figures.acknowledged}, ${figures.wrongScreens} screens were wrong; ` +
          `the till itself noticed at its start: ${refusals(figures)}`,
      )
      expect(figures.lost).toBeGreaterThan(0)
      expect(figures.cutsWithLoss).toBeGreaterThanOrEqual(Math.floor(figures.cuts / 4))
      expect(figures.broken.filter((what) => what.startsWith('I2: the gateway has')).length).toBeGreaterThan(
        0,
      )
    },
  )

  test.each([
    ['on the same disk', ['ext4']],
    ['on a second device', ['ext4', 'ext4']],
    ['on a second device of another kind', ['xfs', 'ext4']],
  ] as const)(
    'F34: a journal that is not synced loses nothing as long as its witness %s is honest',
    limit,
    async (where, formats) => {
      const figures = await cutPower({ cuts, seed, formats, lie: 'journal-not-synced', mend })
      console.log(figuresLine(`journal not synced, witness ${where}`, figures))
      console.log(`  starts refused and mended from the witness: ${refusals(figures)}`)
      expect(figures.broken).toEqual([])
      expect(figures).toMatchObject({ lost: 0, wrongScreens: 0 })
    },
  )

  const strace = canMakeDisks ? needs('strace', 'strace') : undefined
  test.skipIf(strace === undefined)(
    'F34: a device that answers every fsync at once and keeps nothing: its witness on another one gives all back',
    limit,
    async () => {
      const figures = await cutPower({
        cuts,
        seed,
        formats: ['ext4', 'ext4'],
        mend,
        tool: ({ file }) => [
          strace ?? '',
          ...'-f -qq --seccomp-bpf -o /dev/null -e inject=fsync,fdatasync:retval=0 -P'.split(' '),
          file,
          '-P',
          `${file}-journal`,
        ],
      })
      console.log(figuresLine('fsync answered and not done, witness on a second device', figures))
      console.log(`  starts refused and mended from the witness: ${refusals(figures)}`)
      expect(figures.broken).toEqual([])
      expect(figures).toMatchObject({ lost: 0, wrongScreens: 0 })
      expect(figures.repairs).toBeGreaterThan(0)
    },
  )
})
