import type { FileAnswer, QuarantinedFile } from '../contract/reconciliation.ts'
import type { EntryBody } from '../domain/entry.ts'
import type { FileFault, ProviderFileFacts, ProviderFileKind } from '../domain/reconciled.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Day } from '../domain/time.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock, FileShelf } from '../ports.ts'
import type { FileHead, Profile, ProviderLine } from './files/line.ts'
import {
  checkFile,
  findingsMax,
  linesOf,
  type CheckedFile,
  type FileExpectations,
} from './files/provider-file.ts'
import { batchFindings, batchSums, type BatchSum } from './batch-sums.ts'
import { differenceOf } from './shelf-difference.ts'

export interface FileFilter {
  readonly kind?: ProviderFileKind
  /** China days, both included. */
  readonly from?: Day
  readonly to?: Day
}

/** A kept file with its lines, which are read from its bytes as they are asked for. */
export interface OpenedFile extends FileHead {
  readonly facts: ProviderFileFacts
  readonly bytes: Uint8Array
  /** Can be walked again. Every line stood its checks when the file was taken; amounts are as printed. */
  readonly lines: () => Iterable<ProviderLine>
}

/** The provider's files that this till has. */
export interface Shelf {
  /**
   * Looks at a file and keeps it, or sets it apart with every reason. Works in slices of a few milliseconds, so that a
   * sale in between is not slowed. `archive` names the ZIP that it came in. Throws `JournalFault` when the journal cannot
   * be written, and `ShelfFault` when the disk takes no file.
   */
  readonly take: (
    name: string,
    bytes: Uint8Array,
    source: ProviderFileFacts['source'],
    archive?: string,
  ) => Promise<FileAnswer>
  /** The newest version of each, oldest day first. */
  readonly goodFiles: (filter?: FileFilter) => readonly ProviderFileFacts[]
  /** Every file in the order in which it was kept: one that came back stands in its newest place only. */
  readonly allFiles: () => readonly ProviderFileFacts[]
  /** Whether these bytes were kept before, in whichever version. */
  readonly knows: (sha256: string) => boolean
  readonly open: (facts: ProviderFileFacts) => Promise<Result<OpenedFile, string>>
  /** Set apart, and not replaced by a good file of that name, or out of a ZIP of that name, since. */
  readonly quarantined: () => readonly QuarantinedFile[]
}

export interface ShelfParts {
  readonly files: FileShelf
  readonly journal: Journal
  readonly clock: Clock
  readonly operator: () => string
  readonly expected: FileExpectations
  /** Told after every file that was kept or set apart. */
  readonly onChange?: () => void
}

/** Work is done for so long before whatever waits gets its turn, milliseconds: far below what a scan would notice. */
const sliceMs = 4

/** Runs work that pauses by itself, and lets the till do everything else in the pauses. */
export const inSlices = async <T>(clock: Clock, work: Generator<undefined, T>): Promise<T> => {
  let since = clock.now().mono
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    if (clock.now().mono - since < sliceMs) continue
    await new Promise<void>((resolve) => void clock.after(0, resolve))
    since = clock.now().mono
  }
}

export const signsOf = (profile: string, kind: ProviderFileKind): FileHead['signs'] =>
  profile.startsWith('ams') || kind === 'settlement-summary' ? 'printed' : 'by-type'

/** Batch ids are long numbers; the other words of a part are a currency and a running number. */
const batchIdMin = 12

/** Files of one event's day that take each other's place. */
const seriesOf = ({
  account,
  kind,
  day,
  part,
}: {
  readonly account: string
  readonly kind: ProviderFileKind
  readonly day: Day
  readonly part: string
}): string => `${account} ${kind} ${day} ${part}`
const seriesOfFacts = (facts: ProviderFileFacts): string => seriesOf({ ...facts, kind: facts.fileKind })

export const createShelf = ({ files, journal, clock, operator, expected, onChange }: ShelfParts): Shelf => {
  const append = (body: EntryBody): void => {
    const before = allFiles()
    journal.append({ now: clock.now(), operator: operator() }, body)
    if (body.kind === 'provider-file-kept') {
      const { file } = body
      // By SHA-256, as the journal has them: the same bytes once more are the newest of their entries.
      kept = [...before.filter(({ sha256 }) => sha256 !== file.sha256), file]
    }
    onChange?.()
  }
  /** Read once: nobody but this shelf adds to them. */
  let kept: readonly ProviderFileFacts[] | undefined
  const allFiles = (): readonly ProviderFileFacts[] => {
    kept ??= journal
      .newestOfEach('provider-file-kept')
      .flatMap(({ body }) => (body.kind === 'provider-file-kept' ? [body.file] : []))
    return kept
  }

  const knows = (sha256: string): boolean => journal.newest('provider-file-kept', sha256) !== undefined

  const newestOf = (series: string): ProviderFileFacts | undefined =>
    allFiles().findLast((facts) => seriesOfFacts(facts) === series)

  const goodFiles: Shelf['goodFiles'] = ({ kind, from, to } = {}) => {
    const newest = new Map(allFiles().map((facts) => [seriesOfFacts(facts), facts]))
    return [...newest.values()]
      .filter(
        (facts) =>
          (kind === undefined || facts.fileKind === kind) &&
          (from === undefined || facts.day >= from) &&
          (to === undefined || facts.day <= to),
      )
      .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.sha256 < b.sha256 ? -1 : 1))
  }

  const open: Shelf['open'] = async (facts) => {
    const bytes = await files.read(facts.sha256)
    if (!bytes.ok) return bytes
    const { name, account, encoding, fileKind: kind, profile } = facts
    const unit = expected.unit ?? facts.unit
    return ok({
      facts,
      bytes: bytes.value,
      name,
      profile: profile as Profile,
      kind,
      unit,
      signs: signsOf(profile, kind),
      lines: () => linesOf({ name, account, encoding, kind }, bytes.value, unit),
    })
  }

  const setApart = async (
    name: string,
    sha256: string,
    bytes: Uint8Array,
    faults: readonly FileFault[],
  ): Promise<FileAnswer> => {
    // Fetched again and again, a bad file is on record once, under the name that it came with.
    const known = journal.newest('provider-file-quarantined', sha256)?.body
    if (known?.kind === 'provider-file-quarantined' && known.name === name) {
      return { result: 'quarantined', faults }
    }
    const isTooLarge = faults.some(({ kind }) => kind === 'too-large')
    if (!isTooLarge) await files.keep(sha256, bytes)
    append({ kind: 'provider-file-quarantined', sha256, name, faults })
    return { result: 'quarantined', faults }
  }

  /** Of Antom's settlement files: whether the lines and the summary of a batch come to the same, once both are there. */
  const batchFindingsOf = async (checked: CheckedFile, bytes: Uint8Array): Promise<readonly FileFault[]> => {
    if (!checked.profile.startsWith('ams') || checked.kind === 'transaction') return []
    const batches = checked.part.split(' ').filter((word) => word.length >= batchIdMin)
    const others = goodFiles().filter(
      (facts) =>
        facts.account === checked.account &&
        seriesOfFacts(facts) !== seriesOf(checked) &&
        batches.some((batch) => facts.part.split(' ').includes(batch)),
    )
    const sums = {
      settlement: new Map<string, BatchSum>(),
      'settlement-summary': new Map<string, BatchSum>(),
    }
    for (const facts of others) {
      const opened = await open(facts)
      if (!opened.ok || facts.fileKind === 'transaction') return []
      await inSlices(clock, batchSums(opened.value.lines(), opened.value.unit, sums[facts.fileKind]))
    }
    await inSlices(clock, batchSums(linesOf(checked, bytes, checked.unit), checked.unit, sums[checked.kind]))
    return batchFindings(sums.settlement, sums['settlement-summary'])
  }

  const keep = async (
    checked: CheckedFile,
    sha256: string,
    bytes: Uint8Array,
    origin: Pick<ProviderFileFacts, 'source' | 'archive'>,
  ): Promise<FileAnswer> => {
    const before = newestOf(seriesOf(checked))
    const opened = before === undefined ? undefined : await open(before)
    const difference =
      opened?.ok === true
        ? await inSlices(clock, differenceOf(opened.value.lines(), linesOf(checked, bytes, checked.unit)))
        : undefined
    const batchFaults = await batchFindingsOf(checked, bytes)
    const put = await files.keep(sha256, bytes)
    if (!put.ok) throw new ShelfFault(put.error)
    const file: ProviderFileFacts = {
      sha256,
      name: checked.name,
      account: checked.account,
      fileKind: checked.kind,
      profile: checked.profile,
      day: checked.day,
      part: checked.part,
      version: (before?.version ?? 0) + 1,
      unit: checked.unit,
      encoding: checked.encoding,
      lines: checked.lines,
      bytes: bytes.length,
      ...origin,
      findings: [...batchFaults, ...checked.findings].slice(0, findingsMax),
      findingsInAll: batchFaults.length + checked.findingsInAll,
      ...(difference === undefined ? {} : { difference }),
    }
    append({ kind: 'provider-file-kept', file })
    return { result: 'kept', file, ...(before === undefined ? {} : { replaces: before.version }) }
  }

  /**
   * Whether a file that was kept before says nothing new: it is the one that counts; or it comes from where it came
   * from before, and nothing else came from there since. So a server that goes on offering what somebody has replaced
   * by hand does not replace it back at every visit, and its word counts again when it offers other bytes.
   */
  const saysNothingNew = (sha256: string, source: ProviderFileFacts['source']): boolean => {
    const before = allFiles().find((facts) => facts.sha256 === sha256)
    if (before === undefined) return false
    const series = seriesOfFacts(before)
    if (newestOf(series)?.sha256 === sha256) return true
    const isByHand = source === 'screen' || source === 'command-line'
    const lastFromThere = allFiles().findLast(
      (facts) => facts.source === source && seriesOfFacts(facts) === series,
    )
    return !isByHand && lastFromThere?.sha256 === sha256
  }

  const takeOne: Shelf['take'] = async (name, bytes, source, archive) => {
    const sha256 = await files.sha256(bytes)
    if (saysNothingNew(sha256, source)) return { result: 'known-already' }
    const checked = await inSlices(clock, checkFile(name, bytes, expected))
    return checked.ok
      ? await keep(checked.value, sha256, bytes, archive === undefined ? { source } : { source, archive })
      : await setApart(name, sha256, bytes, checked.error)
  }

  /** One after the other, so that two files of one day never get the same version. */
  let last: Promise<unknown> = Promise.resolve()
  return {
    take: (...given) => {
      const taken = last.then(() => takeOne(...given))
      last = taken.catch(() => undefined)
      return taken
    },
    goodFiles,
    allFiles,
    knows,
    open,
    quarantined: () => {
      const keptAt = new Map(
        journal
          .newestOfEach('provider-file-kept')
          .flatMap(({ seq, body }) =>
            body.kind === 'provider-file-kept'
              ? [body.file.name, body.file.archive ?? body.file.name].map((name) => [name, seq] as const)
              : [],
          ),
      )
      return journal
        .newestOfEach('provider-file-quarantined')
        .flatMap(({ seq, body }) =>
          body.kind !== 'provider-file-quarantined' || (keptAt.get(body.name) ?? 0) > seq
            ? []
            : [{ name: body.name, sha256: body.sha256, faults: body.faults }],
        )
        .toReversed()
    },
  }
}

/** The disk did not take the file. Nothing was written down of it, and it can be taken again. */
export class ShelfFault extends Error {
  override readonly name = 'ShelfFault'
}
