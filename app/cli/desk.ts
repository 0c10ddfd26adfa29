import type { Stopped } from '../../main/contract.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import type { Settings } from '../../main/settings.ts'
import type { Till } from '../../main/till.ts'
import { composeTill, openTillJournal, type ComposeOptions } from '../compose.ts'
import { dataFolder, type DataFolder } from '../data-folder.ts'
import { openLog } from '../log.ts'
import { faultSentence, readSettingsFile } from '../settings-file.ts'
import type { CommandHost } from './host.ts'
import type { Options } from './options.ts'

/** The data folder that a command names, and the key store that its host has there. */
export const placeFor = (
  options: Options,
  { secretsIn }: CommandHost,
): Pick<ComposeOptions, 'dataDir' | 'secrets'> => {
  const { folder } = dataFolder(options.text('data'))
  return { dataDir: folder, ...(secretsIn === undefined ? {} : { secrets: secretsIn(folder) }) }
}

/**
 * Runs with a till that is open for business, and closes it whatever happens. Throws when it cannot sell; a till that
 * has halted still asks about what is open, for commands that do no more.
 */
export const withTill = async (
  options: Options,
  host: CommandHost,
  run: (till: Till) => Promise<number>,
  does: 'sells' | 'asks' = 'sells',
): Promise<number> => {
  const composed = await composeTill({
    ...placeFor(options, host),
    attended: false,
    operator: 'command-line',
  })
  try {
    const { stopped } = composed.till.view()
    const stands = (why: Stopped | undefined): why is Stopped =>
      why !== undefined && (does === 'sells' || why.why !== 'halted')
    if (stands(stopped)) throw new Error(`The till cannot work: ${stopped.detail}`)
    const heard = await run(composed.till).catch((fault: unknown) => ({ fault }))
    // Said before all else: what cannot be read any more looks like a payment that is not there.
    const { stopped: since } = composed.till.view()
    if (stands(since)) throw new Error(`The till stopped: ${since.detail}`)
    if (typeof heard === 'object') throw heard.fault
    return heard
  } finally {
    await composed.close()
  }
}

export interface JournalDesk {
  readonly settings: Settings
  readonly journal: Journal
  readonly folder: DataFolder
}

/** Runs with the journal alone: nothing is chased and nothing is sent. */
export const withJournal = async (
  options: Options,
  run: (desk: JournalDesk) => Promise<number>,
): Promise<number> => {
  const folder = dataFolder(options.text('data'))
  const settings = await readSettingsFile(folder.settings)
  if (!settings.ok) {
    throw new Error(faultSentence(folder.settings, settings.error))
  }
  let journal: Journal
  try {
    journal = openTillJournal(folder, settings.value, openLog(folder.log))
  } catch (error) {
    if (error instanceof JournalFault) throw new Error(error.message, { cause: error })
    throw error
  }
  try {
    return await run({ settings: settings.value, journal, folder })
  } finally {
    journal.close()
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Resolves when `done` says so, looked at after every change and at least every half second, or when time is up, or
 * when the till can go no further, or when the process is asked to end: what is open is then reported as it is, and
 * chased at the next start. A second signal ends the process at once.
 */
export const settled = (
  till: Till,
  done: () => boolean,
  forMs = Number.POSITIVE_INFINITY,
): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (result: boolean): void => {
      clearInterval(look)
      clearTimeout(limit)
      for (const signal of signals) process.off(signal, interrupt)
      stop()
      resolve(result)
    }
    const interrupt = (): void => end(false)
    const check = (): void => {
      const { stopped } = till.view()
      if (stopped !== undefined && stopped.why !== 'halted') end(false)
      else if (done()) end(true)
    }
    const stop = till.onNotice(check)
    const look = setInterval(check, 500)
    const limit = Number.isFinite(forMs) ? setTimeout(() => end(done()), forMs) : undefined
    for (const signal of signals) process.once(signal, interrupt)
    check()
  })
