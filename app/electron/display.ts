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
  let window: UsedWindow | undefined
  /** As it was wanted last: a window that somebody has closed stays closed until the settings say otherwise. */
  let wanted = false
  let stop: () => void = () => undefined
  const close = (): void => {
    stop()
    window?.destroy()
    window = undefined
  }
  const look = (wants: boolean): void => {
    if (wants === wanted) return
    wanted = wants
    if (!wants) {
      window?.destroy()
      window = undefined
      return
    }
    const made = createDisplayWindow(electron, preload, log)
    window = made
    made.once('closed', () => {
      if (window === made) window = undefined
    })
    made.loadURL(displayUrl).catch((fault: unknown) => {
      log.error('display-not-loaded', { fault: fault instanceof Error ? fault.name : 'unknown' })
    })
  }
  return {
    windowId: () => window?.webContents.id,
    serve: displays.serve,
    open: displays.open,
    follow: () => {
      stop = till.onNotice((notice) => {
        if (notice.type === 'view') look(notice.view.customerWindow === true)
      })
      look(till.view().customerWindow === true)
    },
    close,
  }
}
