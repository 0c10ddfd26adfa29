/**
 * Input reports of USB HID POS scanners (usage page 0x8C). The standard leaves the order of the fields to the report
 * descriptor, which hidapi does not hand out everywhere; three layouts are known from makers' manuals and captures.
 * All are 64 bytes with report id 2 first, at most 56 bytes of data, and bit 0 of the last byte for "goes on".
 */
export type Layout = 'H' | 'Z' | 'N'

interface Fields {
  /** Where the three characters of the AIM symbology identifier stand (`]C1`); undefined when there are none. */
  readonly aimAt: number | undefined
  readonly dataAt: number
  readonly dataEnd: number
  /** A byte that is always zero. */
  readonly zeroAt: number | undefined
}

const layouts: Readonly<Record<Layout, Fields>> = {
  /** Honeywell and others. */
  H: { aimAt: 2, dataAt: 5, dataEnd: 61, zeroAt: undefined },
  /** Zebra. */
  Z: { aimAt: 3, dataAt: 6, dataEnd: 62, zeroAt: 2 },
  /** Newland, Unitech and others. */
  N: { aimAt: undefined, dataAt: 2, dataEnd: 58, zeroAt: undefined },
}
const layoutNames: readonly Layout[] = ['H', 'Z', 'N']

const reportId = 0x02
const reportLength = 64
const dataMax = 56
/** Longest code over all its reports, bytes. */
export const codeLengthMax = 512
/** Parts of one code follow each other within a few milliseconds; a part that waits longer has lost the rest. */
export const partGapMsMax = 250
const misfitsMax = 3

export type Ignored = 'other-report' | 'empty' | 'command-reply'
export type Broken = 'unreadable' | 'control-characters' | 'cut' | 'merged' | 'too-long'
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
  /** The layout this device was found to use, to be handed to its next decoder. */
  readonly learned: () => Layout | undefined
}

interface Part {
  readonly layout: Layout
  readonly aim: string | undefined
  readonly data: Uint8Array
  readonly continued: boolean
  /** Nothing but zeros behind the data: the length fits this layout and, as a rule, no other. */
  readonly exact: boolean
}

const aimShape = /^\][A-Za-z][0-9A-Za-z]$/
const isVisible = (byte: number): boolean => (byte >= 0x20 && byte !== 0x7f) || byte === 0x1d
const isEnd = (byte: number): boolean => byte === 0x0d || byte === 0x0a || byte === 0x09

/** The identifiers of answers to set-up commands; others under `]X`, like `]Xg`, are ordinary codes. */
const isCommandReply = (aim: string | undefined): boolean => aim === ']X0' || aim === ']Z6'

const partIn = (report: Uint8Array, layout: Layout): Part | undefined => {
  const { aimAt, dataAt, dataEnd, zeroAt } = layouts[layout]
  const length = report[1] ?? 0
  if (length > dataMax) return undefined
  if (zeroAt !== undefined && report[zeroAt] !== 0) return undefined
  const aim = aimAt === undefined ? undefined : String.fromCharCode(...report.subarray(aimAt, aimAt + 3))
  if (aim !== undefined && !aimShape.test(aim)) return undefined
  const data = report.subarray(dataAt, dataAt + length)
  // A wrong layout runs over the end of the text into the zeros behind it.
  if (data.some((byte) => byte === 0)) return undefined
  return {
    layout,
    aim,
    data,
    continued: ((report[reportLength - 1] ?? 0) & 1) === 1,
    exact: report.subarray(dataAt + length, dataEnd).every((byte) => byte === 0),
  }
}

/** A report of 64 bytes with its id, whether or not the host left the id out. */
const withId = (bytes: ArrayLike<number>): Uint8Array | undefined => {
  if (bytes.length === reportLength && bytes[0] === reportId) return Uint8Array.from(bytes)
  if (bytes.length === reportLength - 1) return Uint8Array.from([reportId, ...Array.from(bytes)])
  return undefined
}

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const textOf = (parts: readonly Part[]): Decoded => {
  let bytes = join(parts.map(({ data }) => data))
  while (isEnd(bytes.at(-1) ?? 0)) bytes = bytes.subarray(0, -1)
  if (bytes.length === 0) return { type: 'ignored', why: 'empty' }
  if (!bytes.every(isVisible)) return { type: 'broken', why: 'control-characters' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const aim = parts[0]?.aim
    // Scanners without a field for the identifier may be set to send it in front of the text.
    if (aim === undefined && aimShape.test(text.slice(0, 3))) {
      if (isCommandReply(text.slice(0, 3))) return { type: 'ignored', why: 'command-reply' }
      return text.length === 3
        ? { type: 'ignored', why: 'empty' }
        : { type: 'code', text: text.slice(3), symbology: text.slice(0, 3) }
    }
    return { type: 'code', text, symbology: aim }
  } catch {
    return { type: 'broken', why: 'unreadable' }
  }
}

/**
 * Decodes the reports of one device. Its layout is chosen by what fits and remembered once a report fitted exactly
 * one; a device that stops fitting is looked at afresh after three misfits, and nothing is guessed in between.
 */
export const createHidPosDecoder = (known?: Layout): HidPosDecoder => {
  let learned = known
  let misfits = 0
  let begun: readonly Part[] = []
  let lastPartAt = 0

  const fitting = (report: Uint8Array): Part | undefined => {
    const candidates = (learned === undefined ? layoutNames : [learned]).flatMap(
      (layout) => partIn(report, layout) ?? [],
    )
    const exact = candidates.filter((part) => part.exact)
    // Layouts with an identifier come first: its bracket is not there by chance.
    const chosen = exact[0] ?? candidates[0]
    if (chosen === undefined) {
      misfits++
      if (misfits >= misfitsMax) learned = undefined
      return undefined
    }
    misfits = 0
    if (learned === undefined && exact.length === 1 && chosen.data.length > 0) {
      learned = chosen.layout
    }
    return chosen
  }

  const expired = (atMs: number): boolean => begun.length > 0 && atMs - lastPartAt > partGapMsMax

  const end = (decoded: Decoded): Decoded => {
    begun = []
    return decoded
  }

  return {
    report: (bytes, atMs) => {
      const report = withId(bytes)
      if (report === undefined) return { type: 'ignored', why: 'other-report' }
      if (expired(atMs)) begun = []
      const part = fitting(report)
      if (part === undefined) return end({ type: 'broken', why: 'unreadable' })
      if (isCommandReply(part.aim)) return { type: 'ignored', why: 'command-reply' }
      const first = begun[0]
      if (first !== undefined && (first.layout !== part.layout || first.aim !== part.aim)) {
        return end({ type: 'broken', why: 'merged' })
      }
      begun = [...begun, part]
      lastPartAt = atMs
      if (begun.reduce((sum, { data }) => sum + data.length, 0) > codeLengthMax) {
        return end({ type: 'broken', why: 'too-long' })
      }
      return part.continued ? { type: 'more' } : end(textOf(begun))
    },
    quiet: (atMs) => (expired(atMs) ? end({ type: 'broken', why: 'cut' }) : undefined),
    learned: () => learned,
  }
}
