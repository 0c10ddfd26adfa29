import { once } from 'node:events'
import { exportFormats, exportKinds } from '../../main/contract/reports.ts'
import { spanFault, spanYearsMax } from '../../main/domain/day-span.ts'
import { isDay, type Day } from '../../main/domain/time.ts'
import { exportParts, workbookRowsMax, type ExportInput } from '../../main/reports/exports.node.ts'
import { createPause } from '../../main/reports/pauses.ts'
import type { Reconciliation } from '../../main/reconciliation/inside.ts'
import { openLog } from '../log.ts'
import { matchedFiles } from '../matched-files.ts'
import { filedAccount } from '../provider-server.ts'
import { reconciliationIn } from '../reconciliation-parts.ts'
import { systemClock } from '../system.ts'
import { openWorkbook } from '../workbook.ts'
import { withJournal, type JournalDesk } from './desk.ts'
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
  const fault = spanFault({ from, to })
  if (fault === 'from-after-to') throw new UsageFault(`--from ${from} is after --to ${to}`)
  if (fault === 'too-long') {
    throw new UsageFault(
      `--to ${to} is more than ${spanYearsMax} years after --from ${from}; ask for fewer at a time`,
    )
  }
  const given = options.text('format') ?? 'csv-for-machines'
  const format = oneOf(given, exportFormats, '--format')
  return {
    what: word === undefined ? 'sales' : oneOf(word, exportKinds, 'what is exported'),
    format: word === undefined && format === 'csv' ? 'csv-for-machines' : format,
    from,
    to,
  }
}

const operator = (): string => 'command-line'

const refusals = {
  'no-such-format': 'The journal goes into csv, csv-for-machines or jsonl; a workbook does not hold it.',
  'too-many': `More than ${workbookRowsMax} lines do not go into a workbook. Ask for fewer days, or for --format csv.`,
  'wrong-span': '--from is after --to',
  'span-too-long': '--to is too long after --from',
  'not-matched': 'One of these days could not be matched; `reconcile` says why.',
} as const

const write = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.length > 0 && !process.stdout.write(bytes)) await once(process.stdout, 'drain')
}

/** Matching for one command: nothing is fetched, and days are matched only when the export asks for them. */
const reconciliationFor = ({ journal, settings, folder }: JournalDesk): Reconciliation => {
  const { directory, fileNames } = settings.reconciliation.sftp
  const places = { account: filedAccount(settings), directory, fileNames }
  return reconciliationIn(folder, settings, { places })({
    journal,
    settings,
    clock: systemClock,
    log: openLog(folder.log),
    operator,
    isBusy: () => false,
    attended: false,
    changed: () => undefined,
    onFault: (fault) => {
      throw fault instanceof Error ? fault : new Error(String(fault))
    },
  })
}

/** Writes one export of the shop's days to standard output, both days included, and notes in the journal that it did. */
export const exportFile = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['from', 'to', 'format'] })
  const input = inputOf(options)
  return withJournal(options, async (desk) => {
    const { journal, settings, folder } = desk
    const reconciliation = reconciliationFor(desk)
    const shelf = folder.providerFiles(settings.mode)
    const reconcile = reconciliation.desk.run
    const matched = matchedFiles({ shelf, journal, settings, clock: systemClock, reconcile })
    const pause = createPause(systemClock)
    try {
      const made = exportParts({ journal, settings, matched, pause, openWorkbook }, input)
      for (;;) {
        const next = await made.next()
        if (next.done !== true) {
          await write(next.value.bytes)
          continue
        }
        if (!next.value.ok) throw new UsageFault(refusals[next.value.why])
        const { rows, sha256 } = next.value
        const stamp = { now: systemClock.now(), operator: operator() }
        journal.append(stamp, { kind: 'exported', ...input, rows, sha256 })
        return exitCodes.done
      }
    } finally {
      await reconciliation.stop()
    }
  })
}
