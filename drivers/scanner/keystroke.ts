/**
 * One key going down, as the browser tells it, reduced to what tells a scanner from a person. Physical positions
 * (`code`) come before characters (`key`): under an input method or a foreign layout only the position is right.
 */
export interface KeyPress {
  /** `KeyboardEvent.code`: the position of the key, `Digit5`, `NumpadEnter`, `KeyA`. */
  readonly code: string
  /** `KeyboardEvent.key`: the character of the layout, or `Process` when an input method took the key. */
  readonly key: string
  /** Milliseconds on any clock that only runs forward. */
  readonly at: number
  /** An input method is at work on this key; the page can no longer prevent it. */
  readonly composing: boolean
  readonly repeat: boolean
  readonly ctrl: boolean
  readonly alt: boolean
  readonly meta: boolean
  readonly shift: boolean
  /** The right Alt key of layouts that write characters with it. */
  readonly altGraph: boolean
  /** Whether the key goes into a text field that has the focus. */
  readonly field: boolean
}

const digitKey = /^(?:Digit|Numpad)(\d)$/
const letterKey = /^Key([A-Z])$/
const otherKeys: Readonly<Record<string, string>> = {
  Minus: '-',
  NumpadSubtract: '-',
  Period: '.',
  NumpadDecimal: '.',
  NumpadAdd: '+',
  Space: ' ',
  Slash: '/',
}

/** What the position means on the layout that scanners are delivered with; undefined for keys that write nothing. */
export const characterByPosition = (press: KeyPress): string | undefined => {
  const digit = digitKey.exec(press.code)?.[1]
  if (digit !== undefined) return digit
  const letter = letterKey.exec(press.code)?.[1]
  if (letter !== undefined) return press.shift ? letter : letter.toLowerCase()
  return otherKeys[press.code]
}

/** What the host's layout makes of the key; undefined when it is no single visible character. */
export const characterByLayout = (press: KeyPress): string | undefined =>
  [...press.key].length === 1 ? press.key : undefined

/**
 * What a person meant. The digit row gives digits without Shift on every layout, also on a French one, and the number
 * pad gives digits with Num Lock off: at a till nobody reaches for `é` or `End` there.
 */
export const characterMeant = (press: KeyPress): string => {
  const byLayout = characterByLayout(press)
  if (byLayout !== undefined && /\d/.test(byLayout)) return byLayout
  const byPosition = characterByPosition(press)
  if (byPosition !== undefined && /\d/.test(byPosition) && !press.shift) return byPosition
  return byLayout ?? byPosition ?? ''
}

export const isCharacter = (press: KeyPress): boolean =>
  press.key !== 'Dead' && (characterByPosition(press) !== undefined || characterByLayout(press) !== undefined)

/** Shift, locks and the like: they belong to the key that follows and never end a burst. */
export const isSilentModifier = (press: KeyPress): boolean =>
  /^(?:Shift(?:Left|Right)|CapsLock|NumLock|ScrollLock|Fn|FnLock)$/.test(press.code) ||
  press.key === 'AltGraph'

export const isCommandModifier = (press: KeyPress): boolean =>
  /^(?:Control|Alt|Meta|OS)(?:Left|Right)$/.test(press.code)

export const isChord = (press: KeyPress): boolean =>
  (press.ctrl || press.alt || press.meta) && !press.altGraph && !isCommandModifier(press)

export const isTerminator = (press: KeyPress): boolean =>
  press.code === 'Enter' || press.code === 'NumpadEnter' || press.code === 'Tab'

/** Keys that do something at once. They wait a moment, so that a crafted code which begins with one does nothing. */
export const isCommand = (press: KeyPress): boolean =>
  press.code === 'Enter' ||
  press.code === 'NumpadEnter' ||
  press.code === 'Escape' ||
  /^F\d{1,2}$/.test(press.code) ||
  (!press.field && (press.code === 'Backspace' || press.code === 'Delete'))
