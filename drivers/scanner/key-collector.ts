import {
  isCharacter,
  isChord,
  isCommandModifier,
  isSilentModifier,
  isTerminator,
  type KeyPress,
} from './keystroke.ts'
import { chordMs, fastMs, lineFeedMs } from './pace.ts'

/** Silence behind the last key that ends a trigger pull: three times the longest gap that can be learned, milliseconds. */
const silenceMs = 450
/** Behind the key that ends a code only a second one of its kind may follow. */
const endedMs = lineFeedMs + 40
/** Fewer keys were typed by a person: the till itself knows no code that is shorter. */
const keysMin = 6

export interface Collected {
  /** `take`: the page must not see it. `hold`: nor yet, until `quiet` lets it go. */
  readonly verdict: 'pass' | 'take' | 'hold'
  /** A trigger pull that was over before this key. */
  readonly pull?: readonly KeyPress[] | undefined
}

/**
 * Collects every key of a trigger pull while a scanner is set up, whatever it is set to send: nothing is known of its
 * pace, its ending or its layout yet. Whatever follows a character before a silence is a scanner's, so that no Enter or Tab of it
 * presses a button; keys that move a person about the page are let through.
 */
export const createKeyCollector = () => {
  let keys: KeyPress[] = []
  /** Modifiers that went down just now: they may be the first of a character. */
  let modifiers: KeyPress[] = []
  /** A blank by itself presses buttons. */
  let blank: KeyPress | undefined
  let lastAt = -Infinity

  const patience = (): number => {
    const last = keys.at(-1)
    return last !== undefined && isTerminator(last) ? endedMs : silenceMs
  }
  const finish = (): readonly KeyPress[] | undefined => {
    const pull = keys
    keys = []
    return pull.filter(isCharacter).length < keysMin ? undefined : pull
  }
  const overdue = (at: number): readonly KeyPress[] | undefined =>
    keys.length > 0 && at - lastAt >= patience() ? finish() : undefined

  const begins = (press: KeyPress): boolean => {
    if (!isCharacter(press)) return false
    if (!isChord(press)) return true
    const sinceModifier = press.at - (modifiers.at(-1)?.at ?? -Infinity)
    // A person holds Control down longer before the letter than a scanner does.
    return sinceModifier < chordMs
  }
  const verdictOf = (press: KeyPress): Collected['verdict'] => {
    if (keys.length > 0) {
      keys.push(press)
      lastAt = press.at
      return 'take'
    }
    if (isSilentModifier(press) || isCommandModifier(press)) {
      modifiers = [...modifiers.filter(({ at }) => press.at - at < fastMs), press]
      return 'pass'
    }
    if (!begins(press)) return 'pass'
    if (press.key === ' ' && blank === undefined) {
      blank = press
      return 'hold'
    }
    keys = [
      ...modifiers.filter(({ at }) => press.at - at < fastMs),
      ...(blank === undefined ? [] : [blank]),
      press,
    ]
    modifiers = []
    blank = undefined
    lastAt = press.at
    return 'take'
  }

  return {
    press: (press: KeyPress): Collected => {
      const pull = overdue(press.at)
      return { verdict: verdictOf(press), pull }
    },
    /** No key has come for `waitMs`. `letGo`: the held key was a person's. */
    quiet: (): { readonly pull: readonly KeyPress[] | undefined; readonly letGo: boolean } => {
      const letGo = blank !== undefined
      blank = undefined
      return { pull: letGo || keys.length === 0 ? undefined : finish(), letGo }
    },
    /**
     * After so long without another key `quiet` has something to do; undefined when nothing is pending. Counted from when
     * a key arrives: a busy machine delivers keys late, though with their true time.
     */
    waitMs: (): number | undefined =>
      blank !== undefined ? fastMs : keys.length > 0 ? patience() : undefined,
    isCollecting: (): boolean => keys.length > 0,
  }
}
