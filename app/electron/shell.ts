import type { Log, Secrets } from '../../main/ports.ts'
import type { Till } from '../../main/till.ts'
import { openPages } from '../pages.ts'
import { createRouter } from '../router.ts'
import { createScreenServer } from '../screen.ts'
import { systemChance } from '../system.ts'
import { pageUrl } from './channels.ts'
import { createDisplay } from './display.ts'
import { servePorts } from './ipc.ts'
import { registerPageScheme, servePages } from './page-protocol.ts'
import { guardSession } from './permissions.ts'
import { createSafeSecrets, protectedFolder } from './secrets.ts'
import type { UsedElectron, UsedWindow } from './used.ts'
import { createWindow, guardContents } from './window.ts'

/** What `composeTill` makes, as far as this host needs it. */
export interface RunningTill {
  readonly till: Till
  readonly log: Log
  readonly close: () => Promise<void>
}

export interface ShellOptions {
  readonly electron: UsedElectron
  readonly compose: (options: { readonly dataDir: string; readonly secrets: Secrets }) => Promise<RunningTill>
  /** The built preload. */
  readonly preload: string
  /** The folder of the built screen. */
  readonly screen: string
  /** Settings, journal and keys; the same folder as every other host's. */
  readonly dataDir: string
  readonly platform: NodeJS.Platform
}

/** Switches that open a shipped till to whoever can start it (security S02, S11). */
export const refusedSwitches = [
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'js-flags',
  'load-extension',
  'proxy-server',
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'renderer-cmd-prefix',
  'single-process',
  'unsafely-treat-insecure-origin-as-secure',
  'utility-cmd-prefix',
] as const

/** Why a shipped program does not start with these switches; Chromium has read them before us. */
export const switchRefusal = ({ isPackaged, commandLine }: UsedElectron['app']): string | undefined => {
  const refused = isPackaged ? refusedSwitches.find((name) => commandLine.hasSwitch(name)) : undefined
  return refused === undefined ? undefined : `It does not start with --${refused}.`
}

/**
 * Runs the till inside Electron until its window is closed. There is one per user: a second start brings the first one
 * to the front and ends. Resolves when the window shows the page, or when this start has ended.
 */
export const runShell = async (options: ShellOptions): Promise<void> => {
  const { electron, platform, dataDir } = options
  const { app } = electron

  // Everything that must happen before the app is ready stands here, before the first await.
  app.enableSandbox()
  registerPageScheme(electron)
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  const refused = switchRefusal(app)
  if (refused !== undefined) {
    electron.dialog.showErrorBox('The till cannot start', refused)
    app.exit(1)
    return
  }

  let window: UsedWindow | undefined
  let composed: RunningTill | undefined
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  })
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  app.on('session-created', (session) => guardSession(session))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (composed === undefined) return
    // The journal is closed before the process ends; a fault there must not keep the program from ending.
    event.preventDefault()
    const { close, log } = composed
    composed = undefined
    void close()
      .catch((fault: unknown) =>
        log.error('close-failed', { fault: fault instanceof Error ? fault.name : 'unknown' }),
      )
      .finally(() => app.quit())
  })

  await app.whenReady()
  try {
    const { defaultSession } = electron.session
    guardSession(defaultSession)
    electron.Menu.setApplicationMenu(
      // Without one, macOS has no way to quit or to paste.
      platform === 'darwin'
        ? electron.Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
        : null,
    )
    servePages(defaultSession, await openPages(options.screen, systemChance))
    const secrets = createSafeSecrets(electron.safeStorage, protectedFolder(dataDir), platform)
    composed = await options.compose({ dataDir, secrets })
    const { till, log } = composed
    const display = createDisplay(electron, options.preload, till, log)
    const cashiers = {
      windowId: () => window?.webContents.id,
      serve: createScreenServer(
        createRouter(till, () => ({ open: display.open() })),
        log,
      ),
    }
    servePorts(electron, [cashiers, display], log)
    // The page asks for its port while it loads, so that the window has to be known before.
    window = createWindow(electron, options.preload, log)
    // Without the cashier's window there is nothing for the customer to see, and the program ends.
    window.once('closed', display.close)
    await window.loadURL(pageUrl)
    display.follow()
  } catch (fault) {
    electron.dialog.showErrorBox(
      'The till cannot start',
      fault instanceof Error ? fault.message : 'An unknown fault stopped it.',
    )
    app.exit(1)
  }
}
