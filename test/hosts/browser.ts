import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { complaintsOf, launchBrowser } from '../browser/real-browser.ts'

const root = dirname(dirname(import.meta.dirname))

export interface Opened {
  readonly page: Page
  /** Errors, warnings and violations of the policy, as the browser tells them. */
  readonly complaints: readonly string[]
  /** Every request that left the page, with its address and headers; what the policy stopped is not among them. */
  readonly requests: readonly string[]
}

const openIn = async (browser: Browser, url: string): Promise<Opened> => {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  const requests: string[] = []
  await context.route('**/*', (route, request) => {
    requests.push(`${request.url()} ${JSON.stringify(request.headers())}`)
    return new URL(request.url()).hostname === '127.0.0.1' ? route.continue() : route.abort()
  })
  await page.goto(url)
  return { page, complaints, requests }
}

export interface BrowserTest {
  /** The folder of the built page. */
  readonly files: () => string
  readonly open: (url: string) => Promise<Opened>
}

/** Builds the page once for the tests of a file, and opens it in a real Chromium for each. */
const browserTest = (make: (files: string) => Promise<void>): BrowserTest => {
  let files = ''
  let browser: Browser
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'spot-till-screen-'))
    await make(files)
    browser = await launchBrowser()
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    await rm(files, { recursive: true, force: true })
  })
  return { files: () => files, open: (url) => openIn(browser, url) }
}

/** The real screen, built as it ships. */
export const withScreen = (): BrowserTest =>
  browserTest(async (files) => {
    await build({
      configFile: join(root, '.config/vite.config.ts'),
      mode: 'renderer',
      logLevel: 'error',
      build: { outDir: files, emptyOutDir: true },
    })
  })

/** A page that does nothing but install the screen's own policy. */
export const withBarePage = (): BrowserTest =>
  browserTest(async (files) => {
    const policy = JSON.stringify(join(root, 'renderer/policy.ts'))
    await writeFile(join(files, 'page.js'), `import { installPolicy } from ${policy}\ninstallPolicy()\n`)
    await writeFile(
      join(files, 'index.html'),
      '<!doctype html><html><head><title>Page</title></head><body><p>Page</p><script type="module" src="./page.js"></script></body></html>',
    )
    await build({
      configFile: false,
      root: files,
      base: './',
      logLevel: 'error',
      build: { outDir: join(files, 'out'), target: 'chrome140', assetsInlineLimit: 0 },
    })
  })
