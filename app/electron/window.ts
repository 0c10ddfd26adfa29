import type Electron from 'electron'
import type { Log } from '../../main/ports.ts'
import { displayUrl, pageUrl } from './channels.ts'
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

const isOurPage = (url: string): boolean => url === pageUrl || url === displayUrl

/** Keeps any page from going elsewhere, opening another, or taking one in (security S03). */
export const guardContents = (contents: UsedContents): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-redirect', (details) => details.preventDefault())
  // The main frame may load its own page again; no frame may load anything else.
  contents.on('will-navigate', (details) => {
    if (!isOurPage(details.url)) details.preventDefault()
  })
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isOurPage(details.url)) details.preventDefault()
  })
}

/** Where a window is, and what it shows. */
interface Place {
  readonly url: string
  readonly options: Electron.BrowserWindowConstructorOptions
  /** How it comes into sight once it is drawn. */
  readonly show: (window: UsedWindow) => void
}

/**
 * Makes a window; `loadURL` fills it. A page that crashed is loaded again, and one that hangs is ended first, because it
 * would hear nothing: the till itself runs in another process and goes on (reliability F08).
 */
const makeWindow = (
  electron: Pick<UsedElectron, 'app' | 'BrowserWindow'>,
  preload: string,
  log: Log,
  { url, options, show }: Place,
): UsedWindow => {
  const window = new electron.BrowserWindow({
    title: 'Spot Till',
    show: false,
    autoHideMenuBar: true,
    webPreferences: windowPreferences(preload, electron.app.isPackaged),
    ...options,
  })
  window.once('ready-to-show', () => show(window))
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    log.warn('screen-crashed', { reason: details.reason })
    window.loadURL(url).catch((fault: unknown) => {
      log.error('screen-not-loaded', { fault: fault instanceof Error ? fault.name : 'unknown' })
    })
  })
  window.on('unresponsive', () => {
    log.warn('screen-hung')
    window.webContents.forcefullyCrashRenderer()
  })
  return window
}

/** The cashier's window. */
export const createWindow = (
  electron: Pick<UsedElectron, 'app' | 'BrowserWindow'>,
  preload: string,
  log: Log,
): UsedWindow =>
  makeWindow(electron, preload, log, {
    url: pageUrl,
    options: { width: 1280, height: 800, minWidth: 1024, minHeight: 768 },
    show: (window) => window.show(),
  })

/** The customer's window: fills a screen of its own when there is one. It never takes the keys from the cashier's. */
export const createDisplayWindow = (
  electron: Pick<UsedElectron, 'app' | 'BrowserWindow'>,
  preload: string,
  log: Log,
  own: Pick<Electron.Display, 'bounds'> | undefined,
): UsedWindow =>
  makeWindow(electron, preload, log, {
    url: displayUrl,
    options: own === undefined ? { width: 1024, height: 600 } : { ...own.bounds, fullscreen: true },
    show: (window) => window.showInactive(),
  })
