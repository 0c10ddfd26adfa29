import { readFileSync, writeFileSync } from 'node:fs'
import { verifyJournal, type Verdict } from '../../../main/journal/verify.node.ts'
import type { DataFolder } from '../../journal/shop.ts'
import { seeded } from '../seeded.ts'
import { cellsOf } from './pages.ts'
import { readRecords, type Samples } from './sold-journal.ts'
import { secondVerdicts, type Job } from './second-verifier.ts'

const short = (verdict: Verdict | undefined): string =>
  verdict === undefined || verdict.ok ? 'ok' : `${verdict.error} ${verdict.seq ?? '-'}`

export interface Flips {
  readonly made: number
  /** Found, with the entry whose bytes were hit. */
  readonly inRecords: number
  /** Found elsewhere: heads of pages and of the file, the schema, the witness, the till's indexes. */
  readonly elsewhere: number
  /** Nothing is wrong, and every record reads as before. */
  readonly harmless: number
  /** How many the second verifier looked at. */
  readonly asked: number
  /** Everything that is not as it must be, in words. */
  readonly wrong: readonly string[]
}

/** Flips single bits of journal and witness, each on a copy that is otherwise whole, and asks both verifiers. */
export const flipBits = (samples: Samples, count: number, askedEvery: number, seed: number): Flips => {
  const { below } = seeded(seed)
  const { day } = samples
  const sides = { journal: readFileSync(day.file), witness: readFileSync(day.witnessFile) }
  const cells = cellsOf(day.file)
  const records = JSON.stringify(readRecords(day.file))
  const wrong: string[] = []
  const counted = { inRecords: 0, elsewhere: 0, harmless: 0, asked: 0 }
  const batch: { readonly job: Job; readonly name: string; readonly ours: Verdict }[] = []
  const pool: readonly DataFolder[] = Array.from({ length: 50 }, () => samples.copy(day))
  const settle = (): void => {
    const theirs = secondVerdicts(batch.map(({ job }) => job))
    batch.forEach(({ name, ours }, index) => {
      const indexOnly = !ours.ok && ours.error === 'projection-differs'
      const expected = indexOnly ? 'ok' : short(ours)
      const said = short(theirs[index])
      if (said !== expected) wrong.push(`${name}: the till says ${expected}, the second ${said}`)
    })
    counted.asked += batch.length
    for (const { job } of batch) {
      writeFileSync(job.journal, sides.journal)
      writeFileSync(job.witness ?? '', sides.witness)
    }
    batch.length = 0
  }
  for (let nth = 0; nth < count; nth += 1) {
    const asked = nth % askedEvery === 0
    const files = pool[asked ? batch.length : pool.length - 1] ?? day
    const side = below(3) === 0 ? 'witness' : 'journal'
    const whole = sides[side]
    const bit = below(whole.length * 8)
    const at = bit >> 3
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7))
    const path = side === 'journal' ? files.file : files.witnessFile
    writeFileSync(path, bytes)
    const name = `seed ${seed}, flip ${nth}: bit ${bit & 7} of byte ${at} of the ${side}`
    const ours = verifyJournal(files.file, files.witnessFile)
    const hit = side === 'journal' ? cells.find(({ from, to }) => at >= from && at < to) : undefined
    // Where the row's own number would stand, SQLite keeps a byte that it never looks at.
    const readsAsBefore = ours.ok && JSON.stringify(readRecords(files.file)) === records
    if (hit !== undefined && !readsAsBefore) {
      counted.inRecords += 1
      if (ours.ok || ours.seq !== hit.seq)
        wrong.push(`${name}: entry ${hit.seq} was hit, and it says ${short(ours)}`)
    } else if (!ours.ok) counted.elsewhere += 1
    else {
      counted.harmless += 1
      if (side === 'witness') wrong.push(`${name}: nothing was found`)
      else if (!readsAsBefore) wrong.push(`${name}: a record reads otherwise`)
    }
    if (asked) {
      batch.push({ job: { journal: files.file, witness: files.witnessFile }, name, ours })
      if (batch.length === pool.length - 1) settle()
    } else writeFileSync(path, whole)
  }
  if (batch.length > 0) settle()
  return { made: count, ...counted, wrong }
}
