import type { ShiftView } from '../contract/cash.ts'
import type { Clock, Drawer } from '../ports.ts'

export type DrawerFault = NonNullable<ShiftView['drawerFault']>

export interface DrawerWatchParts {
  readonly drawer: Drawer
  readonly clock: Clock
  /** How long it may stay open before the till says so, milliseconds. */
  readonly openMs: number
  /** Another fault than before, or none any more. */
  readonly changed: () => void
}

/** Opens the drawer and looks after it. Nothing waits for it, and nothing of it fails into a sale. */
export interface DrawerWatch {
  /** Ends when the drawer was told and its line is free again; never rejects. */
  readonly kick: () => Promise<void>
  readonly fault: () => DrawerFault | undefined
  readonly stop: () => void
}

/** Between two looks at the switch of an open drawer, milliseconds. */
const lookEveryMs = 2000

export const createDrawerWatch = ({ drawer, clock, openMs, changed }: DrawerWatchParts): DrawerWatch => {
  let fault: DrawerFault | undefined
  let callOff: () => void = () => undefined
  let kicks = 0

  const say = (now: DrawerFault | undefined): void => {
    if (now === fault) return
    fault = now
    changed()
  }
  const look = async (kickNumber: number, since: number): Promise<void> => {
    const state = await drawer.state()
    if (kickNumber !== kicks) return
    // One that cannot be asked is not looked at again before it is opened the next time.
    if (state !== 'open') return say(undefined)
    if (clock.now().mono - since >= openMs) say('left-open')
    callOff = clock.after(lookEveryMs, () => void look(kickNumber, since))
  }

  return {
    kick: () => {
      kicks += 1
      const kickNumber = kicks
      callOff()
      const open = async (): Promise<void> => {
        const opened = await drawer.open()
        if (kickNumber !== kicks) return
        say(opened.ok ? undefined : opened.error)
        const since = clock.now().mono
        if (opened.ok) callOff = clock.after(lookEveryMs, () => void look(kickNumber, since))
      }
      return open()
    },
    fault: () => fault,
    stop: () => {
      kicks += 1
      callOff()
    },
  }
}
