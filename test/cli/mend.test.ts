import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { EntryBody } from '../../main/domain/entry.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import { changed, declined, paid, requested, sending, stampAt, waiting } from '../journal/sales.ts'
import { dataFolder, opening } from '../journal/shop.ts'
import { runTill } from './run-till.ts'

/** A journal at rest of which one letter of a body has rotted. */
const rotten = (...bodies: readonly EntryBody[]): string => {
  const { folder } = dataFolder()
  const file = join(folder, 'training', 'journal.sqlite')
  mkdirSync(dirname(file), { recursive: true })
  const journal = openJournal({ ...opening({ file, witnessFile: join(folder, 'witness', 'training.log') }) })
  journal.append(stampAt(1), ...bodies)
  journal.close()
  const bytes = readFileSync(file)
  bytes[bytes.indexOf(Buffer.from('286501738264915047'.slice(-4)))] = 'X'.charCodeAt(0)
  writeFileSync(file, bytes)
  return folder
}

const sale = (number: number, end: (number: number) => ReturnType<typeof paid>): readonly EntryBody[] => [
  requested(sending(number)),
  changed(end(number)),
]
const givenUp = (number: number) => declined(number, 'soon')

test.each([
  ['a paid sale', sale(1, paid), { open: 0, watched: 0 }, 'Nothing is open.'],
  [
    'a sale that is still waited for',
    [...sale(1, paid), ...sale(2, waiting)],
    { open: 1, watched: 0 },
    'One payment or refund is open: start the till, or run recover, and the gateway is asked about it.',
  ],
  [
    'a sale that was declined a moment ago',
    [...sale(1, paid), ...sale(2, givenUp)],
    { open: 0, watched: 1 },
    'Nothing is open. Sales that were given up a moment ago: 1.',
  ],
] as const)(
  'after mending, %s: what is open is money without an end, and nothing else',
  async (_, bodies, left, words) => {
    const said = await runTill('mend', '--data', rotten(...bodies))
    expect(said.err).toBe('')
    expect(said.out).toContain(words)
    const told = await runTill('mend', '--data', rotten(...bodies), '--json')
    expect(told.result).toMatchObject({ mended: true, ...left })
  },
)
