import { once } from 'node:events'
import { exportFormats, exportKinds } from '../../main/contract/reports.ts'
import type { Day } from '../../main/domain/time.ts'
import { exportParts, workbookRowsMax, type ExportInput } from '../../main/reports/exports.node.ts'
import { nothingMatched } from '../../main/reports/matched.ts'
import { createPause } from '../../main/reports/pauses.ts'
import { isDay } from '../../main/reports/shop-days.ts'
import { systemClock } from '../system.ts'
import { openWorkbook } from '../workbook.ts'
import { withJournal } from './desk.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

export const dayOption = (options: Options, name: string): Day => {
  const text = options.required(name)
  if (!isDay(text)) throw new UsageFault(`--${name} ${text} is not a day such as 2026-11-20`)
  return text
}

const oneOf = <T extends string>(text: string, known: readonly T[], what: string): T => {
  const found = known.find((one) => one === text)
  if (found === undefined) throw new UsageFault(`${what} is one of ${known.join(', ')}, not "${text}"`)
  return found
}

/**
 * Without a word for what, it is what it was before there were others: sales, and `csv` is the one for machines.
 */
const inputOf = (options: Options): ExportInput => {
  const word = options.optional(0)
  const from = dayOption(options, 'from')
  const to = dayOption(options, 'to')
  if (from > to) throw new UsageFault(`--from ${from} is after --to ${to}`)
  const given = options.text('format') ?? 'csv-for-machines'
  const format = oneOf(given, exportFormats, '--format')
  return {
    what: word === undefined ? 'sales' : oneOf(word, exportKinds, 'what is exported'),
    format: word === undefined && format === 'csv' ? 'csv-for-machines' : format,
    from,
    to,
  }
}

const refusals = {
  'no-such-format': 'The journal goes into csv, csv-for-machines or jsonl; a workbook does not hold it.',
  'too-many': `More than ${workbookRowsMax} lines do not go into a workbook. Ask for fewer days, or for --format csv.`,
  'wrong-span': '--from is after --to',
} as const

const write = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.length > 0 && !process.stdout.write(bytes)) await once(process.stdout, 'drain')
}

/** Writes one export of the shop's days to standard output, both days included, and notes in the journal that it did. */
export const exportFile = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['from', 'to', 'format'] })
  const input = inputOf(options)
  return withJournal(options, async ({ journal, settings }) => {
    const made = exportParts(
      { journal, settings, matched: nothingMatched, pause: createPause(systemClock), openWorkbook },
      input,
    )
    for (;;) {
      const next = await made.next()
      if (next.done !== true) {
        await write(next.value.bytes)
        continue
      }
      if (!next.value.ok) throw new UsageFault(refusals[next.value.why])
      const { rows, sha256 } = next.value
      journal.append(
        { now: systemClock.now(), operator: 'command-line' },
        { kind: 'exported', ...input, rows, sha256 },
      )
      return exitCodes.done
    }
  })
}
