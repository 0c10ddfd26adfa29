import {
  isCharacter,
  isCommandModifier,
  isSilentModifier,
  type KeyPress,
} from '../../drivers/scanner/keystroke.ts'
import { isSetUpCode, setUpCode } from '../../main/domain/set-up-code.ts'
import { classifyScan, maskBuyerCode, type ScanKind } from '../../main/domain/scan.ts'
import type { HeardScanner, ScannerHeard } from '../../main/domain/scanner-heard.ts'

/** A key, a report, or bytes that came together; milliseconds from the first one of its code. */
export interface Mark {
  readonly atMs: number
  readonly label: string
}

/** What the till made of a code. */
export type Made =
  /** `shown` is no more of it than may be shown. */
  | { readonly kind: 'code'; readonly scan: ScanKind; readonly shown: string; readonly length: number }
  | { readonly kind: 'again'; readonly why: string }
  /** Keys that were taken for a person's. */
  | { readonly kind: 'typed' }

/** One trigger pull. */
export interface Trace {
  readonly id: number
  readonly channel: 'keyboard' | HeardScanner['channel']
  readonly device?: string
  readonly marks: readonly Mark[]
  /** From character to character, or from report to report. */
  readonly gapsMs: readonly number[]
  readonly made: Made
  /** Of a scanner that types. Never shown as they are: they may be a customer's code. */
  readonly presses: readonly KeyPress[]
  /** Of a serial line, when it was silent. */
  readonly line?: Extract<ScannerHeard, { type: 'line' }>
}

export interface Tracing {
  /** Newest first. */
  readonly traces: readonly Trace[]
  /** Keys of which nothing was made yet. */
  readonly keys: readonly KeyPress[]
  /** Pieces by scanner, of which nothing was made yet. */
  readonly pieces: Readonly<Record<string, readonly { readonly atMs: number; readonly bytes: number }[]>>
  readonly nextId: number
}
export const tracingAtStart: Tracing = { traces: [], keys: [], pieces: {}, nextId: 1 }

export type TraceEvent =
  | { readonly type: 'pressed'; readonly press: KeyPress }
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'broken'; readonly why: string }
  /** No key for a while: what was pressed and made nothing of, was typed. */
  | { readonly type: 'rest' }
  | { readonly type: 'heard'; readonly heard: ScannerHeard }

const tracesMax = 5
/** Longer than the till waits for the end of a code, milliseconds. */
export const restAfterMs = 900
/** Fewer keys were a hand's. */
const typedMin = 6

export const gapsOf = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, i) => Math.max(0, Math.round(at - (times[i] ?? at))))

const isWritten = (press: KeyPress): boolean =>
  isCharacter(press) && !isSilentModifier(press) && !isCommandModifier(press) && !press.repeat
export const written = (presses: readonly KeyPress[]): readonly KeyPress[] => presses.filter(isWritten)

/** The first two and the last four characters, as of a payment code; the code on the screen is nobody's secret. */
const marksOfKeys = (presses: readonly KeyPress[]): readonly Mark[] => {
  const start = presses[0]?.at ?? 0
  const count = written(presses).length
  const keys = written(presses).map(({ key }) => key)
  const isOurs = isSetUpCode(keys.join(''))
  let nth = 0
  return presses.map((press) => {
    const atMs = Math.round(press.at - start)
    if (!isWritten(press)) return { atMs, label: press.key === ' ' ? press.code : press.key }
    nth += 1
    const isShown = isOurs || nth <= 2 || nth > count - 4
    return { atMs, label: isShown ? press.key : '•' }
  })
}

const madeOf = (text: string): Made => {
  const scan = classifyScan(text).kind
  return {
    kind: 'code',
    scan,
    shown: isSetUpCode(text) ? setUpCode : maskBuyerCode(text),
    length: text.length,
  }
}

const added = (state: Tracing, trace: Omit<Trace, 'id'>): Tracing => ({
  ...state,
  traces: [{ ...trace, id: state.nextId }, ...state.traces].slice(0, tracesMax),
  nextId: state.nextId + 1,
})

const ofKeys = (state: Tracing, made: Made): Tracing =>
  added(
    { ...state, keys: [] },
    {
      channel: 'keyboard',
      marks: marksOfKeys(state.keys),
      gapsMs: gapsOf(written(state.keys).map(({ at }) => at)),
      made,
      presses: state.keys,
    },
  )

const ofPieces = (state: Tracing, by: HeardScanner, made: Made): Tracing => {
  const { [by.id]: pieces = [], ...others } = state.pieces
  const start = pieces[0]?.atMs ?? 0
  return added(
    { ...state, pieces: others },
    {
      channel: by.channel,
      device: by.name,
      marks: pieces.map(({ atMs, bytes }) => ({ atMs: Math.round(atMs - start), label: `${bytes} B` })),
      gapsMs: gapsOf(pieces.map(({ atMs }) => atMs)),
      made,
      presses: [],
    },
  )
}

const withLine = (state: Tracing, line: Extract<ScannerHeard, { type: 'line' }>): Tracing => {
  const at = state.traces.findIndex(({ device, channel }) => channel === 'serial' && device === line.by.name)
  return { ...state, traces: state.traces.map((trace, i) => (i === at ? { ...trace, line } : trace)) }
}

const heardOf = (state: Tracing, heard: ScannerHeard): Tracing => {
  switch (heard.type) {
    case 'around':
      return state
    case 'piece': {
      const before = state.pieces[heard.by.id] ?? []
      const piece = { atMs: heard.atMs, bytes: heard.bytes }
      // What nothing was made of, as an answer to a set-up command, is no part of the next code.
      const last = before.at(-1)
      const goesOn = last !== undefined && heard.atMs - last.atMs < restAfterMs
      return { ...state, pieces: { ...state.pieces, [heard.by.id]: [...(goesOn ? before : []), piece] } }
    }
    case 'code':
      return ofPieces(state, heard.by, madeOf(heard.text))
    case 'torn':
      return ofPieces(state, heard.by, { kind: 'again', why: heard.why })
    case 'line':
      return withLine(state, heard)
  }
}

/** The last trigger pulls, piece by piece, and what the till made of each. */
export const stepTracing = (state: Tracing, event: TraceEvent): Tracing => {
  switch (event.type) {
    case 'pressed': {
      const last = state.keys.at(-1)
      const isAnother = last !== undefined && event.press.at - last.at > restAfterMs
      return { ...state, keys: [...(isAnother ? [] : state.keys), event.press] }
    }
    case 'read':
      return ofKeys(state, madeOf(event.text))
    case 'broken':
      return ofKeys(state, { kind: 'again', why: event.why })
    case 'rest':
      return written(state.keys).length < typedMin ? { ...state, keys: [] } : ofKeys(state, { kind: 'typed' })
    case 'heard':
      return heardOf(state, event.heard)
  }
}
