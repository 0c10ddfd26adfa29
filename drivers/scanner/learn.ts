import type { UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import type { ScannerFinding } from '../../main/domain/scanner-sentences.ts'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import type { ScannerInfo } from '../../main/ports.ts'
import {
  characterByLayout,
  characterByPosition,
  isChord,
  isCommandModifier,
  isSilentModifier,
  isTerminator,
  type KeyPress,
} from './keystroke.ts'
import { solveLayout } from './layout-puzzle.ts'
import { makerOf } from './makers.ts'
import { aimShape } from './report-part.ts'
import type { ScannerLayout } from './scanner-layout.ts'
import type { SerialSuffix } from './serial-code.ts'

/** What came in after the screen had shown the set-up code. */
export type Arrival =
  | { readonly channel: 'hid'; readonly text: string; readonly scanner: Pick<ScannerInfo, 'id' | 'name'> }
  | { readonly channel: 'serial'; readonly bytes: Uint8Array; readonly path: string; readonly baud: number }
  | {
      readonly channel: 'keyboard'
      /** Every key that went down, from the first one to the silence behind the last. */
      readonly presses: readonly KeyPress[]
      /** The keyboards of this machine, where it tells them. */
      readonly keyboards: readonly UsbKeyboard[]
    }

/** The settings that make this scanner work, to be laid over those of the till (`scanners`). */
export type ScannerAdvice =
  | { readonly hid: true }
  | { readonly serial: { readonly path: string; readonly baud: number; readonly suffix: SerialSuffix } }
  | {
      readonly terminator: 'enter' | 'tab' | 'none'
      readonly wedge: {
        readonly gapMs: number
        readonly prefix?: string
        readonly layout?: ScannerLayout
      }
    }

export interface Found {
  readonly finding: ScannerFinding
  /** Fills `{found}` and `{maker}` of the finding's sentences. */
  readonly values: Readonly<Record<string, string>>
}

export interface Lesson {
  readonly channel: Arrival['channel']
  /** Device, port, or the maker of a keyboard; undefined when nobody tells. */
  readonly device: string | undefined
  /** Milliseconds from character to character, in their order; empty where a code comes at once. */
  readonly gapsMs: readonly number[]
  /** Undefined: nothing that could be set would help. */
  readonly advice: ScannerAdvice | undefined
  readonly findings: readonly Found[]
}

const found = (finding: ScannerFinding, value = ''): Found => ({ finding, values: { found: value } })
/** The most of a strange code that is shown: it may be a customer's. */
const gist = (text: string): string => `${text.slice(0, 2)}…${text.slice(-4)} (${text.length})`
const shown = (bytes: string): string => bytes.replaceAll(/[^\x20-\x7e]/g, '·').slice(0, 16)

/** Why the set-up code is not in the text. */
const strange = (text: string): Found => {
  const isPartOfIt = text.length >= 6 && (setUpCode.includes(text) || isLossyCopy(text))
  return isPartOfIt ? found('shortened', shown(text)) : found('other-code', gist(text))
}
/** The set-up code with some of its characters lost. */
const isLossyCopy = (text: string): boolean => {
  let at = 0
  for (const character of setUpCode) if (text[at] === character) at++
  return at === text.length && text.length < setUpCode.length
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const fromHid = (text: string, { id, name }: Pick<ScannerInfo, 'id' | 'name'>): Lesson => {
  const at = text.indexOf(setUpCode)
  const findings: Found[] = []
  if (at < 0) findings.push(strange(text))
  if (at > 0) findings.push(found('prefix-not-allowed', shown(text.slice(0, at))))
  const behind = at < 0 ? '' : text.slice(at + setUpCode.length)
  if (behind !== '') findings.push(found('suffix-not-allowed', shown(behind)))
  return {
    channel: 'hid',
    device: name === '' ? id : name,
    gapsMs: [],
    advice: findings.length === 0 ? { hid: true } : undefined,
    findings,
  }
}

const startOfText = '\u0002'
const serialSuffixes: readonly (readonly [behind: string, suffix: SerialSuffix])[] = [
  ['\r\n', 'crlf'],
  ['\r', 'cr'],
  ['\n', 'lf'],
  ['\t', 'tab'],
  ['\u0003', 'etx'],
  ['', 'none'],
]

const fromSerial = (bytes: Uint8Array, path: string, baud: number): Lesson => {
  const text = String.fromCharCode(...bytes.subarray(0, 512))
  const lesson = { channel: 'serial', device: path, gapsMs: [] } as const
  const at = text.indexOf(setUpCode)
  if (at < 0) {
    const readable = text.replaceAll(/[\x20-\x7e\r\n\t]/g, '').length < text.length / 4
    const finding = readable ? strange(text.trim()) : found('wrong-baud')
    return { ...lesson, advice: undefined, findings: [finding] }
  }
  const before = text.slice(text.startsWith(startOfText) ? 1 : 0, at)
  const behind = text.slice(at + setUpCode.length)
  const suffix = serialSuffixes.find(([end]) => end === behind)?.[1]
  const findings: Found[] = []
  if (before !== '' && !aimShape.test(before)) findings.push(found('prefix-not-allowed', shown(before)))
  if (suffix === undefined) findings.push(found('suffix-not-allowed', shown(behind)))
  if (suffix === 'none') findings.push(found('no-ending'))
  const works = suffix !== undefined && findings.every(({ finding }) => finding === 'no-ending')
  return { ...lesson, advice: works ? { serial: { path, baud, suffix } } : undefined, findings }
}

/** One character of a burst: what it is by layout and by position, and when its key went down. */
interface Character {
  readonly byLayout: string
  readonly byPosition: string
  readonly at: number
}

/** Characters typed as numbers on the number pad with Alt held down. */
const altCharacters = (presses: readonly KeyPress[]): readonly Character[] => {
  const characters: { at: number; digits: string }[] = []
  for (const press of presses) {
    if (press.code.startsWith('Alt')) characters.push({ at: press.at, digits: '' })
    const last = characters.at(-1)
    if (last !== undefined && press.alt && press.code.startsWith('Numpad')) {
      last.digits += characterByPosition(press) ?? ''
    }
  }
  return characters.map(({ at, digits }) => {
    const character = digits === '' ? ' ' : String.fromCharCode(Number(digits) % 256)
    return { at, byLayout: character, byPosition: character }
  })
}

const plainCharacters = (presses: readonly KeyPress[]): readonly Character[] =>
  presses.flatMap((press) => {
    const byLayout = characterByLayout(press)
    const byPosition = press.code === 'Semicolon' ? ';' : characterByPosition(press)
    if (isChord(press) || (byLayout === undefined && byPosition === undefined)) return []
    return [{ byLayout: byLayout ?? ' ', byPosition: byPosition ?? ' ', at: press.at }]
  })

const scannersLayout: Readonly<Partial<Record<ScannerFinding, ScannerLayout>>> = {
  'layout-french-scanner': 'french',
  'layout-german-scanner': 'german',
}

/** From here on a code takes more than a second to come in. */
const slowGapMs = 40

/** The keyboards among those of this machine that are scanners of a maker whose scanners can do better. */
const betterAsHidPos = (keyboards: readonly UsbKeyboard[]): Found | undefined => {
  const makers = keyboards.flatMap(({ vendorId }) => makerOf(vendorId) ?? [])
  const maker = makers.find(({ hidPos }) => hidPos)
  return maker && { finding: 'hid-pos-is-better', values: { found: '', maker: maker.name } }
}

const fromKeyboard = (presses: readonly KeyPress[], keyboards: readonly UsbKeyboard[]): Lesson => {
  const keys = presses.filter((press) => !isSilentModifier(press) && !press.repeat)
  const byAlt = altCharacters(keys)
  const isAlt = byAlt.length >= 6
  const characters = isAlt ? byAlt : plainCharacters(keys.filter((press) => !isCommandModifier(press)))
  const byLayout = characters.map((character) => character.byLayout).join('')
  const byPosition = characters.map((character) => character.byPosition).join('')
  const gapsMs = characters.slice(1).map(({ at }, i) => Math.max(0, at - (characters[i]?.at ?? at)))
  const composing = keys.some((press) => press.composing)
  const solved = solveLayout(byLayout, byPosition)
  const maker = keyboards.map(({ vendorId }) => makerOf(vendorId)?.name).find((name) => name !== undefined)
  const lesson = { channel: 'keyboard', device: maker, gapsMs } as const
  if (solved === undefined) {
    return { ...lesson, advice: undefined, findings: [strange(composing ? byPosition : byLayout)] }
  }

  const findings: Found[] = []
  if (composing) findings.push(found('input-method'))
  else if (solved.finding !== undefined) findings.push(found(solved.finding))
  if (isAlt) findings.push(found('alt-numpad'))
  const until = solved.from + setUpCode.length
  const prefix = (solved.finding === undefined ? byLayout : byPosition).slice(0, solved.from)
  if (prefix !== '') findings.push(found('prefix-learned', prefix))
  const behind = byLayout.slice(until)
  if (behind !== '') findings.push(found('suffix-not-allowed', shown(behind)))
  const lastAt = characters.at(-1)?.at ?? 0
  const ending = keys.find((press) => press.at > lastAt && isTerminator(press))
  if (ending === undefined) findings.push(found('no-ending'))
  const gapMs = Math.min(150, Math.max(1, Math.round(median(gapsMs))))
  if (gapMs >= slowGapMs && !isAlt) findings.push(found('slow', String(gapMs)))
  const better = betterAsHidPos(keyboards)
  if (better !== undefined) findings.push(better)
  const terminator = ending === undefined ? 'none' : ending.code === 'Tab' ? 'tab' : 'enter'
  const layout = solved.finding === undefined ? undefined : scannersLayout[solved.finding]
  const wedge = {
    gapMs,
    ...(prefix === '' ? {} : { prefix }),
    ...(layout === undefined ? {} : { layout }),
  }
  return {
    ...lesson,
    advice: behind === '' ? { terminator, wedge } : undefined,
    findings,
  }
}

/** "Plug and scan": says of a scanner that has just read the set-up code how it sends, and what to set or to change. */
export const learnScanner = (arrival: Arrival): Lesson => {
  switch (arrival.channel) {
    case 'hid':
      return fromHid(arrival.text, arrival.scanner)
    case 'serial':
      return fromSerial(arrival.bytes, arrival.path, arrival.baud)
    case 'keyboard':
      return fromKeyboard(arrival.presses, arrival.keyboards)
  }
}
