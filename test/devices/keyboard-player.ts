import { withAltNumpad } from '../../drivers/scanner/alt-numpad.ts'
import type { KeyPress } from '../../drivers/scanner/keystroke.ts'
import { createWedge, type WedgeEvent, type WedgeSettings } from '../../drivers/scanner/wedge.ts'

/** A key that goes down at `at` and up `heldMs` later, milliseconds. */
export interface KeyStroke {
  readonly at: number
  readonly heldMs: number
  readonly press: Partial<KeyPress> & { readonly code: string; readonly key: string }
}

/** What a window hears of it: a key alone, in no field. */
export const pressOf = ({ at, press }: Pick<KeyStroke, 'at' | 'press'>): KeyPress => ({
  at,
  composing: false,
  repeat: false,
  ctrl: false,
  alt: false,
  meta: false,
  shift: false,
  altGraph: false,
  field: false,
  ...press,
})

const codeOf = (character: string): string => {
  if (/^\d$/.test(character)) return `Digit${character}`
  if (/^[a-zA-Z]$/.test(character)) return `Key${character.toUpperCase()}`
  if (character === '-') return 'Minus'
  if (character === '\n') return 'Enter'
  if (character === '\t') return 'Tab'
  if (character === ' ') return 'Space'
  return character
}
const keyOf = (character: string): string => ({ '\n': 'Enter', '\t': 'Tab' })[character] ?? character

export const key = (
  character: string,
  at: number,
  heldMs: number,
  more: Partial<KeyPress> = {},
): KeyStroke => ({
  at,
  heldMs,
  press: {
    code: codeOf(character),
    key: keyOf(character),
    shift: /^[A-Z]$/.test(character),
    ...more,
  },
})

/** A scanner: one key after the other, each up before the next goes down. */
export const scanned = (text: string, at: number, gapMs: number, more: Partial<KeyPress> = {}): KeyStroke[] =>
  [...text].map((character, i) => key(character, at + i * gapMs, gapMs / 2, more))

/** A person: fingers stay down for 90 ms, whatever comes next. */
export const typed = (text: string, at: number, gapMs: number, more: Partial<KeyPress> = {}): KeyStroke[] =>
  [...text].map((character, i) => key(character, at + i * gapMs, 90, more))

export const endOf = (strokes: readonly KeyStroke[]): number => Math.max(0, ...strokes.map(({ at }) => at))

export interface Played {
  /** What the sale screen saw, in order: typed characters, codes and notes. */
  readonly events: readonly WedgeEvent[]
  /** Codes of the keys that the page received. */
  readonly passed: readonly string[]
  /** The amount as a screen keeps it that appends keys and takes them back when told to. */
  readonly amount: string
  readonly scans: readonly string[]
  readonly partials: readonly string[]
}

/**
 * Plays keys into a wedge with its timers, as a browser would, and lets the end of the day pass. `lateMs` says how much
 * later than it was made a key is delivered, by its place among all ups and downs: timers see the later time.
 */
export const play = (
  strokes: readonly KeyStroke[],
  settings: WedgeSettings = { terminator: 'enter' },
  lateMs: (event: number) => number = () => 0,
): Played => {
  const wedge = withAltNumpad(createWedge(settings), settings)
  const events: WedgeEvent[] = []
  const passed: string[] = []
  const downs = strokes.map(({ at, press }) => ({ at, down: true, press }))
  const ups = strokes.map(({ at, heldMs, press }) => ({ at: at + heldMs, down: false, press }))
  const runTimersUntil = (end: number): void => {
    for (let due = wedge.wakeAt(); due !== undefined && due <= end; due = wedge.wakeAt()) {
      events.push(...wedge.tick(due))
    }
  }
  let deliveredAt = 0
  for (const [i, { at, down, press }] of [...downs, ...ups].sort((a, b) => a.at - b.at).entries()) {
    deliveredAt = Math.max(deliveredAt, at + lateMs(i))
    runTimersUntil(deliveredAt)
    if (!down) {
      wedge.release(press.code)
      continue
    }
    const heard = wedge.press(pressOf({ at, press }))
    events.push(...heard.events)
    if (heard.verdict === 'pass') passed.push(press.code)
  }
  runTimersUntil(Infinity)
  let amount = ''
  for (const event of events) {
    if (event.type === 'key' && event.into === 'screen') amount += event.key
    if (event.type === 'scan' || event.type === 'partial') {
      amount = amount.slice(0, amount.length - event.tookBack)
    }
  }
  return {
    events,
    passed,
    amount,
    scans: events.flatMap((event) => (event.type === 'scan' ? [event.text] : [])),
    partials: events.flatMap((event) => (event.type === 'partial' ? [event.text] : [])),
  }
}
