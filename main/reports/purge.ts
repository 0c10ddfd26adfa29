import type { Answer } from '../contract/answer.ts'
import type { PurgeInput, PurgeList, PurgeRefusal } from '../contract/reports.ts'
import { dayAfter, isDay, type Day } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock, KeptFile, KeptFiles } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { createShopDays } from './shop-days.ts'

export interface PurgeParts {
  readonly journal: Journal
  readonly settings: Settings
  readonly clock: Clock
  readonly files: KeptFiles
  readonly operator: () => string
}

/** What the journal says of the provider's files, by SHA-256: the name that it came with, and its day. */
const filesOnRecord = (
  journal: Journal,
  dayOf: (at: number) => Day,
): ReadonlyMap<string, { readonly name: string; readonly day: Day }> =>
  new Map([
    ...journal
      .newestOfEach('provider-file-quarantined')
      .flatMap(({ at, body }) =>
        body.kind === 'provider-file-quarantined'
          ? [[body.sha256, { name: body.name, day: dayOf(at) }] as const]
          : [],
      ),
    ...journal
      .newestOfEach('provider-file-kept')
      .flatMap(({ body }) =>
        body.kind === 'provider-file-kept'
          ? [[body.file.sha256, { name: body.file.name, day: body.file.day }] as const]
          : [],
      ),
  ])

type Listed = PurgeList['files'][number] & { readonly file: KeptFile }

/**
 * Takes away files that need not be kept any more: what the provider sent, and old logs. The journal and its witness are
 * no such files and cannot be named here, so that a purge never breaks the chain. What goes is written down by name.
 * `really: false` only tells what would go; without a day, all that may. Throws `JournalFault` when it cannot be written down.
 */
export const purge = async (
  { journal, settings, clock, files, operator }: PurgeParts,
  { before: asked, really }: PurgeInput,
): Promise<Answer<PurgeList, Exclude<PurgeRefusal, 'needs-second-person'>>> => {
  const { keepFilesDays, keepLogsDays } = settings.reports
  const { dayOf } = createShopDays(settings.shop)
  const today = dayOf(clock.now().at)
  const keptFrom = { 'provider-file': dayAfter(today, -keepFilesDays), log: dayAfter(today, -keepLogsDays) }
  const youngest = keptFrom.log > keptFrom['provider-file'] ? keptFrom.log : keptFrom['provider-file']
  const before = asked ?? youngest
  if (!isDay(before) || before > youngest) return { ok: false, error: 'must-be-kept' }
  const onRecord = filesOnRecord(journal, dayOf)
  const listed = (await files.list()).map((file): Listed => {
    const known = onRecord.get(file.name)
    const { what, bytes } = file
    return { file, what, bytes, name: known?.name ?? file.name, day: known?.day ?? dayOf(file.changedAt) }
  })
  // What must be kept for longer than the rest stays, though it is older than the day that was named.
  const old = listed
    .filter(({ what, day }) => day < before && day < keptFrom[what])
    .sort((one, other) => {
      const [first, second] = [one, other].map(({ day, name, file }) => `${day} ${name} ${file.name}`)
      return (first ?? '') < (second ?? '') ? -1 : 1
    })
  const faults: string[] = []
  if (really) {
    for (const what of ['provider-file', 'log'] as const) {
      const going = old.filter((one) => one.what === what)
      if (going.length === 0) continue
      // Written down first: a file that is named and still there can be purged again; one that is gone unnamed is a riddle.
      const names = going.map(({ name, file }) => (name === file.name ? name : `${name} ${file.name}`))
      const now = clock.now()
      journal.append({ now, operator: operator() }, { kind: 'purged', what, before, files: names })
      for (const { file } of going) {
        const removed = await files.remove(file)
        if (!removed.ok) faults.push(removed.error)
      }
    }
  }
  const shown = old.map(({ what, name, day, bytes }) => ({ what, name, day, bytes }))
  return { ok: true, value: { before, keptFrom, files: shown, done: really, faults } }
}
