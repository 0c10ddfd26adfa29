import type { TillClient } from '../connection.ts'
import type { Screen } from '../screen.ts'

const tellEveryMs = 5000

/**
 * Tells the till that somebody is there, at most every few seconds and once more at the end, while somebody is signed
 * in. The till alone decides when nobody is: a screen that dies says nothing, and is locked out like an idle one.
 */
export const tellOfTouches = (
  screen: Screen,
  { people }: Pick<TillClient, 'people'>,
  nowMs: () => number,
): (() => void) => {
  let toldMs = Number.NEGATIVE_INFINITY
  let later: ReturnType<typeof setTimeout> | undefined
  const tell = (): void => {
    later = undefined
    if (screen.store.getState().sale.view?.people?.signedIn === undefined) return
    toldMs = nowMs()
    // Without a line the till hears nothing, and locks: so it should.
    people.awake().catch(() => undefined)
  }
  const touched = (): void => {
    const dueMs = toldMs + tellEveryMs - nowMs()
    if (dueMs <= 0) tell()
    else later ??= setTimeout(tell, dueMs)
  }
  window.addEventListener('keydown', touched, { capture: true })
  window.addEventListener('pointerdown', touched, { capture: true })
  return () => {
    clearTimeout(later)
    window.removeEventListener('keydown', touched, { capture: true })
    window.removeEventListener('pointerdown', touched, { capture: true })
  }
}
