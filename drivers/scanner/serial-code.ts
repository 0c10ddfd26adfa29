import { classifyScan } from '../../main/domain/scan.ts'
import { aimShape } from './report-part.ts'

/** What a serial scanner sends behind a code. */
export type SerialSuffix = 'cr' | 'lf' | 'crlf' | 'tab' | 'etx' | 'none'

/** Longest code, bytes. */
export const serialCodeMax = 512
/** Silence that ends a code when no suffix does. At 1200 baud a character takes 8 ms. */
export const silenceMs = 30
/** A timer that fires late has kept bytes waiting that are older than it: they come first. */
export const graceMs = 20
/** Without its suffix for so long, a code is torn. */
const suffixWaitMs = 250
/** For so long after a torn code bytes may be the rest of it. */
const restMs = 750

export type TornSerial = 'cut' | 'control-characters' | 'unreadable' | 'too-long'
export type SerialEvent =
  | { readonly type: 'code'; readonly text: string; readonly symbology: string | undefined }
  | { readonly type: 'torn'; readonly why: TornSerial }

export interface SerialCodes {
  /** Bytes as they came. `atMs` is on a clock that only runs forward. */
  readonly bytes: (bytes: Uint8Array, atMs: number) => readonly SerialEvent[]
  /** Lets time pass. */
  readonly quiet: (atMs: number) => readonly SerialEvent[]
  /** How long after the last byte `quiet` has something to say; undefined when nothing was begun. */
  readonly waitMs: () => number | undefined
  /** What comes until the next pause belongs to nobody. */
  readonly skip: (atMs: number) => void
}

const ends: Readonly<Record<SerialSuffix, readonly number[]>> = {
  cr: [0x0d],
  lf: [0x0a],
  // Either of them is the end, and an end behind an end is none.
  crlf: [0x0d, 0x0a],
  tab: [0x09],
  etx: [0x03],
  none: [],
}
const lineEnds: readonly number[] = [0x0d, 0x0a]
const startOfText = 0x02
const groupSeparator = 0x1d

/** Finds the codes in the bytes of a serial line. What is torn, glued or not text never is one. */
export const createSerialCodes = (suffix: SerialSuffix): SerialCodes => {
  let begun: number[] = []
  let spoilt: TornSerial | undefined
  let lastByteAt = -Infinity
  /** Until then bytes may be the rest of a torn code; they are passed over to its suffix or to a pause. */
  let restUntil = -Infinity

  const clear = (): void => {
    begun = []
    spoilt = undefined
  }
  const tear = (why: TornSerial, atMs: number): SerialEvent => {
    clear()
    restUntil = atMs + restMs
    return { type: 'torn', why }
  }

  const whole = (ended: 'suffix' | 'silence', atMs: number): readonly SerialEvent[] => {
    if (spoilt !== undefined) {
      const why = spoilt
      clear()
      return [{ type: 'torn', why }]
    }
    const isLineEnd = (byte: number | undefined): boolean => byte !== undefined && lineEnds.includes(byte)
    while (isLineEnd(begun.at(-1))) begun.pop()
    while (isLineEnd(begun[0]) || begun[0] === startOfText) begun.shift()
    const bytes = Uint8Array.from(begun)
    clear()
    if (bytes.length === 0) return []
    if (bytes.some((byte) => (byte < 0x20 && byte !== groupSeparator) || byte === 0x7f)) {
      return [{ type: 'torn', why: 'control-characters' }]
    }
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      return [{ type: 'torn', why: 'unreadable' }]
    }
    const symbology = aimShape.test(text.slice(0, 3)) ? text.slice(0, 3) : undefined
    text = symbology === undefined ? text : text.slice(3)
    if (text === '') return []
    // Nothing but silence says that it is whole: then it has to be something that the till knows.
    if (ended === 'silence' && classifyScan(text).kind === 'unknown') return [tear('cut', atMs)]
    return [{ type: 'code', text, symbology }]
  }

  const quiet = (atMs: number): readonly SerialEvent[] => {
    if (atMs - lastByteAt < (waitMs() ?? Infinity)) return []
    if (suffix === 'none') return whole('silence', lastByteAt)
    // A line end of another kind may stand alone behind a code.
    if (spoilt === undefined && begun.every((byte) => lineEnds.includes(byte))) {
      clear()
      return []
    }
    return [tear(spoilt ?? 'cut', lastByteAt)]
  }

  const waitMs = (): number | undefined => {
    if (begun.length === 0 && spoilt === undefined) return undefined
    return suffix === 'none' ? silenceMs : suffixWaitMs
  }

  return {
    bytes: (bytes, atMs) => {
      const events = [...quiet(atMs)]
      lastByteAt = atMs
      for (const byte of bytes) {
        const isEnd = ends[suffix].includes(byte)
        if (atMs < restUntil) {
          if (isEnd) restUntil = -Infinity
          else restUntil = atMs + restMs
          continue
        }
        if (isEnd) events.push(...whole('suffix', atMs))
        else if (begun.length < serialCodeMax) begun.push(byte)
        else spoilt = 'too-long'
      }
      return events
    },
    quiet,
    waitMs,
    skip: (atMs) => {
      clear()
      restUntil = atMs + restMs
    },
  }
}
