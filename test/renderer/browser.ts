import react from '@vitejs/plugin-react'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { complaintsOf, launchBrowser } from '../browser/real-browser.ts'
import { serveFolder } from '../browser/served-folder.ts'

export interface ScreenBrowser {
  /** A fresh page with a fake till, 1024 by 768, and everything that the browser complained about. */
  readonly open: () => Promise<{ readonly page: Page; readonly complaints: readonly string[] }>
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
  const served = await serveFolder(folder)
  const browser = await launchBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ])
  return {
    open: async () => {
      const page = await browser.newPage({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' })
      const complaints = complaintsOf(page)
      await page.goto(served.url)
      await page.getByTestId('amount').waitFor()
      return { page, complaints }
    },
    close: async () => {
      await browser.close()
      await served.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
