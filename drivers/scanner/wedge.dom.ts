import type { BrokenBurst } from './burst.ts'
import { withAltNumpad } from './alt-numpad.ts'
import { isCharacter, isChord, type KeyPress } from './keystroke.ts'
import { isReplay, replayKey } from './replay.dom.ts'
import { isTextField, restoreField, snapshotOf, typeIntoField, type FieldSnapshot } from './text-field.dom.ts'
import { createWedge, type WedgeEvent, type WedgeSettings } from './wedge.ts'

export interface WedgeListeners {
  /** A person typed this character and no text field had the focus. Other keys reach the page as ever. */
  readonly onKey: (key: string) => void
  /** A whole code; undo the last `tookBack` calls of `onKey` first, they were its beginning. */
  readonly onScan: (text: string, tookBack: number) => void
  /** A torn code, to be noted and never paid with; undo the last `tookBack` calls of `onKey` first. */
  readonly onPartial: (text: string, tookBack: number, why: BrokenBurst) => void
  /** Looks on as each key goes down, before anything is made of it. */
  readonly onPress?: (press: KeyPress) => void
}

export interface AttachedWedge {
  /** Lets every key through untouched, as while a code is typed by hand. Returns the way back; calls may nest. */
  readonly pause: () => () => void
  readonly detach: () => void
}

const keptSnapshots = 64

/** A key of a browser as the wedge reads it. */
export const pressOf = (event: KeyboardEvent): KeyPress => ({
  code: event.code,
  key: event.key,
  at: event.timeStamp,
  composing: event.isComposing || event.key === 'Process',
  repeat: event.repeat,
  ctrl: event.ctrlKey,
  alt: event.altKey,
  meta: event.metaKey,
  shift: event.shiftKey,
  altGraph: event.getModifierState('AltGraph'),
  field: isTextField(document.activeElement),
})

/**
 * Puts the wedge in front of the whole page: first listener of every key, before any field or dialog. What a burst
 * wrote into a field before it was known is taken out again; an input method that joined in is sent away.
 */
export const attachWedge = (settings: WedgeSettings, listeners: WedgeListeners): AttachedWedge => {
  const wedge = withAltNumpad(createWedge(settings), settings)
  const swallowed = new Set<string>()
  let snapshots: readonly FieldSnapshot[] = []
  let heldCommand: KeyboardEvent | undefined
  let heldSpace: KeyboardEvent | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pauses = 0
  let composingField: HTMLElement | undefined

  const remember = (field: HTMLElement): void => {
    snapshots = [...snapshots, snapshotOf(field)].slice(-keptSnapshots)
  }

  const takeBackFromField = (count: number): void => {
    const snapshot = count > 0 ? snapshots.at(-count) : undefined
    const field = composingField
    composingField = undefined
    if (snapshot === undefined) {
      field?.focus()
      return
    }
    snapshots = snapshots.slice(0, -count)
    if (document.activeElement === snapshot.field && field === undefined) {
      restoreField(snapshot)
      return
    }
    // An input method that was cut off still writes what it had: put the field back after that, too.
    restoreField(snapshot)
    setTimeout(() => {
      restoreField(snapshot)
      field?.focus()
    }, 0)
  }

  const tell = (event: WedgeEvent): void => {
    switch (event.type) {
      case 'key': {
        if (event.into === 'field' && isTextField(document.activeElement)) {
          remember(document.activeElement)
          typeIntoField(document.activeElement, event.key)
        } else if (event.key === ' ' && heldSpace !== undefined) replayKey(heldSpace)
        else listeners.onKey(event.key)
        return
      }
      case 'command': {
        if (heldCommand !== undefined) replayKey(heldCommand)
        heldCommand = undefined
        return
      }
      case 'scan':
      case 'partial': {
        takeBackFromField(event.tookBackFromField)
        if (event.type === 'scan') listeners.onScan(event.text, event.tookBack)
        else listeners.onPartial(event.text, event.tookBack, event.why)
        return
      }
    }
  }

  const schedule = (): void => {
    clearTimeout(timer)
    const due = wedge.wakeAt()
    if (due === undefined) return
    timer = setTimeout(() => wake(due), Math.max(0, due - performance.now()))
  }

  const wake = (due: number, waitedAlready = false): void => {
    // A page that was busy has keys waiting whose time is before now: they come first, or a code falls apart.
    if (!waitedAlready && performance.now() - due > 15) {
      timer = setTimeout(() => wake(due, true), 0)
      return
    }
    for (const event of wedge.tick(performance.now())) tell(event)
    schedule()
  }

  /** Takes the field away from an input method, whose keys cannot be prevented one by one. */
  const sendInputMethodAway = (press: KeyPress): void => {
    const field = document.activeElement
    if (!press.composing || !wedge.inBurst() || !isTextField(field)) return
    composingField = field
    field.blur()
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (pauses > 0 || isReplay(event)) return
    const press = pressOf(event)
    listeners.onPress?.(press)
    const field = document.activeElement
    const before = press.field && isTextField(field) ? snapshotOf(field) : undefined
    const { verdict, events } = wedge.press(press)
    for (const each of events) tell(each)
    if (verdict === 'swallow') {
      event.preventDefault()
      event.stopImmediatePropagation()
      swallowed.add(event.code)
      if (event.key === ' ') heldSpace = event
      else if ([...event.key].length > 1) heldCommand = event
    } else {
      swallowed.delete(event.code)
      // Keys told just now may have written into the field; the picture to go back to is the one with them.
      if (before !== undefined && isCharacter(press) && !isChord(press)) {
        const picture = events.length === 0 ? before : snapshotOf(before.field)
        snapshots = [...snapshots, picture].slice(-keptSnapshots)
      }
    }
    sendInputMethodAway(press)
    schedule()
  }

  const onKeyUp = (event: KeyboardEvent): void => {
    if (isReplay(event)) return
    wedge.release(event.code)
    if (!swallowed.delete(event.code)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  /** Windows writes what Alt and a number made when Alt goes up, without a key going down. */
  const onKeyPress = (event: KeyboardEvent): void => {
    if (pauses > 0 || !wedge.inBurst()) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  const forget = (): void => {
    wedge.reset()
    swallowed.clear()
    snapshots = []
    schedule()
  }

  window.addEventListener('keydown', onKeyDown, { capture: true })
  window.addEventListener('keyup', onKeyUp, { capture: true })
  window.addEventListener('keypress', onKeyPress, { capture: true })
  window.addEventListener('blur', forget)
  return {
    pause: () => {
      forget()
      pauses++
      let paused = true
      return () => {
        if (paused) pauses--
        paused = false
      }
    },
    detach: () => {
      clearTimeout(timer)
      window.removeEventListener('keydown', onKeyDown, { capture: true })
      window.removeEventListener('keyup', onKeyUp, { capture: true })
      window.removeEventListener('keypress', onKeyPress, { capture: true })
      window.removeEventListener('blur', forget)
    },
  }
}
