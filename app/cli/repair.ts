import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { resolve } from 'node:path'
import { openJournal } from '../../main/journal/journal.node.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { mendJournal } from '../../main/journal/mend.node.ts'
import type { Repair } from '../../main/journal/recovery.node.ts'
import { systemStorage } from '../../main/journal/storage.node.ts'
import { verifyJournal, type ReceiptMark } from '../../main/journal/verify.node.ts'
import { dataFolder } from '../data-folder.ts'
import { openMoney } from '../open-money.ts'
import { readSettingsFile } from '../settings-file.ts'
import { systemChance, systemClock } from '../system.ts'
import { version } from '../version.ts'
import { flawLine } from './advice.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

/** `42:1a2b3c4d`: what a receipt prints as its record. */
export const receiptOption = (options: Options): ReceiptMark | undefined => {
  const text = options.text('receipt')
  if (text === undefined) return undefined
  const found = /^([1-9][0-9]{0,14})[: ]([0-9a-fA-F]{8})$/.exec(text)
  if (found === null) throw new UsageFault(`--receipt wants NUMBER:HASH, such as 42:1a2b3c4d, not "${text}"`)
  return { seq: Number(found[1]), hash8: found[2] ?? '' }
}

const place = async (options: Options) => {
  const folder = dataFolder(options.text('data'))
  const settings = await readSettingsFile(folder.settings)
  const mode = settings.ok ? settings.value.mode : 'training'
  const till = settings.ok ? settings.value.till : 'till'
  return { mode, till, file: folder.journal(mode), witnessFile: folder.witness(mode) }
}
type Place = Awaited<ReturnType<typeof place>>

const openHere = (
  { mode, till, file, witnessFile }: Place,
  acceptMissingWitness: boolean,
): { readonly journal: Journal; readonly repairs: readonly Repair[] } => {
  const repairs: Repair[] = []
  const journal = openJournal({
    file,
    witnessFile,
    till,
    mode,
    version,
    installation: { chance: systemChance },
    now: systemClock.now(),
    acceptMissingWitness,
    onRepair: (repair) => repairs.push(repair),
  })
  return { journal, repairs }
}

/** What is left to do for the till, which does it by itself once it runs. */
const left = (journal: Journal) => {
  const { unsettled, watched } = openMoney(journal, systemClock.now().at)
  return { open: unsettled, watched }
}

const account = (journal: Journal): string => {
  const { seq, hash } = journal.head()
  const { unsettled, watched } = openMoney(journal, systemClock.now().at)
  const open = unsettled === 1 ? 'One payment or refund is open' : `${unsettled} payments or refunds are open`
  return [
    `It ends with entry ${seq} ${hash.slice(0, 8)}; compare that with the last receipt on paper.`,
    unsettled === 0
      ? 'Nothing is open.'
      : `${open}: start the till, or run recover, and the gateway is asked about ${unsettled === 1 ? 'it' : 'them'}.`,
    ...(watched === 0
      ? []
      : [
          `Sales that were given up a moment ago: ${watched}. Once it runs, the till looks whether they were paid.`,
        ]),
  ].join(' ')
}

/** Mends the journal of the data folder from its witness, and says what it did. */
export const mend = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, {})
  const here = await place(options)
  const json = options.flag('json')
  const before = verifyJournal(here.file, here.witnessFile)
  if (before.ok) {
    console.log(
      json ? JSON.stringify({ mended: false, file: here.file }) : 'Nothing is wrong; nothing was done.',
    )
    return exitCodes.done
  }
  const mended = mendJournal(here.file, here.witnessFile)
  const { journal } = openHere(here, false)
  try {
    if (json) console.log(JSON.stringify({ mended: true, file: here.file, ...mended, ...left(journal) }))
    else {
      console.log(`Wrong was: ${flawLine(before)}.`)
      console.log(
        `${mended.head.seq - mended.fromWitness} entries were sound, ${mended.fromWitness} came from the witness, none is lost.`,
      )
      console.log(`The damaged file is kept as ${mended.damaged}.`)
      console.log(account(journal))
    }
  } finally {
    journal.close()
  }
  return exitCodes.done
}

const freeName = (file: string): string => {
  let number = 1
  while (existsSync(`${file}.replaced-${number}`)) number += 1
  return `${file}.replaced-${number}`
}

/** Puts a verified backup in the journal's place. Gives what takes it back. */
const putBack = (backup: string, file: string): (() => void) => {
  const verified = verifyJournal(backup)
  if (!verified.ok) throw new Error(`The backup ${backup} is not whole: ${flawLine(verified)}`)
  const aside = existsSync(file) ? freeName(file) : undefined
  systemStorage.makeFolder(file)
  if (aside !== undefined) renameSync(file, aside)
  copyFileSync(backup, file)
  systemStorage.syncFolder(file)
  return () => {
    systemStorage.remove(file)
    if (aside !== undefined) renameSync(aside, file)
  }
}

/**
 * Puts a backup in the journal's place and completes it from the witness; or, without a file, accepts that the witness
 * is lost. Where no witness vouches for the end, a receipt on paper must. What cannot be completed is taken back.
 */
export const restore = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['receipt'], flags: ['no-receipt'] })
  const here = await place(options)
  const given = options.optional(0)
  const mark = receiptOption(options)
  if (given === undefined && !existsSync(here.file)) throw new Error(`There is no journal at ${here.file}.`)
  // Of a till that is open nothing is taken away.
  const now = verifyJournal(here.file)
  if (!now.ok && now.error === 'in-use') throw new Error(now.what)
  const takeBack = given === undefined ? () => undefined : putBack(resolve(given), here.file)
  try {
    const paper = mark === undefined ? [] : [mark]
    const found = verifyJournal(here.file, undefined, paper)
    if (!found.ok && found.error !== 'receipt-ahead') throw new Error(flawLine(found))
    // Only a witness could give back what paper says is missing.
    if (!found.ok && !existsSync(here.witnessFile)) {
      throw new Error(
        `The receipt names entry ${mark?.seq ?? ''}, and the journal ends before it: sales are missing. ` +
          'Look for the witness or for a newer backup, and restore that.',
      )
    }
    const accept = mark !== undefined || options.flag('no-receipt')
    const { journal, repairs } = openHere(here, accept && found.ok)
    try {
      if (mark !== undefined && !hasReceipt(journal, mark)) {
        throw new Error(`The journal does not have entry ${mark.seq} as the receipt says.`)
      }
      if (options.flag('json')) {
        console.log(JSON.stringify({ ...journal.head(), repairs, ...left(journal) }))
      } else {
        for (const repair of repairs) console.log(repairLine(repair))
        console.log(account(journal))
      }
    } finally {
      journal.close()
    }
  } catch (error) {
    takeBack()
    if (error instanceof JournalFault) throw new Error(error.message, { cause: error })
    throw error
  }
  return exitCodes.done
}

const hasReceipt = (journal: Journal, { seq, hash8 }: ReceiptMark): boolean => {
  for (const entry of journal.entries()) {
    if (entry.seq === seq) return entry.hash.startsWith(hash8.toLowerCase())
  }
  return false
}

const repairLine = ({ side, what, from, to }: Repair): string => {
  if (what === 'behind') return `Entries ${from} to ${to} were added to the ${side}.`
  if (what === 'accepted') return 'The lost witness was accepted, and a new one begun.'
  return what === 'torn'
    ? 'A cut-off write was taken off the witness.'
    : 'The damaged witness was put aside, and a new one begun.'
}
