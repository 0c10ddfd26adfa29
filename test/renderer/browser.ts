import react from '@vitejs/plugin-react'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { findBrowser } from '../browser/find-browser.ts'
import { openPages } from '../../app/pages.ts'

/** Why the screen cannot be looked at here, or undefined when it can. */
export const noBrowser: string | undefined =
  findBrowser() === undefined ? 'no Chrome, Chromium or Edge is installed' : undefined

export interface ScreenBrowser {
  /** A fresh page with a fake till, 1024 by 768, and everything that the browser complained about. */
  readonly open: () => Promise<{ readonly page: Page; readonly complaints: string[] }>
  readonly close: () => Promise<void>
}

/**
 * The real screen, built as it ships and served under the policy that both hosts send, in a real Chromium. Only the
 * till on the other side is a fake.
 */
export const openScreenBrowser = async (): Promise<ScreenBrowser> => {
  const folder = await mkdtemp(join(tmpdir(), 'spot-till-screen-'))
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'chrome140', assetsInlineLimit: 0, minify: false },
  })
  const pages = await openPages(folder, { bytes: (length) => new Uint8Array(randomBytes(length)) })
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await pages.answer(request.method ?? 'GET', (request.url ?? '/').split('?')[0] ?? '/')
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const browser: Browser = await chromium.launch({
    executablePath: findBrowser() ?? '',
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  return {
    open: async () => {
      const page = await browser.newPage({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' })
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await page.goto(`http://127.0.0.1:${port}/`)
      await page.getByTestId('amount').waitFor()
      return { page, complaints }
    },
    close: async () => {
      await browser.close()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
