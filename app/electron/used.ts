import type Electron from 'electron'

/**
 * The part of Electron that the till uses, in Electron's own types. Everything in this folder takes it as a parameter;
 * `main.ts` alone imports the real one. What is not named here, the till cannot touch, and a stand-in for proofs has
 * to be exactly this.
 */

export type UsedFrame = Pick<Electron.WebFrameMain, 'frameToken' | 'origin' | 'postMessage' | 'processId'>

export interface UsedContents extends Pick<
  Electron.WebContents,
  'forcefullyCrashRenderer' | 'id' | 'on' | 'setWindowOpenHandler'
> {
  readonly mainFrame: Pick<Electron.WebFrameMain, 'frameToken' | 'processId'>
}

/** What arrives with a message from a preload. */
export interface UsedMessageEvent {
  readonly sender: UsedContents
  readonly senderFrame: UsedFrame | null
}

export interface UsedWindow extends Pick<
  Electron.BrowserWindow,
  'destroy' | 'focus' | 'isMinimized' | 'loadURL' | 'on' | 'once' | 'restore' | 'show' | 'showInactive'
> {
  readonly webContents: UsedContents
}

export interface UsedSession extends Pick<
  Electron.Session,
  'on' | 'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
> {
  readonly protocol: Pick<Electron.Protocol, 'handle'>
  readonly webRequest: Pick<Electron.WebRequest, 'onBeforeRequest'>
}

export interface UsedApp extends Pick<
  Electron.App,
  | 'enableSandbox'
  | 'exit'
  | 'getPath'
  | 'isPackaged'
  | 'on'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'whenReady'
> {
  readonly commandLine: Pick<Electron.CommandLine, 'hasSwitch'>
}

export type UsedSafeStorage = Pick<
  Electron.SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>

export type UsedScreen = Pick<Electron.Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'off' | 'on'>

export interface UsedElectron {
  readonly app: UsedApp
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => UsedWindow
  readonly dialog: Pick<Electron.Dialog, 'showErrorBox'>
  readonly ipcMain: {
    readonly on: (
      channel: string,
      listener: (event: UsedMessageEvent, ...given: unknown[]) => void,
    ) => unknown
  }
  readonly Menu: {
    readonly buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => Electron.Menu
    readonly setApplicationMenu: (menu: Electron.Menu | null) => void
  }
  readonly MessageChannelMain: new () => Electron.MessageChannelMain
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>
  readonly safeStorage: UsedSafeStorage
  readonly screen: UsedScreen
  readonly session: { readonly defaultSession: UsedSession }
}
