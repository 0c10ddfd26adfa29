import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser/real-browser.ts'
import { playStrokes } from '../browser/trigger.ts'
import type { ServedFolder } from '../browser/served-folder.ts'
import { keyTraces } from './fixtures/key-traces.ts'
import { servePage } from './served-page.ts'
import type { WedgePage } from './wedge-page.dom.ts'

declare const window: Window & { readonly page: WedgePage }

let served: ServedFolder
let browser: Browser
let page: Page
let keyboard: CDPSession
beforeAll(async () => {
  served = await servePage('wedge-page.dom.ts', '<button type="button">Charge</button>')
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.goto(served.url)
  keyboard = await page.context().newCDPSession(page)
})
afterAll(async () => {
  await browser.close()
  await served.close()
})

/** What the screen keeps when keys that were taken back are taken out again. */
const kept = (told: readonly string[]): { scans: string[]; partials: number; amount: string } => {
  let amount = ''
  const scans: string[] = []
  let partials = 0
  for (const line of told) {
    const [kind, text = '', tookBack = '0'] = line.split(' ')
    if (kind === 'key') amount += text
    else amount = amount.slice(0, amount.length - Number(tookBack))
    if (kind === 'scan') scans.push(text)
    if (kind === 'partial') partials++
  }
  return { scans, partials, amount }
}

test.each(keyTraces.map((trace) => [trace.name, trace] as const))(
  'in a browser: %s',
  async (_name, { strokes, shop, code, result, amount }) => {
    await page.evaluate((scanner) => window.page.expect(scanner), shop)
    await playStrokes(keyboard, strokes)
    const told = () => page.evaluate(() => [...window.page.told])
    await expect
      .poll(async () => (await told()).some((line) => !line.startsWith('key')), { timeout: 3000 })
      .toBe(true)
    // What comes late, as a second scan or a leaked key, is not to come after that.
    await page.waitForTimeout(150)
    const { scans, partials, amount: left } = kept(await told())
    expect(left).toBe(amount)
    if (result === 'read') expect(scans).toEqual([code])
    else expect(scans).toEqual(result === 'no code' ? [expect.stringMatching(/\D/)] : [])
    expect(partials > 0).toBe(result === 'scan again')
    const { heard, done } = await page.evaluate(() => ({ heard: window.page.heard, done: window.page.done }))
    expect(heard.filter((key) => !/^(?:Shift|Control|Alt)/.test(key))).toEqual([])
    expect(done).toEqual([])
  },
)
