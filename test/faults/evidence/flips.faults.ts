import { afterAll, describe, expect, test } from 'vitest'
import { openJournal } from '../../../main/journal/journal.node.ts'
import { verifyJournal } from '../../../main/journal/verify.node.ts'
import { opening } from '../../journal/shop.ts'
import { flipBits } from './flips.ts'
import { python, secondVerdicts } from './second-verifier.ts'
import { entriesOfADay, filesIn, makeSamples, sell } from './sold-journal.ts'

const samples = makeSamples()
afterAll(samples.remove)

describe.skipIf(python === undefined)('evidence, the long form (needs python3)', () => {
  test(
    'F32: 10,000 flips are each found, or change no record; both verifiers agree on 2,000',
    { timeout: 600_000 },
    () => {
      const { wrong, ...counts } = flipBits(samples, 10_000, 5, 3200)
      console.log(`  ${JSON.stringify(counts)}`)
      expect(wrong).toEqual([])
      expect(counts).toMatchObject({ made: 10_000, asked: 2000 })
    },
  )

  test('F32: 10,000 looks at whole journals of every length raise no alarm', { timeout: 600_000 }, () => {
    const files = filesIn(`${samples.day.folder}-growing`)
    const alarms: string[] = []
    let looks = 0
    let opens = 0
    for (let entries = 1; entries <= entriesOfADay; entries += 1) {
      sell(files, entries)
      for (let nth = 0; nth < 164; nth += 1) {
        looks += 1
        if (nth % 16 === 0) {
          opens += 1
          openJournal({
            ...opening(files),
            onRepair: (repair) => alarms.push(JSON.stringify(repair)),
          }).close()
        }
        const verdict = verifyJournal(files.file, files.witnessFile)
        if (!verdict.ok || verdict.entries !== entries) alarms.push(`${entries}: ${JSON.stringify(verdict)}`)
      }
      const [second] = secondVerdicts([{ journal: files.file, witness: files.witnessFile }])
      if (second?.ok !== true) alarms.push(`${entries}, the second: ${JSON.stringify(second)}`)
    }
    console.log(`  ${looks} looks, ${opens} of them after a start of the till, ${alarms.length} alarms`)
    expect(alarms).toEqual([])
    expect(looks).toBeGreaterThanOrEqual(10_000)
  })
})
