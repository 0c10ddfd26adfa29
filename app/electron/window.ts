import type Electron from 'electron'
import type { Log } from '../../main/ports.ts'
import { pageUrl } from './channels.ts'
import type { UsedContents, UsedElectron, UsedWindow } from './used.ts'

/** What every window of this program is made with (security S01). */
const windowPreferences = (preload: string, packaged: boolean): Electron.WebPreferences => ({
  preload,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  plugins: false,
  spellcheck: false,
  enableWebSQL: false,
  safeDialogs: true,
  devTools: !packaged,
})

/** Keeps any page from going elsewhere, opening another, or taking one in (security S03). */
export const guardContents = (contents: UsedContents): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-redirect', (details) => details.preventDefault())
  // The main frame may load its own page again; no frame may load anything else.
  contents.on('will-navigate', (details) => {
    if (details.url !== pageUrl) details.preventDefault()
  })
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || details.url !== pageUrl) details.preventDefault()
  })
}

/**
 * Makes the till's window; `loadURL(pageUrl)` fills it. A page that crashed is loaded again, and one that hangs is ended
 * first, because it would hear nothing: the till itself runs in another process and goes on (reliability F08).
 */
export const createWindow = (
  electron: Pick<UsedElectron, 'app' | 'BrowserWindow'>,
  preload: string,
  log: Log,
): UsedWindow => {
  const window = new electron.BrowserWindow({
    title: 'Spot Till',
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 768,
    show: false,
    autoHideMenuBar: true,
    webPreferences: windowPreferences(preload, electron.app.isPackaged),
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    log.warn('screen-crashed', { reason: details.reason })
    window.loadURL(pageUrl).catch((fault: unknown) => {
      log.error('screen-not-loaded', { fault: fault instanceof Error ? fault.name : 'unknown' })
    })
  })
  window.on('unresponsive', () => {
    log.warn('screen-hung')
    window.webContents.forcefullyCrashRenderer()
  })
  return window
}
