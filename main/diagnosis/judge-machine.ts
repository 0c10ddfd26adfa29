import type { Cause } from '../domain/diagnosis.ts'
import type { AccountFact, Facts, JournalFact, KeyFact } from './facts.ts'
import type { Judged } from './judged.ts'

/** Below this the reserve for open sales and a day of receipts no longer fit, bytes. */
const freeBytesMin = 100 * 1024 * 1024
/** A sale waits for about six durable writes; slower than this each, milliseconds, and the cashier waits for the disk. */
const syncMsMax = 150

export const folderOf = ({ folder }: Facts): Judged =>
  folder && {
    ...(folder.fault === undefined
      ? {}
      : { cause: folder.fault === 'rights' ? 'folder-rights' : 'folder-unusable' }),
    values: { path: folder.path },
    detail: folder.detail ?? folder.path,
  }

export const diskOf = ({ disk }: Facts): Judged => {
  if (disk === undefined) return undefined
  const megabytes = Math.floor(disk.freeBytes / 1024 / 1024)
  const values = { megabytes: String(megabytes), ms: String(Math.round(disk.syncMs ?? 0)) }
  const detail = disk.detail ?? `${megabytes} MB, ${values.ms} ms`
  if (disk.fault !== undefined) return { cause: `disk-${disk.fault}`, values, detail }
  if (disk.freeBytes < freeBytesMin) return { cause: 'disk-nearly-full', values, detail }
  return (disk.syncMs ?? 0) > syncMsMax ? { cause: 'disk-slow', values, detail } : { detail }
}

const faultsText = (faults: readonly { readonly field: string; readonly message: string }[]): string =>
  faults.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')

export const settingsOf = ({ settings }: Facts): Judged => {
  if (settings === undefined) return undefined
  const { faults, file } = settings
  return faults.length === 0
    ? { detail: file }
    : { cause: 'settings-invalid', values: { count: String(faults.length) }, detail: faultsText(faults) }
}

export const secretsOf = ({ secrets }: Facts): Judged =>
  secrets && (secrets.fault === undefined ? {} : { cause: 'secrets-unreadable', detail: secrets.fault })

const causeOfJournal: Readonly<Partial<Record<JournalFact['state'], Cause>>> = {
  'second-instance': 'second-instance',
  damaged: 'journal-damaged',
  newer: 'journal-newer',
  unmended: 'journal-unmended',
  refused: 'journal-refused',
  'witness-missing': 'witness-missing',
  'witness-differs': 'witness-differs',
  halted: 'till-halted',
}
export const journalOf = ({ journal }: Facts): Judged => {
  if (journal === undefined || journal.state === 'open-elsewhere') return undefined
  const cause = causeOfJournal[journal.state]
  return { ...(cause === undefined ? {} : { cause }), detail: journal.detail }
}

export const peopleOf = ({ people, refundsLimited }: Facts): Judged => {
  if (people === 'pepper-lost') return { cause: 'pepper-lost' }
  if (refundsLimited === false) return { cause: 'refunds-unlimited' }
  return people === undefined ? undefined : {}
}

const causeOfOurs: Readonly<Record<KeyFact, Cause>> = {
  missing: 'key-missing',
  unreadable: 'key-unreadable',
  'not-a-key': 'key-not-a-key',
  encrypted: 'key-encrypted',
  'other-half': 'key-public-given',
  'too-short': 'key-too-short',
}
const causeOfTheirs: Readonly<Record<KeyFact | 'is-ours', Cause>> = {
  missing: 'alipay-key-missing',
  unreadable: 'key-unreadable',
  'not-a-key': 'alipay-key-not-a-key',
  encrypted: 'alipay-key-private-given',
  'other-half': 'alipay-key-private-given',
  'too-short': 'alipay-key-not-a-key',
  'is-ours': 'alipay-key-is-ours',
}

/** A pair that is missing on both sides is one fault: the account was never given its keys. */
export const accountOf = ({ account }: { readonly account?: AccountFact }): Judged => {
  if (account === undefined) return undefined
  const { missing, faults = [], ours, theirs, mode } = account
  if (missing === true) return { cause: 'account-missing' }
  if (faults.length > 0) return { cause: 'account-incomplete', detail: faultsText(faults) }
  if (ours !== undefined) return { cause: causeOfOurs[ours.fault], detail: ours.detail }
  if (theirs !== undefined) return { cause: causeOfTheirs[theirs.fault], detail: theirs.detail }
  return { detail: mode }
}
