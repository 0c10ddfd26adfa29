import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { withFakeTill } from './fake-screen.ts'

const onScreen = withFakeTill()

const openDevices = async (page: Page): Promise<void> => {
  await page.keyboard.press('F9')
  await page.getByTestId('settings-tab-devices').click()
}
const save = (page: Page): Promise<void> => page.getByTestId('settings-save').click()
const saved = (page: Page): Promise<void> =>
  page.locator('[data-testid=settings-state][data-state=saved]').waitFor()
const lastWritten = (page: Page): Promise<unknown> =>
  page.evaluate(() => window.fakeTill.calls.findLast(({ name }) => name === 'settings.write')?.input)

describe.skipIf(noBrowser !== undefined)('the settings of devices', () => {
  test('code pages are rows; a number that is none is refused at its row, in the language chosen', () =>
    onScreen(async (page) => {
      await openDevices(page)
      await page.getByTestId('settings-codePages').selectOption('own')
      await page.getByTestId('settings-codePage-add').click()
      await page.getByTestId('settings-codePage-add').click()
      await page.getByTestId('settings-codePage-1-page').selectOption('cp866')
      await page.getByTestId('settings-codePage-0-number').fill('0')
      await save(page)
      await page.getByText('The number from the manual of the printer, 0 to 255').waitFor()
      await page.keyboard.press('F2')
      await page.getByText('打印机手册中的编号，0 到 255').waitFor()
      expect(await page.locator('[data-testid=settings-codePage-1-number][aria-invalid=true]').count()).toBe(
        1,
      )
      expect(await page.locator('[data-testid=settings-codePage-0-number][aria-invalid=true]').count()).toBe(
        0,
      )
      await page.getByTestId('settings-codePage-1-number').fill('17')
      await save(page)
      await saved(page)
      expect(await lastWritten(page)).toMatchObject({
        settings: { printer: { codePages: { cp437: 0, cp866: 17 } } },
      })

      await page.getByTestId('settings-codePage-0-remove').click()
      await page.getByTestId('settings-codePage-0-remove').click()
      await save(page)
      await saved(page)
      expect(await lastWritten(page)).toMatchObject({ settings: { printer: { codePages: {} } } })
      await page.getByTestId('settings-codePages').selectOption('')
      await save(page)
      await saved(page)
      expect(await lastWritten(page)).not.toHaveProperty('settings.printer.codePages')
    }))

  test('notes and coins are one line of values; one that is none is refused at its field', () =>
    onScreen(async (page) => {
      await openDevices(page)
      const field = page.getByTestId('settings-cash_denominations')
      await field.fill('5000, 2000, 12.50')
      await save(page)
      await page.getByText('Whole numbers, each once').waitFor()
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      await page.keyboard.press('F2')
      await page.getByText('整数，不重复').waitFor()
      await field.fill('5000, 2000，1000')
      await save(page)
      await saved(page)
      expect(await lastWritten(page)).toMatchObject({
        settings: { cash: { denominations: [5000, 2000, 1000] } },
      })
    }))
})
