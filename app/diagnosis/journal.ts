import { existsSync } from 'node:fs'
import type { TillView } from '../../main/contract.ts'
import type { Facts, JournalFact } from '../../main/diagnosis/facts.ts'
import { haltSentences } from '../../main/domain/halt-sentences.ts'
import { standingHalts } from '../../main/guard/halt.ts'
import type { Journal } from '../../main/journal/journal.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import type { VerdictError } from '../../main/journal/verdict.ts'
import { verifyJournal, type Verdict } from '../../main/journal/verify.node.ts'
import type { Secrets } from '../../main/ports.ts'
import type { Settings } from '../../main/settings.ts'
import type { DataFolder } from '../data-folder.ts'

const stateOf: Readonly<Partial<Record<VerdictError, JournalFact['state']>>> = {
  'in-use': 'open-elsewhere',
  'newer-version': 'newer',
  'unfinished-write': 'unmended',
  'witness-ahead': 'unmended',
  'witness-damaged': 'unmended',
  'journal-ahead': 'unmended',
  'witness-missing': 'witness-missing',
  'not-a-witness': 'witness-missing',
  'witness-gap': 'witness-differs',
  'witness-differs': 'witness-differs',
}

const factOf = (verdict: Verdict): JournalFact => {
  if (verdict.ok) return { state: 'whole', detail: `1–${verdict.entries}` }
  const { error, seq, what } = verdict
  return { state: stateOf[error] ?? 'damaged', detail: seq === undefined ? what : `entry ${seq}: ${what}` }
}

/** Of a till that is closed: walks the whole chain, and looks whether it stopped itself or has lost its pepper. */
export const measureJournal = async (
  folder: DataFolder,
  settings: Settings,
  stores: readonly Secrets[],
  openJournal: () => Journal,
): Promise<Pick<Facts, 'journal' | 'people'>> => {
  const file = folder.journal(settings.mode)
  if (!existsSync(file)) return { journal: { state: 'none-yet', detail: file } }
  const whole = factOf(verifyJournal(file, folder.witness(settings.mode)))
  if (whole.state !== 'whole') return { journal: whole }
  let journal: Journal | undefined
  try {
    journal = openJournal()
    const [halt] = standingHalts(journal)
    const hasPeople = journal.newestOfEach('operator-set').length > 0
    return {
      journal:
        halt === undefined
          ? whole
          : { state: 'halted', detail: `entry ${halt.entry}: ${haltSentences[halt.because].en.headline}` },
      people: await peopleIn(hasPeople, stores),
    }
  } catch (fault) {
    if (!(fault instanceof JournalFault)) throw fault
    return { journal: { state: 'refused', detail: fault.message } }
  } finally {
    journal?.close()
  }
}

/** Of the till that is asked: what it says of itself; a journal that it could not open is walked. */
export const journalOfRunning = (
  folder: DataFolder,
  settings: Settings,
  { stopped }: Pick<TillView, 'stopped'>,
): JournalFact | undefined => {
  if (stopped === undefined) return { state: 'open-here', detail: folder.journal(settings.mode) }
  const { why, detail } = stopped
  if (why === 'in-use') return { state: 'second-instance', detail }
  if (why === 'halted') return { state: 'halted', detail }
  if (why !== 'journal') return undefined
  const walked = factOf(verifyJournal(folder.journal(settings.mode), folder.witness(settings.mode)))
  return walked.state === 'whole' || walked.state === 'open-elsewhere' ? { state: 'refused', detail } : walked
}

/** PINs and badges are marks under a secret of the till's own: without it nobody can sign in. */
export const peopleIn = async (
  hasPeople: boolean,
  stores: readonly Secrets[],
): Promise<NonNullable<Facts['people']>> => {
  if (!hasPeople) return 'none'
  const peppers = await Promise.all(stores.map((store) => store.read('operator-pepper')))
  return peppers.every((pepper) => pepper.ok && pepper.value === undefined) ? 'pepper-lost' : 'known'
}
