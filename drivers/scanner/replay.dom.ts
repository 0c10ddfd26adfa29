import { isTextField } from './text-field.dom.ts'

/** Key events of our own making, so that the layer in front of the fields lets them through. */
const replays = new WeakSet<Event>()
export const isReplay = (event: Event): boolean => replays.has(event)

const pushButtons = new Set(['button', 'submit', 'reset', 'image'])
const isButton = (element: Element): boolean =>
  element instanceof HTMLButtonElement ||
  (element instanceof HTMLElement && element.tagName === 'SUMMARY') ||
  (element instanceof HTMLInputElement && pushButtons.has(element.type))
const isTick = (element: Element): boolean =>
  element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio')
const isLink = (element: Element): boolean => element instanceof HTMLAnchorElement && element.href !== ''

/** Enter in a form: its first submit button is pressed; without one, only a form of a single field is sent. */
const submitByEnter = (form: HTMLFormElement | null): void => {
  if (form === null) return
  const controls = [...form.elements]
  const button = controls.find(
    (control): control is HTMLButtonElement | HTMLInputElement =>
      (control instanceof HTMLButtonElement && control.type === 'submit') ||
      (control instanceof HTMLInputElement && (control.type === 'submit' || control.type === 'image')),
  )
  if (button !== undefined) button.click()
  else if (controls.filter((control) => isTextField(control)).length <= 1) form.requestSubmit()
}

/** What a browser does for a real key and not for one made by script. */
const act = (target: Element, key: string): void => {
  if (!(target instanceof HTMLElement)) return
  if (key === ' ' && (isButton(target) || isTick(target))) target.click()
  else if (key === 'Enter' && (isButton(target) || isLink(target))) target.click()
  else if (key === 'Enter' && target instanceof HTMLInputElement) submitByEnter(target.form)
  else if (key === 'Enter' && target instanceof HTMLTextAreaElement) document.execCommand('insertLineBreak')
}

const copyOf = (event: KeyboardEvent, type: 'keydown' | 'keyup'): KeyboardEvent => {
  const copy = new KeyboardEvent(type, {
    key: event.key,
    code: event.code,
    location: event.location,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    shiftKey: event.shiftKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  })
  replays.add(copy)
  return copy
}

/**
 * Presses a key that was held back: the page's listeners hear it, buttons and forms act on it. Returns whether a
 * listener took it (`preventDefault`).
 */
export const replayKey = (event: KeyboardEvent): boolean => {
  const original = event.target
  const target =
    original instanceof Element && original.isConnected
      ? original
      : (document.activeElement ?? document.documentElement)
  const down = copyOf(event, 'keydown')
  target.dispatchEvent(down)
  if (!down.defaultPrevented) act(target, event.key)
  target.dispatchEvent(copyOf(event, 'keyup'))
  return down.defaultPrevented
}
