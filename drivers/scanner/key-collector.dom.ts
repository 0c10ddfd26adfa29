import { createKeyCollector } from './key-collector.ts'
import type { KeyPress } from './keystroke.ts'
import { isReplay, replayKey } from './replay.dom.ts'
import { pressOf } from './wedge.dom.ts'

/** Takes every trigger pull from the whole page, key by key, and tells it when it is over. Returns the way back. */
export const collectKeys = (listener: (pull: readonly KeyPress[]) => void): (() => void) => {
  const collector = createKeyCollector()
  const taken = new Set<string>()
  let held: KeyboardEvent | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = (event: KeyboardEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const schedule = (): void => {
    clearTimeout(timer)
    const waitMs = collector.waitMs()
    if (waitMs !== undefined) timer = setTimeout(beQuiet, waitMs)
  }
  const beQuiet = (): void => {
    const { pull, letGo } = collector.quiet()
    if (letGo && held !== undefined) replayKey(held)
    held = undefined
    if (pull !== undefined) listener(pull)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isReplay(event)) return
    const { verdict, pull } = collector.press(pressOf(event))
    if (pull !== undefined) listener(pull)
    if (verdict === 'pass') taken.delete(event.code)
    else {
      stop(event)
      taken.add(event.code)
      held = verdict === 'hold' ? event : undefined
    }
    schedule()
  }
  const onKeyUp = (event: KeyboardEvent): void => {
    if (!isReplay(event) && taken.delete(event.code)) stop(event)
  }
  /** Windows writes what Alt and a number made when Alt goes up, without a key going down. */
  const onKeyPress = (event: KeyboardEvent): void => {
    if (collector.isCollecting()) stop(event)
  }
  window.addEventListener('keydown', onKeyDown, { capture: true })
  window.addEventListener('keyup', onKeyUp, { capture: true })
  window.addEventListener('keypress', onKeyPress, { capture: true })
  return () => {
    clearTimeout(timer)
    window.removeEventListener('keydown', onKeyDown, { capture: true })
    window.removeEventListener('keyup', onKeyUp, { capture: true })
    window.removeEventListener('keypress', onKeyPress, { capture: true })
  }
}
