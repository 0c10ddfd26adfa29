import type { FileAnswer, ReconcileProgress, ReconciliationView } from '../../main/contract/reconciliation.ts'
import type { ExportProgress, Figures, PurgeRefusal } from '../../main/contract/reports.ts'
import type { Day } from '../../main/domain/time.ts'
import type { TillClient } from '../../renderer/connection.ts'
import { dayReport, fileFacts, oldFiles, quietOffice, weekFigures } from './office-examples.ts'

type Answering = <T>(name: string, input: unknown, value: () => T) => Promise<Awaited<T>>

/** What the fake office answers; a test puts its own in their place. */
export interface OfficeAnswers {
  view: ReconciliationView
  fetch: Awaited<ReturnType<TillClient['reconciliation']['fetch']>>
  file: FileAnswer
  /** What a comparison of any day tells, in order. After the last one it ends. */
  day: readonly ReconcileProgress[]
  /** The comparison stays at the last thing it told, until it is called off. */
  dayNeverEnds: boolean
  decide: Awaited<ReturnType<TillClient['reconciliation']['decide']>>
  bankCredit: Awaited<ReturnType<TillClient['reconciliation']['bankCredit']>>
  figures: Figures
  export: readonly ExportProgress[]
  /** Of the first time that files are really to go; afterwards they are gone. */
  purge: PurgeRefusal | undefined
}

/** The bytes of the file that the fake exports. */
export const exportedText = 'time,amount\r\n2026-11-20 10:12:04 +01:00,38.50\r\n'

export const officeAnswers = (): OfficeAnswers => ({
  view: quietOffice(),
  fetch: { ok: true, value: quietOffice().fetch },
  file: { result: 'kept', file: fileFacts() },
  day: [
    { state: 'working', done: 0, of: 13 },
    { state: 'done', report: dayReport() },
  ],
  dayNeverEnds: false,
  decide: { ok: true, value: true },
  bankCredit: { ok: true, value: true },
  figures: weekFigures(),
  export: [
    { state: 'working', rows: 1 },
    { state: 'part', base64: btoa(exportedText.slice(0, 12)) },
    { state: 'part', base64: btoa(exportedText.slice(12)) },
    {
      state: 'done',
      name: 'sales-2026-11-20.csv',
      rows: 1,
      bytes: exportedText.length,
      sha256: '9a'.repeat(32),
    },
  ],
  purge: undefined,
})

const told = async function* <T>(list: readonly T[], signal?: AbortSignal, stays = false) {
  for (const each of list) {
    await Promise.resolve()
    yield each
  }
  if (stays) {
    await new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('called off')))
    })
  }
}

/** Reconciliation and reports of a till that computes nothing. */
export const fakeOffice = (
  answer: Answering,
  answers: OfficeAnswers,
): Pick<TillClient, 'reconciliation' | 'reports'> => ({
  reconciliation: {
    view: () => answer('reconciliation.view', undefined, () => answers.view),
    fetch: () => answer('reconciliation.fetch', undefined, () => answers.fetch),
    take: (input) =>
      answer(
        'reconciliation.take',
        input,
        () =>
          ({ ok: true, value: input.part + 1 < input.parts ? { result: 'more' } : answers.file }) as const,
      ),
    run: (input, options) =>
      // A generator does all that the client's own class of iterators does.
      answer('reconciliation.run', input, () =>
        told(answers.day, options?.signal, answers.dayNeverEnds),
      ) as never,
    decide: (input) => answer('reconciliation.decide', input, () => answers.decide),
    bankCredit: (input) => answer('reconciliation.bankCredit', input, () => answers.bankCredit),
  },
  reports: {
    figures: (input) =>
      answer('reports.figures', input, () => ({
        ...answers.figures,
        from: input.from as Day,
        to: input.to as Day,
      })),
    export: (input) => answer('reports.export', input, () => told(answers.export)) as never,
    purge: (input) =>
      answer('reports.purge', input, () => {
        const { before = oldFiles().before, really } = input
        const refusal = before > oldFiles().before ? 'must-be-kept' : really ? answers.purge : undefined
        if (really) answers.purge = undefined
        if (refusal !== undefined) return { ok: false, error: refusal } as const
        const files = oldFiles().files.filter(({ day }) => day < before)
        return { ok: true, value: { ...oldFiles(), before: before as Day, files, done: really } } as const
      }),
  },
})
