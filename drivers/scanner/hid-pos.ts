import { layoutNames, layouts, type Layout } from './hid-layouts.ts'
import { aimShape, readPart, type ReportPart } from './report-part.ts'
import type { ReportFields } from './scanned-data.ts'

/** Longest code over all its reports, bytes. */
export const codeLengthMax = 512
/** Parts of one code follow each other within a few milliseconds; a part that waits longer has lost the rest. */
export const partGapMsMax = 250
/** For so long after a torn code a report may be the rest of it. */
export const restMsMax = 750
/**
 * Reports that come in one rush. The kernel keeps 63 for a program that is busy and drops what comes then, so that the
 * reports behind a rush may begin in the middle of a code. Two of the longest codes are fewer.
 */
export const rushMax = 24
const rushMs = 200
const misfitsMax = 3

export type Ignored = 'other-report' | 'empty' | 'command-reply'
export type Broken = 'unreadable' | 'control-characters' | 'cut' | 'merged' | 'too-long' | 'at-odds' | 'flood'
/** What a report was. Only `code` may ever leave the driver. */
export type Decoded =
  | { readonly type: 'code'; readonly text: string; readonly symbology: string | undefined }
  | { readonly type: 'more' }
  | { readonly type: 'ignored'; readonly why: Ignored }
  | { readonly type: 'broken'; readonly why: Broken }

export interface HidPosDecoder {
  /** Takes one report, with or without its id in front. `atMs` is on a clock that only runs forward. Never throws. */
  readonly report: (bytes: ArrayLike<number>, atMs: number) => Decoded
  /** Lets time pass: says so when a code was begun and its rest did not come. */
  readonly quiet: (atMs: number) => Decoded | undefined
  /** The known layout this device was found to use, to be handed to its next decoder. */
  readonly learned: () => Layout | undefined
  /** Whether the device's own descriptor is believed. False from the first report that it cannot describe. */
  readonly believesDescriptor: () => boolean
}

const isVisible = (byte: number): boolean => (byte >= 0x20 && byte !== 0x7f) || byte === 0x1d
const isEnd = (byte: number): boolean => byte === 0x0d || byte === 0x0a || byte === 0x09

/** The identifiers of answers to set-up commands; others under `]X`, like `]Xg`, are ordinary codes. */
const isCommandReply = (aim: string | undefined): boolean => aim === ']X0' || aim === ']Z6'
/** Newland's frame around an answer, which no printable code begins with. */
const isFramedReply = (bytes: Uint8Array): boolean => bytes[0] === 0x02 && bytes[1] === 0x01

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const ignored = (why: Ignored): Decoded => ({ type: 'ignored', why })
const broken = (why: Broken): Decoded => ({ type: 'broken', why })

const textOf = (parts: readonly ReportPart[]): Decoded => {
  let bytes = join(parts.map(({ data }) => data))
  while (isEnd(bytes.at(-1) ?? 0)) bytes = bytes.subarray(0, -1)
  if (bytes.length === 0) return ignored('empty')
  if (!bytes.every(isVisible)) return broken('control-characters')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const aim = parts[0]?.aim
    // Scanners without a field for the identifier may be set to send it in front of the text.
    if (aim === undefined && aimShape.test(text.slice(0, 3))) {
      if (isCommandReply(text.slice(0, 3))) return ignored('command-reply')
      return text.length === 3
        ? ignored('empty')
        : { type: 'code', text: text.slice(3), symbology: text.slice(0, 3) }
    }
    return { type: 'code', text, symbology: aim }
  } catch {
    return broken('unreadable')
  }
}

/** What a report could be by every known layout. */
const partsByLayout = (bytes: ArrayLike<number>): readonly { layout: Layout; part: ReportPart }[] =>
  layoutNames.flatMap((layout) => {
    const part = readPart(bytes, layouts[layout])
    return typeof part === 'string' ? [] : [{ layout, part }]
  })

const sameData = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i])

/**
 * Chooses by which fields the reports of one device are read. What its descriptor says comes first; when the reports
 * contradict it, or there is none, the one known layout that fits, remembered once a report fitted it and no other.
 */
const createReader = (known: Layout | undefined, fromDescriptor: ReportFields | undefined) => {
  let described = fromDescriptor
  let learned = known
  let misfits = 0

  const strike = (why: Broken, last: boolean): Broken => {
    misfits++
    if (last || misfits >= misfitsMax) {
      // Nothing is guessed in between: the next report is looked at afresh.
      if (described === undefined) learned = undefined
      else if (why === 'at-odds') described = undefined
      misfits = 0
    }
    return why
  }

  const byFields = (bytes: ArrayLike<number>, fields: ReportFields): ReportPart | 'other' | Broken => {
    const part = readPart(bytes, fields)
    if (part === 'other') return part
    if (part === 'misfit' || !part.exact) {
      const fitsElsewhere = partsByLayout(bytes).some(
        ({ part: other }) => other.exact && (part === 'misfit' || !sameData(other.data, part.data)),
      )
      // A descriptor that makes impossible what another layout explains is wrong at once.
      if (fitsElsewhere) return strike('at-odds', part === 'misfit' && described !== undefined)
      if (part === 'misfit') return strike('unreadable', false)
    }
    misfits = 0
    return part // Behind the data a buffer that is not cleared may hold an old code.
  }

  const byPlausibility = (bytes: ArrayLike<number>): ReportPart | 'other' | Broken => {
    if (readPart(bytes, layouts.N) === 'other') return 'other'
    const candidates = partsByLayout(bytes)
    const exact = candidates.filter(({ part }) => part.exact)
    const chosen = exact[0] ?? candidates[0]
    if (chosen === undefined) return 'unreadable'
    const isCode = chosen.part.data.length > 0 && !isFramedReply(chosen.part.data)
    if (exact.length === 1 && isCode) learned = chosen.layout
    return chosen.part
  }

  return {
    read: (bytes: ArrayLike<number>): ReportPart | 'other' | Broken => {
      const fields = described ?? (learned && layouts[learned])
      return fields === undefined ? byPlausibility(bytes) : byFields(bytes, fields)
    },
    learned: () => learned,
    believesDescriptor: () => described !== undefined,
  }
}

/**
 * Decodes the reports of one device. A code that lost a part is refused with all its parts: a rest that arrives alone
 * looks like a whole code, so that nothing counts until the torn code is over.
 */
export const createHidPosDecoder = (known?: Layout, fromDescriptor?: ReportFields): HidPosDecoder => {
  const reader = createReader(known, fromDescriptor)
  let begun: readonly ReportPart[] = []
  let lastPartAt = -Infinity
  /** Until then reports may be the rest of a torn code. */
  let tornUntil = -Infinity
  let rush: readonly number[] = []
  let flooded = false

  const expired = (atMs: number): boolean => begun.length > 0 && atMs - lastPartAt > partGapMsMax

  const tear = (atMs: number): void => {
    begun = []
    tornUntil = atMs + restMsMax
  }

  /** Whether reports came in so great a rush that some may have been dropped; over when it has been quiet. */
  const isFlood = (atMs: number): boolean => {
    if (flooded && atMs - (rush.at(-1) ?? atMs) > partGapMsMax) flooded = false
    rush = [...rush.filter((at) => atMs - at <= rushMs), atMs].slice(-rushMax - 1)
    if (rush.length > rushMax) flooded = true
    return flooded
  }

  /** How the part fits to those before it. */
  const faultBeside = (part: ReportPart): Broken | undefined => {
    const first = begun[0]
    if (part.continued && part.data.length === 0) return 'cut'
    if (first === undefined) return undefined
    if (first.fields !== part.fields || first.aim !== part.aim) return 'merged'
    // All parts but the last are filled alike.
    const full = first.data.length
    if (part.continued ? part.data.length !== full : part.data.length > full) return 'merged'
    const length = begun.reduce((sum, { data }) => sum + data.length, part.data.length)
    return length > codeLengthMax ? 'too-long' : undefined
  }

  return {
    report: (bytes, atMs) => {
      if (expired(atMs)) tear(lastPartAt)
      const part = reader.read(bytes)
      if (part === 'other') return ignored('other-report')
      if (isFlood(atMs)) {
        tear(atMs)
        return broken('flood')
      }
      if (typeof part === 'string') {
        // Nobody knows which part of which code that was, nor whether its rest follows.
        const mayGoOn = ((bytes[bytes.length - 1] ?? 0) & 1) === 1
        if (begun.length > 0 || mayGoOn || atMs < tornUntil) tear(atMs)
        return broken(part)
      }
      if (isCommandReply(part.aim) || isFramedReply(part.data)) return ignored('command-reply')
      if (atMs < tornUntil) {
        tornUntil = part.continued ? atMs + restMsMax : -Infinity
        return broken('cut')
      }
      const fault = faultBeside(part)
      if (fault !== undefined) {
        begun = []
        if (part.continued) tear(atMs)
        return broken(fault)
      }
      begun = [...begun, part]
      lastPartAt = atMs
      if (part.continued) return { type: 'more' }
      const whole = begun
      begun = []
      return textOf(whole)
    },
    quiet: (atMs) => {
      if (!expired(atMs)) return undefined
      tear(lastPartAt)
      return broken('cut')
    },
    learned: reader.learned,
    believesDescriptor: reader.believesDescriptor,
  }
}
