import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { TillView } from '../../main/contract.ts'
import { noBrowser } from '../browser/real-browser.ts'
import { openScreenBrowser, type ScreenBrowser } from './browser.ts'

/** Runs on a page with a fake till behind it; closed after the test, which fails when the browser complained. */
export type OnScreen = (run: (page: Page) => Promise<void>) => Promise<void>

/** One browser for the tests of a file. */
export const withFakeTill = (): OnScreen => {
  let browser: ScreenBrowser
  beforeAll(async () => {
    if (noBrowser === undefined) browser = await openScreenBrowser()
  }, 120_000)
  afterAll(async () => {
    if (noBrowser === undefined) await browser.close()
  })
  return async (run) => {
    const { page, complaints } = await browser.open()
    try {
      await run(page)
      expect(complaints).toEqual([])
    } finally {
      await page.close()
    }
  }
}

export const show = (page: Page, change: Partial<TillView>): Promise<void> =>
  page.evaluate((view) => window.fakeTill.show(view), change)
export const scanned = (page: Page, text: string): Promise<void> =>
  page.evaluate((code) => window.fakeTill.scan(code), text)

/** Types as a person does, a key at a time. */
export const typed = async (page: Page, text: string): Promise<void> => {
  for (const key of text) {
    await page.keyboard.press(key, { delay: 40 })
    await page.waitForTimeout(90)
  }
}
