import { writeSync } from 'node:fs'
import { instant } from '../../main/domain/time.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import { changed, paid, requested, sending } from './sales.ts'

/**
 * A till as a process of its own: opens the journal, says so, then appends so many sales, or sales
 * without end, and names the last sequence number of each append once it has returned.
 */
const [file = '', witnessFile = '', sales = 'Infinity'] = process.argv.slice(2)
const now = { at: instant(1_795_000_000_000), mono: 0 }
const journal = openJournal({
  file,
  witnessFile,
  till: 'child',
  mode: 'training',
  version: '0.1.0',
  installation: { digits: '123456789' },
  now,
})
writeSync(1, `open ${journal.head().seq}\n`)
const first = journal.head().seq
const end = first + Number(sales)
for (let number = first; number < end; number += 1) {
  for (const bodies of [
    [requested(sending(number))],
    [changed(paid(number)), { kind: 'till-started', version: '0', openQuestions: number } as const],
  ]) {
    const last = journal.append({ now, operator: 'child' }, ...bodies).at(-1)
    writeSync(1, `${last?.seq} ${last?.hash}\n`)
  }
}
// Keeps the lock until it is ended.
process.stdin.resume()
