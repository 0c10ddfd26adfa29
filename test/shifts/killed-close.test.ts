import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { dataFolder, openIn, type DataFolder } from '../journal/shop.ts'

/** Starts a till that sells and closes days without end, kills it after so many closings, and returns what it said. */
const killAfter = async (files: DataFolder, closings: number): Promise<readonly number[]> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'closing-child.ts'), files.file, files.witnessFile],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    said += text
    if (said.split('\n').length > closings) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return said.split('\n').slice(0, -1).map(Number)
}

test(
  'whatever day a till had closed when it was killed is closed, whole, 12 times over',
  { timeout: 120_000 },
  async () => {
    const files = dataFolder()
    let last = 0
    for (let round = 1; round <= 12; round += 1) {
      const said = await killAfter(files, 1 + ((round * 5) % 7))
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
