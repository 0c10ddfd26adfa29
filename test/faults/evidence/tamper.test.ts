import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openJournal } from '../../../main/journal/journal.node.ts'
import { JournalFault } from '../../../main/journal/journal.ts'
import { entryKinds } from '../../../main/journal/meaning.ts'
import { mendJournal } from '../../../main/journal/mend.node.ts'
import { verdictErrors } from '../../../main/journal/verdict.ts'
import { verifyJournal, type Verdict } from '../../../main/journal/verify.node.ts'
import { opening, type DataFolder } from '../../journal/shop.ts'
import type { Manipulation } from './manipulation.ts'
import { makeSamples, readRecords } from './sold-journal.ts'
import { python, runScript, secondVerdicts } from './second-verifier.ts'
import { columnFlips, forgeries, rowTricks } from './tampered-entries.ts'
import { closingTricks } from './tampered-closings.ts'
import { fileTricks, oldCopies, witnessTricks } from './tampered-files.ts'
import { projectionTricks, schemaTricks } from './tampered-schema.ts'
import { tamperPage, type Outcome } from './tamper-page.ts'

const page = join(import.meta.dirname, '../../../docs/audit/tamper.md')
const samples = makeSamples()
afterAll(samples.remove)

const groups: readonly (readonly [name: string, manipulations: readonly Manipulation[]])[] = [
  ['A column of one entry', columnFlips],
  ['Rows', rowTricks],
  ['Forgeries that chain', forgeries],
  ['The schema', schemaTricks],
  ['The till’s indexes', projectionTricks],
  ['The file', fileTricks(samples.day.file)],
  ['The witness', witnessTricks],
  ['Older copies', oldCopies],
  ['Closings', closingTricks.map((trick) => ({ ...trick, of: 'closed' as const }))],
]
const whole = readRecords(samples.day.file)
const wholeOf = { day: whole, closed: readRecords(samples.closed.file) }
const markOf = (seq: number): string => `${seq}:${whole[seq - 1]?.hash.slice(0, 8)}`
const receiptMark = (seq: number) => ({ seq, hash8: whole[seq - 1]?.hash.slice(0, 8) ?? '' })

const short = (verdict: Verdict | undefined): string =>
  verdict === undefined
    ? 'nothing'
    : verdict.ok
      ? 'ok'
      : `${verdict.error}${verdict.seq === undefined ? '' : ` ${verdict.seq}`}`
const wanted = (expected: Manipulation['expected']): string => (expected === 'ok' ? 'ok' : expected.join(' '))

/** What the till does with it at its next start, and whether it then has every entry that there was. */
const start = (
  files: DataFolder,
  of: keyof typeof wholeOf,
): { readonly does: string; readonly keeps: boolean } => {
  const repairs: string[] = []
  try {
    openJournal({
      ...opening(files),
      onRepair: ({ side, what }) => repairs.push(`${side} ${what}`),
    }).close()
  } catch (error) {
    if (!(error instanceof JournalFault)) throw error
    return { does: `stops: ${error.kind}`, keeps: true }
  }
  const found = readRecords(files.file)
  const keeps = wholeOf[of].every(({ hash }, index) => found[index]?.hash === hash)
  return { does: repairs.length === 0 ? 'sells' : `mends: ${repairs.join(', ')}`, keeps }
}

/** What mending does where the till stops: everything is there again, or everything is left as it was. */
const mend = (files: DataFolder, of: keyof typeof wholeOf): string => {
  const before =
    existsSync(files.file) && statSync(files.file).isFile() ? readFileSync(files.file) : undefined
  try {
    mendJournal(files.file, files.witnessFile)
  } catch (error) {
    if (!(error instanceof JournalFault)) throw error
    if (before !== undefined) expect(readFileSync(files.file).equals(before)).toBe(true)
    return 'not mended, nothing touched'
  }
  expect(readRecords(files.file)).toEqual(wholeOf[of])
  expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true })
  expect(start(files, of)).toEqual({ does: 'sells', keeps: true })
  return '`till mend` gives all back'
}

const made = groups.flatMap(([group, manipulations]) =>
  manipulations.map((manipulation) => {
    const files = samples.copy(samples[manipulation.of ?? 'day'])
    manipulation.make(files, samples)
    return { group, manipulation, files }
  }),
)

describe.skipIf(python === undefined)('F32 F33: tampering (needs python3)', () => {
  const second =
    python === undefined
      ? []
      : secondVerdicts(
          made.flatMap(({ files, manipulation }) => {
            const job = { journal: files.file, witness: files.witnessFile }
            const of = manipulation.receipt?.of
            return [job, { ...job, receipts: [markOf(of ?? 1)] }]
          }),
        )
  const outcomes: Outcome[] = []

  made.forEach(({ group, manipulation, files }, index) => {
    test(`${group}: ${manipulation.name}`, () => {
      const ours = verifyJournal(files.file, files.witnessFile)
      expect(short(ours)).toBe(wanted(manipulation.expected))
      // The second verifier does not look at the till's indexes: they are no evidence.
      const theirs = manipulation.expected[0] === 'projection-differs' ? 'ok' : short(ours)
      expect(short(second[index * 2])).toBe(theirs)
      const { receipt } = manipulation
      if (receipt !== undefined) {
        expect(short(verifyJournal(files.file, files.witnessFile, [receiptMark(receipt.of)]))).toBe(
          wanted(receipt.expected),
        )
        expect(short(second[index * 2 + 1])).toBe(wanted(receipt.expected))
      }
      const from = manipulation.of ?? 'day'
      const started = start(files, from)
      // A till that goes on has every entry, unless both files tell the same other story.
      // Of closings both do; a start walks the chain and leaves what entries mean to an audit.
      if (manipulation.expected !== 'ok' && from === 'day') expect(started).toMatchObject({ keeps: true })
      const mends = started.does.startsWith('stops') || manipulation.expected[0] === 'projection-differs'
      const after = mends ? `; ${mend(files, from)}` : ''
      outcomes.push({ group, manipulation, verdict: short(ours), start: started.does + after })
    })
  })

  test('docs/audit/tamper.md is the table of what was found', () => {
    const text = tamperPage(outcomes)
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text)
    expect(readFileSync(page, 'utf8')).toBe(text)
    expect(outcomes.length).toBeGreaterThanOrEqual(60)
  })

  test('no two manipulations have one name, and nothing is wrong with what was not touched', () => {
    expect(new Set(made.map(({ manipulation }) => manipulation.name)).size).toBe(made.length)
    for (const sample of [samples.day, samples.noon, samples.other, samples.closed]) {
      expect(short(verifyJournal(sample.file, sample.witnessFile))).toBe('ok')
      expect(secondVerdicts([{ journal: sample.file, witness: sample.witnessFile }])).toEqual([
        verifyJournal(sample.file, sample.witnessFile),
      ])
    }
  })

  test('both verifiers know the same errors, kinds and schemas', () => {
    const lists = JSON.parse(runScript(['--lists']).out) as { errors: string[]; kinds: string[] }
    const tillOnly = ['in-use', 'projection-differs']
    expect(lists.errors.toSorted()).toEqual(
      Object.keys(verdictErrors)
        .filter((error) => !tillOnly.includes(error))
        .toSorted(),
    )
    expect(lists.kinds).toEqual([...entryKinds].toSorted())
  })

  test('the second verifier says so to a person, and by its exit code', () => {
    const { file, witnessFile } = samples.day
    const run = (...args: readonly string[]) => runScript([file, '--witness', witnessFile, ...args])
    expect(run()).toMatchObject({ status: 0, out: expect.stringContaining('61 entries, chain whole') })
    expect(run('--receipt', markOf(61), '--json')).toMatchObject({ status: 0 })
    expect(run('--receipt', '61:00000000')).toMatchObject({
      status: 1,
      out: expect.stringContaining('entry 61: the receipt says 00000000'),
    })
    expect(run('--receipt', '61')).toMatchObject({ status: 2, err: expect.stringContaining('SEQ:HASH8') })
    expect(runScript([])).toMatchObject({ status: 2 })
  })
})
