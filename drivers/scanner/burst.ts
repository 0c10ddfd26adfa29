import { classifyScan, scanLengthMax } from '../../main/domain/scan.ts'
import { characterByLayout, characterByPosition, type KeyPress } from './keystroke.ts'
import { characterByScanner, type ScannerLayout } from './scanner-layout.ts'
import { fastMs, slowMs, surelyMachineMs, type Pace } from './pace.ts'

/**
 * Tells a scanner's burst from a person's typing, by shape first and rhythm second. Measured scanners send a character
 * every 1 to 100 ms, people type amounts at 80 to 120 ms a key: only the fast half can be told by rhythm alone.
 */

/** Amounts have no more digits; a longer run in one breath is held back until it is known what it is. */
export const typedMax = 11
/** A key still down while this many others came and went was held by a finger, not by a scanner. */
const overlapMax = 3

export interface Stroke {
  readonly press: KeyPress
  /** How many strokes came between its going down and up; undefined while it is down or when nobody tells. */
  readonly releasedAfter: number | undefined
}

export type BrokenBurst = 'no-terminator' | 'cut' | 'mixed' | 'control-keys' | 'too-long'
/** What a finished run was. `from` is the first stroke of the code; those before it were typed by a person. */
export type Verdict =
  | { readonly kind: 'typed' }
  | { readonly kind: 'scan'; readonly from: number; readonly text: string }
  | { readonly kind: 'partial'; readonly from: number; readonly text: string; readonly why: BrokenBurst }

const gapBefore = (strokes: readonly Stroke[], index: number): number => {
  const [earlier, later] = [strokes[index - 1], strokes[index]]
  return earlier === undefined || later === undefined ? Infinity : later.press.at - earlier.press.at
}

/** The keys `00` and `000` of a cash register keyboard send their zeros at a machine's pace. */
const isZerosKey = (strokes: readonly Stroke[]): boolean =>
  strokes.length <= 3 && strokes.every(({ press }) => characterByPosition(press) === '0')

const isMachine = (strokes: readonly Stroke[]): boolean => {
  if (isZerosKey(strokes)) return false
  // Quick typists roll over four or five letters of a word; digits of an amount are never rolled like that.
  if (strokes[0]?.press.field === true) return strokes.length >= 6
  if (strokes.length >= 4) return true
  return strokes.length === 3 && strokes.every((_, i) => i === 0 || gapBefore(strokes, i) <= surelyMachineMs)
}

interface MachinePart {
  readonly from: number
  /** The longest gap that still fits this machine's pace. */
  readonly gapMax: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/**
 * The earliest machine-fast sequence anywhere in the run; undefined when all was typed. Scanners whose pace wavers
 * around `fastMs` are followed back to their first character by their own pace.
 */
const machinePart = (strokes: readonly Stroke[]): MachinePart | undefined => {
  let from = 0
  for (let i = 1; i <= strokes.length; i++) {
    if (i < strokes.length && gapBefore(strokes, i) <= fastMs) continue
    if (isMachine(strokes.slice(from, i))) {
      const gaps = Array.from({ length: i - from - 1 }, (_, k) => gapBefore(strokes, from + k + 1))
      const gapMax = Math.max(fastMs, Math.min(slowMs, 2.2 * median(gaps)))
      while (from > 0 && gapBefore(strokes, from) <= gapMax) from--
      return { from, gapMax }
    }
    from = i
  }
  return undefined
}

/** Whether the run holds a machine's burst already, finished or not. */
export const holdsBurst = (strokes: readonly Stroke[]): boolean => machinePart(strokes) !== undefined

/** Whether the last key came too soon after the one before to be shown at once. */
export const endsFast = (strokes: readonly Stroke[]): boolean =>
  strokes.length > 1 && gapBefore(strokes, strokes.length - 1) <= fastMs

/** First of the keys that came in one rush at the end of the run. */
export const rushStart = (strokes: readonly Stroke[]): number => {
  let from = Math.max(0, strokes.length - 1)
  while (from > 0 && gapBefore(strokes, from) <= fastMs) from--
  return from
}

/** Two fast keys that are no `00` key: perhaps the torn beginning of a code. */
export const isSuspiciousPair = (strokes: readonly Stroke[]): boolean =>
  endsFast(strokes) && !isZerosKey(strokes.slice(-2))

/** How long a burst may be silent before it counts as ended, when no terminator is to be waited for. */
export const silenceMs = (strokes: readonly Stroke[], pace: Pace): number => {
  const from = machinePart(strokes)?.from ?? 0
  let longest = 0
  for (let i = from + 1; i < strokes.length; i++) longest = Math.max(longest, gapBefore(strokes, i))
  return Math.min(Math.max(120, pace.slowMs), Math.max(60, 2.5 * longest))
}

const read = (strokes: readonly Stroke[], by: typeof characterByLayout): string =>
  strokes.map(({ press }) => by(press) ?? '').join('')

/** What is known of this shop's scanner. */
export interface HowItSends {
  /** Before each code. */
  readonly prefix: string
  readonly layout: ScannerLayout | undefined
}

/** The text of a burst: whichever reading, by position or by layout, has the shape of something this till knows. */
const textOf = (strokes: readonly Stroke[], { prefix, layout }: HowItSends): string => {
  const without = (text: string): string => (text.startsWith(prefix) ? text.slice(prefix.length) : text)
  const byPosition = read(strokes, characterByPosition)
  const byLayout = read(strokes, characterByLayout)
  const whole = (text: string): boolean => text.length === strokes.length
  const byScanner = layout === undefined ? [] : [read(strokes, (press) => characterByScanner(press, layout))]
  const readings = [...byScanner, byLayout, byPosition, byLayout.toUpperCase()].filter(whole).map(without)
  if (whole(byPosition) && /^\d+$/.test(without(byPosition))) return without(byPosition)
  const known = readings.find((text) => classifyScan(text).kind !== 'unknown')
  return known ?? readings[0] ?? byPosition
}

/** A kind with a prefix, a check digit or a date in it, which chance does not make. */
const isListed = (text: string): boolean => {
  const scan = classifyScan(text)
  return scan.kind !== 'unknown' && !(scan.kind === 'payment-code' && scan.wallet === 'unlisted')
}

const isMixed = (strokes: readonly Stroke[]): boolean => {
  const releasesAreTold = strokes.some(({ releasedAfter }) => releasedAfter !== undefined)
  return (
    releasesAreTold &&
    strokes.some(({ releasedAfter }, index) => (releasedAfter ?? strokes.length - 1 - index) >= overlapMax)
  )
}

/**
 * Where a code sent at a person's pace begins in a run. The whole run, if it has a listed shape; else after the
 * longest pause from which on it has one; else the whole run, if it could be a code at all.
 */
const slowCode = (strokes: readonly Stroke[], how: HowItSends): number | undefined => {
  if (isListed(textOf(strokes, how))) return 0
  let [best, longest] = [0, 0]
  for (let from = 1; from <= typedMax && from < strokes.length; from++) {
    const gap = gapBefore(strokes, from)
    if (gap > longest) [best, longest] = [from, gap]
  }
  if (best > 0 && isListed(textOf(strokes.slice(best), how))) return best
  return classifyScan(textOf(strokes, how)).kind === 'unknown' ? undefined : 0
}

/**
 * Judges a run of keys that came to an end.
 *
 * @param ended by Enter or Tab, or by silence
 * @param terminated whether this shop's scanner ends every code with a key, so that silence means a torn code
 */
export const judge = (
  strokes: readonly Stroke[],
  ended: 'terminator' | 'silence',
  terminated: boolean,
  how: HowItSends,
): Verdict => {
  const partial = (from: number, why: BrokenBurst): Verdict => ({
    kind: 'partial',
    from,
    text: textOf(strokes.slice(from, from + scanLengthMax), how),
    why,
  })
  const machine = machinePart(strokes)
  if (machine === undefined) {
    const from = strokes.length > typedMax ? slowCode(strokes, how) : undefined
    if (from === undefined) return { kind: 'typed' }
    if (isMixed(strokes.slice(from))) return partial(from, 'mixed')
    if (ended === 'silence' && terminated) return partial(from, 'no-terminator')
    return { kind: 'scan', from, text: textOf(strokes.slice(from), how) }
  }
  const { from, gapMax } = machine
  const tail = strokes.slice(from)
  if (tail.length > scanLengthMax + how.prefix.length) return partial(from, 'too-long')
  if (isMixed(tail)) return partial(from, 'mixed')
  const text = textOf(tail, how)
  // A burst with a hole may have lost characters in it: whole only if all of it together is a listed shape.
  const hole = tail.some((_, i) => i > 0 && gapBefore(tail, i) > gapMax)
  if (hole && !isListed(text)) return partial(from, 'cut')
  if (ended === 'silence') {
    if (classifyScan(text).kind === 'unknown') return partial(from, 'cut')
    if (terminated) return partial(from, 'no-terminator')
  }
  return { kind: 'scan', from, text }
}
