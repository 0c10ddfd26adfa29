import { scanLengthMax } from '../../main/domain/scan.ts'
import {
  endsFast,
  holdsBurst,
  isSuspiciousPair,
  judge,
  rushStart,
  silenceMs,
  typedMax,
  type BrokenBurst,
  type HowItSends,
  type Stroke,
} from './burst.ts'
import {
  characterMeant,
  isCharacter,
  isChord,
  isCommand,
  isCommandModifier,
  isSilentModifier,
  isTerminator,
  type KeyPress,
} from './keystroke.ts'
import { chordMs, fastMs, holdMs, lineFeedMs, paceOf, quarantineMs, tornMs } from './pace.ts'

/**
 * The layer in front of every field: keys in, what they were out. A keyboard-wedge scanner is a keyboard, so whether
 * a digit belongs to an amount or to a code is known only when more keys came. A key waits 20 ms for a neighbour, less
 * than two frames and longer than most scanners' gap; what a slower scanner leaked by then is told as `tookBack`.
 */
export type WedgeEvent =
  /** A person typed a character. `into` says whether a text field had the focus and still needs it. */
  | { readonly type: 'key'; readonly key: string; readonly into: 'screen' | 'field' }
  /** A person pressed Enter, Escape, a function key: to be done now that no code followed it. */
  | { readonly type: 'command'; readonly press: KeyPress }
  /** A whole code. Its shape is not judged here: `classifyScan` says what it is. */
  | ({ readonly type: 'scan'; readonly text: string } & TakenBack)
  /** A broken burst: to be shown as a note, never to be paid with. */
  | ({ readonly type: 'partial'; readonly text: string; readonly why: BrokenBurst } & TakenBack)

export interface TakenBack {
  /** How many of the last `key` events into the screen were part of the code after all. */
  readonly tookBack: number
  /** How many of the last keys that a text field got were part of the code. */
  readonly tookBackFromField: number
}

export interface Heard {
  /** `swallow`: the page must not see this key; it comes back as an event if it was a person's. */
  readonly verdict: 'pass' | 'swallow'
  readonly events: readonly WedgeEvent[]
}

export interface Wedge {
  readonly press: (press: KeyPress) => Heard
  readonly release: (code: string) => void
  /** Lets time pass; to be called at `wakeAt()`. */
  readonly tick: (at: number) => readonly WedgeEvent[]
  /** When `tick` has something to do, on the clock of the presses; undefined when nothing is pending. */
  readonly wakeAt: () => number | undefined
  /** A burst is going on, of which a field may have got the beginning. */
  readonly inBurst: () => boolean
  /** Forgets everything, as when the window lost the focus. Held keys of a person are lost with it. */
  readonly reset: () => void
}

export interface WedgeSettings {
  /** What the shop's scanner sends last. Enter and Tab are both taken whichever of them is set. */
  readonly terminator: 'enter' | 'tab' | 'none'
  /** Between two of its characters, milliseconds, as learned in set-up. */
  readonly gapMs?: number | undefined
  /** Characters before each code that are no part of it. */
  readonly prefix?: string | undefined
  /** The keyboard that it types as, where set-up found it to be neither American nor the computer's. */
  readonly layout?: HowItSends['layout']
}

type Held = Stroke & { readonly fate: 'held' | 'screen' | 'field' }

const pass: Heard = { verdict: 'pass', events: [] }
const swallow: Heard = { verdict: 'swallow', events: [] }
export const createWedge = ({ terminator, gapMs = 0, prefix = '', layout }: WedgeSettings): Wedge => {
  const pace = paceOf(gapMs)
  let run: Held[] = []
  let spoilt: BrokenBurst | undefined
  let spoiltFrom = 0
  let command: KeyPress | undefined
  let lastKeyAt = -Infinity
  let modifierDownAt = -Infinity
  let codeEndedAt = -Infinity
  /** The last key that only a machine can have sent, and after which no code of its own may begin. */
  let machineKeyAt = -Infinity
  let prefixAt = -Infinity
  let brokenAt = -Infinity

  const isBegun = (): boolean => run.length > 0 || spoilt !== undefined
  const machineIsAtWork = (): boolean => spoilt !== undefined || holdsBurst(run)

  /** Hands the keys that waited to where a person meant them. */
  const release = (strokes: readonly Held[]): WedgeEvent[] =>
    strokes
      .filter(({ fate }) => fate === 'held')
      .map(({ press }) => ({
        type: 'key',
        key: characterMeant(press),
        into: press.field ? 'field' : 'screen',
      }))

  const showHeld = (): WedgeEvent[] => {
    const events = release(run)
    // Two keys too close for a person and then silence: the head of a torn code looks like that.
    if (events.length > 1 && isSuspiciousPair(run)) brokenAt = lastKeyAt
    run = run.map((held) =>
      held.fate === 'held' ? { ...held, fate: held.press.field ? 'field' : 'screen' } : held,
    )
    return events
  }

  const showCommand = (): WedgeEvent[] => {
    const events: WedgeEvent[] = command === undefined ? [] : [{ type: 'command', press: command }]
    command = undefined
    return events
  }

  /** Whatever this burst was going to be, it is none now; it began with the first of the keys in one rush. */
  const spoil = (why: BrokenBurst): void => {
    if (spoilt !== undefined) return
    spoilt = why
    spoiltFrom = rushStart(run)
  }
  const clear = (): void => {
    run = []
    spoilt = undefined
  }

  const finish = (
    ended: 'terminator' | 'silence',
    at: number,
  ): { machine: boolean; events: WedgeEvent[] } => {
    const strokes = run
    const broken = spoilt
    const verdict = judge(strokes, ended, terminator !== 'none', { prefix, layout })
    clear()
    if (verdict.kind === 'typed' && broken === undefined) return { machine: false, events: release(strokes) }
    const judgedFrom = verdict.kind === 'typed' ? strokes.length : verdict.from
    const from = broken === undefined ? judgedFrom : Math.min(judgedFrom, spoiltFrom)
    const text = verdict.kind === 'typed' ? '' : verdict.text
    const sinceBroken = (strokes[from]?.press.at ?? at) - brokenAt
    const torn = sinceBroken > 0 && sinceBroken < quarantineMs
    const why = broken ?? (verdict.kind === 'partial' ? verdict.why : torn ? 'cut' : undefined)
    const tail = strokes.slice(from)
    const taken: TakenBack = {
      tookBack: tail.filter(({ fate }) => fate === 'screen').length,
      tookBackFromField: tail.filter(({ fate }) => fate === 'field').length,
    }
    codeEndedAt = at
    if (ended === 'terminator') machineKeyAt = at
    if (why !== undefined) brokenAt = at
    const last: WedgeEvent =
      why === undefined ? { type: 'scan', text, ...taken } : { type: 'partial', text, why, ...taken }
    return { machine: true, events: [...release(strokes.slice(0, from)), last] }
  }

  /**
   * How long the keys must be silent until the run is over. The time of a next key decides at once; without one, and
   * with a terminator still to come, nothing hurries: a busy machine delivers keys late, though with their true time.
   */
  const patience = (seen: 'key' | 'timer'): number => {
    if (terminator === 'none') return machineIsAtWork() ? silenceMs(run, pace) : pace.slowMs + 1
    if (seen === 'timer') return tornMs
    return machineIsAtWork() ? Math.max(lineFeedMs, pace.slowMs) : pace.slowMs + 1
  }

  const letPass = (at: number, seen: 'key' | 'timer'): WedgeEvent[] => {
    const events: WedgeEvent[] = []
    if (command !== undefined && at - command.at >= fastMs) events.push(...showCommand())
    if (!isBegun()) return events
    const quiet = at - lastKeyAt
    if (quiet >= patience(seen)) {
      events.push(...finish('silence', Math.min(at, lastKeyAt + lineFeedMs)).events)
    } else if (
      !machineIsAtWork() &&
      run.length <= typedMax &&
      quiet >= (endsFast(run) ? fastMs : pace.holdMs)
    ) {
      events.push(...showHeld())
    }
    return events
  }

  const wakeAt = (): number | undefined => {
    if (command !== undefined) return command.at + fastMs
    if (!isBegun()) return undefined
    const waits = !machineIsAtWork() && run.length <= typedMax && run.some(({ fate }) => fate === 'held')
    return lastKeyAt + (waits ? (endsFast(run) ? fastMs : pace.holdMs) : patience('timer'))
  }

  const character = (press: KeyPress, sinceLastKey: number): Heard => {
    // A held command with a character this close behind it was the prefix of a code. It is dropped, not done.
    command = undefined
    if (press.at - machineKeyAt <= fastMs) spoil('mixed')
    if (run.length > scanLengthMax) {
      spoil('too-long')
      return swallow
    }
    const stroke: Held = { press, releasedAfter: undefined, fate: 'held' }
    const upcoming = [...run, stroke]
    const mayPass =
      press.field &&
      spoilt === undefined &&
      sinceLastKey > fastMs &&
      upcoming.length <= typedMax &&
      run.every(({ fate }) => fate !== 'held')
    const passes = mayPass || (press.composing && press.field)
    run = passes ? [...run, { ...stroke, fate: 'field' }] : upcoming
    return passes ? pass : swallow
  }

  const terminated = (press: KeyPress, sinceLastKey: number): Heard => {
    // Nobody presses Enter 20 ms after a digit: a code of one or two digits with an Enter would confirm an amount.
    if (run.length <= 3 && sinceLastKey <= holdMs && (run.length === 1 || endsFast(run)))
      spoil('control-keys')
    const { machine, events } = finish('terminator', press.at)
    return { verdict: machine ? 'swallow' : 'pass', events }
  }

  const otherKey = (press: KeyPress, sinceLastKey: number): Heard => {
    const belongsToCode = press.at - codeEndedAt <= lineFeedMs
    const fromMachine = isChord(press) && press.at - modifierDownAt < chordMs
    const inside =
      machineIsAtWork() || (run.length > 0 && sinceLastKey <= (run.length > 1 ? fastMs : pace.holdMs))
    if (inside) {
      spoil('control-keys')
      return swallow
    }
    if (belongsToCode || press.at - machineKeyAt <= fastMs) {
      machineKeyAt = press.at
      return swallow
    }
    const goesOn = sinceLastKey <= fastMs && (command !== undefined || press.at - prefixAt <= fastMs)
    if (fromMachine || goesOn) {
      // Control keys at a machine's pace, and no code yet: the prefix that some scanners are set to send.
      command = undefined
      prefixAt = press.at
      const released = release(run)
      clear()
      return { verdict: 'swallow', events: released }
    }
    const events = [...release(run), ...showCommand()]
    const typedBefore = run.length > 0
    clear()
    if (!typedBefore && isCommand(press) && !isChord(press) && !press.composing) {
      command = press
      return { verdict: 'swallow', events }
    }
    return { verdict: 'pass', events }
  }

  const hear = (press: KeyPress): Heard => {
    const sinceLastKey = press.at - lastKeyAt
    if (isCommandModifier(press)) {
      modifierDownAt = press.at
      return machineIsAtWork() ? swallow : pass
    }
    lastKeyAt = press.at
    if (press.repeat) {
      if (machineIsAtWork()) return swallow
      const events = [...release(run), ...showCommand()]
      clear()
      if (isChord(press) || !isCharacter(press) || press.field) return { verdict: 'pass', events }
      events.push({ type: 'key', key: characterMeant(press), into: 'screen' })
      return { verdict: 'swallow', events }
    }
    if (!isChord(press) && isCharacter(press)) return character(press, sinceLastKey)
    if (isTerminator(press) && !isChord(press) && isBegun()) return terminated(press, sinceLastKey)
    return otherKey(press, sinceLastKey)
  }

  return {
    press: (press) => {
      if (isSilentModifier(press)) return pass
      const overdue = letPass(press.at, 'key')
      const heard = hear(press)
      return overdue.length === 0 ? heard : { ...heard, events: [...overdue, ...heard.events] }
    },
    release: (code) => {
      const index = run.findLastIndex(
        ({ press, releasedAfter }) => press.code === code && releasedAfter === undefined,
      )
      run = run.map((held, i) => (i === index ? { ...held, releasedAfter: run.length - 1 - index } : held))
    },
    tick: (at) => letPass(at, 'timer'),
    wakeAt,
    inBurst: machineIsAtWork,
    reset: () => {
      clear()
      command = undefined
    },
  }
}
