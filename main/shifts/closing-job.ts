import type { PrintJob } from '../domain/entry.ts'
import { closingOfPaper } from '../domain/ids.ts'
import { localTime, type Instant } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import type { Settings } from '../settings.ts'
import { keptClosing } from './closing.ts'
import { closingPaper, type ClosingPaper } from './paper.ts'

/** The paper of a Z that a print job asks for; `undefined` when the job is of something else, or there is no such Z. */
export const closingForJob = (
  journal: Journal,
  settings: Settings,
  sha256: (text: string) => string,
  job: PrintJob,
  printedAt: Instant,
): ClosingPaper | undefined => {
  const number = closingOfPaper(job.of)
  const kept = number === undefined ? undefined : keptClosing(journal, number)
  if (kept === undefined) return undefined
  const paper = closingPaper(settings, kept.closing, kept, sha256)
  return job.copy === 0
    ? paper
    : { ...paper, copy: { number: job.copy, printedAt: localTime(printedAt, settings.shop.timeZone) } }
}
