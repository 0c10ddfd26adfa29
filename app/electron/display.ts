import type Electron from 'electron'
import type { Log } from '../../main/ports.ts'
import type { Till } from '../../main/till.ts'
import { createDisplayServer } from '../display-line.ts'
import { displayUrl } from './channels.ts'
import type { ServedWindow } from './ipc.ts'
import type { UsedElectron, UsedWindow } from './used.ts'
import { createDisplayWindow } from './window.ts'

export interface DisplayWindow extends ServedWindow {
  /** Opens the window or takes it away, now and whenever the settings change. */
  readonly follow: () => void
  /** How many windows hear the till now: none, or one. */
  readonly open: () => number
  readonly close: () => void
}

/** The window that is turned to the customer, as the settings have it. */
export const createDisplay = (
  electron: Pick<UsedElectron, 'app' | 'BrowserWindow' | 'screen'>,
  preload: string,
  till: Pick<Till, 'view' | 'onNotice'>,
  log: Log,
): DisplayWindow => {
  const displays = createDisplayServer(till)
  const { screen } = electron
  let window: UsedWindow | undefined
  let wanted = false
  /** A window that somebody has closed stays closed until the settings say otherwise. */
  let isDismissed = false
  /** The screen that the window fills, by its number. */
  let filled: number | undefined
  let stop: () => void = () => undefined

  /** A screen that is not the cashier's: the one that it fills already, while that is one. */
  const ownScreen = (): Electron.Display | undefined => {
    const cashiers = screen.getPrimaryDisplay().id
    const others = screen.getAllDisplays().filter(({ id }) => id !== cashiers)
    return others.find(({ id }) => id === filled) ?? others[0]
  }
  const take = (): void => {
    const taken = window
    window = undefined
    taken?.destroy()
  }
  const make = (own: Electron.Display | undefined): void => {
    filled = own?.id
    const made = createDisplayWindow(electron, preload, log, own)
    window = made
    made.once('closed', () => {
      if (window !== made) return
      window = undefined
      isDismissed = true
    })
    made.loadURL(displayUrl).catch((fault: unknown) => {
      log.error('display-not-loaded', { fault: fault instanceof Error ? fault.name : 'unknown' })
    })
  }
  const look = (wants: boolean): void => {
    if (wants === wanted) return
    wanted = wants
    isDismissed = false
    if (wants) make(ownScreen())
    else take()
  }
  /** Without its screen the window would cover the cashier's; it goes with it, and comes back with it. */
  const rearrange = (): void => {
    const own = ownScreen()
    if (!wanted || isDismissed || own?.id === filled) return
    take()
    filled = undefined
    if (own !== undefined) make(own)
  }
  return {
    windowId: () => window?.webContents.id,
    serve: displays.serve,
    open: displays.open,
    follow: () => {
      screen.on('display-added', rearrange)
      screen.on('display-removed', rearrange)
      // Another screen is the cashier's now.
      screen.on('display-metrics-changed', rearrange)
      stop = till.onNotice((notice) => {
        if (notice.type === 'view') look(notice.view.customerWindow === true)
      })
      look(till.view().customerWindow === true)
    },
    close: () => {
      screen.off('display-added', rearrange)
      screen.off('display-removed', rearrange)
      screen.off('display-metrics-changed', rearrange)
      stop()
      take()
    },
  }
}
