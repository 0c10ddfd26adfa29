import { chromium, type Browser, type Page } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

/** Why nothing can be looked at in a browser here, or undefined when it can. */
export const noBrowser: string | undefined =
  findBrowser() === undefined ? 'no Chrome, Chromium or Edge is installed' : undefined

/** The installed browser, without a window. */
export const launchBrowser = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser() ?? '',
    headless: true,
    args: ['--no-sandbox', ...args],
  })

/** Errors, warnings and violations of the policy, as the browser tells them from now on. */
export const complaintsOf = (page: Page): readonly string[] => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  return complaints
}
