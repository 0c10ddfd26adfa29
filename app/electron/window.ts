import type Electron from 'electron'
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
 * Makes the till's window; `loadURL(pageUrl)` fills it. A page that crashed is loaded again: the till itself runs in
 * another process.
 */
export const createWindow = (
  electron: Pick<UsedElectron, 'app' | 'BrowserWindow'>,
  preload: string,
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
    if (details.reason !== 'clean-exit') void window.loadURL(pageUrl)
  })
  return window
}
