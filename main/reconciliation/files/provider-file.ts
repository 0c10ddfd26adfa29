import type { FileFault, ProviderFileKind } from '../../domain/reconciled.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { beijingDay, instant, type Day, type Instant } from '../../domain/time.ts'
import { amountColumnsOf, feeColumnsOf, readAntomLine } from './antom-line.ts'
import { Cells, reading } from './cells.ts'
import { antomFindings, legacyFindings, type DaySpan } from './checks.ts'
import type { AmountUnit } from './decimal.ts'
import { encodingOf, notATextFile, type Encoding } from './encoding.ts'
import { isKnownFeeColumn } from './fees.ts'
import { sniffHead, type SniffedHead } from './head.ts'
import { readLegacyLine } from './legacy-line.ts'
import type { FileHead, ProviderLine } from './line.ts'
import { hintsOf } from './names.ts'
import { recordsFrom, type FileRecord } from './records.ts'
import { parseChinaTime } from './times.ts'
import { isSummaryProfile, readSummaryLine } from './summary-line.ts'

/** What this till expects of the files it is given. */
export interface FileExpectations {
  /** Account whose files these are; any other one's are set apart. Absent: of whichever account. */
  readonly account?: string
  /** What the contract says of amounts in Antom reports; absent: told by decimals, or left to the comparison (2.6). */
  readonly unit?: 'major' | 'minor'
}

/** A file that stood every check, without its lines. */
export interface CheckedFile extends FileHead {
  readonly account: string
  readonly day: Day
  readonly part: string
  readonly encoding: Encoding
  readonly lines: number
  readonly findings: readonly FileFault[]
  readonly findingsInAll: number
}

const faultsMax = 50
/** Findings that are kept of a file; how many there are in all is counted. */
export const findingsMax = 20
const recordsPerSlice = 200

const isAntom = ({ layout: { profile } }: SniffedHead): boolean => profile === 'ams_1' || profile === 'ams_2'
const isEndMark = ({ layout: { end } }: SniffedHead, { cells }: FileRecord): boolean =>
  end === 'end-mark' &&
  cells[0]?.trim() === '<END>' &&
  cells.every((cell, at) => at === 0 || cell.trim() === '')

/** How a record of this file is read: one line, or what is wrong with it. */
const lineReader = (
  head: SniffedHead,
  kind: ProviderFileKind,
  unit: AmountUnit,
  fileAccount: string,
): ((record: FileRecord) => ProviderLine | FileFault) => {
  const { profile } = head.layout
  const feeColumns = feeColumnsOf(head)
  const amountColumns = amountColumnsOf(head)
  const wanted = head.columns.length
  return (record) => {
    const { line, cells } = record
    if (cells.length !== wanted) {
      const isMore = cells.length > wanted
      return {
        line,
        kind: isMore ? 'more-cells' : 'fewer-cells',
        found: String(cells.length),
        wanted: String(wanted),
      }
    }
    const named = new Cells(head, record)
    return reading(() => {
      if (kind === 'settlement-summary' && isSummaryProfile(profile)) {
        return readSummaryLine(named, profile, unit, { feeColumns, fileAccount })
      }
      return isAntom(head)
        ? readAntomLine(named, unit, feeColumns, amountColumns)
        : readLegacyLine(named, profile, fileAccount)
    })
  }
}

const kindOf = ({ kind }: SniffedHead, name: string): ProviderFileKind =>
  kind ?? hintsOf(name).kind ?? 'transaction'
const accountIn = ({ preamble }: SniffedHead, name: string, { account }: FileExpectations): string =>
  preamble?.account ?? hintsOf(name).account ?? account ?? ''

/** Whether a report prints major units, which a single amount with decimals says for all of them (2.6). */
const unitOf = function* (
  bytes: Uint8Array,
  head: SniffedHead,
  { unit }: FileExpectations,
): Generator<undefined, AmountUnit> {
  if (!isAntom(head)) return 'major'
  if (unit !== undefined) return unit
  const amounts = amountColumnsOf(head)
  let records = 0
  for (const record of recordsFrom(bytes, head.start, head.firstLine, head.encoding, head.delimiter)) {
    if ('kind' in record) break
    if (new Cells(head, record).hasPoint(amounts)) return 'major'
    records += 1
    if (records % recordsPerSlice === 0) yield
  }
  return 'undecided'
}

/** What is gathered on the walk through a file. */
interface Walk {
  /** The day that the first line says, with its ends. */
  readonly span: DaySpan | undefined
  readonly faults: FileFault[]
  readonly findings: FileFault[]
  findingsInAll: number
  lines: number
  isEnded: boolean
  readonly accounts: Set<string>
  /** China days as their number since 1970. */
  readonly settledOn: Set<number>
  readonly occurredOn: Set<number>
  readonly batches: Set<string>
}

const note = (walk: Walk, findings: readonly FileFault[]): void => {
  walk.findingsInAll += findings.length
  if (walk.findings.length < findingsMax)
    walk.findings.push(...findings.slice(0, findingsMax - walk.findings.length))
}

const dayMs = 86_400_000
const chinaOffsetMs = 8 * 3_600_000
const dayNumber = (at: Instant): number => Math.floor((at + chinaOffsetMs) / dayMs)
const daysOf = (numbers: ReadonlySet<number>): readonly Day[] =>
  [...numbers].toSorted((a, b) => a - b).map((number) => beijingDay(instant(number * dayMs)))

const noteLine = (walk: Walk, head: SniffedHead, line: ProviderLine, unit: AmountUnit): void => {
  walk.lines += 1
  walk.accounts.add(line.account)
  if (line.settledAt !== undefined) walk.settledOn.add(dayNumber(line.settledAt))
  if (line.occurredAt !== undefined) walk.occurredOn.add(dayNumber(line.occurredAt))
  // A gigantic file of a single batch has one; a strange one of many is not kept count of for ever.
  if (line.batch !== undefined && walk.batches.size < 2) walk.batches.add(line.batch)
  const isSummary = line.merchantRef === '' && line.providerRef === '' && line.net === line.amount
  if (isSummary) return
  note(walk, isAntom(head) ? antomFindings(line, unit) : legacyFindings(line, walk.span))
}

const walkThrough = function* (
  bytes: Uint8Array,
  head: SniffedHead,
  read: (record: FileRecord) => ProviderLine | FileFault,
  unit: AmountUnit,
): Generator<undefined, Walk> {
  const day = head.preamble?.day
  const from = day === undefined ? undefined : parseChinaTime(day)
  const walk: Walk = {
    span: day === undefined || from === undefined ? undefined : { day, from, to: instant(from + dayMs) },
    faults: [],
    findings: [],
    findingsInAll: 0,
    lines: 0,
    isEnded: false,
    accounts: new Set(),
    settledOn: new Set(),
    occurredOn: new Set(),
    batches: new Set(),
  }
  let records = 0
  for (const record of recordsFrom(bytes, head.start, head.firstLine, head.encoding, head.delimiter)) {
    records += 1
    if (records % recordsPerSlice === 0) yield
    if ('kind' in record) walk.faults.push(record)
    else if (walk.isEnded) walk.faults.push({ line: record.line, kind: 'after-end-mark' })
    else if (isEndMark(head, record)) walk.isEnded = true
    else {
      const line = read(record)
      if ('kind' in line) walk.faults.push(line)
      else noteLine(walk, head, line, unit)
    }
    if (walk.faults.length >= faultsMax) break
  }
  return walk
}

/** Faults of the file as a whole, once its lines are known. */
const wholeFaults = (walk: Walk, { preamble, layout }: SniffedHead): readonly FileFault[] => {
  if (preamble !== undefined && preamble.count !== walk.lines) {
    return [{ kind: 'count-differs', found: String(walk.lines), wanted: String(preamble.count) }]
  }
  return layout.end === 'end-mark' && !walk.isEnded ? [{ kind: 'no-end-mark' }] : []
}

/** The China day that a file is about: S of the Settlement_time column, T of the first line, else of the name (1.1). */
const dayOf = (walk: Walk, head: SniffedHead, kind: ProviderFileKind, name: string): Day | undefined => {
  const named = hintsOf(name).day
  if (head.preamble !== undefined) return head.preamble.day
  if (kind !== 'transaction') return daysOf(walk.settledOn).at(-1) ?? named
  return named ?? (walk.occurredOn.size === 1 ? daysOf(walk.occurredOn)[0] : undefined)
}

const partOf = (walk: Walk, head: SniffedHead, kind: ProviderFileKind, name: string): string => {
  const { part } = hintsOf(name)
  if (part !== '' || !isAntom(head) || kind === 'transaction') return part
  return walk.batches.size === 1 ? ([...walk.batches][0] ?? '') : ''
}

/**
 * Looks at every byte of a file: it is whole and of a known layout, or it is set apart with every reason (at most the
 * first fifty). Pauses every few milliseconds of work. Keeps no lines, so that memory does not grow with the file.
 */
export const checkFile = function* (
  name: string,
  bytes: Uint8Array,
  expected: FileExpectations = {},
): Generator<undefined, Result<CheckedFile, readonly FileFault[]>> {
  const other = notATextFile(name, bytes)
  if (other !== undefined) return err([other])
  const encoding = yield* encodingOf(bytes)
  if (encoding === undefined) return err([{ kind: 'not-text' }])
  const sniffed = sniffHead(bytes, encoding)
  if (!sniffed.ok) return sniffed
  const head = sniffed.value
  const kind = kindOf(head, name)
  const unit = yield* unitOf(bytes, head, expected)
  const fileAccount = accountIn(head, name, expected)
  const walk = yield* walkThrough(bytes, head, lineReader(head, kind, unit, fileAccount), unit)
  // What the lines did not say, because they could not be read, is no fault of its own.
  if (walk.faults.length > 0) return err(walk.faults.slice(0, faultsMax))
  const faults = [...wholeFaults(walk, head)]
  const accounts = [...walk.accounts].filter((account) => account !== '')
  const account = accounts[0] ?? fileAccount
  const day = dayOf(walk, head, kind, name)
  if (account === '') faults.push({ kind: 'no-account' })
  // An Antom report names its account in every line, and its name may name the one that acquires.
  const named = isAntom(head) && accounts.length > 0 ? accounts : [...accounts, fileAccount]
  const wanted = expected.account ?? account
  const strange = named.find((found) => found !== '' && found !== wanted)
  if (strange !== undefined) faults.push({ kind: 'other-account', found: strange, wanted })
  if (day === undefined) faults.push({ kind: 'no-day' })
  if (head.layout.profile === 'spot_portal' && walk.settledOn.size > 1) {
    faults.push({ kind: 'several-days', found: daysOf(walk.settledOn).join(', ') })
  }
  if (day === undefined || faults.length > 0) return err(faults)
  const { account: namedAccount = account, day: namedDay } = hintsOf(name)
  if (namedAccount !== account) note(walk, [{ kind: 'name-disagrees', found: namedAccount, wanted: account }])
  if (kind === 'transaction' && namedDay !== undefined && namedDay !== day) {
    note(walk, [{ kind: 'name-disagrees', found: namedDay, wanted: day }])
  }
  for (const column of isAntom(head) ? feeColumnsOf(head) : []) {
    if (!isKnownFeeColumn(column)) note(walk, [{ kind: 'unknown-fee-column', found: column }])
  }
  return ok({
    name,
    profile: head.layout.profile,
    kind,
    signs: head.layout.signs,
    unit,
    account,
    day,
    part: partOf(walk, head, kind, name),
    encoding,
    lines: walk.lines,
    findings: walk.findings,
    findingsInAll: walk.findingsInAll,
  })
}

/**
 * The lines of a file that `checkFile` found good. Throws when it is not: then the bytes are not those that were
 * checked.
 */
export const linesOf = function* (
  file: Pick<CheckedFile, 'name' | 'account' | 'encoding' | 'kind'>,
  bytes: Uint8Array,
  unit: AmountUnit,
): Generator<ProviderLine> {
  const head = sniffHead(bytes, file.encoding)
  if (!head.ok) throw new Error(`${file.name} is not the file that was checked`)
  const read = lineReader(head.value, file.kind, unit, file.account)
  const { start, firstLine, encoding, delimiter } = head.value
  for (const record of recordsFrom(bytes, start, firstLine, encoding, delimiter)) {
    if ('cells' in record && isEndMark(head.value, record)) return
    const line = 'kind' in record ? record : read(record)
    if ('kind' in line)
      throw new Error(`${file.name}, line ${line.line}: ${line.kind}, and was good when it was taken`)
    yield line
  }
}
