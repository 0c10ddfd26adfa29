import type { Screen } from './screen.ts'
import { isShortcutKey, shortcuts } from './shortcuts.ts'

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('button, a, input, textarea, select, summary, [role="radio"]') !== null
const isTextual = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select') !== null

/**
 * Keys that are not digits. Digits and codes come through the wedge, which stands before this; a control that has the
 * focus keeps its own Enter and Backspace.
 */
export const listenToKeys = (screen: Screen): (() => void) => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const { key, target } = event
    const take = (): void => event.preventDefault()
    if (key === 'F12' && event.shiftKey) {
      take()
      screen.send({ type: 'open', panel: { type: 'people' } })
      return
    }
    if (isShortcutKey(key)) {
      take()
      if (!event.repeat) screen.shortcut(shortcuts[key])
      return
    }
    if (key === 'Escape') {
      take()
      if (!event.repeat) screen.send({ type: 'escape' })
      return
    }
    if (screen.store.getState().sale.panel !== undefined || isTextual(target)) return
    if (key === 'Enter' && !isControl(target)) {
      take()
      if (!event.repeat) screen.send({ type: 'confirm' })
    } else if (key === 'Backspace') {
      take()
      screen.send({ type: 'backspace' })
    } else if (key === 'Delete') {
      take()
      screen.send({ type: 'clear' })
    }
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
