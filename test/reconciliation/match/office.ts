import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openFileShelf } from '../../../app/file-shelf.ts'
import { createWorkerMatcher } from '../../../app/reconcile-matcher.ts'
import { systemClock } from '../../../app/system.ts'
import type { DayReport, DaySummary, ReconcileProgress } from '../../../main/contract/reconciliation.ts'
import type { ReconciliationDesk } from '../../../main/desks.ts'
import { beijingDay, instant, type Day } from '../../../main/domain/time.ts'
import type { Journal } from '../../../main/journal/journal.ts'
import type { Clock } from '../../../main/ports.ts'
import { createReconciliation } from '../../../main/reconciliation/desk.node.ts'
import type { Reconciliation } from '../../../main/reconciliation/inside.ts'
import type { Matcher } from '../../../main/reconciliation/matching.ts'
import { usualTerms } from '../../../main/reconciliation/terms.ts'
import { settingsSchema } from '../../../main/settings.ts'
import {
  changed,
  paid,
  paymentNumber,
  requested,
  sending,
  stampAt,
  tradeOfPayment,
} from '../../journal/sales.ts'
import { dataFolder, openIn } from '../../journal/shop.ts'
import { madeFiles, type MadeFiles, type MadeRow } from './made-files.ts'

/** The China day of the sales. */
export const today = beijingDay(stampAt(0).now.at)
/** Noon of the second day after the sales, in real time from then on. */
const clock: Clock = {
  now: () => ({ at: instant(stampAt(0).now.at + 2 * 86_400_000), mono: systemClock.now().mono }),
  after: systemClock.after,
}

export interface Office {
  readonly desk: ReconciliationDesk
  readonly sign: Reconciliation['sign']
  readonly journal: Journal
  readonly give: (rows: readonly MadeRow[], day?: Day) => Promise<string>
  /** A settlement file of that day. */
  readonly settle: (rows: readonly MadeRow[], day: Day) => Promise<string>
}

export interface OfficeOptions {
  readonly begin?: Matcher['begin']
  readonly clock?: Clock
  /** Somebody waits at a screen, and days are compared by themselves. */
  readonly attended?: boolean
}

/** The desk of a till with paid sales of 12.50 EUR, of these numbers, on a real disk and with its real thread. */
export const openOffice = (sales: readonly number[], options: OfficeOptions = {}): Office => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-office-'))
  const journal = openIn(dataFolder())
  const bodies = sales.flatMap((number) => [requested(sending(number)), changed(paid(number))])
  if (bodies.length > 0) journal.append(stampAt(1), ...bodies)
  const shelf = join(folder, 'shelf')
  const matcher = createWorkerMatcher(shelf)
  const { desk, sign, stop } = createReconciliation({
    journal,
    settings: settingsSchema.parse({}),
    clock: options.clock ?? clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    operator: () => 'Mina',
    isBusy: () => false,
    attended: options.attended ?? false,
    changed: () => undefined,
    onFault: (fault) => {
      throw fault
    },
    files: openFileShelf(shelf),
    matcher: { ...matcher, begin: options.begin ?? matcher.begin },
    expected: {},
    places: { account: '', directory: '', fileNames: [] },
    terms: usualTerms,
  })
  onTestFinished(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const take = async ({ files, read }: MadeFiles): Promise<string> => {
    const [facts] = files
    if (facts === undefined) throw new Error('no file was made')
    const taken = await desk.take({ name: facts.name, base64: Buffer.from(read(facts)).toString('base64') })
    return taken.ok ? taken.value.result : taken.error
  }
  const none = new Map<Day, readonly MadeRow[]>()
  return {
    desk,
    sign,
    journal,
    give: (rows, day = today) => take(madeFiles('legacy', new Map([[day, rows]]), none)),
    settle: (rows, day) => take(madeFiles('legacy', none, new Map([[day, rows]]))),
  }
}

export const rowOf = (number: number, minor = 1250): MadeRow => ({
  type: 'PAYMENT',
  merchantRef: paymentNumber(number),
  providerRef: tradeOfPayment(number),
  minor,
  fee: 15,
  at: paidAt(number),
})
export const paidAt = (number: number): number => {
  const payment = paid(number)
  return payment.state === 'paid' ? payment.paidAt : 0
}

export const reportOf = async ({ desk }: Office, day = today): Promise<DayReport> => {
  let last: ReconcileProgress | undefined
  for await (const progress of desk.run(day)) last = progress
  if (last?.state !== 'done') throw new Error(JSON.stringify(last))
  return last.report
}
/** What the list of days says of one. */
export const summaryOf = ({ desk }: Office, day = today): DaySummary | undefined =>
  desk.view().days.find((one) => one.day === day)
