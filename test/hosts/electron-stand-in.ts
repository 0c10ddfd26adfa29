import type Electron from 'electron'
import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type {
  UsedApp,
  UsedContents,
  UsedElectron,
  UsedFrame,
  UsedMessageEvent,
  UsedSafeStorage,
  UsedScreen,
  UsedSession,
  UsedWindow,
} from '../../app/electron/used.ts'

/**
 * The part of Electron that the till uses, in memory. Its types are Electron's own (`app/electron/used.ts`), so that the
 * compiler says when the two differ; what it does follows Electron's documentation: when which event comes, what
 * `preventDefault` keeps from happening, which handler decides. Ports are real ones, of Node.
 */

type Listener = (...given: never[]) => void

/** `on` and `once` of Electron's emitters, whose types name every event there is. */
class Emitter {
  readonly #events = new EventEmitter()
  on(event: string, listener: Listener): never {
    this.#events.on(event, listener as (...given: unknown[]) => void)
    return this as never
  }
  once(event: string, listener: Listener): never {
    this.#events.once(event, listener as (...given: unknown[]) => void)
    return this as never
  }
  off(event: string, listener: Listener): never {
    this.#events.off(event, listener as (...given: unknown[]) => void)
    return this as never
  }
  listenerCount(event: string): number {
    return this.#events.listenerCount(event)
  }
  emit(event: string, ...given: readonly unknown[]): void {
    this.#events.emit(event, ...given)
  }
  /** Emits an event that listeners can prevent; whether none of them did. */
  passes(event: string, fields: object = {}): boolean {
    let passed = true
    this.emit(event, { ...fields, preventDefault: () => (passed = false) })
    return passed
  }
}

export class StandInPort extends EventEmitter implements Electron.MessagePortMain {
  readonly inner: MessagePort
  constructor(inner: MessagePort) {
    super()
    this.inner = inner
    inner.on('close', () => this.emit('close'))
  }
  start(): void {
    this.inner.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }
  postMessage(message: unknown): void {
    this.inner.postMessage(message, [])
  }
  close(): void {
    this.inner.close()
  }
}

class StandInChannel implements Electron.MessageChannelMain {
  readonly port1: StandInPort
  readonly port2: StandInPort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new StandInPort(port1)
    this.port2 = new StandInPort(port2)
  }
}

type RequestHandler = Exclude<Parameters<UsedSession['setPermissionRequestHandler']>[0], null>
type CheckHandler = Exclude<Parameters<UsedSession['setPermissionCheckHandler']>[0], null>
type BeforeRequest = (details: { url: string }, answer: (verdict: { cancel?: boolean }) => void) => void
type DeviceHandler = Exclude<Parameters<UsedSession['setDevicePermissionHandler']>[0], null>
export type Permission = Parameters<RequestHandler>[1]

export class StandInSession extends Emitter implements UsedSession {
  readonly #handlers = new Map<string, Parameters<UsedSession['protocol']['handle']>[1]>()
  #mayRequest: RequestHandler = (_contents, _permission, grant) => grant(true)
  #mayCheck: CheckHandler = () => true
  #mayDevice: DeviceHandler = () => true
  #before: BeforeRequest | undefined

  readonly protocol: UsedSession['protocol'] = {
    handle: (scheme, handler) => void this.#handlers.set(scheme, handler),
  }
  readonly webRequest: UsedSession['webRequest'] = {
    onBeforeRequest: (...given: unknown[]) => {
      this.#before = given.at(-1) as BeforeRequest
    },
  }
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    if (handler !== null) this.#mayRequest = handler
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    if (handler !== null) this.#mayCheck = handler
  }
  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    if (handler !== null) this.#mayDevice = handler
  }

  /** What a page gets when it asks; Electron grants everything when nobody decides. */
  request(permission: Permission, details: object): Promise<boolean> {
    return new Promise((resolve) => this.#mayRequest({} as never, permission, resolve, details as never))
  }
  check(permission: Permission, origin: string, details: object): boolean {
    return this.#mayCheck(null, permission, origin, details as never)
  }
  device(details: object): boolean {
    return this.#mayDevice(details as never)
  }
  /** Fetches as a page would: asks the request filter, then the handler of the scheme. */
  async fetch(url: string, method = 'GET'): Promise<Response> {
    const cancelled = await new Promise<boolean>((resolve) => {
      if (this.#before === undefined) resolve(false)
      else this.#before({ url }, ({ cancel }) => resolve(cancel === true))
    })
    if (cancelled) throw new Error(`ERR_BLOCKED_BY_CLIENT ${url}`)
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined) throw new Error(`ERR_UNKNOWN_URL_SCHEME ${url}`)
    return handler(new Request(url, { method }))
  }
}

export interface FramePost {
  readonly channel: string
  readonly message: unknown
  readonly ports: readonly MessagePort[]
}

export const standInFrame = (
  origin: string,
  frameToken = 'top',
): UsedFrame & { readonly posts: FramePost[] } => {
  const posts: FramePost[] = []
  return {
    origin,
    frameToken,
    processId: 7,
    posts,
    postMessage: (channel, message, transfer = []) => {
      posts.push({ channel, message, ports: transfer.map((port) => (port as StandInPort).inner) })
    },
  }
}

export class StandInContents extends Emitter implements UsedContents {
  readonly id: number
  readonly mainFrame = standInFrame('app://till')
  /** Every document that this page came to show. */
  readonly loaded: string[] = []
  #open: Parameters<UsedContents['setWindowOpenHandler']>[0] = () => ({ action: 'allow' })
  constructor(id: number) {
    super()
    this.id = id
  }
  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 9 })
  }
  setWindowOpenHandler(handler: Parameters<UsedContents['setWindowOpenHandler']>[0]): void {
    this.#open = handler
  }
  /** A link, a script or a dropped file sends the main frame elsewhere. */
  navigate(url: string): void {
    const details = { url, isMainFrame: true, isSameDocument: false }
    if (this.passes('will-frame-navigate', details) && this.passes('will-navigate', details))
      this.loaded.push(url)
  }
  /** The same in a frame inside the page. */
  navigateFrame(url: string): void {
    if (this.passes('will-frame-navigate', { url, isMainFrame: false })) this.loaded.push(url)
  }
  /** A server answers a navigation with another address. */
  redirect(url: string): void {
    if (this.passes('will-redirect', { url, isMainFrame: true })) this.loaded.push(url)
  }
  openWindow(url: string): void {
    const details = { url, frameName: '', features: '', disposition: 'new-window' }
    if (this.#open(details as never).action === 'allow') this.loaded.push(url)
  }
  attachWebview(url: string): void {
    if (this.passes('will-attach-webview', { url })) this.loaded.push(url)
  }
}

export interface StandIn extends UsedElectron {
  readonly app: UsedApp & Emitter
  readonly session: { readonly defaultSession: StandInSession }
  readonly screen: StandInScreen
  /** What was called, in order, as far as the order matters. */
  readonly calls: readonly string[]
  readonly windows: readonly StandInWindow[]
  readonly errors: readonly string[]
  readonly exits: readonly number[]
  readonly schemes: readonly Electron.CustomScheme[]
  readonly menus: readonly (Electron.Menu | null)[]
  /** Lets the app become ready, as Electron does once the main module is through. */
  readonly becomeReady: () => void
  readonly send: (channel: string, event: UsedMessageEvent, ...given: unknown[]) => void
  readonly channels: () => readonly string[]
}

export class StandInWindow extends Emitter implements UsedWindow {
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly webContents: StandInContents
  readonly did: string[] = []
  readonly session: StandInSession
  minimized = false
  constructor(
    options: Electron.BrowserWindowConstructorOptions,
    contents: StandInContents,
    session: StandInSession,
  ) {
    super()
    this.options = options
    this.webContents = contents
    this.session = session
  }
  async loadURL(url: string): Promise<void> {
    const answer = await this.session.fetch(url)
    if (!answer.ok) throw new Error(`ERR_FAILED ${url}`)
    this.webContents.loaded.push(url)
    this.emit('ready-to-show')
  }
  show(): void {
    this.did.push('show')
  }
  showInactive(): void {
    this.did.push('showInactive')
  }
  destroy(): void {
    this.did.push('destroy')
    this.emit('closed')
  }
  focus(): void {
    this.did.push('focus')
  }
  restore(): void {
    this.did.push('restore')
  }
  isMinimized(): boolean {
    return this.minimized
  }
}

export class StandInScreen extends Emitter implements UsedScreen {
  #screens: readonly { readonly id: number; readonly bounds: Electron.Rectangle }[]
  constructor(second: Electron.Rectangle | undefined) {
    super()
    this.#screens = [{ id: 1, bounds: { x: 0, y: 0, width: 1280, height: 800 } }]
    if (second !== undefined) this.#screens = [...this.#screens, { id: 2, bounds: second }]
  }
  /** The first of those that are plugged in is the primary one. */
  getPrimaryDisplay(): Electron.Display {
    return this.getAllDisplays()[0]!
  }
  getAllDisplays(): Electron.Display[] {
    return this.#screens.map((screen) => screen as Electron.Display)
  }
  /** It stands before those that were there, but for the primary one. */
  plug(id: number, bounds: Electron.Rectangle): void {
    const [primary, ...others] = this.#screens
    this.#screens = [...(primary === undefined ? [] : [primary]), { id, bounds }, ...others]
    this.emit('display-added', {}, { id, bounds })
  }
  unplug(id: number): void {
    this.#screens = this.#screens.filter((screen) => screen.id !== id)
    this.emit('display-removed', {}, { id })
  }
}

/** Encrypts by turning every byte over: enough to tell what was encrypted, and by which key. */
export const standInSafeStorage = (
  options: {
    readonly backend?: ReturnType<UsedSafeStorage['getSelectedStorageBackend']>
    readonly available?: boolean
    readonly rotated?: boolean
  } = {},
): UsedSafeStorage => ({
  getSelectedStorageBackend: () => options.backend ?? 'gnome_libsecret',
  isAsyncEncryptionAvailable: async () => options.available ?? true,
  encryptStringAsync: async (text) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
  decryptStringAsync: async (encrypted) => {
    if (encrypted.length === 0) throw new Error('Error while decrypting the ciphertext')
    return {
      result: Buffer.from(encrypted.map((byte) => byte ^ 0xff)).toString(),
      shouldReEncrypt: options.rotated ?? false,
    }
  },
})

export interface StandInOptions {
  readonly packaged?: boolean
  readonly switches?: readonly string[]
  readonly safeStorage?: UsedSafeStorage
  /** The screen beside the first one. */
  readonly secondScreen?: Electron.Rectangle
  /** Who holds the lock of this program on this computer; shared by stand-ins that are started side by side. */
  readonly lock?: { holder?: StandIn }
}

export const createElectronStandIn = (options: StandInOptions = {}): StandIn => {
  const calls: string[] = []
  const windows: StandInWindow[] = []
  const errors: string[] = []
  const exits: number[] = []
  const schemes: Electron.CustomScheme[] = []
  const menus: (Electron.Menu | null)[] = []
  const listeners = new Map<string, (event: UsedMessageEvent, ...given: unknown[]) => void>()
  const defaultSession = new StandInSession()
  const lock = options.lock ?? {}
  let ready = false
  let becomeReady = (): void => {}
  const whenReady = new Promise<void>((resolve) => {
    becomeReady = () => {
      calls.push('ready')
      ready = true
      resolve()
    }
  })

  class StandInApp extends Emitter implements UsedApp {
    readonly isPackaged = options.packaged ?? false
    readonly commandLine: UsedApp['commandLine'] = {
      hasSwitch: (name) => (options.switches ?? []).includes(name),
    }
    enableSandbox(): void {
      if (ready) throw new Error('app.enableSandbox() can only be called before app is ready')
      calls.push('enableSandbox')
    }
    requestSingleInstanceLock(): boolean {
      calls.push('requestSingleInstanceLock')
      if (lock.holder === undefined) {
        lock.holder = standIn
        return true
      }
      lock.holder.app.emit('second-instance', {}, [], '', undefined)
      return false
    }
    whenReady(): Promise<void> {
      return whenReady
    }
    getPath(name: string): string {
      return `/nowhere/${name}`
    }
    exit(code = 0): void {
      exits.push(code)
    }
    quit(): void {
      calls.push('quit')
      if (this.passes('will-quit')) exits.push(0)
    }
  }

  const standIn: StandIn = {
    calls,
    windows,
    errors,
    exits,
    schemes,
    menus,
    becomeReady: () => becomeReady(),
    channels: () => [...listeners.keys()],
    send: (channel, event, ...given) => listeners.get(channel)?.(event, ...given),
    app: new StandInApp(),
    session: { defaultSession },
    BrowserWindow: class extends StandInWindow {
      constructor(given: Electron.BrowserWindowConstructorOptions) {
        if (!ready) throw new Error('Cannot create BrowserWindow before app is ready')
        const contents = new StandInContents(windows.length + 1)
        super(given, contents, defaultSession)
        windows.push(this)
        standIn.app.emit('web-contents-created', {}, contents)
      }
    },
    dialog: { showErrorBox: (title, content) => void errors.push(`${title}: ${content}`) },
    ipcMain: { on: (channel, listener) => listeners.set(channel, listener) },
    Menu: {
      buildFromTemplate: (template) => ({ items: template }) as unknown as Electron.Menu,
      setApplicationMenu: (menu) => void menus.push(menu),
    },
    MessageChannelMain: StandInChannel,
    protocol: {
      registerSchemesAsPrivileged: (given) => {
        if (ready)
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
        calls.push('registerSchemesAsPrivileged')
        schemes.push(...given)
      },
    },
    screen: new StandInScreen(options.secondScreen),
    safeStorage: options.safeStorage ?? standInSafeStorage(),
  }
  return standIn
}
