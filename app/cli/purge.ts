import { dirname } from 'node:path'
import type { PurgeList } from '../../main/contract/reports.ts'
import type { Day } from '../../main/domain/time.ts'
import { purge as purgeFiles } from '../../main/reports/purge.ts'
import type { Settings } from '../../main/settings.ts'
import { keptFiles } from '../kept-files.ts'
import { systemClock } from '../system.ts'
import { withJournal } from './desk.ts'
import { dayOption } from './export.ts'
import { readOptions, UsageFault } from './options.ts'
import { exitCodes } from './result.ts'

const texts = {
  en: {
    nothing: (before: Day) => `Nothing older than ${before} may go.`,
    wouldGo: (count: number) => `${count} files would go. To take them away: the same command with --really`,
    gone: (count: number) => `${count} files are gone, and the journal says which.`,
    mustBeKept: ({ keepFilesDays, keepLogsDays }: Settings['reports']) =>
      `Files of the provider are kept for ${keepFilesDays} days and logs for ${keepLogsDays} (settings reports.keepFilesDays, reports.keepLogsDays). Name an earlier day.`,
  },
  zh: {
    nothing: (before: Day) => `没有早于 ${before} 且可以清除的文件。`,
    wouldGo: (count: number) => `将清除 ${count} 个文件。如要清除，请在同一命令后加 --really`,
    gone: (count: number) => `已清除 ${count} 个文件，日志中记有清单。`,
    mustBeKept: ({ keepFilesDays, keepLogsDays }: Settings['reports']) =>
      `支付宝文件须保留 ${keepFilesDays} 天，技术日志须保留 ${keepLogsDays} 天（设置 reports.keepFilesDays、reports.keepLogsDays）。请指定更早的日期。`,
  },
} as const

const lineOf = ({ what, name, day, bytes }: PurgeList['files'][number]): string =>
  `${day}  ${what.padEnd(13)}  ${String(bytes).padStart(12)}  ${name}`

/** Tells what need not be kept any more, and with `--really` takes it away. The journal always stays. */
export const purge = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['before'], flags: ['really'] })
  const before = dayOption(options, 'before')
  const really = options.flag('really')
  return withJournal(options, async ({ journal, settings, folder }) => {
    const words = texts[settings.language]
    const files = keptFiles({ shelf: folder.providerFiles(settings.mode), logs: dirname(folder.log) })
    const purged = await purgeFiles(
      { journal, settings, clock: systemClock, files, operator: () => 'command-line' },
      { before, really },
    )
    if (!purged.ok) throw new UsageFault(words.mustBeKept(settings.reports))
    const { files: listed, faults } = purged.value
    const count = listed.length
    const end = count === 0 ? words.nothing(before) : really ? words.gone(count) : words.wouldGo(count)
    console.log(
      options.flag('json')
        ? JSON.stringify(purged.value)
        : [...listed.map(lineOf), ...(faults.length === 0 ? [end] : [])].join('\n'),
    )
    for (const fault of faults) console.error(fault)
    return faults.length === 0 ? exitCodes.done : 1
  })
}
