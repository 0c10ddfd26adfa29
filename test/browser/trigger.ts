import type { CDPSession, Page } from 'playwright-core'
import { scanned, type KeyStroke } from '../devices/keyboard-player.ts'
import { browserNow } from './browser-clock.ts'

const inputMethodKey = 229
const virtualKeys: Readonly<Record<string, number>> = { Enter: 13, Tab: 9, Shift: 16, Control: 17, Alt: 18 }

/** A stroke as a browser is told of it: down and up, each with its time. */
const keyEventsOf = ({ at, heldMs, press }: KeyStroke) => {
  const { code, key, ctrl = false, alt = false, shift = false } = press
  const writes = [...key].length === 1 && !ctrl && !alt
  const event = {
    code,
    key,
    modifiers: (alt ? 1 : 0) + (ctrl ? 2 : 0) + (shift ? 8 : 0),
    isKeypad: code.startsWith('Numpad'),
    windowsVirtualKeyCode:
      key === 'Process' ? inputMethodKey : (virtualKeys[key] ?? key.toUpperCase().charCodeAt(0)),
  }
  return [
    {
      at,
      event: {
        ...event,
        type: writes ? ('keyDown' as const) : ('rawKeyDown' as const),
        ...(writes ? { text: key } : {}),
      },
    },
    { at: at + heldMs, event: { ...event, type: 'keyUp' as const } },
  ]
}

/**
 * One pull of the trigger of a scanner that types: all keys go out together, and each says when it was made, however
 * busy this machine is when they arrive. `\n` is Enter.
 */
export const pullTrigger = async (page: Page, text: string, gapMs = 10): Promise<void> =>
  sendStrokes(page, scanned(text, 0, gapMs))

export const sendStrokes = async (page: Page, strokes: readonly KeyStroke[]): Promise<void> => {
  const events = strokes.flatMap(keyEventsOf).toSorted((a, b) => a.at - b.at)
  const tookMs = events.at(-1)?.at ?? 0
  // The first key must not be older than what was pressed before it; a hand takes as long.
  await page.waitForTimeout(300 + tookMs)
  const keyboard = await page.context().newCDPSession(page)
  const start = browserNow() - tookMs
  await Promise.all(
    events.map(({ at, event }) =>
      keyboard.send('Input.dispatchKeyEvent', { ...event, timestamp: (start + at) / 1000 }),
    ),
  )
  await keyboard.detach()
}

/** Sends the keys when they are due and with their own time, however late a busy machine delivers them. */
export const playStrokes = async (keyboard: CDPSession, strokes: readonly KeyStroke[]): Promise<void> => {
  const start = browserNow() + 20
  const sent: Promise<unknown>[] = []
  for (const { at, event } of strokes.flatMap(keyEventsOf).toSorted((a, b) => a.at - b.at)) {
    const wait = start + at - browserNow()
    if (wait > 2) await new Promise((resolve) => setTimeout(resolve, wait))
    sent.push(keyboard.send('Input.dispatchKeyEvent', { ...event, timestamp: (start + at) / 1000 }))
  }
  await Promise.all(sent)
}
