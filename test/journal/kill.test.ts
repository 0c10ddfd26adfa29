import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

/** Starts a till that appends without end, kills it after `acknowledged` answers, and returns what it said. */
const killAfter = async (files: DataFolder, acknowledged: number): Promise<readonly string[]> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'appending-child.ts'), files.file, files.witnessFile],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    said += text
    if (said.split('\n').length > acknowledged + 1) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return said.split('\n').slice(1, -1)
}

test(
  'whatever a till had acknowledged when it was killed is there, 24 times over',
  { timeout: 120_000 },
  async () => {
    const files = dataFolder()
    let before = 0
    for (let round = 1; round <= 24; round += 1) {
      const wanted = 1 + ((round * 7) % 23)
      const acknowledged = await killAfter(files, wanted)
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
