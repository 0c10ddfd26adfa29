import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  freshCode,
  keyAmount,
  noBrowser,
  openCounter,
  press,
  resultState,
  scanWedge,
  type Counter,
} from './counter.ts'

const images = join(dirname(dirname(import.meta.dirname)), 'docs', 'images')
const writes = process.env['UPDATE_DOCS'] === '1'

const state = (page: Page): Promise<string | null> => page.getByTestId('display').getAttribute('data-state')
const becomes = async (page: Page, wanted: string): Promise<void> => {
  await expect.poll(() => state(page), { timeout: 30_000 }).toBe(wanted)
}

describe.skipIf(noBrowser !== undefined).each(['en', 'zh'] as const)(
  "the customer's page in %s",
  (language) => {
    let counter: Counter
    let display: Page
    beforeAll(async () => {
      counter = await openCounter({
        settings: {
          language,
          shop: { name: 'Corner Coffee 街角咖啡' },
          display: { window: 'on' },
          sale: { firstQueryMs: 1000, queryEveryMs: 500, limitMs: 20_000, cancelEveryMs: 2000 },
        },
      })
      display = await counter.openDisplay()
      await display.setViewportSize({ width: 1024, height: 600 })
      mkdirSync(images, { recursive: true })
    }, 120_000)
    afterAll(() => counter.close())

    /** Everything must be seen without scrolling, lying down as well as standing up. */
    const look = async (name: string): Promise<void> => {
      for (const [width, height] of [
        [600, 1024],
        [1024, 600],
      ] as const) {
        await display.setViewportSize({ width, height })
        const outside = await display.evaluate(
          () =>
            [...document.querySelectorAll('main *')].filter((element) => {
              const { left, right, top, bottom } = element.getBoundingClientRect()
              return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1
            }).length,
        )
        expect([name, width, outside]).toEqual([name, width, 0])
      }
      await display.waitForTimeout(300)
      if (writes) await display.screenshot({ path: join(images, `display-${name}-${language}.png`) })
    }
    /** All that stands on it, and nothing of it is for the staff. */
    const words = async (): Promise<string> => {
      const text = await display.locator('main').innerText()
      expect(text).not.toMatch(/\d{6}|till-1|F\d|cashier|BUYER|unknown/i)
      return text
    }

    test(
      'follows a sale from the first digit to thank you, and forgets it',
      { timeout: 240_000 },
      async () => {
        const { page } = counter
        await becomes(display, 'idle')
        await look('idle')
        expect(await words()).toContain('Corner Coffee')
        await keyAmount(page, '128050')
        await becomes(display, 'show-code')
        await expect.poll(() => display.getByTestId('display-amount').innerText()).toContain('1,280.50')
        await look('show-code')
        await press(page, 'Escape')
        await becomes(display, 'idle')

        await keyAmount(page, '1250')
        await scanWedge(page, freshCode())
        await becomes(display, 'paid')
        await resultState(page, 'paid')
        expect(await words()).toMatch(/12\.50[^]*(?:Thank you|谢谢)/)
        await look('paid')
        await press(page, 'Enter')

        await keyAmount(page, '9061')
        await scanWedge(page, freshCode())
        await becomes(display, 'waiting')
        await look('waiting')
        await press(page, 'Escape')
        // It may still be paid, and may be undone: neither is said.
        await page.getByTestId('next-customer').waitFor()
        await becomes(display, 'waiting')
        await press(page, 'Enter')

        await keyAmount(page, '9050')
        await scanWedge(page, freshCode())
        await becomes(display, 'not-paid')
        await words()
        await look('not-paid')

        // The same amount in notes: no code is asked for any more.
        await press(page, 'F10')
        await becomes(display, 'pay-cash')
        expect(await words()).toMatch(/90\.50[^]*(?:cash|现金)/)
        await look('pay-cash')
        await page.getByTestId('needs-shift').waitFor()
        await keyAmount(page, '20000')
        await press(page, 'Enter')
        await page.getByTestId('tender-given').waitFor()
        await keyAmount(page, '10000')
        await press(page, 'Enter')
        await page.getByTestId('change').waitFor()
        await becomes(display, 'change')
        expect(await words()).toMatch(/9\.50[^]*(?:change|零钱)/)
        await look('change')
        await press(page, 'Enter')
        await keyAmount(page, '1')
        await becomes(display, 'show-code')
        await press(page, 'Escape')
        await becomes(display, 'idle')
      },
    )

    test('has the other language at a touch', async () => {
      const before = await words()
      await display.getByTestId('display-language').click()
      await expect.poll(words).not.toBe(before)
      await display.getByTestId('display-language').click()
    })

    test(
      'shows nothing as soon as the till is gone, not even that somebody has paid',
      { timeout: 120_000 },
      async () => {
        const { page } = counter
        await press(page, 'Enter')
        await keyAmount(page, '700')
        await scanWedge(page, freshCode())
        await becomes(display, 'paid')
        await counter.kill()
        await becomes(display, 'blank')
        expect(await display.locator('main').innerText()).toBe('')
        // Its old token opens nothing at a till that was started anew.
        await counter.start()
        await display.waitForTimeout(1500)
        expect(await state(display)).toBe('blank')
      },
    )
  },
)
