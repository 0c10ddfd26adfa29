import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { deviceScenes } from './device-scenes.ts'
import { peopleView } from './fake-people.ts'
import { show, typed, withFakeTill } from './fake-screen.ts'

const onScreen = withFakeTill()
const scene = async (page: Page, name: string): Promise<void> => {
  const enter = new Map(deviceScenes).get(name)
  if (enter === undefined) throw new Error(`no scene is called ${name}`)
  await enter(page)
}
const written = (page: Page): Promise<readonly unknown[]> =>
  page.evaluate(() =>
    window.fakeTill.calls.filter(({ name }) => name === 'settings.write').map(({ input }) => input),
  )
const slips = (page: Page): Promise<number> =>
  page.evaluate(() => window.fakeTill.calls.filter(({ name }) => name === 'devices.testPrint').length)
const refusing = (
  page: Page,
  error: { readonly message: string; readonly about?: string },
): Promise<unknown> =>
  page.evaluate((fault) => {
    window.fakeTill.answers.write = { ok: false, error: [{ field: '', ...fault }] }
  }, error)
const taking = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    window.fakeTill.answers.write = undefined
  })

describe.skipIf(noBrowser !== undefined)('what a page of set-up keeps', () => {
  test('nothing before somebody says that it is right, and then what was on paper, by the number keys alone', () =>
    onScreen(async (page) => {
      await scene(page, 'printers found')
      await typed(page, '1')
      await page.getByTestId('printer-answer').waitFor()
      await typed(page, '4')
      await page.locator('[data-fix=narrow]').waitFor()
      await page.getByTestId('printer-answer').waitFor()
      expect(await written(page)).toEqual([])
      await typed(page, '1')
      await page.getByTestId('printer-done').waitFor()
      expect(await written(page)).toMatchObject([
        { settings: { printer: { address: 'usb:/dev/usb/lp0', columns: 32 }, cash: { drawer: 'pin-2' } } },
      ])
      expect(await slips(page)).toBe(2)
    }))

  test('nothing while a payment is open; it is saved when somebody asks again', () =>
    onScreen(async (page) => {
      await scene(page, 'did it come out right')
      await refusing(page, { message: 'a payment is open; finish it first' })
      await page.getByTestId('printer-answer-right').click()
      await page.locator('[data-testid=setup-keeping][data-state=failed]').waitFor()
      expect(await page.getByTestId('printer-done').count()).toBe(0)
      await taking(page)
      await page.getByTestId('printer-save-again').click()
      await page.getByTestId('printer-done').waitFor()
    }))

  test('and while it is being kept, nothing is said of what was kept before', () =>
    onScreen(async (page) => {
      await scene(page, 'did it come out right')
      await page.getByTestId('printer-answer-right').click()
      await page.getByTestId('printer-done').waitFor()
      await page.getByTestId('printer-other').click()
      await page.getByTestId('printer-found').getByRole('button').first().click()
      await page.getByTestId('printer-answer').waitFor()
      await page.evaluate(() => {
        const states: string[] = []
        Object.assign(window, { states })
        window.fakeTill.answers.write = new Promise<never>(() => undefined) as never
        new MutationObserver(() => {
          const keeping = document.querySelector<HTMLElement>('[data-testid=setup-keeping]')
          states.push(keeping?.dataset['state'] ?? 'none')
        }).observe(document.body, { subtree: true, childList: true, attributes: true })
      })
      await typed(page, '1')
      await page.locator('[data-testid=setup-keeping][data-state=saving]').waitFor()
      const states = await page.evaluate(() => (window as unknown as { states: string[] }).states)
      expect([...new Set(states)]).toEqual(['none', 'saving'])
    }))

  test('what a second person has agreed to, where one has to', () =>
    onScreen(async (page) => {
      await scene(page, 'now close the drawer')
      await show(page, { people: peopleView('manager') })
      await refusing(page, { message: 'a second person must agree', about: 'settings mark' })
      await page.getByTestId('drawer-closing-closed').click()
      await page.getByTestId('second-person').waitFor()
      expect(await page.locator('[data-learned]').count()).toBe(0)
      await taking(page)
      await page.evaluate(() => {
        window.fakeTill.answers.people.approve = { ok: true, value: { token: 'agreed' } }
      })
      await page.locator('[data-testid=second-person] [data-testid^=name-]').first().click()
      await typed(page, '314159')
      await page.keyboard.press('Enter')
      await page.locator('[data-learned=no-switch]').waitFor()
      expect(await written(page)).toMatchObject([
        {},
        { token: 'agreed', settings: { drawer: { switch: 'none' } } },
      ])
    }))
})

describe.skipIf(noBrowser !== undefined)('a till that does not answer', () => {
  test('is told of, and a slip is not printed again by itself', () =>
    onScreen(async (page) => {
      await scene(page, 'printers found')
      await page.evaluate(() => {
        Object.defineProperty(window.fakeTill.answers.devices, 'testPrint', {
          get: () => {
            throw new Error('gone')
          },
        })
      })
      await page.getByTestId('printer-found-usb:/dev/usb/lp0').click()
      await page.getByTestId('printer-fault').waitFor()
      expect(await page.getByTestId('printer-fault').innerText()).toContain('did not answer')
      await page.waitForTimeout(500)
      expect(await slips(page)).toBe(1)
    }))

  test('answers when somebody has gone to another printer: the page stays with them', () =>
    onScreen(async (page) => {
      await page.evaluate(() => {
        Object.assign(window.fakeTill.answers.devices, {
          testPrint: new Promise((resolve) => {
            Object.assign(window, { answer: () => resolve({ ok: true, value: true }) })
          }),
        })
      })
      await scene(page, 'printers found')
      await page.getByTestId('printer-found-usb:/dev/usb/lp0').click()
      await page.getByTestId('printer-other').click()
      await page.getByTestId('printer-found').waitFor()
      await page.evaluate(() => (window as unknown as { answer: () => void }).answer())
      await page.waitForTimeout(300)
      expect(await page.getByTestId('printer-answer').count()).toBe(0)
    }))
})
