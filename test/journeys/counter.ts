import { spawn, type ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { _electron, chromium, type Browser, type Page } from 'playwright-core'
import { electronBinary } from '../../app/electron-binary.ts'
import { systemChance, systemClock } from '../../app/system.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { browserNow } from '../browser/browser-clock.ts'
import { findBrowser } from '../browser/find-browser.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import { openOtherDay, type OtherDay } from './other-day.ts'
import { openSecondScreen } from './second-screen.ts'

const root = dirname(dirname(import.meta.dirname))

/** A counter with nothing on it that is not there in a shop: the program as `npm start` runs it, and a real browser. */
export interface Counter {
  readonly gateway: TrainingGateway
  readonly data: string
  readonly page: Page
  /** What a browser's console said that it should not say. */
  readonly complaints: readonly string[]
  /** Kills the till's process as a power cut would, without a word. */
  readonly kill: () => Promise<void>
  /** Starts the till's process again on the same data, and shows its page. */
  readonly start: () => Promise<void>
  /** Sets the wall clock of till and gateway, UTC ms; of a counter that was opened with a time of its own. */
  readonly setClock: (at: number) => void
  /** Another window of the same browser on the same till. `prepare` runs before it loads the page. */
  readonly openAnother: (prepare?: (page: Page) => Promise<void>) => Promise<Page>
  /** The customer's page of the same till, from the address that the cashier's page is given for it. */
  readonly openDisplay: () => Promise<Page>
  readonly close: () => Promise<void>
}

export interface CounterOptions {
  readonly settings?: Record<string, unknown>
  /** More words for the browser: a camera, for example. */
  readonly browserArgs?: readonly string[]
  readonly touch?: boolean
  readonly host?: Host
  readonly timeScale?: number
  /** The wall clock of till and gateway, UTC ms; this machine's when left out. Only in the browser, see `other-day.ts`. */
  readonly at?: number
  /** More for the till's process, in the browser host. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Where journeys run: in a browser, and in the real Electron as well where its program is. */
const electron = electronBinary(root)
export type Host = 'browser' | 'electron'
export const hosts: readonly Host[] = electron === undefined ? ['browser'] : ['browser', 'electron']

/** Why journeys cannot run here, or undefined when they can. */
export const noBrowser: string | undefined =
  findBrowser() === undefined ? 'no Chrome, Chromium or Edge is installed' : undefined
if (noBrowser !== undefined) console.log(`Browser journeys are skipped: ${noBrowser}.`)

const startHost = (
  data: string,
  otherDay: OtherDay | undefined,
  environment: CounterOptions['environment'],
): Promise<{ readonly child: ChildProcess; readonly url: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'app/start.ts'), '--browser', '--no-open', '--data', data],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...otherDay?.environment, ...environment },
      },
    )
    let heard = ''
    const listen = (bytes: Buffer): void => {
      heard += bytes.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(heard)?.[0]
      if (url !== undefined) resolve({ child, url })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('exit', (code) => reject(new Error(`the till ended with ${code}: ${heard}`)))
  })

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.on('close', () => resolve())
    child.kill(signal)
  })

/** Before the screen's own listeners, which keep a scan's keys to themselves. */
const countHands = (): void => {
  const hands = { keys: 0, pointers: 0 }
  Object.assign(window, { hands })
  window.addEventListener('keydown', () => (hands.keys += 1), { capture: true })
  window.addEventListener('pointerdown', () => (hands.pointers += 1), { capture: true })
}

interface Shown {
  readonly page: Page
  readonly kill: () => Promise<void>
  readonly start: () => Promise<Page>
  readonly another: () => { readonly page: Promise<Page>; readonly url: string }
  readonly close: () => Promise<void>
}

/** The till's process and a browser apart from it, which outlives a killed till. */
const inBrowser = async (
  data: string,
  options: CounterOptions,
  otherDay: OtherDay | undefined,
): Promise<Shown> => {
  const browser: Browser = await chromium.launch({
    executablePath: findBrowser() ?? '',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      ...(options.browserArgs ?? []),
    ],
  })
  const context = await browser.newContext({
    viewport: { width: 1024, height: 768 },
    hasTouch: options.touch ?? false,
    permissions: ['camera'],
  })
  await context.addInitScript(countHands)
  const page = await context.newPage()
  let host = await startHost(data, otherDay, options.environment)
  const show = async (): Promise<Page> => {
    // The address differs only behind the '#', which a browser does not load again by itself.
    await page.goto('about:blank')
    await page.goto(host.url)
    return page
  }
  await show()
  return {
    page,
    kill: () => ended(host.child, 'SIGKILL'),
    another: () => ({ page: context.newPage(), url: host.url }),
    start: async () => {
      host = await startHost(data, otherDay, options.environment)
      return show()
    },
    close: async () => {
      await browser.close()
      await ended(host.child, 'SIGTERM')
    },
  }
}

/** The built program in the real Electron: till and window are one process. */
const inElectron = async (data: string, options: CounterOptions): Promise<Shown> => {
  const launch = async () => {
    const app = await _electron.launch({
      executablePath: electron ?? '',
      args: [root, `--user-data-dir=${join(data, 'electron')}`, ...(options.browserArgs ?? [])],
      env: { ...(process.env as Record<string, string>), SPOT_TILL_DATA: data },
    })
    await app.context().addInitScript(countHands)
    const page = await app.firstWindow()
    await page.reload()
    return { app, page }
  }
  let running = await launch()
  return {
    page: running.page,
    kill: () => ended(running.app.process(), 'SIGKILL'),
    another: () => {
      throw new Error('Electron has one window')
    },
    start: async () => {
      running = await launch()
      return running.page
    },
    close: () => running.app.close(),
  }
}

export const openCounter = async (options: CounterOptions = {}): Promise<Counter> => {
  const otherDay = options.at === undefined ? undefined : openOtherDay(options.at)
  const gateway = await startTrainingGateway({
    port: 0,
    clock: otherDay?.clock ?? systemClock,
    chance: systemChance,
    timeScale: options.timeScale ?? 0.3,
  })
  const data = dataFolderFor(gateway.url, {
    sale: { firstQueryMs: 1000, queryEveryMs: 500, limitMs: 6000, cancelEveryMs: 500 },
    ...options.settings,
  })
  const complaints: string[] = []
  const listen = async (page: Page): Promise<Page> => {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.getByTestId('frame').waitFor({ timeout: 15_000 })
    return page
  }
  const shown = await (options.host === 'electron'
    ? inElectron(data, options)
    : inBrowser(data, options, otherDay))
  let page = await listen(shown.page)
  return {
    gateway,
    data,
    get page() {
      return page
    },
    complaints,
    setClock: (at) => {
      if (otherDay === undefined) throw new Error('this counter runs by the clock of this machine')
      otherDay.set(at)
    },
    kill: shown.kill,
    openAnother: async (prepare) => {
      const { page: opened, url } = shown.another()
      const other = await opened
      await prepare?.(other)
      await other.goto(url)
      return other
    },
    openDisplay: async () => {
      const screen = await openSecondScreen(page)
      const { address = 'about:blank' } = await screen.client.devices.customerPage()
      screen.close()
      const opened = await shown.another().page
      await opened.goto(address)
      return opened
    },
    start: async () => {
      const next = await shown.start()
      if (next === page) await page.getByTestId('frame').waitFor({ timeout: 15_000 })
      else page = await listen(next)
    },
    close: async () => {
      await shown.close()
      await gateway.close()
    },
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A cashier's fingers on the number keys. */
export const keyAmount = async (page: Page, digits: string): Promise<void> => {
  for (const digit of digits) {
    await pause(90)
    await page.keyboard.press(digit)
  }
  await pause(90)
}

/** A finger on one key: no hand presses two within a few milliseconds, and the till takes what does for a scanner. */
export const press = async (page: Page, key: string): Promise<void> => {
  await pause(90)
  await page.keyboard.press(key)
  await pause(90)
}

const strokeMs = 5

/**
 * One trigger pull of a keyboard-wedge scanner: the keys go out back to back, and each says when it was made, five
 * milliseconds after the one before, however busy this machine is when they arrive.
 */
export const scanWedge = async (page: Page, code: string, key?: string): Promise<void> => {
  const tookMs = (code.length + 1) * strokeMs
  await pause(300 + tookMs) // A hand cannot reach from the keys to the scanner faster.
  const line = await page.context().newCDPSession(page)
  let timestamp = (browserNow() - tookMs) / 1000
  const strokes = [
    ...code.split('').map((digit) => [`Digit${digit}`, digit, 48 + Number(digit)] as const),
    ['Enter', 'Enter', 13] as const,
  ]
  await Promise.all(
    strokes.flatMap(([physical, value, virtual]) => {
      // Under an input method every key is "Process" with code 229; only the physical key tells what was pressed.
      const stroke = {
        code: physical,
        key: key ?? value,
        windowsVirtualKeyCode: key === undefined ? virtual : 229,
        timestamp: (timestamp += strokeMs / 1000),
      }
      const text = key !== undefined ? {} : { text: value === 'Enter' ? '\r' : value }
      return [
        line.send('Input.dispatchKeyEvent', {
          type: key === undefined ? 'keyDown' : 'rawKeyDown',
          ...stroke,
          ...text,
        }),
        line.send('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke }),
      ]
    }),
  )
  await line.detach()
}

/** What the cashier's hands have done on this page, counted where the browser hears it. */
export const handsOn = (page: Page): Promise<{ readonly keys: number; readonly pointers: number }> =>
  page.evaluate(() => (window as unknown as { hands: { keys: number; pointers: number } }).hands)

let customers = 0
export const freshCode = (): string => `28590280248${String(++customers).padStart(5, '0')}77`

/** Waits for what the result pane says. */
export const resultState = (page: Page, state: string, timeout = 15_000): Promise<void> =>
  page.locator(`[data-testid="result"][data-state="${state}"]`).waitFor({ timeout })
