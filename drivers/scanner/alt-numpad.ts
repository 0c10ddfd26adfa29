import type { BrokenBurst } from './burst.ts'
import { characterByPosition, isTerminator, type KeyPress } from './keystroke.ts'
import { chordMs, fastMs, lineFeedMs, tornMs } from './pace.ts'
import type { Wedge, WedgeEvent, WedgeSettings } from './wedge.ts'

/** Silence after which a code has ended that no key ends: at this pace a character is up to five keys. */
const silenceMs = 200
const textMax = 64

/**
 * Scanners that are set to be independent of the keyboard's layout hold Alt down and type each character's number on the
 * number pad. Windows would write the character when Alt goes up; other systems would hear shortcuts. This stands in
 * front of the layer that reads keys, and takes such sequences when they come at a machine's pace.
 */
export const withAltNumpad = (wedge: Wedge, { terminator, prefix = '' }: WedgeSettings): Wedge => {
  let text = ''
  /** Of the character whose Alt is down; undefined when none is. */
  let digits: string | undefined
  let spoilt: BrokenBurst | undefined
  let lastAt = -Infinity
  let endedAt = -Infinity

  const isPending = (): boolean => text !== '' || spoilt !== undefined || (digits ?? '') !== ''
  const patience = (): number => (terminator === 'none' ? silenceMs : tornMs)
  const digitOf = (press: KeyPress): string | undefined =>
    press.code.startsWith('Numpad') && press.alt ? characterByPosition(press) : undefined

  const compose = (): void => {
    if (digits === undefined) return
    const character = Number(digits === '' ? Number.NaN : digits)
    if (character >= 0x20 && character < 0x7f && text.length < textMax) text += String.fromCharCode(character)
    else if (digits !== '') spoilt ??= text.length < textMax ? 'control-keys' : 'too-long'
    digits = undefined
  }

  const finish = (ended: 'terminator' | 'silence', at: number): WedgeEvent[] => {
    compose()
    const why = spoilt ?? (ended === 'silence' && terminator !== 'none' ? 'no-terminator' : undefined)
    const whole = text.startsWith(prefix) ? text.slice(prefix.length) : text
    text = ''
    spoilt = undefined
    endedAt = at
    const taken = { tookBack: 0, tookBackFromField: 0 }
    return why === undefined
      ? [{ type: 'scan', text: whole, ...taken }]
      : [{ type: 'partial', text: whole, why, ...taken }]
  }

  const overdue = (at: number): WedgeEvent[] =>
    isPending() && at - lastAt >= patience() ? finish('silence', lastAt) : []

  return {
    press: (press) => {
      const earlier = overdue(press.at)
      const sinceLast = press.at - lastAt
      const add = ({ verdict, events }: ReturnType<Wedge['press']>) => ({
        verdict,
        events: [...earlier, ...events],
      })
      if (/^Alt(?:Left|Right)?$/.test(press.code)) {
        compose()
        digits = ''
        lastAt = press.at
        return isPending() ? add({ verdict: 'swallow', events: [] }) : add(wedge.press(press))
      }
      const digit = digits === undefined ? undefined : digitOf(press)
      if (digit !== undefined && sinceLast <= (digits === '' ? chordMs : fastMs)) {
        digits += digit
        lastAt = press.at
        return add({ verdict: 'swallow', events: [] })
      }
      if (digits === '') digits = undefined
      if (isPending()) {
        lastAt = press.at
        if (isTerminator(press)) return add({ verdict: 'swallow', events: finish('terminator', press.at) })
        spoilt ??= 'mixed'
        return add({ verdict: 'swallow', events: [] })
      }
      if (press.at - endedAt <= lineFeedMs && isTerminator(press))
        return add({ verdict: 'swallow', events: [] })
      return add(wedge.press(press))
    },
    release: (code) => {
      if (/^Alt(?:Left|Right)?$/.test(code)) compose()
      wedge.release(code)
    },
    tick: (at) => [...overdue(at), ...wedge.tick(at)],
    wakeAt: () => {
      const due = wedge.wakeAt()
      const ours = isPending() ? lastAt + patience() : undefined
      return due === undefined || ours === undefined ? (due ?? ours) : Math.min(due, ours)
    },
    inBurst: () => isPending() || wedge.inBurst(),
    reset: () => {
      text = ''
      digits = undefined
      spoilt = undefined
      wedge.reset()
    },
  }
}
