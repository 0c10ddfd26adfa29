import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { killAfter } from './killed-child.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

/** A till that appends without end, killed after `acknowledged` answers: what it has said after its first line. */
const saidUntilKilled = async (files: DataFolder, acknowledged: number): Promise<readonly string[]> =>
  (await killAfter(join(import.meta.dirname, 'appending-child.ts'), files, acknowledged + 1)).slice(1)

test(
  'whatever a till had acknowledged when it was killed is there, 24 times over',
  { timeout: 120_000 },
  async () => {
    const files = dataFolder()
    let before = 0
    for (let round = 1; round <= 24; round += 1) {
      const wanted = 1 + ((round * 7) % 23)
      const acknowledged = await saidUntilKilled(files, wanted)
      const journal = openIn(files)
      const hashes = new Map([...journal.entries()].map(({ seq, hash }) => [seq, hash]))
      expect(acknowledged.length).toBeGreaterThanOrEqual(wanted)
      for (const line of acknowledged) {
        const [seq, hash] = line.split(' ')
        expect(hashes.get(Number(seq)), `entry ${seq} in round ${round}`).toBe(hash)
      }
      // A transaction is there whole or not at all: every paid sale has the entry that came with it.
      const kinds = [...journal.entries()].map(({ body }) => body.kind)
      kinds.forEach((kind, index) => {
        if (kind === 'payment-changed') expect(kinds[index + 1]).toBe('till-started')
      })
      expect(journal.head().seq).toBeGreaterThan(before)
      before = journal.head().seq
      journal.close()
      expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true, entries: before })
    }
  },
)
