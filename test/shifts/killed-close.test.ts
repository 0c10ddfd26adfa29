import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { killAfter } from '../journal/killed-child.ts'
import { dataFolder, openIn, type DataFolder } from '../journal/shop.ts'

/** A till that sells and closes days without end, killed after so many closings: the numbers that it has said. */
const closedUntilKilled = async (files: DataFolder, closings: number): Promise<readonly number[]> =>
  (await killAfter(join(import.meta.dirname, 'closing-child.ts'), files, closings)).map(Number)

test(
  'whatever day a till had closed when it was killed is closed, whole, 12 times over',
  { timeout: 120_000 },
  async () => {
    const files = dataFolder()
    let last = 0
    for (let round = 1; round <= 12; round += 1) {
      const said = await closedUntilKilled(files, 1 + ((round * 5) % 7))
      const told = said.at(-1) ?? 0
      expect(said[0]).toBeGreaterThan(last)
      // The next start mends what was torn; then every closing follows from its entries, or the verdict says which does not.
      openIn(files).close()
      const verdict = verifyJournal(files.file, files.witnessFile)
      if (!verdict.ok) throw new Error(`entry ${verdict.seq}: ${verdict.what}`)
      const count = verdict.closings?.count ?? 0
      expect(count).toBeGreaterThanOrEqual(told)
      expect(count).toBeLessThanOrEqual(told + 1)
      last = count
    }
  },
)
